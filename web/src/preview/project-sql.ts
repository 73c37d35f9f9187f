/** The SQL of a project that its database is made from. */
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { DatabaseSource } from './protocol.ts';

const MIGRATION = /^supabase\/migrations\/[^/]+\.sql$/;
const SEED = 'supabase/seed.sql';

/** Migrations in the order of their names, as the Supabase CLI applies them, and the seed. */
export function databaseSource(files: FileTree): DatabaseSource {
  const read = (path: string) => ({ path, sql: String(files[path]) });
  return {
    migrations: Object.keys(files)
      .filter((path) => MIGRATION.test(path) && typeof files[path] === 'string')
      .sort()
      .map(read),
    seed: typeof files[SEED] === 'string' ? read(SEED) : null,
  };
}
