/**
 * How `@supabase/lite` talks to Postgres here, with its faults on that path cured. It reaches into members that the
 * package does not publish, which is why its version is pinned exactly and each cure has a test.
 */
import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres';
import { type Kysely, sql } from 'kysely';
import type { ProjectConfig } from '../configuration.ts';
import type { Database, Sql } from '../postgres.ts';
import { POOL_OPTIONS, SUPERUSER } from '../postgres.ts';
import { decodeJsonParameters } from './rpc-parameters.ts';

const API_ROLES = ['anon', 'authenticated', 'service_role'];
const FLOAT_DIGITS = 15;

/** `2026-11-20 17:31:31+00` -> `2026-11-20T17:31:31+00:00`, as PostgREST writes it. */
export function isoTimestamp(text: string): string {
  return text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
}

/** A JSON number where it holds the value exactly, else the text. */
export function exactNumber(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) && text.replace(/[-.]/g, '').length <= FLOAT_DIGITS ? value : text;
}

function open(url: string, max: number): PostgresConnection {
  const type = <T>(oid: number, parse: (text: string) => T) => ({
    to: oid,
    from: [oid],
    serialize: (value: unknown) => String(value),
    parse,
  });
  return createPostgresConnection({
    url,
    postgresOptions: {
      max,
      ...(max === 1 ? { idle_timeout: 30 } : {}),
      ...POOL_OPTIONS,
      types: {
        timestamptz: type(1184, isoTimestamp),
        timestamp: type(1114, isoTimestamp),
        numeric: type(1700, exactNumber),
      },
    },
  });
}

/** What Lite knows of a request when it opens the transaction for it. */
interface SessionVariables {
  auth?: { uid?: string; role?: string; jwt?: unknown };
  storage?: { operation?: string };
}

async function statementTimeouts(admin: Sql): Promise<Map<string, string>> {
  const rows = await admin<{ rolname: string; timeout: string | null }[]>`
    select rolname, (select substr(setting, 19) from unnest(rolconfig) as setting where setting like 'statement_timeout=%') as timeout
    from pg_roles where rolname in ${admin(API_ROLES)}`;
  return new Map(rows.map((row) => [row.rolname, row.timeout ?? '0']));
}

/** Keeps queries that open a session prepared (Lite prepares none), and corrects JSON parameters of function calls. */
function adjustQueries(connection: PostgresConnection): void {
  const reserve = connection.driver.reserve;
  connection.driver.reserve = async () => {
    const reserved = await reserve();
    const unsafe = reserved.unsafe;
    reserved.unsafe = ((query: string, parameters, options) =>
      unsafe(
        query,
        decodeJsonParameters(query, parameters),
        query.startsWith('select set_config(') ? { ...options, prepare: true } : options,
      )) as typeof unsafe;
    return reserved;
  };
}

/**
 * information_schema hides what the login role cannot reach, so the schema is read as the superuser: once, however many
 * requests wait for it. Each reading it for itself, a hundred at once took more than a minute.
 */
function shareSchema(requests: PostgresConnection, system: PostgresConnection): void {
  let changes = 0;
  let reading: ReturnType<typeof system.introspect> | null = null;

  async function read(): ReturnType<typeof system.introspect> {
    const before = changes;
    try {
      const schema = await system.introspect({ useCache: true });
      if (schema.tables.length > 0) return schema;
      // Lite gives an empty schema where it could not read it, and would answer that what was asked for is not there.
      throw Object.assign(new Error('The schema could not be read'), { code: 'CONNECTION_CLOSED' });
    } finally {
      if (before === changes) reading = null;
      // It was kept after it had been cleared, and may be the schema of before.
      else await system.clearSchemaCache();
    }
  }
  requests.introspect = (options) => {
    if (options?.useCache !== true) return system.introspect(options);
    reading ??= read();
    return reading;
  };
  const clear = requests.clearSchemaCache.bind(requests);
  requests.clearSchemaCache = async () => {
    changes++;
    reading = null;
    await system.clearSchemaCache();
    await clear();
  };
}

export interface LiteConnections {
  /** For requests: a login that can become an API role and nothing else. */
  requests: PostgresConnection;
  /** As the superuser: makes Lite's own tables, reads the schema cache. */
  system: PostgresConnection;
  close(): Promise<void>;
}

export async function openConnections(
  database: Database,
  passwords: { admin: string; lite: string },
  config: ProjectConfig,
): Promise<LiteConnections> {
  // A superuser's connection would let a token of any role through.
  const requests = open(database.url('supabase_lite', passwords.lite), 10);
  const system = open(database.url(SUPERUSER, passwords.admin), 1);

  // At its first request Lite grants everything on every table to the API roles, which undoes the migrations' revokes.
  // It does so unless the connection is marked as set up.
  Reflect.set(requests, 'rlsState', 'active');

  // Lite runs six set_config statements a request and leaves out search_path and the role's statement_timeout.
  const timeouts = await statementTimeouts(database.admin);
  const searchPath = [...new Set([...config.api.schemas.slice(0, 1), ...config.api.extra_search_path])]
    .map((schema) => `"${schema.replaceAll('"', '""')}"`)
    .join(', ');
  Reflect.set(requests, 'applyJwtSessionContext', async (transaction: Kysely<unknown>, variables: SessionVariables) => {
    const { auth, storage } = variables;
    const role = auth?.role || 'anon';
    const claims = auth?.jwt !== null && typeof auth?.jwt === 'object' ? JSON.stringify(auth.jwt) : '';
    await sql`select set_config('search_path', ${searchPath}, true),
      set_config('statement_timeout', ${timeouts.get(role) ?? '8s'}, true),
      set_config('request.jwt.claim.sub', ${String(auth?.uid ?? '')}, true),
      set_config('request.jwt.claim.role', ${role}, true),
      set_config('storage.operation', ${String(storage?.operation ?? '')}, true),
      set_config('request.jwt.claims', ${claims}, true),
      set_config('role', ${role}, true)`.execute(transaction);
  });
  adjustQueries(requests);

  shareSchema(requests, system);
  return {
    requests,
    system,
    async close() {
      await Promise.all([requests.close(), system.close()]);
    },
  };
}
