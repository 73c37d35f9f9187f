/** How much each file of a project matters for a request. */
import type { MappedFile } from './project-map.ts';

/** What a request is about, beside its words. */
export interface Clues {
  readonly request: string;
  /** What was picked in the preview. */
  readonly target?: { readonly file: string; readonly line: number; readonly endLine?: number | undefined } | undefined;
  readonly error?:
    | { readonly message: string; readonly stack?: string | undefined; readonly file?: string | undefined }
    | undefined;
  /** Files that findings are about. */
  readonly findingFiles?: readonly string[];
  /** Files that were changed lately, the newest first. */
  readonly recent?: readonly string[];
  /** Files that the kind of task is about, such as the stylesheet for a design. */
  readonly expected?: (path: string) => boolean;
}

/** A file that is named outright. */
export const NAMED = 500;
/** Shares of a file's weight that go to what it imports, and to what imports it. */
const TO_IMPORTED = 0.4;
const TO_IMPORTER = 0.3;

const STOP_WORDS = new Set(
  'the and for with that this from have has are was not but all can should would could please make add change remove want need like when where which into out one two new some any your our its page pages app button file files'.split(
    ' ',
  ),
);

/** Weights by path, for every file; 0 and up. */
export function weighFiles(files: readonly MappedFile[], clues: Clues): Map<string, number> {
  const words = wordsOf(clues.request);
  const quoted = quotedIn(clues.request);
  const spoken = [clues.request, clues.error?.message ?? '', clues.error?.stack ?? ''].join('\n');
  const rare = rarity(files, words);
  const own = new Map<string, number>();
  for (const file of files) {
    let weight = baseWeight(file.path);
    if (clues.target?.file === file.path) weight += 4 * NAMED;
    if (clues.error?.file === file.path) weight += 3 * NAMED;
    if (clues.findingFiles?.includes(file.path)) weight += 3 * NAMED;
    if (clues.expected?.(file.path)) weight += 2 * NAMED;
    if (mentions(spoken, file.path)) weight += 2 * NAMED;
    for (const name of file.names) if (name.length > 3 && mentions(spoken, name)) weight += NAMED;
    for (const text of quoted) if (file.text.includes(text)) weight += NAMED;
    const parts = new Set(wordsOf(`${file.path} ${file.names.join(' ')}`));
    const text = file.text.toLowerCase();
    for (const word of words) {
      const worth = rare.get(word) ?? 0;
      if (parts.has(word)) weight += 60 * worth;
      if (text.includes(word)) weight += 15 * worth;
    }
    const place = clues.recent?.indexOf(file.path) ?? -1;
    if (place >= 0) weight += 60 / (1 + place / 4);
    own.set(file.path, isAside(file.path) && weight < NAMED ? weight * 0.2 : weight);
  }
  return withNeighbours(files, own);
}

function withNeighbours(files: readonly MappedFile[], own: ReadonlyMap<string, number>): Map<string, number> {
  const weights = new Map(own);
  const lend = (to: string, from: string, share: number) => {
    // What everything imports says little about any one thing.
    const lent = isAside(to) ? 0 : (own.get(from) ?? 0) * share;
    weights.set(to, Math.max(weights.get(to) ?? 0, (own.get(to) ?? 0) + Math.min(lent, NAMED * 0.8)));
  };
  for (const file of files) {
    for (const imported of file.imports) {
      lend(imported, file.path, TO_IMPORTED);
      lend(file.path, imported, TO_IMPORTER);
    }
  }
  return weights;
}

/** Files a project hangs on matter a little for everything. */
function baseWeight(path: string): number {
  if (path === 'src/app.tsx' || path === 'src/App.tsx') return 40;
  if (path === 'src/lib/database.types.ts') return 30;
  if (path.startsWith('supabase/migrations/') || path === 'package.json') return 20;
  if (path === 'src/index.css' || path === 'src/components/layout.tsx') return 20;
  return path.startsWith('src/') ? 5 : 1;
}

/** Tests, tooling and what is generated: shown when they are named. */
function isAside(path: string): boolean {
  return /\.test\.\w+$|^supabase\/(?:tests|local|seed)|(?:^|\/)package-lock\.json$|^\.|\.d\.ts$|\.svg$/.test(path);
}

/** Words of a text and of its camelCase and kebab-case names, singular, without the commonest. */
export function wordsOf(text: string): string[] {
  const parts = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return [...new Set(parts.filter((word) => word.length > 2 && !STOP_WORDS.has(word)).map(singular))];
}

function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') && word.length > 3 ? word.slice(0, -1) : word;
}

/** What stands in quotation marks: labels as the person reads them. */
function quotedIn(text: string): string[] {
  const quotes =
    /"([^"\n]{3,80})"|“([^”\n]{3,80})”|«([^»\n]{3,80})»|„([^“”\n]{3,80})[“”]|(?<!\p{L})'([^'\n]{3,80})'(?!\p{L})/gu;
  return [...text.matchAll(quotes)].map((match) => match.slice(1).find((part) => part !== undefined) ?? '');
}

function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w$]/.test(text[at - 1] ?? '') && !/[\w$]/.test(text[at + name.length] ?? '');
}

/** From 1 for a word in a single file down to 0 for one in all. */
function rarity(files: readonly MappedFile[], words: readonly string[]): Map<string, number> {
  const texts = files.map((file) => `${file.path}\n${file.text}`.toLowerCase());
  return new Map(
    words.map((word) => {
      const having = texts.filter((text) => text.includes(word)).length;
      return [word, having === 0 ? 0 : 1 - Math.log(having) / Math.log(Math.max(2, files.length + 1))];
    }),
  );
}
