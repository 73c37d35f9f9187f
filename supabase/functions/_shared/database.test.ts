import { createClient } from '@supabase/supabase-js';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { ApiError } from '../../../shared/errors.ts';
import { createDatabase } from './database.ts';

type Reply = { status: number; body: unknown } | 'network failure' | 'silence';

/** The real client against replies given one after the other; the last stays. */
function databaseAnswering(...replies: Reply[]) {
  const requests: { url: string; body: string }[] = [];
  const client = createClient('http://project.test', 'sb_publishable_test', {
    auth: { persistSession: false },
    realtime: { transport: WebSocket as never },
    global: {
      fetch: async (url, init) => {
        requests.push({ url: String(url), body: String(init?.body) });
        const reply = replies[Math.min(requests.length, replies.length) - 1] ?? 'silence';
        if (reply === 'network failure') throw new TypeError('fetch failed');
        if (reply === 'silence') {
          return new Promise<Response>((_, reject) => {
            init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
          });
        }
        return Response.json(reply.body, { status: reply.status });
      },
    },
  });
  return { database: createDatabase(client), requests };
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

const raised = (code: string, message: string, details: string, hint: unknown): Reply => ({
  status: Number(code.slice(2)),
  body: { code, message, details, hint: hint === null ? null : JSON.stringify(hint) },
});

describe('calls', () => {
  it('give the checked result', async () => {
    const { database, requests } = databaseAnswering({ status: 200, body: { id: 7 } });
    expect(await database.call('cancel_generation', { job_id: 'j1' }, z.object({ id: z.number() }))).toEqual({ id: 7 });
    expect(requests).toEqual([{ url: 'http://project.test/rest/v1/rpc/cancel_generation', body: '{"job_id":"j1"}' }]);
  });

  it('treat a result of another shape as a fault of ours', async () => {
    const { database } = databaseAnswering({ status: 200, body: { id: 'seven' } });
    await expect(
      database.call('cancel_generation', { job_id: 'j1' }, z.object({ id: z.number() })),
    ).rejects.not.toBeInstanceOf(ApiError);
  });

  it('become the error that the database raises', async () => {
    const { database } = databaseAnswering(
      raised('PT409', 'head_moved', 'Someone saved in the meantime.', { head_version_id: 'v2' }),
    );
    const error = await failureOf(database.call('cancel_generation', { job_id: 'j1' }, z.unknown()));
    expect(error).toMatchObject({
      status: 409,
      code: 'head_moved',
      message: 'Someone saved in the meantime.',
      details: { head_version_id: 'v2' },
    });
  });

  it('say with a 429 when to come back', async () => {
    const resetsAt = new Date(Date.now() + 90_000).toISOString();
    const { database } = databaseAnswering(
      raised('PT429', 'quota_exceeded', 'No generations left today.', { remaining: 0, resets_at: resetsAt }),
    );
    const error = await failureOf(database.call('cancel_generation', { job_id: 'j1' }, z.unknown()));
    expect(Number(error.headers['retry-after'])).toBeGreaterThan(80);
    expect(Number(error.headers['retry-after'])).toBeLessThanOrEqual(90);
  });

  it('are not repeated unless that is harmless', async () => {
    const { database, requests } = databaseAnswering('network failure');
    expect(await failureOf(database.call('cancel_generation', { job_id: 'j1' }, z.unknown()))).toMatchObject({
      status: 503,
      code: 'database_unavailable',
    });
    expect(requests).toHaveLength(1);
  });

  it('are repeated while the database does not answer, and not for ever', async () => {
    const back = databaseAnswering(
      'network failure',
      { status: 503, body: { code: 'PGRST001', message: 'x' } },
      {
        status: 200,
        body: 1,
      },
    );
    expect(await back.database.call('cancel_generation', { job_id: 'j1' }, z.number(), { idempotent: true })).toBe(1);
    const away = databaseAnswering('network failure');
    expect(
      (await failureOf(away.database.call('cancel_generation', { job_id: 'j1' }, z.number(), { idempotent: true })))
        .status,
    ).toBe(503);
    expect(away.requests).toHaveLength(3);
  });

  it('are not repeated when the database refuses', async () => {
    const { database, requests } = databaseAnswering(raised('PT404', 'version_not_found', 'No such version.', null));
    expect(
      (await failureOf(database.call('cancel_generation', { job_id: 'j1' }, z.unknown(), { idempotent: true }))).status,
    ).toBe(404);
    expect(requests).toHaveLength(1);
  });

  it('end at their time limit', async () => {
    const { database } = databaseAnswering('silence');
    expect(
      await failureOf(database.call('cancel_generation', { job_id: 'j1' }, z.unknown(), { timeoutMs: 20 })),
    ).toMatchObject({ status: 503 });
  });

  it('tell a missing right, an ended session and a fault apart', async () => {
    const outcomes = [
      { status: 403, body: { code: '42501', message: 'permission denied for table x' }, expected: 403 },
      { status: 401, body: { code: 'PGRST303', message: 'JWT expired' }, expected: 401 },
    ];
    for (const { expected, ...reply } of outcomes) {
      const error = await failureOf(
        databaseAnswering(reply).database.call('cancel_generation', { job_id: 'j1' }, z.unknown()),
      );
      expect(error.status).toBe(expected);
      expect(error.message).not.toContain(reply.body.message);
    }
    const fault = databaseAnswering({ status: 400, body: { code: '42883', message: 'function does not exist' } });
    await expect(fault.database.call('cancel_generation', { job_id: 'j1' }, z.unknown())).rejects.not.toBeInstanceOf(
      ApiError,
    );
  });
});

describe('selects', () => {
  it('ask for the rows after a number, in order', async () => {
    const { database, requests } = databaseAnswering({ status: 200, body: [{ seq: 5 }] });
    const rows = await database.select(
      {
        from: 'generation_events',
        columns: 'seq',
        where: { job_id: 'j1' },
        after: { column: 'seq', value: 4 },
        limit: 10,
      },
      z.object({ seq: z.number() }),
    );
    expect(rows).toEqual([{ seq: 5 }]);
    const { searchParams } = new URL(requests[0]?.url ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({
      select: 'seq',
      job_id: 'eq.j1',
      seq: 'gt.4',
      order: 'seq.asc',
      limit: '10',
    });
  });
});
