/** What a project is made of: for each file a line that says what it holds, and which files it imports. */
import type { FileTree } from '../files/file-tree.ts';
import { isLocal, resolveLocal } from '../modules/resolve.ts';

export interface MappedFile {
  readonly path: string;
  readonly text: string;
  /** `exports BookList, BookRow`, `tables books, loans`, `# Title`; empty where nothing can be said. */
  readonly summary: string;
  /** Names that the file gives to others: exports, tables. */
  readonly names: readonly string[];
  readonly imports: readonly string[];
}

const SOURCE = /\.[cm]?[jt]sx?$/;
const EXPORT =
  /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|const|let|class|interface|type|enum)\s+([A-Za-z_$][\w$]*)/gm;
const EXPORT_LIST = /^export\s+(?:type\s+)?\{([^}]*)\}/gm;
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g;
const TABLE = /\bcreate\s+(?:table|view)\s+(?:if\s+not\s+exists\s+)?(?:"?public"?\.)?"?(\w+)"?/gi;
/** Names listed for one file at most. */
const NAMES_SHOWN = 8;

/** Text files only: models are shown no others. Read with patterns, not parsed: a broken file has a line as well. */
export function mapProject(tree: FileTree): MappedFile[] {
  const paths = new Set(Object.keys(tree));
  return Object.entries(tree)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([path, text]) => {
      const names = namesOf(path, text);
      return { path, text, names, summary: summaryOf(path, text, names), imports: importsOf(paths, path, text) };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function namesOf(path: string, text: string): string[] {
  if (path.endsWith('.sql')) return [...new Set([...text.matchAll(TABLE)].map(([, name = '']) => name))];
  if (!SOURCE.test(path)) return [];
  const declared = [...text.matchAll(EXPORT)].map(([, name = '']) => name);
  const listed = [...text.matchAll(EXPORT_LIST)].flatMap(([, list = '']) =>
    list.split(',').map((part) => part.trim().split(/\s+/).at(-1) ?? ''),
  );
  return [...new Set([...declared, ...listed])].filter((name) => name !== '');
}

function summaryOf(path: string, text: string, names: readonly string[]): string {
  if (/\.mdx?$/.test(path)) return /^#+ .*$/m.exec(text)?.[0].slice(0, 80) ?? '';
  if (path.endsWith('.html')) return /<title>([^<]{0,80})/.exec(text)?.[1]?.trim() ?? '';
  if (names.length === 0) return '';
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return `${path.endsWith('.sql') ? 'tables' : 'exports'} ${shown}${more}`;
}

function importsOf(paths: ReadonlySet<string>, path: string, text: string): string[] {
  if (!SOURCE.test(path)) return [];
  const specifiers = [...text.matchAll(IMPORT)].map(([, , specifier = '']) => specifier).filter(isLocal);
  const resolved = specifiers.map((specifier) => resolveLocal(paths, path, specifier));
  return [...new Set(resolved)].filter((to): to is string => to !== null && to !== path);
}
