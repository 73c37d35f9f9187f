/**
 * The file tree: what a version holds, and the only form in which files travel between the parts of Trellis.
 *
 * The database checks the same limits and the same path rules (`private.normalize_path`); a tree that passes here is
 * not refused there.
 */
import { ApiError } from '../errors.ts';

/** Text files are strings and are stored as UTF-8, byte for byte; anything else is bytes. */
export type FileContent = string | Uint8Array;

/** path -> content. Paths are normalised: relative, `/`-separated, no `.`, `..`, empty or NUL parts. */
export type FileTree = Readonly<Record<string, FileContent>>;

/** Bytes and counts that one version may hold. */
export const LIMITS = {
  fileBytes: 1_000_000,
  files: 500,
  treeBytes: 10_000_000,
  pathLength: 255,
} as const;

/** Size of a file in bytes. */
export function byteLength(content: FileContent): number {
  return typeof content === 'string' ? new TextEncoder().encode(content).byteLength : content.byteLength;
}

/** Lower-case hex SHA-256 of a file's bytes: the name of its blob. */
export async function sha256(content: FileContent): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The normalised form of a path: Unicode NFC, without `./` parts and doubled slashes.
 *
 * @throws ApiError 422 `invalid_path` when the path is absolute, escapes the tree, is empty or too long, or holds a
 * control character or a backslash.
 */
export function normalizePath(path: string): string {
  const refuse = (why: string) =>
    new ApiError(422, 'invalid_path', `The path ${JSON.stringify(path)} ${why}.`, { details: { path } });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f]/.test(path)) throw refuse('holds a control character');
  if (path.includes('\\')) throw refuse('holds a backslash; use "/"');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) throw refuse('is absolute; paths are relative to the project');
  const parts = path
    .normalize('NFC')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refuse('leaves the project');
  if (parts.length === 0) throw refuse('is empty');
  const normalized = parts.join('/');
  if (normalized.length > LIMITS.pathLength) throw refuse(`is longer than ${LIMITS.pathLength} characters`);
  return normalized;
}

/**
 * Checks a whole tree: every path normalised, no two paths that differ only in case, and the limits kept.
 *
 * @throws ApiError 422 `invalid_path` or `duplicate_path`; 413 `file_too_large`, `too_many_files` or `tree_too_large`.
 */
export function checkTree(tree: FileTree): void {
  const paths = Object.keys(tree);
  if (paths.length > LIMITS.files) {
    throw new ApiError(
      413,
      'too_many_files',
      `A project holds at most ${LIMITS.files} files; this has ${paths.length}.`,
    );
  }
  const seen = new Map<string, string>();
  let total = 0;
  for (const path of paths) {
    if (normalizePath(path) !== path) {
      throw new ApiError(422, 'invalid_path', `The path ${JSON.stringify(path)} is not in its normal form.`);
    }
    const twin = seen.get(path.toLowerCase());
    if (twin !== undefined) {
      throw new ApiError(422, 'duplicate_path', `"${twin}" and "${path}" differ only in case.`, {
        details: { paths: [twin, path] },
      });
    }
    seen.set(path.toLowerCase(), path);
    const size = byteLength(tree[path] as FileContent);
    if (size > LIMITS.fileBytes) {
      throw new ApiError(413, 'file_too_large', `"${path}" has ${size} bytes; a file holds at most 1 MB.`, {
        details: { path, size, limit: LIMITS.fileBytes },
      });
    }
    total += size;
  }
  if (total > LIMITS.treeBytes) {
    throw new ApiError(413, 'tree_too_large', `The project has ${total} bytes; it may hold at most 10 MB.`, {
      details: { size: total, limit: LIMITS.treeBytes },
    });
  }
}
