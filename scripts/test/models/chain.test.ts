import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, callModel, type ModelCall } from '../../../supabase/functions/_shared/models/chain.ts';
import { configuredModels } from '../../../supabase/functions/_shared/models/configured.ts';
import type { ModelError, ModelRequest } from '../../../supabase/functions/_shared/models/model-provider.ts';
import { breaksOff, callsTool, type DoubleAnswer, fails, rambles, says, saysNothing } from './answers.ts';
import { type ModelDouble, startModelDouble } from './model-double.ts';

let double: ModelDouble;
beforeAll(async () => {
  double = await startModelDouble();
  // The providers load them at their first call, which would count as the model's time.
  await Promise.all([import('openai'), import('@anthropic-ai/sdk')]);
});
afterEach(() => double.reset());
afterAll(() => double.stop());

const FIRST = 'openai/gpt-6.2-sol';
const SECOND = 'anthropic/claude-sonnet-5-5';
const GOOD = says('<<<<<<< DELETE src/old.ts\n>>>>>>> DELETE\n', { usage: { input: 1000, output: 20 } });
/** For a model that says nothing; long enough for one that does, on a busy machine. */
const SHORT = { connectMs: 1000, firstTokenMs: 1000, silenceMs: 1000, wholeMs: 3000 };

/** Scripts the two models of the chain by their names. */
function script(first: DoubleAnswer[], second: DoubleAnswer[] = []) {
  double.script('gpt-6.2-sol', first);
  double.script('claude-sonnet-5-5', second);
}

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    purpose: 'edit',
    system: 'You edit files.',
    messages: [{ role: 'user', text: 'Remove the old file.' }],
    maxOutputTokens: 1000,
    signal: new AbortController().signal,
    idempotencyKey: 'job-1/edit',
    ...more,
  };
}

/** Calls the chain of the two and keeps everything that it told on the way. */
async function call(more: Partial<ModelRequest> = {}, options: Partial<CallOptions> = {}) {
  const told = { records: [] as ModelCall[], notices: [] as string[], pauses: [] as number[], texts: [''] };
  const answer = await callModel(configuredModels(double.environment).chain, request(more), {
    record: (row) => void told.records.push(row),
    onNotice: ({ code, message }) => told.notices.push(`${code}: ${message}`),
    onText: (text) => {
      told.texts[told.texts.length - 1] += text;
    },
    onRestart: () => told.texts.push(''),
    sleep: async (milliseconds) => void told.pauses.push(milliseconds),
    random: () => 1,
    ...options,
  }).catch((error: unknown) => error as ModelError);
  return { ...told, answer, outcomes: told.records.map(({ provider, outcome }) => `${provider} ${outcome}`) };
}

