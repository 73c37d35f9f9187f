/** Which icons of `lucide-react` an application imports, and their drawings. */

/** What lucide's `createLucideIcon` takes: the elements of the drawing, each a tag and its attributes. */
export interface IconData {
  readonly name: string;
  readonly size: number;
  readonly node: readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];
}

export interface IconCatalog {
  /** By file name, e.g. `house`. */
  readonly icons: Readonly<Record<string, IconData>>;
  /** Export name, e.g. `House` and `Home`, to file name. `HouseIcon` and `LucideHouse` are derived. */
  readonly names: Readonly<Record<string, string>>;
}

/** What the package exports besides icons; the frame has these. */
export const ICON_PACKAGE_EXPORTS: ReadonlySet<string> = new Set([
  'createLucideIcon',
  'Icon',
  'LucideProvider',
  'useLucideContext',
  'icons',
]);

/** The drawing for an export name, or null when the package has no such icon. */
export function findIcon(catalog: IconCatalog, name: string): IconData | null {
  const file =
    catalog.names[name] ?? catalog.names[name.replace(/Icon$/, '')] ?? catalog.names[name.replace(/^Lucide(?=.)/, '')];
  return file === undefined ? null : (catalog.icons[file] ?? null);
}

export interface IconImports {
  /** Export names with the offset at which each is written. */
  readonly names: ReadonlyMap<string, number>;
  /** Whether the module can reach any icon by a computed name. */
  readonly all: boolean;
}

/** What a source imports from `lucide-react`, read from its import and export statements. */
export function findIconImports(source: string): IconImports {
  const names = new Map<string, number>();
  let all = false;
  const statement = /\b(?:import|export)\s+(type\s+)?([^'";]*?)\s*\bfrom\s*(['"])lucide-react\3/g;
  for (const match of source.matchAll(statement)) {
    const [, typeOnly, clause = ''] = match;
    if (typeOnly !== undefined) continue;
    const list = /\{([^}]*)\}/.exec(clause);
    if (list === null || clause.includes('*')) {
      all = true;
      continue;
    }
    const listStart = match.index + match[0].indexOf('{') + 1;
    for (const item of (list[1] ?? '').matchAll(/(?:^|,)\s*(type\s+)?(\w+)(?:\s+as\s+\w+)?\s*(?=,|$)/g)) {
      const [text, itemTypeOnly, name = ''] = item;
      if (itemTypeOnly !== undefined) continue;
      if (name === 'icons') all = true;
      names.set(name, listStart + item.index + text.search(/\w/));
    }
  }
  return { names, all };
}
