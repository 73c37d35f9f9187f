/** Route of `versions`: hand edits onto a base version, checked and saved as the next version. */
import { z } from 'zod';
import { saveEdits } from '../../../shared/contracts/versions.ts';
import { applyChanges, encodeContent, type FileChange } from '../../../shared/files/changes.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { VerifyReport } from '../../../shared/verify/finding.ts';
import type { Caller } from '../_shared/authenticate.ts';
import type { Database } from '../_shared/database.ts';
import { type Route, route } from '../_shared/serve.ts';
import { readFiles, readVersion, versionNotFound } from '../_shared/version-files.ts';

export interface VersionsDependencies {
  callerDatabase(caller: Caller): Database;
  /** Alone may save a version, because a version carries a report that only the server writes. */
  adminDatabase(): Database;
  verify(tree: FileTree): Promise<VerifyReport>;
}

const saved = z.object({ version_id: z.uuid(), number: z.number().int() });

export function versionsRoutes({ callerDatabase, adminDatabase, verify }: VersionsDependencies): Route[] {
  const save = route(saveEdits, async ({ body }, { caller }) => {
    if (caller.kind !== 'user') throw new Error('Edits are made by people.');
    const database = callerDatabase(caller);
    const base = await readVersion(database, body.baseVersionId);
    if (base.projectId !== body.projectId) throw versionNotFound();
    const tree = applyChanges(await readFiles(database, base.id), body.changes);

    // A person may save work that has findings, as long as it says so: the version is then not `ready`.
    const checks = await verify(tree);
    const version = await adminDatabase().call(
      'save_version',
      {
        project_id: body.projectId,
        base_version_id: base.id,
        changes: body.changes.map(storable),
        message: body.message || describeChanges(body.changes),
        checks,
        origin: 'edit',
        created_by: caller.id,
        job_id: null,
      },
      saved,
      { timeoutMs: 30_000 },
    );
    return { versionId: version.version_id, number: version.number, checks };
  });

  return [save];
}

/** Text with a NUL, which the database's JSON cannot carry, travels as bytes. */
function storable(change: FileChange): FileChange {
  if (change.op !== 'put' || change.encoding === 'base64' || !change.content.includes('\0')) return change;
  return { ...change, ...encodeContent(new TextEncoder().encode(change.content)) };
}

function describeChanges(changes: readonly FileChange[]): string {
  const [first] = changes;
  if (!first) return '';
  const verb = { put: 'Edited', delete: 'Deleted', rename: 'Renamed' }[first.op];
  const more = changes.length > 1 ? ` and ${changes.length - 1} more` : '';
  return `${verb} ${first.path}${more}`.slice(0, 200);
}
