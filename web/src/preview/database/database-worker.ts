/** The database's worker. Requests that come while it starts wait for it. */
import type { DatabaseSource, FromDatabase, SerializedRequest, ToDatabase } from '../protocol.ts';

// Read by the database's packages when they are loaded, hence the import below it.
Object.assign(globalThis, {
  process: { env: {}, versions: {}, platform: 'browser', emitWarning() {}, cwd: () => '/' },
});

type Answer = (request: SerializedRequest) => ReturnType<import('./supabase-server.ts').SupabaseServer['fetch']>;

let answer: Promise<Answer> | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToDatabase>) => {
  if (data.kind === 'start') answer = start(data.source, data.snapshotUrl);
  else void respond(data.id, data.request);
});

async function start(source: DatabaseSource, snapshotUrl: string): Promise<Answer> {
  try {
    const { startSupabase } = await import('./supabase-server.ts');
    const server = await startSupabase(source, snapshotUrl, (problem) => post({ kind: 'problem', problem }));
    post({ kind: 'ready' });
    return server.fetch;
  } catch (error) {
    const { toProblem } = await import('./sql-failure.ts');
    post({ kind: 'failed', problem: toProblem(error) });
    throw error;
  }
}

async function respond(id: number, request: SerializedRequest): Promise<void> {
  const answerRequest = await answer?.catch(() => undefined);
  if (answerRequest === undefined) return;
  const { response, problem } = await answerRequest(request);
  if (problem !== null) post({ kind: 'problem', problem });
  post({ kind: 'response', id, response }, response.body === null ? [] : [response.body]);
}

function post(message: FromDatabase, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
