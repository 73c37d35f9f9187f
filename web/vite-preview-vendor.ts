/**
 * What the preview needs besides the SPA's own modules: the frame page, the packages that generated applications may
 * import, the icons, and the database worker. None of it can go through the SPA's module graph: the frame has an opaque
 * origin, so its script is inlined into `/runtime.html` and everything else is handed to it as text; the database worker
 * needs stubs for the parts of its packages that only run on a server.
 *
 * The same files are emitted by a build and served by the development server; `virtual:preview-assets` holds their URLs.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { databaseSnapshot } from './vite-preview-database.ts';
import { iconCatalog } from './vite-preview-icons.ts';

const VIRTUAL_ID = 'virtual:preview-assets';
const STUB_ID = '\0server-part';
const DIRECTORY = 'assets/preview';
const source = (name: string) => fileURLToPath(new URL(`./src/preview/${name}`, import.meta.url));

interface PreviewFiles {
  /** Name under `assets/preview/` -> content. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly urls: Readonly<Record<'vendor' | 'icons' | 'databaseWorker' | 'databaseSnapshot', string>>;
  readonly runtimePage: string;
}

export function previewAssets(): Plugin {
  let base = '/';
  let production = true;
  let built: Promise<PreviewFiles> | undefined;
  const assets = () => {
    built ??= buildPreviewFiles();
    return built;
  };

  return {
    name: 'trellis-preview-assets',
    // Imported by a worker, where the development server finds them late and then loads the page anew.
    config: () => ({ optimizeDeps: { include: ['sucrase', 'tailwindcss'] } }),
    configResolved(config) {
      base = config.base;
      production = config.command === 'build';
    },
    resolveId: (id) => (id === VIRTUAL_ID ? `\0${VIRTUAL_ID}` : undefined),
    async load(id) {
      if (id !== `\0${VIRTUAL_ID}`) return;
      const { urls } = await assets();
      const absolute = Object.fromEntries(
        Object.entries(urls).map(([name, file]) => [name, `${base}${DIRECTORY}/${file}`]),
      );
      return `export const assetUrls = ${JSON.stringify(absolute)};`;
    },
    async generateBundle() {
      if (!production || this.environment.name !== 'client') return;
      const { files, runtimePage } = await assets();
      this.emitFile({ type: 'asset', fileName: 'runtime.html', source: runtimePage });
      for (const [name, content] of files) {
        this.emitFile({ type: 'asset', fileName: `${DIRECTORY}/${name}`, source: content });
      }
    },
    configureServer(server) {
      server.watcher.on('change', (file) => {
        if (/\/preview\/(?:frame|database)\//.test(file)) built = undefined;
      });
      // Ahead of Vite's own handlers: its HTML pipeline would add module scripts, which an opaque origin cannot load.
      server.middlewares.use((request, response, next) => {
        const pathname = new URL(request.url ?? '/', 'http://localhost').pathname;
        const name = pathname.startsWith(`${base}${DIRECTORY}/`) ? pathname.slice(`${base}${DIRECTORY}/`.length) : null;
        if (pathname !== `${base}runtime.html` && name === null) return next();
        assets().then(({ files, runtimePage }) => {
          const content = name === null ? runtimePage : files.get(name);
          if (content === undefined) return next();
          response.setHeader('content-type', name === null ? 'text/html; charset=utf-8' : contentType(name));
          response.setHeader('cache-control', 'no-cache');
          response.end(content);
        }, next);
      });
    },
  };
}

async function buildPreviewFiles(): Promise<PreviewFiles> {
  const [frame, vendor, worker, snapshot] = await Promise.all([
    bundleScript(source('frame/runtime.ts'), 'trellisRuntime', 'production'),
    // React's development build: its messages name what is wrong, which is what a preview is for.
    bundleScript(source('frame/vendor.ts'), 'trellisVendor', 'development'),
    bundleDatabaseWorker(),
    databaseSnapshot(),
  ]);
  const icons = JSON.stringify(iconCatalog());
  const vendorName = hashed('vendor', vendor, 'js');
  const iconsName = hashed('icons', icons, 'json');
  // Not `.gz`: hosts that announce such files as compressed make the browser unpack them.
  const snapshotName = hashed('database', snapshot, 'data');
  return {
    files: new Map<string, string | Uint8Array>([
      [vendorName, vendor],
      [iconsName, icons],
      [snapshotName, snapshot],
      ...worker.files,
    ]),
    urls: { vendor: vendorName, icons: iconsName, databaseWorker: worker.entry, databaseSnapshot: snapshotName },
    runtimePage: readFileSync(new URL('./src/preview/frame/runtime.html', import.meta.url), 'utf8').replace(
      '/* runtime */',
      () => frame.replaceAll('</script', '<\\/script'),
    ),
  };
}

