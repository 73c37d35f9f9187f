import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseEvent, type StoredEvent } from './event-log.ts';
import { type FollowState, followJob, INITIAL_FOLLOW, type JobEventSource } from './follow-job.ts';

const at = '2026-01-01T00:00:00Z';
const event = (seq: number, kind = 'file', payload: unknown = { path: `${seq}`, size: 1 }): StoredEvent =>
  parseEvent({ seq, kind, payload, created_at: at });
const canceled = (seq: number) => event(seq, 'canceled', {});

/** A job's stored log with a live channel that the test plays on. */
function sourceWith(stored: StoredEvent[]) {
  const channel: { send?: (event: StoredEvent) => void; live?: (live: boolean) => void; open: number } = { open: 0 };
  let failing = false;
  const asked: number[] = [];
  const source: JobEventSource = {
    async fetchAfter(seq) {
      asked.push(seq);
      if (failing) throw new Error('down');
      return stored.filter((entry) => entry.seq > seq);
    },
    subscribe(onEvent, onLive) {
      channel.send = onEvent;
      channel.live = onLive;
      channel.open += 1;
      return () => {
        channel.open -= 1;
      };
    },
  };
  return { source, stored, channel, asked, fail: (value: boolean) => (failing = value) };
}

function follow(source: JobEventSource) {
  const seen: { state: FollowState } = { state: INITIAL_FOLLOW };
  const stop = followJob(source, (state) => {
    seen.state = state;
  });
  return { seen, stop, seqs: () => seen.state.log.events.map((entry) => entry.seq) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('followJob', () => {
  it('shows a finished job from the start and opens no channel', async () => {
    const job = sourceWith([event(1), event(2), canceled(3)]);
    const { seqs } = follow(job.source);
    await settle();
    expect(seqs()).toEqual([1, 2, 3]);
    expect(job.channel.open).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(job.asked).toEqual([0]);
  });

  it('takes live events, and closes the channel at the last', async () => {
    const job = sourceWith([event(1)]);
    const { seqs } = follow(job.source);
    await settle();
    job.channel.live?.(true);
    job.channel.send?.(event(2));
    job.channel.send?.(canceled(3));
    await settle();
    expect(seqs()).toEqual([1, 2, 3]);
    expect(job.channel.open).toBe(0);
  });

  it('fetches what a broadcast shows to be missing', async () => {
    const job = sourceWith([event(1)]);
    const { seqs } = follow(job.source);
    await settle();
    job.channel.live?.(true);
    await settle();
    job.stored.push(event(2), event(3));
    job.channel.send?.(event(3));
    await settle();
    expect(seqs()).toEqual([1, 2, 3]);
    expect(job.asked.at(-1)).toBe(1);
  });

  it('polls while there is no live channel', async () => {
    const job = sourceWith([event(1)]);
    const { seqs } = follow(job.source);
    await settle();
    job.channel.live?.(false);
    await settle();
    job.stored.push(event(2), canceled(3));
    await vi.advanceTimersByTimeAsync(1500);
    expect(seqs()).toEqual([1, 2, 3]);
  });

  it('notices a last broadcast that was lost', async () => {
    const job = sourceWith([event(1)]);
    const { seqs } = follow(job.source);
    await settle();
    job.channel.live?.(true);
    await settle();
    job.stored.push(canceled(2));
    await vi.advanceTimersByTimeAsync(6000);
    expect(seqs()).toEqual([1, 2]);
  });

  it('reports a failed fetch and goes on by itself', async () => {
    const job = sourceWith([event(1)]);
    job.fail(true);
    const { seen, seqs } = follow(job.source);
    await settle();
    expect(seen.state.error).toBeInstanceOf(Error);
    job.fail(false);
    await vi.advanceTimersByTimeAsync(1500);
    expect(seen.state.error).toBeUndefined();
    expect(seqs()).toEqual([1]);
  });

  it('is silent after it was stopped', async () => {
    const job = sourceWith([event(1)]);
    const { seqs, stop } = follow(job.source);
    await settle();
    stop();
    job.stored.push(event(2));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seqs()).toEqual([1]);
    expect(job.channel.open).toBe(0);
  });
});
