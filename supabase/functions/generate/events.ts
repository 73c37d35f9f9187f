/**
 * The event log of a job as a stream (Server-Sent Events, https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * The log is in the database and has no gaps, so a client that went away reads on from the last number it saw, and this
 * stream may end whenever the platform wants it to.
 */
import { z } from 'zod';
import { FINAL_KINDS, type GenerationEvent } from '../../../shared/contracts/generation-events.ts';
import { type Database, timestamp } from '../_shared/database.ts';

const storedEvent = z.object({
  seq: z.number().int(),
  kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
  created_at: timestamp,
});
export type StoredEvent = z.output<typeof storedEvent>;

/** Events of one read: a page that the gateway's row limit never cuts. */
const PAGE = 500;

/** Events with a higher number, in order. Empty for a job that the caller may not see. */
export function readEvents(
  database: Database,
  jobId: string,
  after: number,
  signal?: AbortSignal,
): Promise<StoredEvent[]> {
  return database.select(
    {
      from: 'generation_events',
      columns: 'seq, kind, payload, created_at',
      where: { job_id: jobId },
      after: { column: 'seq', value: after },
      limit: PAGE,
    },
    storedEvent,
    signal ? { signal } : {},
  );
}

export interface StreamOptions {
  /** Reads the events after a number. */
  read(after: number, signal: AbortSignal): Promise<StoredEvent[]>;
  /** Number of the last event that the client has. */
  after: number;
  pollMs?: { active: number; idle: number };
  keepAliveMs?: number;
  /** The stream ends by itself after this long, before the platform cuts it. */
  lifetimeMs?: number;
}

/** A client reconnects this long after the stream ended. */
const RETRY_MS = 1000;
/** Reads in a row that may fail before the client is left to reconnect. */
const FAILED_READS = 3;

/**
 * The stream asks the database only when its reader wants more, and stops when the reader goes away or a final event
 * was sent. Between events it asks less and less often.
 */
export function eventStream(options: StreamOptions): ReadableStream<Uint8Array> {
  const { read, pollMs = { active: 150, idle: 1500 }, keepAliveMs = 15_000, lifetimeMs = 110_000 } = options;
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const endsAt = Date.now() + lifetimeMs;
  let { after } = options;
  let wait = pollMs.active;
  let failures = 0;
  let lastSent = Date.now();

  /** The next text to send; null when nothing follows on this connection. */
  async function next(): Promise<{ text: string; final: boolean } | null> {
    while (!gone.signal.aborted && Date.now() < endsAt) {
      const events = await readOrNone();
      const last = events?.at(-1);
      if (events && last) {
        after = last.seq;
        wait = pollMs.active;
        return { text: events.map(formatEvent).join(''), final: isFinal(last) };
      }
      if (failures >= FAILED_READS) return null;
      if (Date.now() - lastSent >= keepAliveMs) return { text: ': keep-alive\n\n', final: false };
      await sleep(Math.min(wait, Math.max(0, endsAt - Date.now())), gone.signal);
      wait = Math.min(wait * 1.25, pollMs.idle);
    }
    return null;
  }

  async function readOrNone(): Promise<StoredEvent[] | null> {
    try {
      const events = await read(after, gone.signal);
      failures = 0;
      return events;
    } catch {
      // Logged nowhere on purpose: the client comes back by itself and is told then what is wrong.
      failures += 1;
      return null;
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
      },
      async pull(controller) {
        const chunk = await next();
        if (gone.signal.aborted) return;
        if (chunk) {
          lastSent = Date.now();
          controller.enqueue(encoder.encode(chunk.text));
        }
        if (!chunk || chunk.final) controller.close();
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 1 },
  );
}

function isFinal(event: StoredEvent): boolean {
  return FINAL_KINDS.has(event.kind as GenerationEvent['kind']);
}

/** JSON has no raw line ends, so the data is one line. */
function formatEvent(event: StoredEvent): string {
  return `id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event.payload)}\n\n`;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
  });
}
