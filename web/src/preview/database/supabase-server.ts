/**
 * Supabase in a worker: Postgres (PGlite) behind the REST and auth API of `@supabase/lite`, made from an application's own
 * migrations and seed. Grants are those of the migrations alone, as on a new hosted project.
 */
import type { PreviewProblem } from '../problem.ts';
import type { DatabaseSource, SerializedRequest, SerializedResponse } from '../protocol.ts';
import { createPlatform, type Platform } from './platform.ts';
import { USER_METADATA_SQL } from './platform-sql.ts';
import { runSqlFile, toProblem } from './sql-failure.ts';

export interface SupabaseServer {
  /** Answers a request; `problem` is what the workspace should hear of besides. Never rejects. */
  fetch(request: SerializedRequest): Promise<{ response: SerializedResponse; problem: PreviewProblem | null }>;
}

/**
 * @param onProblem hears of a seed that failed, which the database does without.
 * @throws SqlFailure when a migration fails.
 */
export async function startSupabase(
  source: DatabaseSource,
  snapshotUrl: string,
  onProblem: (problem: PreviewProblem) => void,
): Promise<SupabaseServer> {
  const { app, connection } = await createPlatform(await fetchSnapshot(snapshotUrl));
  const execute = (sql: string) => connection.driver.exec(sql);
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

async function answer(app: Platform['app'], request: SerializedRequest) {
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

async function fetchSnapshot(url: string): Promise<File> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The empty database could not be loaded (${response.status}).`);
  return new File([await response.blob()], 'database.tar.gz', { type: 'application/x-gzip' });
}
