/** The archive of an empty database that every inspected application starts from. */
import { writeFileSync } from 'node:fs';
import { databaseSnapshot } from '../../../web/vite-preview-database.ts';

/** Writes the archive to `file`. @returns its path. */
export async function emptyDatabase(file: string): Promise<string> {
  writeFileSync(file, await databaseSnapshot());
  return file;
}
