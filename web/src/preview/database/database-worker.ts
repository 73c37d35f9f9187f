/** The database's worker. Requests and queries that come while it starts wait for it. */
import type {
  DatabaseQuery,
  DatabaseSource,
  FromDatabase,
  FromProof,
  SerializedRequest,
  SqlFile,
  ToDatabase,
} from '../protocol.ts';

// Read by the database's packages when they are loaded, hence the imports below it.
Object.assign(globalThis, {
  process: { env: {}, versions: {}, platform: 'browser', emitWarning() {}, cwd: () => '/' },
});

type Server = typeof import('./supabase-server.ts');
type Running = Awaited<ReturnType<Server['startSupabase']>>;

let running: Promise<Running> | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToDatabase>) => {
  switch (data.kind) {
    case 'start':
      running = start(data.source, data.snapshotUrl);
      break;
    case 'request':
      void respond(data.id, data.request);
      break;
    case 'query':
      void answer(data.id, data.query);
      break;
    case 'prove':
      void prove(data.migrations, data.snapshotUrl);
      break;
  }
});

async function start(source: DatabaseSource, snapshotUrl: string): Promise<Running> {
  try {
    post({ kind: 'progress', step: 'Loading Postgres' });
    const { startSupabase } = await import('./supabase-server.ts');
    const started = await startSupabase(
      source,
      snapshotUrl,
      (problem) => post({ kind: 'problem', problem }),
      (step) => post({ kind: 'progress', step }),
    );
    post({ kind: 'ready' });
    return started;
  } catch (error) {
    const { toProblem } = await import('./sql-failure.ts');
    post({ kind: 'failed', problem: toProblem(error) });
    throw error;
  }
}

async function respond(id: number, request: SerializedRequest): Promise<void> {
  const server = await running?.catch(() => undefined);
  if (server === undefined) return;
  const { response, problem } = await server.fetch(request);
  if (problem !== null) post({ kind: 'problem', problem });
  post({ kind: 'response', id, response }, response.body === null ? [] : [response.body]);
}

async function answer(id: number, query: DatabaseQuery): Promise<void> {
  const server = await running?.catch(() => undefined);
  if (server === undefined) return;
  try {
    post({ kind: 'answer', id, answer: await server.query(query) });
  } catch (error) {
    post({ kind: 'unanswered', id, message: error instanceof Error ? error.message : String(error) });
  }
}

async function prove(migrations: readonly SqlFile[], snapshotUrl: string): Promise<void> {
  try {
    const { fetchSnapshot } = await import('./supabase-server.ts');
    const { proveAccess } = await import('./prove-access.ts');
    const snapshot = await fetchSnapshot(snapshotUrl);
    const report = await proveAccess(migrations, snapshot, (done, total) => tell({ kind: 'progress', done, total }));
    tell({ kind: 'proven', report });
  } catch (error) {
    tell({ kind: 'unproven', message: error instanceof Error ? error.message : String(error) });
  }
}

function tell(message: FromProof): void {
  self.postMessage(message);
}

function post(message: FromDatabase, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
