/** From everything an app could have to what its entry reaches: no file is emitted that nothing uses. */

const IMPORT = /^(?:import|export) [^;]*? from '([^']+)';/gm;

/** Path in `files` that a local specifier leads to, or null for a package. */
function resolve(files: Readonly<Record<string, unknown>>, importer: string, specifier: string): string | null {
  let base: string;
  if (specifier.startsWith('@/')) base = `src/${specifier.slice(2)}`;
  else if (specifier.startsWith('./')) base = `${importer.slice(0, importer.lastIndexOf('/'))}/${specifier.slice(2)}`;
  else return null;
  for (const path of [base, `${base}.ts`, `${base}.tsx`]) if (path in files) return path;
  throw new Error(`${importer} imports ${specifier}, which is not emitted.`);
}

/** Names a file imports, by the path they come from. */
export function importedNames(text: string, specifier: string): string[] {
  return [...text.matchAll(IMPORT)]
    .filter((match) => match[1] === specifier)
    .flatMap((match) => /\{([^}]*)\}/.exec(match[0])?.[1]?.split(',') ?? [])
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');
}

/** The files reached from `entry`, with their tests. */
export function reachable(entry: string, files: Readonly<Record<string, string>>): Record<string, string> {
  const reached: Record<string, string> = {};
  const visit = (path: string) => {
    const text = files[path];
    if (text === undefined || path in reached) return;
    reached[path] = text;
    for (const match of text.matchAll(IMPORT)) {
      const target = resolve(files, path, match[1] ?? '');
      if (target !== null) visit(target);
    }
  };
  visit(entry);
  return reached;
}

/** Packages that files import. */
export function importedPackages(files: Readonly<Record<string, string>>): Set<string> {
  const packages = new Set<string>();
  for (const text of Object.values(files)) {
    for (const match of text.matchAll(IMPORT)) {
      const specifier = match[1] ?? '';
      if (!specifier.startsWith('.') && !specifier.startsWith('@/')) {
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        );
      }
    }
  }
  return packages;
}
