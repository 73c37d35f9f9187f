import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvents, EMPTY_LOG, hasGap, isFinal, lastSeq, parseEvent, type StoredEvent } from './event-log.ts';

const at = '2026-01-01T00:00:00Z';
const file = (seq: number): StoredEvent =>
  parseEvent({ seq, kind: 'file', payload: { path: `src/${seq}.ts`, size: seq }, created_at: at });
const completed = (seq: number): StoredEvent =>
  parseEvent({
    seq,
    kind: 'completed',
    payload: { versionId: '7d9f0c52-3b0a-4c4e-9a39-1d6a5a3f2b11' },
    created_at: at,
  });

describe('applyEvents', () => {
  it('shows what comes in order', () => {
    const log = applyEvents(applyEvents(EMPTY_LOG, [file(1)]), [file(2), file(3)]);
    expect(log.events.map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(hasGap(log)).toBe(false);
  });

  it('holds events back beyond a gap and releases them when it closes', () => {
    const gapped = applyEvents(EMPTY_LOG, [file(1), file(3), file(4)]);
    expect(lastSeq(gapped)).toBe(1);
    expect(hasGap(gapped)).toBe(true);
    const closed = applyEvents(gapped, [file(2)]);
    expect(lastSeq(closed)).toBe(4);
    expect(hasGap(closed)).toBe(false);
  });

  it('ignores what it has, and keeps its identity then', () => {
    const log = applyEvents(EMPTY_LOG, [file(1), file(2)]);
    expect(applyEvents(log, [file(2), file(1)])).toBe(log);
  });

  it('ends the same whatever the order and the repetitions', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map(file).concat(completed(8));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...all, ...all], { minLength: 16, maxLength: 16 }),
        fc.integer({ min: 1, max: 5 }),
        (shuffled, size) => {
          let log = EMPTY_LOG;
          for (let from = 0; from < shuffled.length; from += size) {
            log = applyEvents(log, shuffled.slice(from, from + size));
            expect(log.events.map((event) => event.seq)).toEqual(log.events.map((_, index) => index + 1));
          }
          expect(lastSeq(log)).toBe(8);
          expect(isFinal(log)).toBe(true);
        },
      ),
    );
  });
});

describe('isFinal', () => {
  it('waits for the last event to be in its place', () => {
    const early = applyEvents(EMPTY_LOG, [file(1), completed(3)]);
    expect(isFinal(early)).toBe(false);
    expect(isFinal(applyEvents(early, [file(2)]))).toBe(true);
  });
});

describe('parseEvent', () => {
  it('keeps the place of a kind it does not know', () => {
    const unknown = parseEvent({ seq: 1, kind: 'telemetry', payload: { a: 1 }, created_at: at });
    expect(unknown.kind).toBe('unknown');
    expect(lastSeq(applyEvents(EMPTY_LOG, [unknown, file(2)]))).toBe(2);
  });

  it('does not trust a payload of the wrong shape', () => {
    expect(parseEvent({ seq: 1, kind: 'file', payload: { path: 3 }, created_at: at }).kind).toBe('unknown');
  });
});
