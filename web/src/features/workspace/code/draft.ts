/**
 * Unsaved edits of a version, as what differs from it. Small, and plain JSON: it outlives the page.
 *
 * The working tree is the version's files with the draft on top; saving turns the draft into `FileChange`s.
 */
import { z } from 'zod';
import { type FileChange, putAll } from '../../../../../shared/files/changes.ts';
import { checkTree, type FileContent, type FileTree, normalizePath } from '../../../../../shared/files/file-tree.ts';

const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), content: z.string() }),
  /** The bytes of the base's file `from`, under another path. */
  z.object({ kind: z.literal('moved'), from: z.string() }),
  z.object({ kind: z.literal('deleted') }),
]);
export type DraftEntry = z.infer<typeof entry>;

export const draftSchema = z.record(z.string(), entry);
/** path -> what became of it. */
export type Draft = Readonly<Record<string, DraftEntry>>;

export const EMPTY_DRAFT: Draft = {};

export function isEmptyDraft(draft: Draft): boolean {
  return Object.keys(draft).length === 0;
}

function contentOf(base: FileTree, path: string, edit: DraftEntry | undefined): FileContent | undefined {
  if (edit === undefined) return base[path];
  if (edit.kind === 'text') return edit.content;
  return edit.kind === 'moved' ? base[edit.from] : undefined;
}

/** The files with the draft on top, in the order of their paths. */
export function workingTree(base: FileTree, draft: Draft): FileTree {
  const tree: Record<string, FileContent> = {};
  for (const path of [...new Set([...Object.keys(base), ...Object.keys(draft)])].sort()) {
    const content = contentOf(base, path, draft[path]);
    if (content !== undefined) tree[path] = content;
  }
  return tree;
}

/** The draft with one path's edit set; an edit that leaves the base's file as it is, is none. */
function withEntry(base: FileTree, draft: Draft, path: string, edit: DraftEntry): Draft {
  const { [path]: _, ...rest } = draft;
  const same = edit.kind === 'deleted' ? base[path] === undefined : contentOf(base, path, edit) === base[path];
  return same ? rest : { ...rest, [path]: edit };
}

export function putText(base: FileTree, draft: Draft, path: string, content: string): Draft {
  return withEntry(base, draft, path, { kind: 'text', content });
}

/** @throws ApiError 422 with the reason when there is no such path to have. */
export function createFile(base: FileTree, draft: Draft, path: string): Draft {
  const normal = normalizePath(path);
  const tree = workingTree(base, draft);
  // An existing file is never emptied by creating it; checkTree refuses twins that differ only in case.
  if (tree[normal] !== undefined) throw new Error(`There is a file “${normal}” already.`);
  checkTree({ ...tree, [normal]: '' });
  return putText(base, draft, normal, '');
}

export function deleteFile(base: FileTree, draft: Draft, path: string): Draft {
  return withEntry(base, draft, path, { kind: 'deleted' });
}

/** Moves a file. @throws ApiError 422, or Error, with the reason when it cannot be moved there. */
export function renameFile(base: FileTree, draft: Draft, path: string, to: string): Draft {
  const target = normalizePath(to);
  if (target === path) return draft;
  const tree = workingTree(base, draft);
  const content = tree[path];
  if (content === undefined) throw new Error(`There is no file “${path}”.`);
  if (tree[target] !== undefined) throw new Error(`There is a file “${target}” already.`);
  const { [path]: _, ...others } = tree;
  checkTree({ ...others, [target]: content });
  const edit = draft[path];
  const moved: DraftEntry =
    typeof content === 'string'
      ? { kind: 'text', content }
      : { kind: 'moved', from: edit?.kind === 'moved' ? edit.from : path };
  return withEntry(base, deleteFile(base, draft, path), target, moved);
}

/** The changes that make the working tree of the base. Deletions come first: a path may be taken over. */
export function toChanges(base: FileTree, draft: Draft): FileChange[] {
  const deleted: FileChange[] = [];
  const put: Record<string, FileContent> = {};
  for (const [path, edit] of Object.entries(draft)) {
    const content = contentOf(base, path, edit);
    if (content !== undefined) put[path] = content;
    else if (base[path] !== undefined) deleted.push({ op: 'delete', path });
  }
  return [...deleted, ...putAll(put)];
}

export interface Rebased {
  readonly draft: Draft;
  /** Paths that were edited here and changed there too: the edit made here is kept. */
  readonly overlapping: readonly string[];
}

/** The same edits on top of another version. */
export function rebaseDraft(base: FileTree, draft: Draft, next: FileTree): Rebased {
  let rebased: Draft = EMPTY_DRAFT;
  const overlapping: string[] = [];
  for (const [path, edit] of Object.entries(draft)) {
    if (!sameContent(base[path], next[path])) overlapping.push(path);
    // The moved bytes may be gone in the other version; then there is nothing left to move.
    if (edit.kind === 'moved' && next[edit.from] === undefined) continue;
    rebased = withEntry(next, rebased, path, edit);
  }
  return { draft: rebased, overlapping };
}

function sameContent(a: FileContent | undefined, b: FileContent | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  }
  return a === b;
}
