/** A stored version as a file tree, read as the caller: what they may not see does not exist for them. */
import { z } from 'zod';
import { ApiError } from '../../../shared/errors.ts';
import { decodeContent } from '../../../shared/files/changes.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { type Database, timestamp } from './database.ts';

const storedFile = z.object({ path: z.string(), content: z.string(), encoding: z.enum(['utf-8', 'base64']) });

const versionRow = z
  .object({
    id: z.uuid(),
    project_id: z.uuid(),
    number: z.number().int(),
    created_at: timestamp,
    checks: z.object({ passed: z.boolean() }).nullable(),
    projects: z.object({ name: z.string(), slug: z.string() }),
  })
  .transform((row) => ({
    id: row.id,
    projectId: row.project_id,
    number: row.number,
    createdAt: row.created_at,
    /** Whether its report says that every check passed, the proof of its access included. */
    verified: row.checks?.passed === true,
    project: row.projects,
  }));
export type Version = z.output<typeof versionRow>;

/** @throws ApiError 404 `not_found` */
export async function readVersion(database: Database, versionId: string): Promise<Version> {
  const [version] = await database.select(
    {
      from: 'project_versions',
      // By the column's name, because projects refer to a version (their head) as well.
      columns: 'id, project_id, number, created_at, checks, projects!project_id (name, slug)',
      where: { id: versionId },
      limit: 1,
    },
    versionRow,
  );
  if (!version) throw versionNotFound();
  return version;
}

/** Every file of a version, byte for byte. */
export async function readFiles(database: Database, versionId: string): Promise<FileTree> {
  const rows = await database.call('read_version', { version_id: versionId }, z.array(storedFile), {
    idempotent: true,
    timeoutMs: 30_000,
  });
  return Object.fromEntries(rows.map((row) => [row.path, decodeContent(row.content, row.encoding)]));
}

export function versionNotFound(): ApiError {
  return new ApiError(404, 'not_found', 'There is no such version, or you may not see it.');
}
