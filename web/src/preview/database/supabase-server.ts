/**
 * Supabase in a worker: Postgres (PGlite) behind the REST and auth API of `@supabase/lite`, made from an application's own
 * migrations and seed. Grants are those of the migrations alone, as on a new hosted project.
 */
import { USER_METADATA_SQL } from '../../../../shared/prove/platform-sql.ts';
import type { PreviewProblem } from '../problem.ts';
import {
  type AppSession,
  type DatabaseQuery,
  type DatabaseSource,
  PUBLISHABLE_KEY,
  type SerializedRequest,
  type SerializedResponse,
  SUPABASE_ORIGIN,
} from '../protocol.ts';
import { listTables, listUsers, readRows } from './inspect.ts';
import { createPlatform, type Platform } from './platform.ts';
import { runSqlFile, toProblem } from './sql-failure.ts';

export interface SupabaseServer {
  /** Answers a request; `problem` is what the workspace should hear of besides. Never rejects. */
  fetch(request: SerializedRequest): Promise<{ response: SerializedResponse; problem: PreviewProblem | null }>;
  /** @returns what `DatabaseQueries` says for the query's name. Rejects with Postgres's message. */
  query(query: DatabaseQuery): Promise<unknown>;
}

/**
 * @param snapshotUrl the address of the empty database
 * @param onProblem hears of a seed that failed, which the database does without
 * @param onProgress hears what is being done, for the person who waits
 * @throws SqlFailure when a migration fails.
 */
export async function startSupabase(
  source: DatabaseSource,
  snapshotUrl: string,
  onProblem: (problem: PreviewProblem) => void,
  onProgress: (step: string) => void = () => {},
): Promise<SupabaseServer> {
  onProgress('Starting Postgres');
  const { app, connection } = await createPlatform(await fetchSnapshot(snapshotUrl));
  const execute = (sql: string) => connection.driver.exec(sql);
  for (const [index, migration] of source.migrations.entries()) {
    onProgress(`Applying migration ${index + 1} of ${source.migrations.length}`);
    await runSqlFile(execute, migration);
  }
  if (source.seed !== null) {
    onProgress('Adding the sample data');
    try {
      await runSqlFile(execute, source.seed);
    } catch (error) {
      await execute('rollback').catch(() => undefined);
      onProblem(toProblem(error));
    }
  }
  await execute(USER_METADATA_SQL);
  onProgress('Starting the API');
  await app.init();

  // There is one connection, and a request is a transaction with a role and claims of its own: two at once would run as
  // each other, or as the owner once the first of them commits.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    fetch: (request) => inTurn(() => answer(app, request)),
    query: (query) => inTurn(() => answerQuery({ app, connection }, query)),
  };
}

function answerQuery({ app, connection }: Platform, query: DatabaseQuery): Promise<unknown> {
  switch (query.name) {
    case 'users':
      return listUsers(connection.driver);
    case 'signIn':
      return signIn({ app, connection }, query.args.userId);
    case 'tables':
      return listTables(connection.driver, query.args.reader);
    case 'rows':
      return readRows(connection.driver, query.args);
  }
}

/** As with a link from a mail that the person has opened: nobody knows the password of whoever signed up. */
async function signIn({ app, connection }: Platform, userId: string): Promise<AppSession> {
  const token = crypto.randomUUID();
  const { affectedRows } = await connection.driver.query(
    'update auth.users set recovery_token = $1, recovery_sent_at = now() where id = $2',
    [token, userId],
  );
  if (affectedRows === 0) throw new Error('This person is no longer in the database.');
  const response = await app.fetch(
    new Request(`${SUPABASE_ORIGIN}/auth/v1/verify`, {
      method: 'POST',
      headers: { apikey: PUBLISHABLE_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'magiclink', token_hash: token }),
    }),
  );
  const body = await response.text();
  if (!response.ok) throw new Error(`The sign-in failed (${response.status}): ${body.slice(0, 300)}`);
  return JSON.parse(body) as AppSession;
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

export async function fetchSnapshot(url: string): Promise<File> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The empty database could not be loaded (${response.status}).`);
  return new File([await response.blob()], 'database.tar.gz', { type: 'application/x-gzip' });
}
