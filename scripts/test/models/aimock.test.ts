/** The same providers and chain against a double of the model APIs that others wrote and test against the real ones. */
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CallOptions, callModel, type ModelCall } from '../../../supabase/functions/_shared/models/chain.ts';
import { configuredModels } from '../../../supabase/functions/_shared/models/configured.ts';
import { readJsonAnswer } from '../../../supabase/functions/_shared/models/json-answer.ts';
import type { ModelError, ModelRequest } from '../../../supabase/functions/_shared/models/model-provider.ts';

const mock = new LLMock({ port: 0, chunkSize: 7 });
beforeAll(async () => {
  await mock.start();
});
afterEach(() => {
  mock.reset();
});
afterAll(() => mock.stop());

const OPENAI = 'openai/gpt-6.2-sol';
const ANTHROPIC = 'anthropic/claude-sonnet-5-5';

async function call(models: string, more: Partial<ModelRequest> = {}, options: Partial<CallOptions> = {}) {
  const { chain } = configuredModels({
    TRELLIS_MODELS: models,
    ...{ OPENAI_API_KEY: 'none-needed', OPENAI_BASE_URL: `${mock.url}/v1` },
    ...{ ANTHROPIC_API_KEY: 'none-needed', ANTHROPIC_BASE_URL: mock.url },
  });
  const records: ModelCall[] = [];
  const answer = await callModel(
    chain,
    {
      purpose: 'edit',
      system: 'You edit files.',
      messages: [{ role: 'user', text: 'Please make a bookshop.' }],
      maxOutputTokens: 1000,
      signal: new AbortController().signal,
      idempotencyKey: 'job-1/edit',
      ...more,
    },
    { record: (row) => void records.push(row), sleep: async () => {}, ...options },
  ).catch((error: unknown) => error as ModelError);
  return { answer, records, outcomes: records.map(({ provider, outcome }) => `${provider} ${outcome}`) };
}

describe.each([OPENAI, ANTHROPIC])('%s', (id) => {
  it('streams an answer, with what it used', async () => {
    const content = '<<<<<<< SEARCH src/app.tsx\r\nDas Café — 日本\r\n=======\r\nx\r\n>>>>>>> REPLACE\r\n';
    mock.onMessage('bookshop', {
      content,
      usage: { prompt_tokens: 90, completion_tokens: 30, input_tokens: 90, output_tokens: 30 },
    });
    const pieces: string[] = [];
    const { answer, records } = await call(id, {}, { onText: (text) => pieces.push(text) });
    expect(answer).toMatchObject({ text: content, stop: 'done' });
    expect(pieces.length).toBeGreaterThan(5);
    expect(records).toMatchObject([{ outcome: 'done', inputTokens: 90, outputTokens: 30, estimated: false }]);
  });

  it('is asked what was meant', async () => {
    mock.onMessage('bookshop', { content: 'Yes' });
    await call(id);
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('You edit files.');
  });

  it('answers in JSON', async () => {
    mock.onMessage('bookshop', { content: '{"name": "Bookshop"}' });
    const shape = z.object({ name: z.string() });
    const schema = { name: 'app', jsonSchema: z.toJSONSchema(shape) };
    const { answer } = await call(id, { schema });
    expect(answer).toMatchObject({ stop: 'done' });
    expect(readJsonAnswer('text' in answer ? answer.text : '', shape)).toEqual({
      ok: true,
      value: { name: 'Bookshop' },
    });
  });

  it('thinks before it answers', async () => {
    mock.onMessage('bookshop', { content: 'Yes', reasoning: 'What is a bookshop, and why?' });
    expect((await call(id)).answer).toMatchObject({ text: 'Yes' });
  });

  it('has its answer cut off at its limit', async () => {
    mock.onMessage('bookshop', { content: 'Half of', finishReason: 'length' });
    expect((await call(id)).answer).toMatchObject({ text: 'Half of', stop: 'length' });
  });

  it('calls a tool that does not exist', async () => {
    mock.onMessage('bookshop', { toolCalls: [{ name: 'run_shell', arguments: '{"command":"ls"}' }] });
    const { answer, outcomes } = await call(id);
    expect(answer).toMatchObject({ kind: 'invalid_answer' });
    expect(outcomes).toHaveLength(1);
  });

  it.each([
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('fails once with %i and is asked again', async (status, kind) => {
    mock.onMessage('bookshop', { content: 'Yes' });
    mock.nextRequestError(status, { message: 'Not now.', type: 'server_error' });
    const { answer, records } = await call(id);
    expect(answer).toMatchObject({ text: 'Yes' });
    expect(records.map(({ outcome }) => outcome)).toEqual([kind, 'done']);
  });

  it('breaks off, and is asked again', async () => {
    const content = 'An answer that is long enough to be broken off in its middle.';
    mock.on({ userMessage: 'bookshop', sequenceIndex: 0 }, { content }, { truncateAfterChunks: 4, latency: 20 });
    mock.on({ userMessage: 'bookshop', sequenceIndex: 1 }, { content });
    const texts = [''];
    const { answer, records } = await call(
      id,
      {},
      { onText: (text) => texts.push(`${texts.pop()}${text}`), onRestart: () => texts.push('') },
    );
    expect(answer).toMatchObject({ text: content });
    expect(records.map(({ outcome }) => outcome)).toEqual(['cut', 'done']);
    expect(texts.at(-1)).toBe(content);
  });
});

it('goes on with the next model when one stays away', async () => {
  mock.on({ model: 'gpt-6.2-sol' }, { error: { message: 'Overloaded', type: 'server_error' }, status: 503 });
  mock.on({ model: 'claude-sonnet-5-5' }, { content: 'Yes' });
  const { answer, outcomes } = await call(`${OPENAI},${ANTHROPIC}`);
  expect(answer).toMatchObject({ text: 'Yes', provider: 'anthropic' });
  expect(outcomes).toEqual(['openai unavailable', 'openai unavailable', 'openai unavailable', 'anthropic done']);
});

it('survives an API that drops, garbles and refuses every other call', async () => {
  mock.onMessage('bookshop', { content: 'Yes' });
  mock.setChaos({ dropRate: 0.2, malformedRate: 0.2, disconnectRate: 0.2, rateLimitRate: 0.2 });
  const results = await Promise.all(Array.from({ length: 40 }, () => call(`${OPENAI},${ANTHROPIC}`)));
  for (const { answer, records } of results) {
    // Whatever happened, it is an answer or a failure with a name, and every call is in the record.
    if ('text' in answer) expect(answer.text).toBe('Yes');
    else expect(answer.name).toBe('ModelError');
    expect(records.map(({ attempt }) => attempt)).toEqual(records.map((_row, at) => at + 1));
  }
  expect(results.filter(({ answer }) => 'text' in answer).length).toBeGreaterThan(0);
});
