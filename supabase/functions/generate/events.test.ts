import { describe, expect, it } from 'vitest';
import { fakeDatabase } from '../_shared/fake-database.ts';
import { eventStream, readEvents, type StreamOptions } from './events.ts';

const JOB = '33333333-3333-4333-8333-333333333333';

function row(seq: number, kind: string, payload: unknown = {}) {
  return { job_id: JOB, seq, kind, payload, created_at: '2026-11-20 10:00:00+00' };
}

/** A stream over rows that the test may add to, polled often. */
function streamOver(rows: Record<string, unknown>[], options: Partial<StreamOptions> = {}) {
  const database = fakeDatabase({ rows: { generation_events: rows } });
  return eventStream({
    after: 0,
    pollMs: { active: 1, idle: 2 },
    read: (after, signal) => readEvents(database, JOB, after, signal),
    ...options,
  });
}

const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe('the stream of a job', () => {
  it('numbers and names every event, and ends after the final one', async () => {
    const text = await textOf(
      streamOver([
        row(1, 'queued'),
        row(2, 'file', { path: 'a\nb.ts', size: 3 }),
        row(3, 'failed', { code: 'x', message: 'y' }),
      ]),
    );
    expect(text).toBe(
      [
        'retry: 1000\n\n',
        'id: 1\nevent: queued\ndata: {}\n\n',
        'id: 2\nevent: file\ndata: {"path":"a\\nb.ts","size":3}\n\n',
        'id: 3\nevent: failed\ndata: {"code":"x","message":"y"}\n\n',
      ].join(''),
    );
  });

  it('goes on after the number that the client has', async () => {
    const text = await textOf(streamOver([row(1, 'queued'), row(2, 'started'), row(3, 'canceled')], { after: 2 }));
    expect(text.match(/^id: .*$/gm)).toEqual(['id: 3']);
  });

  it('waits for events that come later, each once', async () => {
    const rows = [row(1, 'queued')];
    let reads = 0;
    const database = fakeDatabase({ rows: { generation_events: rows } });
    const stream = streamOver(rows, {
      read: (after, signal) => {
        reads += 1;
        if (reads === 3) rows.push(row(2, 'started'));
        if (reads === 6) rows.push(row(3, 'completed'));
        return readEvents(database, JOB, after, signal);
      },
    });
    expect((await textOf(stream)).match(/^id: .*$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3']);
    expect(reads).toBe(6);
  });

  it('keeps the connection alive with comments, and ends by itself so that the client resumes', async () => {
    const text = await textOf(streamOver([row(1, 'queued')], { keepAliveMs: 5, lifetimeMs: 60 }));
    expect(text).toContain(': keep-alive\n\n');
    expect(text).not.toContain('completed');
  });

  it('stops reading the log when its reader goes away', async () => {
    let reads = 0;
    const stream = streamOver([], {
      read: async () => {
        reads += 1;
        return [];
      },
    });
    const reader = stream.getReader();
    await reader.read();
    const pending = reader.read();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await reader.cancel();
    await pending;
    const before = reads;
    expect(before).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(reads).toBe(before);
  });

  it('outlives a read that fails, and leaves it to the client when all do', async () => {
    let reads = 0;
    const recovering = streamOver([], {
      read: async () => {
        reads += 1;
        if (reads < 3) throw new Error('no answer');
        return [{ seq: 1, kind: 'completed', payload: {}, created_at: '2026-11-20T10:00:00.000Z' }];
      },
    });
    expect(await textOf(recovering)).toContain('event: completed');
    const failing = streamOver([], {
      read: async () => {
        throw new Error('no answer');
      },
    });
    expect(await textOf(failing)).toBe('retry: 1000\n\n');
  });
});