describe('an answer', () => {
  it('comes with what it cost, and the call is recorded', async () => {
    script([says('Done.', { usage: { input: 10_000, output: 500, cached: 4_000 } })]);
    const { answer, records, texts } = await call();
    expect(answer).toEqual({
      ...{ text: 'Done.', provider: 'openai', model: 'gpt-6.2-sol', stop: 'done', costMicrousd: 12_000 + 400 + 5_000 },
      usage: { inputTokens: 10_000, outputTokens: 500, cachedTokens: 4_000 },
    });
    expect(texts).toEqual(['Done.']);
    expect(records).toEqual([
      {
        ...{ callKey: 'job-1/edit/1', attempt: 1, provider: 'openai', model: 'gpt-6.2-sol', purpose: 'edit' },
        ...{ inputTokens: 10_000, outputTokens: 500, cachedTokens: 4_000, estimated: false },
        ...{ costMicrousd: 17_400, priced: true, outcome: 'done' },
        ...{ latencyMs: expect.any(Number), firstTokenMs: expect.any(Number) },
      },
    ]);
  });

  it('that is cut off at its limit is an answer that says so', async () => {
    script([says('Half of it', { stop: 'length' })]);
    const { answer, outcomes } = await call();
    expect(answer).toMatchObject({ text: 'Half of it', stop: 'length' });
    expect(outcomes).toEqual(['openai length']);
  });

  it('that is longer than allowed is stopped, and its provider is told to stop', async () => {
    script([rambles(100_000)]);
    const { answer, records } = await call({ maxOutputTokens: 100 });
    expect(answer).toMatchObject({ stop: 'length', usage: { estimated: true } });
    expect('text' in answer && answer.text.length).toBeLessThan(1100);
    expect(records[0]).toMatchObject({ outcome: 'length', estimated: true });
    await expect.poll(() => double.calls()[0]?.ended).toBe('left');
  });

  it('of a model whose price nobody has said is recorded as not priced', async () => {
    double.script('unheard-of', [says('Done.', { usage: { input: 100, output: 5 } })]);
    const { chain } = configuredModels({ ...double.environment, TRELLIS_MODELS: 'openai/unheard-of' });
    const records: ModelCall[] = [];
    await callModel(chain, request(), { record: (row) => void records.push(row) });
    expect(records[0]).toMatchObject({ inputTokens: 100, costMicrousd: 0, priced: false });
  });

  it.each(['none', { input: 0, output: 0 }] as const)(
    'whose tokens were not counted (%o) is estimated',
    async (usage) => {
      script([says('Done, and done well.', { usage })]);
      const { records } = await call();
      expect(records[0]).toMatchObject({ estimated: true, outcome: 'done' });
      expect(records[0]?.inputTokens).toBeGreaterThan(5);
      expect(records[0]?.outputTokens).toBeGreaterThan(3);
    },
  );
});

describe('a failure that passes', () => {
  it.each([
    ['a rate limit', fails(429), 'rate_limited', 3],
    ['a server error', fails(500), 'unavailable', 3],
    ['an overloaded server', fails(529), 'unavailable', 3],
    ['a stream that is cut in a token', breaksOff('one two', 'one t', 'token'), 'cut', 2],
    ['a stream that is cut in a patch', breaksOff('<<<<<<< SEARCH a.ts\nx\n=======\n', '======', 'end'), 'cut', 2],
    ['an error inside the stream', breaksOff('one two', 'one', 'error'), 'unavailable', 3],
    ['silence from the start', saysNothing, 'timeout', 2],
    ['silence in the middle', breaksOff('one two', 'one', 'silence'), 'timeout', 2],
  ] as const)('is tried again a few times, then the next model is asked: %s', async (_what, answer, kind, tries) => {
    script(
      Array.from({ length: 5 }, () => answer),
      [GOOD],
    );
    const { answer: last, outcomes, pauses, notices } = await call({}, kind === 'timeout' ? { limits: SHORT } : {});
    expect(last).toMatchObject({ provider: 'anthropic', text: '<<<<<<< DELETE src/old.ts\n>>>>>>> DELETE\n' });
    expect(outcomes).toEqual([...Array.from({ length: tries }, () => `openai ${kind}`), 'anthropic done']);
    expect(pauses).toEqual([500, 1000].slice(0, tries - 1));
    expect(notices).toEqual([
      expect.stringMatching(/^model_fallback: openai\/gpt-6\.2-sol .* anthropic\/claude-sonnet-5-5 goes on\.$/),
    ]);
  });

  it('that has passed goes unnoticed', async () => {
    script([fails(500), GOOD]);
    const { answer, outcomes, notices } = await call();
    expect(answer).toMatchObject({ provider: 'openai' });
    expect(outcomes).toEqual(['openai unavailable', 'openai done']);
    expect(notices).toEqual([]);
  });

  it('is not tried again where it took long', async () => {
    script([fails(503), GOOD], [GOOD]);
    let minutes = 0;
    const { outcomes } = await call({}, { now: () => 60_001 * minutes++ });
    expect(outcomes).toEqual(['openai unavailable', 'anthropic done']);
  });

  it('voids what was said until then', async () => {
    script([breaksOff('<<<<<<< CREATE src/a.ts\nexport', 'CREATE src/a.ts', 'token'), GOOD]);
    const { texts, records } = await call();
    expect(texts).toHaveLength(2);
    expect(texts[1]).toBe('<<<<<<< DELETE src/old.ts\n>>>>>>> DELETE\n');
    expect(texts[0]).toMatch(/^<<<<<<< CREATE/);
    expect(records[0]).toMatchObject({ outcome: 'cut', estimated: true });
    expect(records[0]?.costMicrousd).toBeGreaterThan(0);
  });

  it('repeats the key of the call, and records each call under one of its own', async () => {
    script([fails(500), fails(500), GOOD]);
    const { records } = await call();
    expect(double.calls().map(({ headers }) => headers['idempotency-key'])).toEqual([
      ...['job-1/edit', 'job-1/edit', 'job-1/edit'],
    ]);
    expect(records.map(({ callKey }) => callKey)).toEqual(['job-1/edit/1', 'job-1/edit/2', 'job-1/edit/3']);
  });

  it('that no model got over is thrown, and costs nothing that was not begun', async () => {
    script(
      Array.from({ length: 3 }, () => fails(429)),
      [fails(401)],
    );
    const { answer, records, outcomes } = await call();
    // Of the two, the one that another time may help against.
    expect(answer).toMatchObject({ name: 'ModelError', kind: 'rate_limited' });
    expect(outcomes).toEqual([
      ...['openai rate_limited', 'openai rate_limited', 'openai rate_limited', 'anthropic unauthorized'],
    ]);
    expect(records.every(({ costMicrousd, inputTokens }) => costMicrousd === 0 && inputTokens === 0)).toBe(true);
  });
});

