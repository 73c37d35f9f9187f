/** Serves the harness, built as the SPA is or by the development server, and opens it in Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright-core';
import { build, createServer, type InlineConfig, preview } from 'vite';
import { previewAssets } from '../../../vite-preview-vendor.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PAGE = 'src/preview/testing/harness.html';

export interface HarnessSite {
  readonly url: string;
  readonly directory: string | null;
  close(): Promise<void>;
}

function config(): InlineConfig {
  return {
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [react(), previewAssets()],
    worker: { format: 'es' },
  };
}

export async function serveBuild(): Promise<HarnessSite> {
  const directory = await mkdtemp(path.join(tmpdir(), 'preview-harness-'));
  await build({
    ...config(),
    build: {
      target: 'es2022',
      outDir: directory,
      emptyOutDir: true,
      rolldownOptions: { input: path.join(root, PAGE) },
    },
  });
  const server = await preview({ ...config(), build: { outDir: directory }, preview: { port: 0, host: '127.0.0.1' } });
  return {
    url: `${server.resolvedUrls?.local[0] ?? ''}${PAGE}`,
    directory,
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function serveDevelopment(): Promise<HarnessSite> {
  const cacheDir = await mkdtemp(path.join(tmpdir(), 'preview-vite-'));
  const server = await createServer({
    ...config(),
    cacheDir,
    optimizeDeps: { entries: [PAGE] },
    server: { port: 0, host: '127.0.0.1', hmr: { port: 0 }, watch: null },
  });
  await server.listen();
  return {
    url: `${server.resolvedUrls?.local[0] ?? ''}${PAGE}`,
    directory: null,
    close: async () => {
      await server.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}

export async function openHarness(browser: Browser, site: HarnessSite): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  await page.goto(site.url);
  await page.waitForFunction(() => window.harness !== undefined);
  return page;
}
