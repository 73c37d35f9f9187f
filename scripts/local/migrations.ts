/**
 * Applies `supabase/migrations/*.sql` as `supabase db push` does: as role `postgres`, which is no superuser, one
 * transaction for each file, with the history in `supabase_migrations.schema_migrations`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sql } from './postgres.ts';
import { readPostgresError } from './postgres-error.ts';
import { StartError } from './start-error.ts';

export interface MigrationResult {
  applied: string[];
  /** Files whose text is no longer what was applied here. */
  changed: string[];
}

const FILE_NAME = /^(\d+)_(.+)\.sql$/;

/** Quotes any text, whatever it holds. */
function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function describeFailure(file: string, text: string, error: unknown): StartError {
  const { message, position, where } = readPostgresError(error);
  const line = position === null ? '' : `:${text.slice(0, position).split('\n').length}`;
  return new StartError(`Migration ${file}${line} failed: ${message}${where === null ? '' : `\n${where}`}`, {
    cause: error,
  });
}

async function prepareHistory(admin: Sql): Promise<Map<string, string>> {
  await admin
    .unsafe(`create schema if not exists supabase_migrations authorization postgres;
      create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
      alter table supabase_migrations.schema_migrations owner to postgres;`)
    .simple();
  const rows = await admin<{ version: string; text: string | null }[]>`
    select version, array_to_string(statements, '') as text from supabase_migrations.schema_migrations`;
  return new Map(rows.map((row) => [row.version, row.text ?? '']));
}

/**
 * Applies what is new, in order of name. `owner` is a connection as role `postgres`. `seed` runs once, after the first
 * migrations. Throws StartError naming file and line.
 */
export async function migrate(admin: Sql, owner: Sql, directory: string, seed: string): Promise<MigrationResult> {
  const history = await prepareHistory(admin);
  const files = existsSync(directory) ? readdirSync(directory).sort() : [];
  const result: MigrationResult = { applied: [], changed: [] };
  for (const file of files) {
    const [, version, name] = FILE_NAME.exec(file) ?? [];
    if (version === undefined || name === undefined) continue;
    const text = readFileSync(path.join(directory, file), 'utf8');
    const known = history.get(version);
    if (known !== undefined) {
      if (known !== text) result.changed.push(file);
      continue;
    }
    try {
      // Several statements in one simple query are one transaction: a file applies whole or not at all.
      await owner
        .unsafe(
          `${text}\n;insert into supabase_migrations.schema_migrations (version, name, statements) values (${literal(version)}, ${literal(name)}, array[${literal(text)}])`,
        )
        .simple();
    } catch (error) {
      throw describeFailure(file, text, error);
    }
    result.applied.push(file);
  }
  if (history.size === 0 && result.applied.length > 0 && existsSync(seed)) {
    const text = readFileSync(seed, 'utf8');
    try {
      await owner.unsafe(text).simple();
    } catch (error) {
      throw describeFailure(path.basename(seed), text, error);
    }
  }
  return result;
}
