/** Applies the patches of an answer to a file tree: all of them, or none. */
import { ApiError } from '../errors.ts';
import { encodeContent, type FileChange } from '../files/changes.ts';
import { byteLength, checkTree, type FileContent, type FileTree, LIMITS, normalizePath } from '../files/file-tree.ts';
import { findBlock, findNearest, type Line, replaceLines, splitLines } from './lines.ts';
import type { Patch, PatchFailure, PatchFailureCode } from './patch.ts';

export interface ApplyOptions {
  /** Paths that the writer has seen in full; only these may be rewritten. Absent: all. */
  readonly shown?: ReadonlySet<string>;
  /** Whether the task includes a file. Absent: all are included. */
  readonly inScope?: (path: string) => boolean;
}

export type Applied =
  | { readonly ok: true; readonly tree: FileTree; readonly changes: FileChange[] }
  /** Every patch that fails, in order; nothing was applied. */
  | { readonly ok: false; readonly failures: PatchFailure[] };

export interface NumberedPatch {
  readonly block: number;
  readonly patch: Patch;
}

/** Lines shown around a near match, and of a file at most. */
const NEAR_LINES = 12;

/**
 * Patches apply one after the other, each to what the ones before it made. The given tree is not touched, and bytes that
 * no patch names are the same afterwards.
 */
export function applyPatches(tree: FileTree, patches: readonly NumberedPatch[], options: ApplyOptions = {}): Applied {
  // A map, because a path may be called `constructor` or `__proto__`.
  const files = new Map<string, FileContent>(Object.entries(tree));
  const failures: PatchFailure[] = [];
  const renames: { from: string; to: string }[] = [];
  for (const { block, patch } of patches) {
    try {
      applyOne(files, patch, options, renames);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failures.push({ code: error.code, block, path: patch.path, message: error.message, ...error.where });
    }
  }
  const next: FileTree = Object.fromEntries(files);
  if (failures.length === 0) {
    try {
      checkTree(next);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const last = patches.at(-1);
      const code = error.status === 413 ? 'too_large' : 'path_refused';
      failures.push({ code, block: last?.block ?? 0, path: last?.patch.path ?? '', message: error.message });
    }
  }
  return failures.length > 0
    ? { ok: false, failures }
    : { ok: true, tree: next, changes: changesOf(tree, next, renames) };
}

class Refusal extends Error {
  readonly code: PatchFailureCode;
  readonly where: Pick<PatchFailure, 'lines' | 'actual'>;

  constructor(code: PatchFailureCode, message: string, where: Pick<PatchFailure, 'lines' | 'actual'> = {}) {
    super(message);
    this.code = code;
    this.where = where;
  }
}

function applyOne(
  files: Map<string, FileContent>,
  patch: Patch,
  { shown, inScope }: ApplyOptions,
  renames: { from: string; to: string }[],
): void {
  const path = allowedPath(patch.path, inScope);
  if (patch.op === 'create') {
    if (files.has(path)) {
      throw new Refusal('file_exists', `There is a file "${path}" already: change it with SEARCH blocks.`);
    }
    files.set(path, sized(path, joinLines(patch.lines, '\n')));
    return;
  }
  const content = files.get(path);
  if (content === undefined)
    throw new Refusal('file_missing', `There is no file "${path}".${similarPath(files, path)}`);
  switch (patch.op) {
    case 'delete':
      files.delete(path);
      return;
    case 'rename': {
      const to = allowedPath(patch.to, inScope);
      if (files.has(to)) throw new Refusal('file_exists', `There is a file "${to}" already.`);
      files.delete(path);
      files.set(to, content);
      const earlier = renames.find((it) => it.to === path);
      if (earlier) earlier.to = to;
      else renames.push({ from: path, to });
      return;
    }
    case 'rewrite': {
      if (shown && !shown.has(path)) {
        throw new Refusal(
          'not_shown',
          `"${path}" was not shown in full, so it cannot be rewritten: change it with SEARCH blocks.`,
        );
      }
      const eol = typeof content === 'string' && content.includes('\r\n') ? '\r\n' : '\n';
      files.set(path, sized(path, joinLines(patch.lines, eol)));
      return;
    }
    case 'replace':
      if (typeof content !== 'string') throw new Refusal('not_text', `"${path}" is not text.`);
      files.set(path, sized(path, replaceOnce(path, content, patch.search, patch.lines)));
  }
}

