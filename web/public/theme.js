// Applies the stored theme before the first paint. The same rule as `web/src/lib/theme.ts`.
(() => {
  let preference = 'system';
  try {
    preference = localStorage.getItem('trellis.theme') ?? 'system';
  } catch {
    // Storage is blocked: the system's theme is used.
  }
  const dark = preference === 'dark' || (preference !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
