/**
 * The proof on PGlite: a Postgres of one's own in this process, with a Supabase project's roles, helpers and grants.
 *
 * ```ts
 * const report = await prove(tree, { rules: accessRules(spec) });
 * report.passed; // nothing leaks, nothing is broken
 * ```
 */
import type { Extensions } from '@electric-sql/pglite';
import { PGlite } from '@electric-sql/pglite';
import type { FileTree } from '../files/file-tree.ts';
import type { ProbedDatabase } from './database.ts';
import { type Migration, migrationsOf, proveIn } from './migrations.ts';
import type { AccessRule } from './ownership.ts';
import { PLATFORM_SQL, PLATFORM_TABLES_SQL } from './platform-sql.ts';
import type { ProofReport } from './report.ts';

/** Extensions that migrations may ask for. */
export const EXTENSIONS: Readonly<Record<string, () => Promise<Extensions[string]>>> = {
  btree_gin: async () => (await import('@electric-sql/pglite/contrib/btree_gin')).btree_gin,
  btree_gist: async () => (await import('@electric-sql/pglite/contrib/btree_gist')).btree_gist,
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  cube: async () => (await import('@electric-sql/pglite/contrib/cube')).cube,
  earthdistance: async () => (await import('@electric-sql/pglite/contrib/earthdistance')).earthdistance,
  fuzzystrmatch: async () => (await import('@electric-sql/pglite/contrib/fuzzystrmatch')).fuzzystrmatch,
  hstore: async () => (await import('@electric-sql/pglite/contrib/hstore')).hstore,
  ltree: async () => (await import('@electric-sql/pglite/contrib/ltree')).ltree,
  pg_trgm: async () => (await import('@electric-sql/pglite/contrib/pg_trgm')).pg_trgm,
  pgcrypto: async () => (await import('@electric-sql/pglite/contrib/pgcrypto')).pgcrypto,
  tablefunc: async () => (await import('@electric-sql/pglite/contrib/tablefunc')).tablefunc,
  unaccent: async () => (await import('@electric-sql/pglite/contrib/unaccent')).unaccent,
  'uuid-ossp': async () => (await import('@electric-sql/pglite/contrib/uuid_ossp')).uuid_ossp,
};

export interface ProveOptions {
  /** What the application's plan promises for tables; see `accessRules`. */
  rules?: ReadonlyMap<string, AccessRule>;
  /** Apply the migrations here instead of in a Postgres of this call's own: they are rolled back. */
  database?: ProbedDatabase;
}

/** A Supabase project without an application. The caller closes it. */
export async function createPlatform(extensions: readonly string[] = []): Promise<PGlite> {
  const loaded = await Promise.all(
    extensions.map(async (name) => [name.replaceAll('-', '_'), await EXTENSIONS[name]?.()] as const),
  );
  const wanted = Object.fromEntries(
    loaded.filter((entry): entry is [string, Extensions[string]] => entry[1] !== undefined),
  );
  const database = await PGlite.create({ extensions: wanted });
  await database.exec(PLATFORM_TABLES_SQL);
  await database.exec(PLATFORM_SQL);
  return database;
}

/** Applies the migrations of a tree to a scratch Postgres, probes what they leave behind, and leaves nothing. */
export async function prove(tree: FileTree, options: ProveOptions = {}): Promise<ProofReport> {
  const migrations = migrationsOf(tree);
  if (options.database !== undefined) return proveIn(options.database, migrations, options.rules);
  const database = await createPlatform(extensionsOf(migrations));
  try {
    return await proveIn(database, migrations, options.rules);
  } finally {
    await database.close();
  }
}

function extensionsOf(migrations: readonly Migration[]): string[] {
  const named = migrations.flatMap(([, sql]) => [
    ...sql.matchAll(/\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)"?/gi),
  ]);
  return [...new Set(named.map(([, name = '']) => name.toLowerCase()))];
}
