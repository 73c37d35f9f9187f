/** The proof of a project's migrations on a Postgres that holds a Supabase project's roles and helpers already. */
import type { FileTree } from '../files/file-tree.ts';
import { readCatalog } from './catalog.ts';
import { type ProbedDatabase, rolledBack, sqlError } from './database.ts';
import type { AccessRule } from './ownership.ts';
import { type ProbePlan, planProbes } from './plan.ts';
import { type ProofReport, summarize } from './report.ts';
import { runProbes } from './run.ts';

const MIGRATION = /^supabase\/migrations\/[^/]+\.sql$/;

/** Path and SQL. */
export type Migration = readonly [string, string];

/** The migrations of a tree in the order in which they are applied. */
export function migrationsOf(tree: FileTree): Migration[] {
  return Object.entries(tree)
    .filter((entry): entry is [string, string] => MIGRATION.test(entry[0]) && typeof entry[1] === 'string')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

export interface ProofProgress {
  planned?(plan: ProbePlan): void;
  probed?(done: number): void;
}

/** Applies the migrations, probes what they leave behind, and leaves nothing. */
export function proveIn(
  database: ProbedDatabase,
  migrations: readonly Migration[],
  rules: ReadonlyMap<string, AccessRule> | undefined,
  progress: ProofProgress = {},
): Promise<ProofReport> {
  return rolledBack(database, async () => {
    await database.exec('set local search_path = "$user", public, extensions');
    const transaction = await currentTransaction(database);
    for (const [file, sql] of migrations) {
      try {
        await database.exec(withoutTransactions(sql));
      } catch (error) {
        return summarize([], { file, message: sqlError(error).message });
      }
      // What comes after would stay, and be probed without a way back.
      if ((await currentTransaction(database)) !== transaction) {
        return summarize([], {
          file,
          message: 'it ends the transaction that it runs in; leave out commit and rollback',
        });
      }
    }
    const plan = planProbes(await readCatalog(database), rules);
    progress.planned?.(plan);
    return summarize(await runProbes(database, plan, progress.probed));
  });
}

async function currentTransaction(database: ProbedDatabase): Promise<unknown> {
  const { rows } = await database.query('select pg_current_xact_id()::text as id');
  return rows[0]?.id;
}

/** A migration that opens and closes a transaction itself must not close the one around it. */
function withoutTransactions(sql: string): string {
  return sql.replace(/^\s*(?:begin|commit|start transaction)(?:\s+transaction)?\s*;[ \t]*$/gim, '');
}
