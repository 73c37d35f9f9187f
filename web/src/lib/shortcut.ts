import { useEffect, useRef } from 'react';

export const IS_APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
/** How the modifier is written on this machine's keyboard. */
export const MOD = IS_APPLE ? '⌘' : 'Ctrl';

/** Calls `handler` on Ctrl/Cmd + key anywhere on the page, in place of the browser's own action. */
export function useModShortcut(key: string, handler: () => void): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key.toLowerCase() !== key) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [key]);
}
