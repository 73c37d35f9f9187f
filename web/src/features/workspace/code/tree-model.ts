/** The file tree as rows: folders first, each level by name, and where the keys lead. */

export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly kind: 'folder' | 'file';
  /** 1 at the top. */
  readonly level: number;
  readonly expanded: boolean;
  /** 1-based place among its siblings, and how many there are. */
  readonly position: number;
  readonly siblings: number;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: string[];
}

function toFolders(paths: readonly string[]): Folder {
  const root: Folder = { folders: new Map(), files: [] };
  for (const path of paths) {
    const parts = path.split('/');
    const name = parts.pop() ?? path;
    let folder = root;
    for (const part of parts) {
      let next = folder.folders.get(part);
      if (next === undefined) {
        next = { folders: new Map(), files: [] };
        folder.folders.set(part, next);
      }
      folder = next;
    }
    folder.files.push(name);
  }
  return root;
}

/** Folders that contain the path. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The rows that are visible when these folders are open. */
export function visibleRows(paths: readonly string[], expanded: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (folder: Folder, prefix: string, level: number) => {
    const folders = [...folder.folders.keys()].sort((a, b) => a.localeCompare(b));
    const files = folder.files.toSorted((a, b) => a.localeCompare(b));
    const siblings = folders.length + files.length;
    folders.forEach((name, index) => {
      const path = prefix + name;
      const open = expanded.has(path);
      rows.push({ path, name, kind: 'folder', level, expanded: open, position: index + 1, siblings });
      const child = folder.folders.get(name);
      if (open && child) visit(child, `${path}/`, level + 1);
    });
    files.forEach((name, index) => {
      const position = folders.length + index + 1;
      rows.push({ path: prefix + name, name, kind: 'file', level, expanded: false, position, siblings });
    });
  };
  visit(toFolders(paths), '', 1);
  return rows;
}

export type TreeMove =
  | { readonly kind: 'focus'; readonly path: string }
  | { readonly kind: 'expand' | 'collapse'; readonly path: string }
  | { readonly kind: 'open'; readonly path: string };

/** What a key does in a tree (WAI-ARIA Authoring Practices, tree view pattern); undefined when it does nothing. */
export function moveFor(rows: readonly TreeRow[], focused: string, key: string): TreeMove | undefined {
  const index = rows.findIndex((row) => row.path === focused);
  const row = rows[index];
  if (row === undefined) return undefined;
  const focus = (target: TreeRow | undefined): TreeMove | undefined =>
    target && target.path !== focused ? { kind: 'focus', path: target.path } : undefined;
  switch (key) {
    case 'ArrowDown':
      return focus(rows[index + 1]);
    case 'ArrowUp':
      return focus(rows[index - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (row.kind !== 'folder') return undefined;
      return row.expanded ? focus(rows[index + 1]) : { kind: 'expand', path: row.path };
    case 'ArrowLeft':
      if (row.kind === 'folder' && row.expanded) return { kind: 'collapse', path: row.path };
      return focus(rows.slice(0, index).findLast((other) => other.level === row.level - 1));
    case 'Enter':
    case ' ':
      if (row.kind === 'file') return { kind: 'open', path: row.path };
      return { kind: row.expanded ? 'collapse' : 'expand', path: row.path };
  }
  if (key.length !== 1) return undefined;
  // A letter leads to the next row that starts with it, from the top again after the last.
  const rest = [...rows.slice(index + 1), ...rows.slice(0, index)];
  return focus(rest.find((other) => other.name.toLowerCase().startsWith(key.toLowerCase())));
}
