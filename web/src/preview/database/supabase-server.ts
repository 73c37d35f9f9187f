/**
 * Supabase in a worker: Postgres (PGlite) behind the REST and auth API of `@supabase/lite`, made from an application's own
 * migrations and seed. Grants are those of the migrations alone, as on a new hosted project.
 */
import { App, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite';
import { createPgliteConnection } from '@supabase/lite/pglite';
import type { PreviewProblem } from '../problem.ts';
import {
  type DatabaseSource,
  PUBLISHABLE_KEY,
  type SerializedRequest,
  type SerializedResponse,
  SUPABASE_ORIGIN,
} from '../protocol.ts';
import { PLATFORM_SQL, USER_METADATA_SQL } from './platform-sql.ts';
import { runSqlFile, toProblem } from './sql-failure.ts';

export interface SupabaseServer {
  /** Answers a request; `problem` is what the workspace should hear of besides. Never rejects. */
  fetch(request: SerializedRequest): Promise<{ response: SerializedResponse; problem: PreviewProblem | null }>;
}

/** Values in the forms of PostgREST: numbers as JSON numbers where they fit, times in ISO 8601. By type, as OIDs. */
const PARSERS = {
  1114: (value: string) => value.replace(' ', 'T'),
  1184: (value: string) => value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
  1700: (value: string) =>
    Number.isFinite(Number(value)) && value.replace(/\D/g, '').length <= 15 ? Number(value) : value,
};

/**
 * @param onProblem hears of a seed that failed, which the database does without.
 * @throws SqlFailure when a migration fails.
 */
export async function startSupabase(
  source: DatabaseSource,
  onProblem: (problem: PreviewProblem) => void,
): Promise<SupabaseServer> {
  const connection = await createPgliteConnection({ url: 'memory://', pgliteOptions: { parsers: PARSERS } });
  const app = new App({
    connection,
    api: { enabled: true, external_url: SUPABASE_ORIGIN },
    auth: {
      enabled: true,
      publishable_key: PUBLISHABLE_KEY,
      // Nothing outside the worker holds these, so no token but the server's own is honoured.
      jwt_secret: randomSecret(),
      secret_key: `sb_secret_${randomSecret()}`,
      site_url: SUPABASE_ORIGIN,
      email: { enable_confirmations: false },
    },
  });
  // Otherwise the first request grants everything on every table to the API roles.
  Object.assign(connection, { rlsState: 'active' });
  await app.ensureSystemSchema();
  const execute = (sql: string) => connection.driver.exec(sql);
  await execute(SUPABASE_AUTH_HELPERS_SQL);
  await execute(PLATFORM_SQL);
  for (const migration of source.migrations) await runSqlFile(execute, migration);
  if (source.seed !== null) {
    try {
      await runSqlFile(execute, source.seed);
    } catch (error) {
      await execute('rollback').catch(() => undefined);
      onProblem(toProblem(error));
    }
  }
  await execute(USER_METADATA_SQL);
  await app.init();
  return { fetch: (request) => answer(app, request) };
}

async function answer(app: Pick<App, 'fetch'>, request: SerializedRequest) {
  try {
    const init = {
      method: request.method,
      headers: request.headers.map(([name, value]): [string, string] => [name, value]),
    };
    const response = await app.fetch(
      new Request(request.url, request.body === null ? init : { ...init, body: request.body }),
    );
    const body = await response.arrayBuffer();
    return {
      response: { status: response.status, headers: [...response.headers], body },
      problem: response.status < 400 ? null : queryProblem(request, response.status, body),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const body = new TextEncoder().encode(JSON.stringify({ code: 'XX000', message, details: null, hint: null }));
    return {
      response: { status: 500, headers: [['content-type', 'application/json'] as const], body: body.buffer },
      problem: { kind: 'database', message: `${request.method} ${pathOf(request)} failed: ${message}` } as const,
    };
  }
}

/**
 * An answer that shows a fault of the application rather than of its user: a table, column or function that is not there,
 * a grant that is missing, an error inside the database. A wrong password or a row that is refused is not.
 */
function queryProblem(request: SerializedRequest, status: number, body: ArrayBuffer): PreviewProblem | null {
  let fields: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof parsed === 'object' && parsed !== null) fields = { ...parsed };
  } catch {
    // Not JSON: the status says what there is to say.
  }
  const code = String(fields.code ?? '');
  const message = String(fields.message ?? fields.msg ?? `status ${status}`);
  const isFault =
    status >= 500 ||
    /^(?:42(?!501)|PGRST[12]\d\d)/.test(code) ||
    (code === '42501' && message.startsWith('permission denied'));
  return isFault && code !== 'PGRST116'
    ? { kind: 'database', message: `${request.method} ${pathOf(request)}: ${message}` }
    : null;
}

function pathOf(request: SerializedRequest): string {
  return new URL(request.url).pathname;
}

function randomSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
