/** Everything around the source: package, compiler and bundler settings, entry page, README. */
import { luminance } from './color.ts';
import type { AppModel } from './model.ts';
import { code, file, htmlText } from './source-text.ts';

const DEPENDENCIES = {
  '@supabase/supabase-js': '2.109.0',
  'lucide-react': '1.75.0',
  react: '19.3.1',
  'react-dom': '19.3.1',
  'react-router': '7.18.5',
} as const;

const DEV_DEPENDENCIES = {
  '@tailwindcss/vite': '4.3.5',
  '@types/react': '19.3.0',
  '@types/react-dom': '19.3.0',
  '@vitejs/plugin-react': '6.3.0',
  tailwindcss: '4.3.5',
  typescript: '6.0.3',
  vite: '8.3.8',
  vitest: '4.1.12',
} as const;

function packageJson(app: AppModel, packages: ReadonlySet<string>, tested: boolean): string {
  const dependencies = Object.fromEntries(Object.entries(DEPENDENCIES).filter(([name]) => packages.has(name)));
  const devDependencies = Object.fromEntries(
    Object.entries(DEV_DEPENDENCIES).filter(([name]) => tested || name !== 'vitest'),
  );
  return `${JSON.stringify(
    {
      name: app.slug,
      version: '0.1.0',
      private: true,
      description: app.spec.tagline,
      type: 'module',
      scripts: {
        dev: 'vite',
        build: 'tsc --noEmit && vite build',
        preview: 'vite preview',
        ...(tested ? { test: 'vitest run' } : {}),
      },
      dependencies,
      devDependencies,
    },
    null,
    2,
  )}\n`;
}

const TSCONFIG = {
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
    noEmit: true,
  },
  include: ['src', 'vite.config.ts'],
};

function viteConfig(tested: boolean): string {
  return file(code`
    import tailwindcss from '@tailwindcss/vite';
    import react from '@vitejs/plugin-react';
    import { defineConfig } from '${tested ? 'vitest/config' : 'vite'}';

    export default defineConfig({
      plugins: [react(), tailwindcss()],
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
  # Copy to .env.local. "supabase status" prints both for a local stack; a hosted project shows them under API settings.
  # The publishable key is meant for browsers: row level security decides what it can reach.
  VITE_SUPABASE_URL=http://127.0.0.1:54321
  VITE_SUPABASE_PUBLISHABLE_KEY=
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

/** Files outside `src`, and the declaration of the environment. `tested`: the app has tests of its own. */
export function projectFiles(app: AppModel, packages: ReadonlySet<string>, tested: boolean): Record<string, string> {
  const hasData = packages.has('@supabase/supabase-js');
  return {
    'package.json': packageJson(app, packages, tested),
    'tsconfig.json': `${JSON.stringify(TSCONFIG, null, 2)}\n`,
    'vite.config.ts': viteConfig(tested),
    'index.html': indexHtml(app),
    '.gitignore': 'node_modules\ndist\n.env\n.env.local\n',
    ...(hasData ? { '.env.example': file(ENV), 'src/vite-env.d.ts': file(VITE_ENV) } : {}),
  };
}
