/** Light, dark or the system's. Kept in this browser and in the profile; `public/theme.js` applies it before paint. */
import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from './storage.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'trellis.theme';
const listeners = new Set<() => void>();
let preference: Theme = parseTheme(readStored(KEY));

export function parseTheme(value: unknown): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

/** The theme that is shown for a preference. */
export function resolveTheme(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme === 'system') return systemIsDark ? 'dark' : 'light';
  return theme;
}

function systemDark(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)');
}

function apply(): void {
  const shown = resolveTheme(preference, systemDark().matches);
  document.documentElement.dataset.theme = shown;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', shown === 'dark' ? '#0e100f' : '#fbfbfa');
  for (const listener of listeners) listener();
}

export function setTheme(theme: Theme): void {
  preference = theme;
  writeStored(KEY, theme);
  apply();
}

/** Follows the system while the preference says so, and other tabs of this browser. Call once. */
export function startTheme(): void {
  apply();
  systemDark().addEventListener('change', apply);
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return;
    preference = parseTheme(event.newValue);
    apply();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => preference);
}
