/**
 * The packages a generated application is made of, at the versions it pins. Sources under `src/` import nothing else:
 * the preview carries exactly these, and a package nobody knows is how invented names become supply-chain attacks.
 */

/** What application source imports: package name -> version in `package.json`. */
export const RUNTIME_PACKAGES = {
  '@supabase/supabase-js': '2.109.0',
  'lucide-react': '1.75.0',
  react: '19.3.1',
  'react-dom': '19.3.1',
  'react-router': '7.18.5',
} as const;

/** What builds and tests it, and what its database on a developer's computer is made of. None of it is for `src/`. */
export const DEVELOPMENT_PACKAGES = {
  '@electric-sql/pglite': '0.4.5',
  '@supabase/lite': '0.10.0',
  '@tailwindcss/vite': '4.3.5',
  '@types/node': '20.19.43',
  '@types/react': '19.3.0',
  '@types/react-dom': '19.3.0',
  '@vitejs/plugin-react': '6.3.0',
  tailwindcss: '4.3.5',
  typescript: '6.0.3',
  vite: '8.3.8',
  vitest: '4.1.12',
} as const;

/** The specifiers that files under `src/` may import. */
export const APPLICATION_MODULES = [
  '@supabase/supabase-js',
  'lucide-react',
  'react',
  'react-dom',
  'react-dom/client',
  'react-router',
  'react/jsx-runtime',
] as const;

/** In addition, those of `*.test.ts(x)`. */
export const TEST_MODULES = ['vitest'] as const;

/** The package of a bare specifier: `react-dom/client` -> `react-dom`, `@scope/name/part` -> `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}
