/** Written by the Vite plugin `vite-preview-vendor.ts`. */
declare module 'virtual:preview-assets' {
  /** Absolute paths on the SPA's own origin. */
  export const assetUrls: Readonly<Record<'vendor' | 'icons' | 'databaseWorker' | 'databaseSnapshot', string>>;
}
