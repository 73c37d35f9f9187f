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
import { readCatalog } from './catalog.ts';
import { type ProbedDatabase, rolledBack, sqlError } from './database.ts';
import type { AccessRule } from './ownership.ts';
import { planProbes } from './plan.ts';
import { PLATFORM_SQL, PLATFORM_TABLES_SQL } from './platform-sql.ts';
import { type ProofReport, summarize } from './report.ts';
import { runProbes } from './run.ts';

const MIGRATION = /^supabase\/migrations\/[^/]+\.sql$/;

/** Extensions that migrations may ask for, loaded when one does. */
const EXTENSIONS: Record<string, () => Promise<Extensions[string]>> = {
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
  const migrations = Object.entries(tree)
    .filter((entry): entry is [string, string] => MIGRATION.test(entry[0]) && typeof entry[1] === 'string')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (options.database !== undefined) return proveIn(options.database, migrations, options.rules);
  const database = await createPlatform(extensionsOf(migrations));
  try {
    return await proveIn(database, migrations, options.rules);
  } finally {
    await database.close();
  }
}

function extensionsOf(migrations: readonly [string, string][]): string[] {
  const named = migrations.flatMap(([, sql]) => [
    ...sql.matchAll(/\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)"?/gi),
  ]);
  return [...new Set(named.map(([, name = '']) => name.toLowerCase()))];
}

async function proveIn(
  database: ProbedDatabase,
  migrations: readonly [string, string][],
  rules: ReadonlyMap<string, AccessRule> | undefined,
): Promise<ProofReport> {
  return rolledBack(database, async () => {
    await database.exec('set local search_path = "$user", public, extensions');
    for (const [file, sql] of migrations) {
      try {
        await database.exec(withoutTransactions(sql));
      } catch (error) {
        return summarize([], { file, message: sqlError(error).message });
      }
    }
    return summarize(await runProbes(database, planProbes(await readCatalog(database), rules)));
  });
}

/** A migration that opens and closes a transaction itself must not close the one around it. */
function withoutTransactions(sql: string): string {
  return sql.replace(/^\s*(?:begin|commit|start transaction)(?:\s+transaction)?\s*;[ \t]*$/gim, '');
}