/** One classic script that leaves its exports in a global. */
async function bundleScript(entry: string, name: string, mode: 'production' | 'development'): Promise<string> {
  const output = await nestedBuild({
    mode,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      lib: { entry, name, formats: ['iife'], fileName: () => 'script.js' },
      minify: true,
      rolldownOptions: { output: { exports: 'auto' } },
    },
  });
  const chunk = output.find((file) => file.type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error(`${entry} gave no script`);
  return chunk.code;
}

async function bundleDatabaseWorker() {
  const output = await nestedBuild({
    base: './',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [stubServerParts()],
    build: {
      minify: true,
      assetsInlineLimit: 0,
      assetsDir: '',
      modulePreload: false,
      rolldownOptions: {
        input: { database: source('database/database-worker.ts') },
        output: { entryFileNames: 'database-[hash].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const entry = output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName;
  if (entry === undefined) throw new Error('The database worker gave no entry');
  return {
    entry,
    files: output.map((file): [string, string | Uint8Array] => [
      file.fileName,
      file.type === 'chunk' ? file.code : file.source,
    ]),
  };
}

async function nestedBuild(config: Parameters<typeof build>[0]) {
  const result = await build({
    ...config,
    root: path.dirname(fileURLToPath(import.meta.url)),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { target: 'es2022', ...config?.build, write: false },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  return outputs.flatMap((output) => output.output);
}

/**
 * `@supabase/lite` reaches for parts that the preview never uses: file system and processes, its SQLite engine and the
 * SQL parser that translates for it, and the schema differ. Importing them gives an object that throws when it is used.
 */
function stubServerParts(): Plugin {
  const unused =
    /^(?:node:.*|fs|path|crypto|child_process|url|os|util|stream|events|buffer|nodemailer|pgsql-parser|libpg-query|@supabase\/pg-delta(?:\/.*)?|@supabase\/lite\/sqlite)$/;
  const names = ['readFile', 'writeFile', 'exec', 'execSync', 'spawn', 'createRequire', 'promisify', 'readFileSync'];
  const stub = [
    'const absent = () => { throw new Error("This part of the database is not available in the preview."); };',
    'export const existsSync = () => false;',
    ...names.map((name) => `export const ${name} = absent;`),
    'export default {};',
  ].join('\n');
  return {
    name: 'stub-server-parts',
    enforce: 'pre',
    resolveId(id, importer) {
      if (!unused.test(id)) return undefined;
      // The stub is for packages; an import of our own that it would hide is a mistake worth hearing of.
      if (importer !== undefined && !importer.includes('node_modules')) throw new Error(`${importer} imports ${id}`);
      return STUB_ID;
    },
    load: (id) => (id === STUB_ID ? stub : undefined),
  };
}

function hashed(name: string, content: string | Uint8Array, extension: string): string {
  return `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 8)}.${extension}`;
}

function contentType(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript; charset=utf-8';
  if (name.endsWith('.json')) return 'application/json';
  if (name.endsWith('.wasm')) return 'application/wasm';
  return 'application/octet-stream';
}
