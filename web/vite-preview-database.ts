/**
 * The database of the preview before an application's first migration, as a compressed data directory. Making one takes
 * seconds of `initdb`; starting from a copy takes a fraction, so it is made once and kept until what it is made from
 * changes.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PLATFORM_SQL } from '../shared/prove/platform-sql.ts';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));

/** A gzipped tar archive for PGlite's `loadDataDir`. */
export async function databaseSnapshot(): Promise<Uint8Array> {
  const file = path.join(modules, '.cache/trellis', `preview-database-${await fingerprint()}.tar.gz`);
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const snapshot = await createSnapshot();
  await mkdir(path.dirname(file), { recursive: true });
  // Two builds may be at it at once: a reader sees a whole file or none.
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, snapshot);
  await rename(partial, file);
  return snapshot;
}

async function fingerprint(): Promise<string> {
  const sources = await Promise.all(
    [
      path.join(modules, '@electric-sql/pglite/package.json'),
      path.join(modules, '@supabase/lite/package.json'),
      fileURLToPath(new URL('./src/preview/database/platform.ts', import.meta.url)),
    ].map((file) => readFile(file, 'utf8')),
  );
  return createHash('sha256')
    .update(JSON.stringify([...sources, PLATFORM_SQL]))
    .digest('hex')
    .slice(0, 16);
}

async function createSnapshot(): Promise<Uint8Array> {
  // Only when one has to be made: these take a while to load.
  const { createPlatform } = await import('./src/preview/database/platform.ts');
  const { connection } = await createPlatform();
  const archive = await connection.driver.dumpDataDir('none');
  await connection.close();
  return promisify<Buffer, Buffer>(gzip)(Buffer.from(await archive.arrayBuffer()));
}