describe('a provider that says when to come back', () => {
  it('is waited for', async () => {
    script([fails(429, { retryAfter: '3' }), GOOD]);
    const { pauses, answer } = await call();
    expect(pauses).toEqual([3000]);
    expect(answer).toMatchObject({ provider: 'openai' });
  });

  it('by a date is waited for', async () => {
    script([fails(503, { retryAfter: new Date(Date.now() + 9_000).toUTCString() }), GOOD]);
    const [wait = 0] = (await call()).pauses;
    expect(wait).toBeGreaterThan(6_000);
    expect(wait).toBeLessThanOrEqual(9_000);
  });

  it('is not waited for longer than a person would', async () => {
    script([fails(429, { retryAfter: '3600' })], [GOOD]);
    const { pauses, outcomes } = await call();
    expect(pauses).toEqual([]);
    expect(outcomes).toEqual(['openai rate_limited', 'anthropic done']);
  });

  it('long after all others have failed tells its caller', async () => {
    script([fails(401)], [fails(429, { retryAfter: '3600' })]);
    const { answer } = await call();
    expect(answer).toMatchObject({ kind: 'rate_limited', retryAfterMs: 3_600_000 });
  });

  it('is met by callers at different times otherwise', async () => {
    script([fails(500), GOOD]);
    expect((await call({}, { random: () => 0 })).pauses).toEqual([250]);
  });
});

