/** Route of `export`: a version as a ZIP. */
import { makeZip, predictLength } from 'client-zip';
import { exportZip } from '../../../shared/contracts/export.ts';
import { byteLength, type FileTree } from '../../../shared/files/file-tree.ts';
import type { Caller } from '../_shared/authenticate.ts';
import type { Database } from '../_shared/database.ts';
import { type Route, route } from '../_shared/serve.ts';
import { readFiles, readVersion, type Version } from '../_shared/version-files.ts';

export interface ExportDependencies {
  callerDatabase(caller: Caller): Database;
}

export function exportRoutes({ callerDatabase }: ExportDependencies): Route[] {
  const zip = route(exportZip, async ({ query }, { caller }) => {
    const database = callerDatabase(caller);
    const version = await readVersion(database, query.version);
    const tree = await readFiles(database, version.id);
    return new Response(zipTree(tree, version.createdAt), {
      status: exportZip.status,
      headers: {
        'content-type': 'application/zip',
        'content-length': String(zipLength(tree)),
        'content-disposition': attachment(zipName(version)),
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  });

  return [zip];
}

/**
 * The files and nothing else, stored, in the order of their paths and all with the same time: the same version always
 * gives the same bytes. Entries are made while the stream is read.
 *
 * @param modified ISO 8601
 */
export function zipTree(tree: FileTree, modified: string): ReadableStream<Uint8Array> {
  const lastModified = wallClock(new Date(modified));
  return makeZip(sorted(tree).map(([name, input]) => ({ name, input, lastModified })));
}

/** Bytes of the archive. */
function zipLength(tree: FileTree): bigint {
  return predictLength(sorted(tree).map(([name, input]) => ({ name, size: byteLength(input) })));
}

function sorted(tree: FileTree): [string, string | Uint8Array<ArrayBuffer>][] {
  return Object.entries(tree)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => [path, typeof content === 'string' ? content : new Uint8Array(content)]);
}

/** ZIP times have no zone and are written from a date's local fields: these are its UTC ones, wherever this runs. */
function wallClock(date: Date): Date {
  return new Date(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  );
}

/** What has not passed its checks says so wherever the file goes. */
function zipName({ project, number, verified }: Version): string {
  return `${project.slug || 'project'}-v${number}${verified ? '' : '-unverified'}.zip`;
}

/** A download's file name (RFC 6266): ASCII for old clients, UTF-8 as in RFC 5987 for all others. */
export function attachment(name: string): string {
  const ascii = name.replace(/[^\w.-]+/g, '_');
  const utf8 = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
