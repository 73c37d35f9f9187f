/** Sends the requests that the pg_net stand-in queues, and stores the answers as pg_net does. */
import type { Log } from './log.ts';
import type { Database } from './postgres.ts';
import { readPostgresError } from './postgres-error.ts';

interface QueuedRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: Buffer | null;
  timeout_milliseconds: number;
}

interface Outcome {
  status: number | null;
  contentType: string | null;
  headers: Record<string, string> | null;
  content: string | null;
  timedOut: boolean;
  error: string | null;
}

const BATCH = 200;
const SWEEP_MS = 60_000;

export interface NetWorker {
  stop(): Promise<void>;
}

async function send(request: QueuedRequest, stop: AbortSignal): Promise<Outcome> {
  const started = Date.now();
  const method = request.method.toUpperCase();
  try {
    const response = await fetch(request.url, {
      method,
      headers: request.headers ?? {},
      ...(method === 'GET' || request.body === null ? {} : { body: new Uint8Array(request.body) }),
      signal: AbortSignal.any([AbortSignal.timeout(request.timeout_milliseconds), stop]),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type'),
      headers: Object.fromEntries(response.headers),
      content: await response.text(),
      timedOut: false,
      error: null,
    };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const message = timedOut
      ? `Timeout of ${request.timeout_milliseconds} ms reached. Total time: ${Date.now() - started} ms`
      : cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
        ? "Couldn't connect to server"
        : cause instanceof Error
          ? cause.message
          : String(cause);
    return { status: null, contentType: null, headers: null, content: null, timedOut, error: message };
  }
}

export async function startNet(database: Database, log: Log): Promise<NetWorker> {
  const { admin } = database;
  const stopping = new AbortController();
  const sent = new Set<Promise<void>>();
  let draining = false;
  let again = false;

  async function isInstalled(): Promise<boolean> {
    const rows = await admin<{ installed: boolean }[]>`
      select to_regclass('net.http_request_queue') is not null as installed`;
    return rows[0]?.installed ?? false;
  }

  async function deliver(request: QueuedRequest): Promise<void> {
    const outcome = await send(request, stopping.signal);
    if (stopping.signal.aborted) return;
    await admin`
      insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
      values (${request.id}, ${outcome.status}, ${outcome.contentType},
        ${outcome.headers === null ? null : JSON.stringify(outcome.headers)}::text::jsonb,
        ${outcome.content}, ${outcome.timedOut}, ${outcome.error})`;
  }

  /** Takes what is queued and sends it, without waiting for answers: a slow one delays no other. */
  async function drain(): Promise<void> {
    if (draining) {
      again = true;
      return;
    }
    draining = true;
    try {
      do {
        again = false;
        if (stopping.signal.aborted || !(await isInstalled())) break;
        const requests = await admin<QueuedRequest[]>`
          delete from net.http_request_queue where id in (
            select id from net.http_request_queue order by id limit ${BATCH} for update skip locked
          ) returning id::text, method, url, headers, body, timeout_milliseconds`;
        for (const request of requests) {
          const promise: Promise<void> = deliver(request)
            .catch((error: unknown) => log.error(`net: ${readPostgresError(error).message}`))
            .finally(() => sent.delete(promise));
          sent.add(promise);
        }
        again ||= requests.length === BATCH;
      } while (again);
    } finally {
      draining = false;
    }
  }
  const wake = () =>
    void drain().catch((error: unknown) => {
      if (!stopping.signal.aborted) log.error(`net: ${readPostgresError(error).message}`);
    });

  // At first, and whenever it listens again: what was queued meanwhile was announced to nobody.
  const listener = await admin.listen('pg_net_wake', wake, wake);
  const timer = setInterval(async () => {
    wake();
    try {
      if (await isInstalled()) await admin`delete from net._http_response where created < now() - interval '6 hours'`;
    } catch (error) {
      if (!stopping.signal.aborted) log.error(`net: ${readPostgresError(error).message}`);
    }
  }, SWEEP_MS);
  timer.unref();
  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await listener.unlisten().catch(() => {});
      await Promise.allSettled([...sent]);
    },
  };
}