describe('a failure that concerns one provider', () => {
  it.each([
    [
      'a key that is not accepted',
      fails(401, { message: 'Incorrect API key provided: double-key-for-openai' }),
      'unauthorized',
    ],
    ['no credit', fails(429, { code: 'insufficient_quota' }), 'unauthorized'],
    ['a model that does not exist', fails(404), 'invalid_request'],
    ['a request it does not take', fails(400), 'invalid_request'],
    ['a request that is too long for it', fails(413), 'too_long'],
  ] as const)('skips it at once, and says so: %s', async (_what, answer, kind) => {
    script([answer], [GOOD]);
    const { outcomes, notices, pauses } = await call();
    expect(outcomes).toEqual([`openai ${kind}`, 'anthropic done']);
    expect(pauses).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^model_skipped: openai\/gpt-6\.2-sol /);
    expect(notices[0]).not.toContain('double-key');
  });

  it('is told when images cannot be seen', async () => {
    const env = { ...double.environment, TRELLIS_MODELS: `${FIRST}?sees=false,${SECOND}` };
    script([fails(401)], [GOOD]);
    const notices: string[] = [];
    const messages = [{ role: 'user', text: 'Like this', images: [{ mediaType: 'image/png', data: 'AA==' }] }] as const;
    await callModel(configuredModels(env).chain, request({ messages }), {
      record: () => {},
      onNotice: ({ code }) => notices.push(code),
    });
    expect(notices).toEqual(['images_left_out', 'model_skipped']);
    expect(double.calls().map((it) => it.messages[0]?.images)).toEqual([0, 1]);
  });
});

describe('an answer that cannot be used', () => {
  it.each([
    ['a refusal', says('I cannot help with that.', { stop: 'refusal' }), 'refused'],
    ['a filter', fails(400, { code: 'content_filter', message: 'Flagged.' }), 'refused'],
    ['nothing', says(''), 'invalid_answer'],
    ['a tool that does not exist', callsTool('run_shell', { command: 'ls' }), 'invalid_answer'],
  ] as const)('goes to the caller and not through the chain: %s', async (_what, answer, kind) => {
    script([answer, GOOD], [GOOD]);
    const { answer: error, outcomes } = await call();
    expect(error).toMatchObject({ name: 'ModelError', kind });
    expect(outcomes).toEqual([`openai ${kind}`]);
    expect(double.calls()).toHaveLength(1);
  });
});

describe('a call that is stopped', () => {
  it('ends within a moment, is recorded with what it cost so far, and its connection is closed', async () => {
    script([breaksOff('<<<<<<< CREATE src/a.ts\nexport', 'CREATE', 'silence', { thoughts: 2 })]);
    const controller = new AbortController();
    const reason = new Error('The person stopped it.');
    const { answer, records, outcomes } = await call(
      { signal: controller.signal },
      { onText: () => controller.abort(reason) },
    );
    expect(answer).toBe(reason);
    expect(outcomes).toEqual(['openai canceled']);
    expect(records[0]).toMatchObject({ estimated: true });
    expect(records[0]?.costMicrousd).toBeGreaterThan(0);
    await expect.poll(() => double.calls()[0]?.ended).toBe('left');
  });

  it('does not sit out the pause before a retry', async () => {
    script([fails(429, { retryAfter: '15' }), GOOD]);
    const controller = new AbortController();
    const reason = new Error('The person stopped it.');
    const stopped = callModel(configuredModels(double.environment).chain, request({ signal: controller.signal }), {
      record: () => controller.abort(reason),
    });
    await expect(stopped).rejects.toBe(reason);
    expect(double.calls()).toHaveLength(1);
  });

  it('before it began is not made', async () => {
    const { answer, records } = await call({ signal: AbortSignal.abort('never mind') });
    expect(answer).toBe('never mind');
    expect(records).toEqual([]);
    expect(double.calls()).toEqual([]);
  });

  it('by its own caller, who cannot use what comes, is recorded too', async () => {
    script([GOOD]);
    const broken = new Error('no such file');
    const { answer, outcomes } = await call(
      {},
      {
        onText: () => {
          throw broken;
        },
      },
    );
    expect(answer).toBe(broken);
    expect(outcomes).toEqual(['openai canceled']);
  });
});

it('fails when its record does', async () => {
  script([GOOD]);
  const lost = new Error('the lease is lost');
  const { answer } = await call({}, { record: () => Promise.reject(lost) });
  expect(answer).toBe(lost);
});

it('needs a model', async () => {
  await expect(callModel([], request(), { record: () => {} })).rejects.toThrow('There is no model to call.');
});
