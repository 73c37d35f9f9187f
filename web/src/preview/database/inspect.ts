/**
 * What the workspace reads of the application's database: its people, tables and rows, as the owner or through row level
 * security as one of the API's roles.
 */
import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { DatabaseQueries, DatabaseReader, DatabaseUser, RowPage, TableColumn, TableSummary } from '../protocol.ts';

/** Schemas that every Supabase project has, whatever the application. */
const PLATFORM_SCHEMAS = ['information_schema', 'auth', 'extensions', 'storage', 'realtime', 'vault', 'graphql'];
const MAX_USERS = 100;

/** In the order in which they came. */
export async function listUsers(database: PGlite): Promise<DatabaseUser[]> {
  const { rows } = await database.query<{ id: string; email: string | null; data: unknown }>(
    `select id::text as id, email::text as email, raw_user_meta_data as data from auth.users
     where deleted_at is null order by created_at, email limit ${MAX_USERS}`,
  );
  return rows.map(({ id, email, data }) => ({ id, email: email ?? '', name: nameOf(email ?? '', data) }));
}

function nameOf(email: string, data: unknown): string {
  const fields = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  for (const field of ['display_name', 'full_name', 'name']) {
    const value = fields[field];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  const local = email.split('@')[0] ?? '';
  return local.charAt(0).toUpperCase() + local.slice(1);
}

/** Tables and then views of the application, by name, with what the reader sees of each. */
export async function listTables(database: PGlite, reader: DatabaseReader): Promise<TableSummary[]> {
  const { rows: relations } = await database.query<{
    oid: number;
    schema: string;
    name: string;
    kind: TableSummary['kind'];
    row_security: boolean | null;
  }>(
    `select c.oid::int as oid, n.nspname::text as schema, c.relname::text as name,
       case when c.relkind in ('r', 'p') then 'table' else 'view' end as kind,
       case when c.relkind in ('r', 'p') then c.relrowsecurity end as row_security
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
       and n.nspname !~ '^(pg|supabase)_' and n.nspname <> all ($1)
     order by n.nspname <> 'public', n.nspname, c.relkind in ('v', 'm'), c.relname`,
    [PLATFORM_SCHEMAS],
  );
  const columns = await listColumns(
    database,
    relations.map(({ oid }) => oid),
  );
  const summaries: TableSummary[] = [];
  for (const { oid, schema, name, kind, row_security: rowSecurity } of relations) {
    const relation = qualified(schema, name);
    summaries.push({
      schema,
      name,
      kind,
      rowSecurity,
      columns: columns.get(oid) ?? [],
      total: (await count(database, relation, { kind: 'owner' })) ?? 0,
      visible: await count(database, relation, reader),
    });
  }
  return summaries;
}

/** Of each relation, by its oid, in the order in which they were declared. */
async function listColumns(database: PGlite, oids: readonly number[]): Promise<Map<number, TableColumn[]>> {
  const { rows } = await database.query<TableColumn & { relation: number; primary_key: boolean }>(
    `select a.attrelid::int as relation, a.attname::text as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       not a.attnotnull as nullable,
       exists (select from pg_catalog.pg_constraint k
         where k.conrelid = a.attrelid and k.contype = 'p' and a.attnum = any (k.conkey)) as primary_key,
       (select fn.nspname || '.' || f.relname from pg_catalog.pg_constraint k
         join pg_catalog.pg_class f on f.oid = k.confrelid join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
         where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum] limit 1) as "references"
     from pg_catalog.pg_attribute a
     where a.attrelid::int = any ($1) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum`,
    [oids],
  );
  const columns = new Map<number, TableColumn[]>();
  for (const { relation, name, type, nullable, primary_key: primaryKey, references } of rows) {
    const list = columns.get(relation) ?? [];
    list.push({ name, type, nullable, primaryKey, references });
    columns.set(relation, list);
  }
  return columns;
}

/** Null when the reader may not, or when a policy fails. */
async function count(database: PGlite, relation: string, reader: DatabaseReader): Promise<number | null> {
  try {
    return await reading(database, reader, async (transaction) => {
      const { rows } = await transaction.query<{ count: number }>(`select count(*)::int as count from ${relation}`);
      return rows[0]?.count ?? 0;
    });
  } catch {
    return null;
  }
}

/**
 * One page of a table's rows, in the order of its key.
 *
 * @throws Error with Postgres's message, e.g. `permission denied for table notes`.
 */
export function readRows(
  database: PGlite,
  { schema, table, reader, offset, limit }: DatabaseQueries['rows']['args'],
): Promise<RowPage> {
  const relation = qualified(schema, table);
  return reading(database, reader, async (transaction) => {
    const { rows: granted } = await transaction.query<{ name: string; key: boolean }>(
      `select a.attname::text as name, coalesce(a.attnum = any (k.conkey), false) as key
       from pg_catalog.pg_attribute a
       left join pg_catalog.pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
       where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
         and has_column_privilege(a.attrelid, a.attnum, 'select') order by a.attnum`,
      [relation],
    );
    const columns = granted.map(({ name }) => quoted(name));
    const keys = granted.filter(({ key }) => key).map(({ name }) => quoted(name));
    const { rows } = await transaction.query<{ row: Record<string, unknown> }>(
      // Without a column to name this fails as it should: there is nothing that the reader may select.
      `select to_jsonb(page) as row from (select ${columns.length === 0 ? '*' : columns.join(', ')} from ${relation}
       ${keys.length === 0 ? '' : `order by ${keys.join(', ')}`} limit $1 offset $2) page`,
      [limit, offset],
    );
    return { columns: granted.map(({ name }) => name), rows: rows.map(({ row }) => row) };
  });
}

/** Runs with the reader's role and claims, as the API does for their requests; nothing that is done stays. */
async function reading<Result>(
  database: PGlite,
  reader: DatabaseReader,
  read: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (transaction) => {
    if (reader.kind !== 'owner') {
      const role = reader.kind === 'user' ? 'authenticated' : 'anon';
      const claims = reader.kind === 'user' ? await claimsOf(transaction, reader.id) : { role };
      await transaction.query(
        `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true),
           set_config('request.jwt.claim.role', $3, true)`,
        [JSON.stringify(claims), reader.kind === 'user' ? reader.id : '', role],
      );
      await transaction.exec(`set local role ${role}`);
    }
    const result = await read(transaction);
    await transaction.rollback();
    return result;
  });
}

async function claimsOf(transaction: Transaction, userId: string): Promise<Record<string, unknown>> {
  const { rows } = await transaction.query<{ email: string | null; app: unknown; data: unknown }>(
    'select email::text as email, raw_app_meta_data as app, raw_user_meta_data as data from auth.users where id = $1',
    [userId],
  );
  const user = rows[0];
  return {
    sub: userId,
    role: 'authenticated',
    aud: 'authenticated',
    email: user?.email ?? '',
    app_metadata: user?.app ?? {},
    user_metadata: user?.data ?? {},
  };
}

function qualified(schema: string, name: string): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
