/** Changes to a file tree: what every way of making a version hands to `save_version`. */
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { checkTree, type FileContent, type FileTree, normalizePath } from './file-tree.ts';

/** `encoding` says how `content` carries the bytes; without it the content is UTF-8 text. */
export const fileChange = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('put'),
    path: z.string().min(1),
    content: z.string().refine((text) => text.isWellFormed(), 'The content holds half a character.'),
    encoding: z.enum(['utf-8', 'base64']).optional(),
  }),
  z.strictObject({ op: z.literal('delete'), path: z.string().min(1) }),
  z.strictObject({ op: z.literal('rename'), path: z.string().min(1), to: z.string().min(1) }),
]);
export type FileChange = z.infer<typeof fileChange>;

export function decodeContent(content: string, encoding: 'utf-8' | 'base64' = 'utf-8'): FileContent {
  if (encoding === 'utf-8') return content;
  try {
    return Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  } catch (cause) {
    throw new ApiError(422, 'invalid_content', 'The content is not valid base64.', { cause });
  }
}

export function encodeContent(content: FileContent): { content: string; encoding: 'utf-8' | 'base64' } {
  if (typeof content === 'string') return { content, encoding: 'utf-8' };
  let binary = '';
  for (let at = 0; at < content.length; at += 0x8000)
    binary += String.fromCharCode(...content.subarray(at, at + 0x8000));
  return { content: btoa(binary), encoding: 'base64' };
}

/**
 * The tree after the changes, applied in order; the given tree is not touched.
 *
 * @throws ApiError 422 `invalid_path`, `duplicate_path`, `invalid_content`; 422 `no_such_file` when a delete or rename
 * names a path that is not there; 422 `path_taken` when a rename's target is; 413 when a limit is passed.
 */
export function applyChanges(tree: FileTree, changes: readonly FileChange[]): FileTree {
  // A map, because a path may be called `constructor` or `__proto__`.
  const next = new Map<string, FileContent>(Object.entries(tree));
  for (const change of changes) {
    const path = normalizePath(change.path);
    if (change.op === 'put') {
      next.set(path, decodeContent(change.content, change.encoding));
      continue;
    }
    const content = next.get(path);
    if (content === undefined) {
      throw new ApiError(422, 'no_such_file', `There is no file "${path}" to ${change.op}.`, { details: { path } });
    }
    next.delete(path);
    if (change.op === 'rename') {
      const to = normalizePath(change.to);
      if (next.has(to)) {
        throw new ApiError(422, 'path_taken', `There is a file "${to}" already.`, { details: { path: to } });
      }
      next.set(to, content);
    }
  }
  const changed: FileTree = Object.fromEntries(next);
  checkTree(changed);
  return changed;
}

/** The changes that turn an empty tree into this one. */
export function putAll(tree: FileTree): FileChange[] {
  return Object.entries(tree).map(([path, content]) => ({ op: 'put', path, ...encodeContent(content) }));
}
