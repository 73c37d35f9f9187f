import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../shared/contracts/contract.ts';
import { ApiError } from '../../../shared/errors.ts';
import { createInvoke } from './invoke.ts';

const update = contract({
  function: 'things',
  method: 'POST',
  path: '/:thingId/parts',
  auth: 'user',
  status: 200,
  params: z.strictObject({ thingId: z.string() }),
  query: z.strictObject({ page: z.string().optional() }),
  body: z.strictObject({ size: z.number() }),
  response: z.object({ size: z.number() }),
});
const stream = contract({ function: 'things', method: 'GET', path: '/', auth: 'none', status: 200 });

/** Calls against one answer, and what was sent. */
function invokeAnswering(answer: (signal: AbortSignal | null | undefined) => Response | Promise<Response>) {
  const sent: { url: string; init: RequestInit }[] = [];
  const invoke = createInvoke({
    url: 'http://project.test',
    publishableKey: 'sb_publishable_test',
    accessToken: async () => 'token',
    fetch: async (url, init = {}) => {
      sent.push({ url: String(url), init });
      return answer(init.signal);
    },
  });
  return { invoke, sent };
}

const input = { params: { thingId: 'a/b' }, body: { size: 3 } };

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

const never = (signal: AbortSignal | null | undefined) =>
  new Promise<Response>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

describe('a call by contract', () => {
  it('sends what the contract says, as the person who is signed in', async () => {
    const { invoke, sent } = invokeAnswering(() => Response.json({ size: 3, extra: true }));
    const result = await invoke(update, { ...input, query: { page: '2' }, idempotencyKey: 'k1' });
    expect(result).toEqual({ size: 3 });
    expect(sent[0]?.url).toBe('http://project.test/functions/v1/things/a%2Fb/parts?page=2');
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      body: '{"size":3}',
      headers: {
        apikey: 'sb_publishable_test',
        authorization: 'Bearer token',
        'content-type': 'application/json',
        'idempotency-key': 'k1',
      },
    });
  });

  it('gives the open response where the contract describes a stream', async () => {
    const { invoke, sent } = invokeAnswering(() => new Response('bytes'));
    const response = await invoke(stream, {});
    expect(await response.text()).toBe('bytes');
    expect(sent[0]?.url).toBe('http://project.test/functions/v1/things');
    expect(sent[0]?.init.headers).not.toHaveProperty('authorization');
  });

  it('throws what the function refused', async () => {
    const body = { error: { code: 'quota_exceeded', message: 'None left.', details: { remaining: 0 } } };
    const { invoke } = invokeAnswering(() => Response.json(body, { status: 429, headers: { 'retry-after': '60' } }));
    expect(await errorOf(invoke(update, input))).toMatchObject({
      status: 429,
      code: 'quota_exceeded',
      message: 'None left.',
      details: { remaining: 0 },
      headers: { 'retry-after': '60' },
    });
  });

  it('does not take a proxy’s page or another shape for an answer', async () => {
    const answers: [Response, number][] = [
      [new Response('<h1>Bad gateway</h1>', { status: 502 }), 502],
      [Response.json({ message: 'no' }, { status: 404 }), 404],
      [new Response('<h1>Hello</h1>'), 502],
      [Response.json({ size: 'L' }), 502],
    ];
    for (const [answer, status] of answers) {
      const { invoke } = invokeAnswering(() => answer);
      expect(await errorOf(invoke(update, input))).toMatchObject({ status, code: 'unexpected_response' });
    }
  });

  it('tells no connection and no answer in time apart', async () => {
    const offline = invokeAnswering(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await errorOf(offline.invoke(update, input))).toMatchObject({ status: 0, code: 'network_error' });
    const silent = invokeAnswering(never);
    expect(await errorOf(silent.invoke(update, { ...input, timeoutMs: 10 }))).toMatchObject({
      status: 0,
      code: 'timeout',
    });
  });

  it('rejects with the caller’s own reason when the caller ends it', async () => {
    const { invoke } = invokeAnswering(never);
    const leaving = new AbortController();
    const call = invoke(update, { ...input, signal: leaving.signal });
    leaving.abort(new Error('left the page'));
    await expect(call).rejects.toThrow('left the page');
  });
});
