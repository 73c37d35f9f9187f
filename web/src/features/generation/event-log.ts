/**
 * The log of a job as the page has it: events come by fetch and by Broadcast, more than once, late and out of order;
 * what is shown is always the gapless beginning.
 */
import { FINAL_KINDS, generationEvent, type LoggedEvent } from '../../../../shared/contracts/generation-events.ts';

/** A kind this page does not know keeps its place, so that a newer server leaves no gap. */
export type StoredEvent = LoggedEvent | { kind: 'unknown'; payload: null; seq: number; createdAt: string };

export interface EventLog {
  /** seq 1, 2, 3, … without a gap. */
  readonly events: readonly StoredEvent[];
  /** Events beyond a gap, by seq, waiting for what comes before them. */
  readonly waiting: ReadonlyMap<number, StoredEvent>;
}

export const EMPTY_LOG: EventLog = { events: [], waiting: new Map() };

/** A row of `generation_events`, or the payload of a broadcast, which has the same fields. */
export interface EventInput {
  readonly seq: number;
  readonly kind: string;
  readonly payload: unknown;
  readonly created_at: string;
}

export function parseEvent(input: EventInput): StoredEvent {
  const base = { seq: input.seq, createdAt: input.created_at };
  const parsed = generationEvent.safeParse({ kind: input.kind, payload: input.payload });
  return parsed.success ? { ...parsed.data, ...base } : { kind: 'unknown', payload: null, ...base };
}

export function lastSeq(log: EventLog): number {
  return log.events.length;
}

/** Something came whose predecessors are missing: they have to be fetched. */
export function hasGap(log: EventLog): boolean {
  return log.waiting.size > 0;
}

export function isFinal(log: EventLog): boolean {
  const last = log.events.at(-1);
  return last !== undefined && last.kind !== 'unknown' && FINAL_KINDS.has(last.kind);
}

/** The log with these events in it. Returns the same log when they bring nothing new. */
export function applyEvents(log: EventLog, incoming: readonly StoredEvent[]): EventLog {
  const waiting = new Map(log.waiting);
  for (const event of incoming) {
    if (event.seq > lastSeq(log) && !waiting.has(event.seq)) waiting.set(event.seq, event);
  }
  if (waiting.size === log.waiting.size) return log;
  const events = [...log.events];
  for (let next = waiting.get(events.length + 1); next !== undefined; next = waiting.get(events.length + 1)) {
    waiting.delete(next.seq);
    events.push(next);
  }
  return { events, waiting };
}
