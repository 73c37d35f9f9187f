/**
 * Follows the log of one job until it ends.
 *
 * What is stored is the truth: events are fetched from where the log stands at the start, when the live channel opens,
 * whenever a broadcast leaves a gap, quickly while there is no live channel, and slowly beside one, since a lost last
 * broadcast leaves no gap to notice.
 */
import { applyEvents, EMPTY_LOG, type EventLog, hasGap, isFinal, lastSeq, type StoredEvent } from './event-log.ts';

export interface JobEventSource {
  /** Stored events with a seq above this one, in order. */
  fetchAfter(seq: number): Promise<readonly StoredEvent[]>;
  /** Opens the live channel; returns how to close it. */
  subscribe(onEvent: (event: StoredEvent) => void, onLive: (live: boolean) => void): () => void;
}

export interface FollowState {
  readonly log: EventLog;
  /** Why the last fetch failed; undefined after one that worked. It is tried again by itself. */
  readonly error: unknown;
  /** The first fetch has been answered. */
  readonly loaded: boolean;
}

export const INITIAL_FOLLOW: FollowState = { log: EMPTY_LOG, error: undefined, loaded: false };

/** Calls `onChange` at each change; returns how to stop. */
export function followJob(
  source: JobEventSource,
  onChange: (state: FollowState) => void,
  { pollMs = 1500, livePollMs = 6000 } = {},
): () => void {
  let state = INITIAL_FOLLOW;
  let stopped = false;
  let live = false;
  let fetching = false;
  let fetchAgain = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | undefined;

  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    unsubscribe?.();
  };

  const set = (next: FollowState) => {
    if (stopped) return;
    const changed = next.log !== state.log || next.error !== state.error || next.loaded !== state.loaded;
    state = next;
    if (changed) onChange(state);
    if (isFinal(state.log)) stop();
  };

  const schedule = () => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void fetchMissing(), live ? livePollMs : pollMs);
  };

  const fetchMissing = async () => {
    if (fetching) {
      fetchAgain = true;
      return;
    }
    fetching = true;
    try {
      const events = await source.fetchAfter(lastSeq(state.log));
      set({ log: applyEvents(state.log, events), error: undefined, loaded: true });
    } catch (error) {
      set({ ...state, error });
    }
    fetching = false;
    if (fetchAgain && !stopped) {
      fetchAgain = false;
      await fetchMissing();
      return;
    }
    schedule();
  };

  void fetchMissing().then(() => {
    // A job that is over needs no channel.
    if (stopped) return;
    unsubscribe = source.subscribe(
      (event) => {
        set({ ...state, log: applyEvents(state.log, [event]) });
        if (hasGap(state.log) && !stopped) void fetchMissing();
      },
      (nowLive) => {
        if (stopped) return;
        live = nowLive;
        void fetchMissing();
      },
    );
  });

  return stop;
}
