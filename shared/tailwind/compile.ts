/**
 * Tailwind 4 without native code: the package's own `compile()` over the stylesheets of a file tree. Runs in an Edge
 * Function, Node and the browser.
 *
 * ```ts
 * const compiler = await createStyleCompiler(entryCss);
 * compiler.build(extractCandidates(source)); // css
 * compiler.build(extractCandidates(otherSource)); // css of both: candidates accumulate, so an edit costs what it adds
 * ```
 */
import { compile } from 'tailwindcss';
import type { FileTree } from '../files/file-tree.ts';
import { extractCandidates } from './candidates.ts';
import { STYLESHEETS } from './stylesheets.ts';

export { extractCandidates } from './candidates.ts';

/** A stylesheet that does not parse or compile. `line` and `column` are 1-based and absent when the place is unknown. */
export class StyleError extends Error {
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, file: string, line?: number, column?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StyleError';
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

export interface StyleCompiler {
  /** The whole stylesheet for these candidates and all that were given before. @throws StyleError */
  build(candidates: Iterable<string>): string;
}

export interface StyleSource {
  /** Path of the entry, for relative `@import`s and for errors. Default `src/index.css`. */
  path?: string;
  /** Where the entry's local `@import`s are read. Default: there are none. */
  tree?: FileTree;
}

const DEFAULT_ENTRY = 'src/index.css';
const PACKAGE = 'tailwindcss';

/**
 * Compiles an entry stylesheet once; what it returns builds the css for any set of candidates.
 *
 * @throws StyleError when the entry or a stylesheet it imports does not parse, is missing, or applies a class that does
 * not exist.
 */
export async function createStyleCompiler(entryCss: string, source: StyleSource = {}): Promise<StyleCompiler> {
  const path = source.path ?? DEFAULT_ENTRY;
  const sheets = new Map([[path, entryCss]]);
  const load = async (id: string, base: string) => {
    const sheet = loadStylesheet(id, base, source.tree ?? {});
    if (sheet === null) throw new Error(`Cannot find the stylesheet "${id}"`);
    if (!sheet.path.startsWith(`${PACKAGE}/`)) sheets.set(sheet.path, sheet.content);
    return sheet;
  };
  try {
    const compiler = await compile(entryCss, { base: directory(path), from: path, loadStylesheet: load });
    return {
      build: (candidates) => {
        try {
          return compiler.build([...candidates]);
        } catch (error) {
          throw toStyleError(error, path, sheets);
        }
      },
    };
  } catch (error) {
    throw toStyleError(error, path, sheets);
  }
}

/**
 * The css of a whole project: its entry stylesheet, built for every class its sources might use.
 *
 * @throws StyleError also when there is no entry.
 */
export async function compileStyles(tree: FileTree, entry: string = DEFAULT_ENTRY): Promise<{ css: string }> {
  const entryCss = tree[entry];
  if (typeof entryCss !== 'string') throw new StyleError('There is no such stylesheet', entry);
  const compiler = await createStyleCompiler(entryCss, { path: entry, tree });
  const candidates = new Set<string>();
  for (const [path, content] of Object.entries(tree)) {
    if (typeof content !== 'string' || !isStyledSource(path)) continue;
    for (const candidate of extractCandidates(content)) candidates.add(candidate);
  }
  return { css: compiler.build(candidates) };
}

/** Whether a file can hold class names of the application: its markup and scripts, not its tests. */
export function isStyledSource(path: string): boolean {
  if (path === 'index.html') return true;
  return path.startsWith('src/') && /\.(?:[cm]?[jt]sx?|html)$/.test(path) && !/\.(?:test|d)\.tsx?$/.test(path);
}

function loadStylesheet(id: string, base: string, tree: FileTree) {
  const name = packageSheet(id, base);
  if (name !== null) return { path: `${PACKAGE}/${name}`, base: PACKAGE, content: STYLESHEETS[name] };
  const path = new URL(id, `file:///${base === '' ? '' : `${base}/`}`).pathname.slice(1);
  const content = tree[path];
  return typeof content === 'string' ? { path, base: directory(path), content } : null;
}

function packageSheet(id: string, base: string): keyof typeof STYLESHEETS | null {
  let name: string;
  if (id === PACKAGE) name = 'index.css';
  else if (id.startsWith(`${PACKAGE}/`)) name = id.slice(PACKAGE.length + 1);
  else if (base === PACKAGE) name = id.replace(/^\.\//, '');
  else return null;
  if (!name.endsWith('.css')) name += '.css';
  return name in STYLESHEETS ? (name as keyof typeof STYLESHEETS) : null;
}

function directory(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Tailwind's syntax errors say their place in the message; the others are looked up by the text they complain of. */
function toStyleError(error: unknown, entry: string, sheets: ReadonlyMap<string, string>): StyleError {
  const message = error instanceof Error ? error.message : String(error);
  const located = /^(.+?):(\d+):(\d+): ([\s\S]*)$/.exec(message);
  if (located !== null) {
    const [, file = entry, line, column, what = message] = located;
    return new StyleError(firstLine(what), file, Number(line), Number(column), { cause: error });
  }
  const text = firstLine(message);
  for (const subject of subjects(message)) {
    for (const [file, css] of sheets) {
      const at = subject.exec(css)?.index;
      if (at === undefined) continue;
      const before = css.slice(0, at).split('\n');
      return new StyleError(text, file, before.length, (before.at(-1)?.length ?? 0) + 1, { cause: error });
    }
  }
  return new StyleError(text, entry, undefined, undefined, { cause: error });
}

/** What to look for in the sources: quoted code of the message, then the at-rules it names. */
function subjects(message: string): RegExp[] {
  const quoted = [...message.matchAll(/[`"]([^`"]+)[`"]/g)].map(([, code = '']) => code);
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (message.includes('Cannot apply')) {
    return quoted.map((name) => new RegExp(`(?<=@apply[^;}]*)(?<![\\w-])${literally(name)}(?![\\w-])`));
  }
  if (message.includes('loadModule')) return [/@plugin|@config/];
  return quoted.map((code) => new RegExp(literally(code)));
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]\s*$/, '');
}