function allowedPath(written: string, inScope: ApplyOptions['inScope']): string {
  let path: string;
  try {
    path = normalizePath(written);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Refusal('path_refused', error.message);
  }
  if (inScope && !inScope(path))
    throw new Refusal('out_of_scope', `"${path}" is not part of this task; leave it as it is.`);
  return path;
}

function replaceOnce(path: string, content: string, search: readonly string[], replacement: readonly string[]): string {
  const lines = splitLines(content);
  const found = findBlock(lines, search);
  const [at] = found;
  if (at === undefined) throw noMatch(path, lines, search);
  if (found.length > 1) {
    const places = found.map((index) => index + 1);
    throw new Refusal(
      'several_matches',
      `The lines to replace stand ${found.length} times in "${path}", at lines ${places.join(', ')}. Give more lines around the one that is meant.`,
      { lines: places },
    );
  }
  return replaceLines(
    content,
    lines.slice(at, at + search.length),
    replacement,
    content.includes('\r\n') ? '\r\n' : '\n',
  );
}

function noMatch(path: string, lines: readonly Line[], search: readonly string[]): Refusal {
  const near = findNearest(lines, search);
  const sentence = `The lines to replace do not stand in "${path}" exactly like this.`;
  if (near === null) return new Refusal('no_match', `${sentence} Copy them from the file as it is.`);
  const actual = lines.slice(near, near + Math.min(search.length, NEAR_LINES)).map((line) => line.text);
  return new Refusal('no_match', `${sentence} The nearest is at line ${near + 1}; copy it exactly.`, {
    lines: [near + 1],
    actual: actual.join('\n'),
  });
}

function similarPath(files: ReadonlyMap<string, FileContent>, path: string): string {
  const name = path.split('/').at(-1)?.toLowerCase() ?? '';
  const stem = name.replace(/\.\w+$/, '');
  const alike = [...files.keys()].filter((it) => {
    const other = it.split('/').at(-1)?.toLowerCase() ?? '';
    return other === name || other.replace(/\.\w+$/, '') === stem;
  });
  return alike.length === 0 ? '' : ` Do you mean ${alike.slice(0, 3).join(' or ')}?`;
}

function joinLines(lines: readonly string[], eol: string): string {
  return lines.map((line) => line + eol).join('');
}

function sized(path: string, content: string): string {
  if (!content.isWellFormed() || content.includes('\0')) {
    throw new Refusal('not_text', `The text for "${path}" holds characters that are not text.`);
  }
  const size = byteLength(content);
  if (size > LIMITS.fileBytes)
    throw new Refusal('too_large', `"${path}" would have ${size} bytes; a file holds at most 1 MB.`);
  return content;
}

/** What turns one tree into the other. A renamed file that kept its content is a rename, else a delete and a put. */
export function changesOf(
  before: FileTree,
  after: FileTree,
  renames: readonly { from: string; to: string }[] = [],
): FileChange[] {
  const has = (tree: FileTree, path: string) => Object.hasOwn(tree, path);
  const moved = renames.filter(
    ({ from, to }) => has(before, from) && !has(after, from) && !has(before, to) && before[from] === after[to],
  );
  const movedFrom = new Set(moved.map(({ from }) => from));
  const movedTo = new Set(moved.map(({ to }) => to));
  return [
    ...moved.map(({ from, to }): FileChange => ({ op: 'rename', path: from, to })),
    ...Object.keys(before)
      .filter((path) => !has(after, path) && !movedFrom.has(path))
      .map((path): FileChange => ({ op: 'delete', path })),
    ...Object.entries(after).flatMap(([path, content]): FileChange[] =>
      content === before[path] || movedTo.has(path) ? [] : [{ op: 'put', path, ...encodeContent(content) }],
    ),
  ];
}
