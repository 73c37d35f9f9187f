/**
 * Where a local import leads, by the rules of the generated project's Vite and TypeScript set-up: `./`, `../`, `/` (the
 * project's root) and the alias `@/` (`src/`), with script extensions and index files filled in.
 */

/** Order as Vite's `resolve.extensions`: the first that exists wins. */
const EXTENSIONS = ['.mjs', '.js', '.mts', '.ts', '.jsx', '.tsx', '.json'] as const;

/** TypeScript sources may be imported by the extension they compile to. */
const COMPILED_FROM: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
};

/** Whether a specifier names a file of the project, not a package. */
export function isLocal(specifier: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/|@\/)/.test(specifier);
}

/**
 * The path in the tree that a local specifier leads to, or null when there is none or it leaves the project.
 * A query (`?raw`, `?url`) is not part of the path.
 */
export function resolveLocal(paths: ReadonlySet<string>, importer: string, specifier: string): string | null {
  const base = locate(importer, specifier.replace(/[?#].*$/, ''));
  if (base === null) return null;
  if (paths.has(base)) return base;
  const compiled = /\.(?:js|jsx|mjs)$/.exec(base)?.[0];
  if (compiled !== undefined) {
    const stem = base.slice(0, -compiled.length);
    for (const extension of COMPILED_FROM[compiled] ?? []) {
      if (paths.has(stem + extension)) return stem + extension;
    }
  }
  const stems = base === '' ? ['index'] : [base, `${base}/index`];
  for (const stem of stems) {
    for (const extension of EXTENSIONS) {
      if (paths.has(stem + extension)) return stem + extension;
    }
  }
  return null;
}

/** The path a specifier stands for, without a trailing slash, before any extension is tried; null outside the tree. */
function locate(importer: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return join('src', specifier.slice(2));
  if (specifier.startsWith('/')) return join('', specifier.slice(1));
  return join(importer.split('/').slice(0, -1).join('/'), specifier);
}

function join(directory: string, relative: string): string | null {
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
