/** Everything around the source: package, compiler and bundler settings, entry page, README. */
import { DEVELOPMENT_PACKAGES, RUNTIME_PACKAGES } from '../../modules/allowed-packages.ts';
import { luminance } from './color.ts';
import { hasTables, localDatabaseFiles } from './local-database/local-database.ts';
import type { AppModel } from './model.ts';
import { code, file, htmlText } from './source-text.ts';

/** What only the database on the developer's computer needs. */
const DATABASE_PACKAGES: ReadonlySet<string> = new Set(['@electric-sql/pglite', '@supabase/lite', '@types/node']);

/** What an app consists of beside its pages. */
interface Parts {
  /** It has a database. */
  readonly data: boolean;
  /** It has tests. */
  readonly tests: boolean;
}

function packageJson(app: AppModel, packages: ReadonlySet<string>, { data, tests }: Parts): string {
  const dependencies = Object.fromEntries(Object.entries(RUNTIME_PACKAGES).filter(([name]) => packages.has(name)));
  const devDependencies = Object.fromEntries(
    Object.entries(DEVELOPMENT_PACKAGES).filter(
      ([name]) => (tests || name !== 'vitest') && (data || !DATABASE_PACKAGES.has(name)),
    ),
  );
  return `${JSON.stringify(
    {
      name: app.slug,
      version: '0.1.0',
      private: true,
      description: app.spec.tagline,
      type: 'module',
      engines: { node: '>=20.19' },
      scripts: {
        dev: 'vite',
        build: 'tsc --noEmit && vite build',
        preview: 'vite preview',
        ...(tests ? { test: 'vitest run' } : {}),
        ...(data ? { 'db:reset': 'node supabase/local/reset.js' } : {}),
      },
      dependencies,
      devDependencies,
    },
    null,
    2,
  )}\n`;
}

const tsconfig = ({ data }: Parts) => ({
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    types: ['vite/client'],
    paths: { '@/*': ['./src/*'] },
    jsx: 'react-jsx',
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noFallthroughCasesInSwitch: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    isolatedModules: true,
    skipLibCheck: true,
    ...(data ? { allowImportingTsExtensions: true } : {}),
    noEmit: true,
  },
  include: ['src', ...(data ? ['supabase'] : []), 'vite.config.ts'],
});

function viteConfig({ data, tests }: Parts): string {
  return file(code`
    import tailwindcss from '@tailwindcss/vite';
    import react from '@vitejs/plugin-react';
    import { defineConfig } from '${tests ? 'vitest/config' : 'vite'}';
    ${data && "import { localDatabase } from './supabase/local/plugin.ts';"}

    export default defineConfig({
      plugins: [react(), tailwindcss()${data ? ', localDatabase()' : ''}],
      resolve: { tsconfigPaths: true },
    });
  `);
}

function indexHtml(app: AppModel): string {
  const scheme = luminance(app.spec.theme.background) > 0.18 ? 'light dark' : 'dark';
  return file(code`
    <!doctype html>
    <html lang="${app.spec.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="${scheme}" />
        <meta name="theme-color" content="${app.spec.theme.component}" />
        <meta name="description" content="${htmlText(app.spec.tagline)}" />
        <title>${htmlText(app.spec.name)}</title>
      </head>
      <body>
        <div id="root"></div>
        <script type="module" src="/src/main.tsx"></script>
      </body>
    </html>
  `);
}

const ENV = code`
  # Without these two, "npm run dev" uses a database on this computer and needs no account. Copy this file to .env.local and
  # fill them in to use a Supabase project instead; its dashboard shows both under "Connect" (or "npx supabase status").
  # The publishable key is meant for browsers: row level security decides what it can reach.
  # VITE_SUPABASE_URL=https://<project>.supabase.co
  # VITE_SUPABASE_PUBLISHABLE_KEY=sb_publishable_<key>
`;

const VITE_ENV = code`
  interface ImportMetaEnv {
    readonly VITE_SUPABASE_URL: string;
    readonly VITE_SUPABASE_PUBLISHABLE_KEY: string;
  }

  interface ImportMeta {
    readonly env: ImportMetaEnv;
  }
`;

/** Whether an app has a database: a client that talks to one, or a schema. */
export function hasDatabase(app: AppModel, packages: ReadonlySet<string>): boolean {
  return packages.has('@supabase/supabase-js') || hasTables(app);
}

/** Files outside `src`, and the declaration of the environment. `tested`: there are tests under `src`. */
export function projectFiles(app: AppModel, packages: ReadonlySet<string>, tested: boolean): Record<string, string> {
  const parts: Parts = { data: hasDatabase(app, packages), tests: tested || hasTables(app) };
  return {
    'package.json': packageJson(app, packages, parts),
    'tsconfig.json': `${JSON.stringify(tsconfig(parts), null, 2)}\n`,
    'vite.config.ts': viteConfig(parts),
    'index.html': indexHtml(app),
    '.gitignore': `node_modules\ndist\n.env\n.env.local\n${parts.data ? '.data\nsupabase/.temp\n' : ''}`,
    ...(parts.data ? { '.env.example': file(ENV), 'src/vite-env.d.ts': file(VITE_ENV) } : {}),
    ...(parts.data ? localDatabaseFiles(app) : {}),
  };
}
