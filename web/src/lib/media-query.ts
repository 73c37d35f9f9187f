import { useSyncExternalStore } from 'react';

/** Whether the media query matches now, following changes. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Room for two panes side by side. Matches Tailwind's `lg`. */
export const WIDE = '(min-width: 64rem)';
