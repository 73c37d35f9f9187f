import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { configuredModels } from '../../../supabase/functions/_shared/models/configured.ts';
import type {
  ModelError,
  ModelEvent,
  ModelProvider,
  ModelRequest,
} from '../../../supabase/functions/_shared/models/model-provider.ts';
import { breaksOff, callsTool, fails, says, saysJson, saysNothing } from './answers.ts';
import { type ModelDouble, startModelDouble } from './model-double.ts';

let double: ModelDouble;
beforeAll(async () => {
  double = await startModelDouble();
});
afterEach(() => double.reset());
afterAll(() => double.stop());

const PROTOCOLS = ['openai/gpt-6.2-sol', 'anthropic/claude-sonnet-5-5'] as const;
const IMAGE = { mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const;
const SCHEMA = {
  name: 'app',
  jsonSchema: {
    type: 'object',
    properties: { name: { type: 'string' } },
    required: ['name'],
    additionalProperties: false,
  },
};

function provider(id: string, env: Record<string, string> = {}): ModelProvider {
  const [found] = configuredModels({ ...double.environment, TRELLIS_MODELS: id, ...env }).chain;
  if (!found) throw new Error('no provider');
  return found;
}

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    purpose: 'edit',
    system: 'You edit files.',
    messages: [{ role: 'user', text: 'make a bookshop' }],
    maxOutputTokens: 1000,
    signal: new AbortController().signal,
    idempotencyKey: 'job-1/edit',
    ...more,
  };
}

async function collect(stream: AsyncIterable<ModelEvent>) {
  const events: ModelEvent[] = [];
  for await (const event of stream) events.push(event);
  const text = events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  const end = events.at(-1);
  return { events, text, end: end?.kind === 'end' ? end : undefined };
}

async function failure(stream: AsyncIterable<ModelEvent>): Promise<ModelError> {
  try {
    await collect(stream);
  } catch (error) {
    return error as ModelError;
  }
  throw new Error('The call did not fail.');
}

describe.each(PROTOCOLS)('%s', (id) => {
  it('streams the text and says what it used', async () => {
    double.script('bookshop', [
      says('Grüße — 日本 ✓ done', { chunk: 3, usage: { input: 900, output: 12, cached: 600 } }),
    ]);
    const { events, text, end } = await collect(provider(id).stream(request()));
    expect(text).toBe('Grüße — 日本 ✓ done');
    expect(events[0]).toEqual({ kind: 'started' });
    expect(end).toEqual({
      kind: 'end',
      stop: 'done',
      usage: { inputTokens: 900, outputTokens: 12, cachedTokens: 600 },
    });
    expect(events.filter(({ kind }) => kind === 'text').length).toBeGreaterThan(4);
  });

  it('sends the conversation, images, the limit with room for thoughts, and the key of the call', async () => {
    double.script('bookshop', [says('Yes')]);
    const messages = [
      { role: 'user', text: 'make a bookshop', images: [IMAGE] },
      { role: 'assistant', text: 'Which?' },
      { role: 'user', text: 'A small one' },
    ] as const;
    await collect(provider(id).stream(request({ messages })));
    const [call] = double.calls();
    expect(call).toMatchObject({
      system: 'You edit files.',
      messages: [
        { role: 'user', text: 'make a bookshop', images: 1 },
        { role: 'assistant', text: 'Which?', images: 0 },
        { role: 'user', text: 'A small one', images: 0 },
      ],
      maxTokens: 17_000,
    });
    expect(call?.headers['idempotency-key']).toBe('job-1/edit');
  });

  it('leaves images out for a model that does not see', async () => {
    double.script('bookshop', [says('Yes')]);
    const messages = [{ role: 'user', text: 'make a bookshop', images: [IMAGE] }] as const;
    await collect(provider(`${id}?sees=false`).stream(request({ messages })));
    expect(double.calls()[0]?.messages[0]?.images).toBe(0);
  });

  it('says that the model thinks, without its thoughts', async () => {
    double.script('bookshop', [says('Yes', { thoughts: 3 })]);
    const { events, text } = await collect(provider(id).stream(request()));
    expect(text).toBe('Yes');
    expect(events.filter(({ kind }) => kind === 'thinking').length).toBeGreaterThanOrEqual(3);
  });

  it('asks for JSON by schema', async () => {
    double.script('bookshop', [saysJson({ name: 'Shop' })]);
    const { text } = await collect(provider(id).stream(request({ schema: SCHEMA })));
    expect(text).toBe('{"name":"Shop"}');
    expect(double.calls().map(({ json }) => json)).toEqual(['schema']);
  });

  it('asks in words where an endpoint refuses every parameter for it, and does not try again next time', async () => {
    const refuses = (call: { json: string | null }) =>
      call.json ? fails(400, { message: 'Unsupported parameter: the schema' }) : saysJson({ name: 'Shop' });
    double.script('bookshop', refuses);
    const schema = { ...SCHEMA, name: 'app_in_words' };
    for (let call = 0; call < 2; call++) {
      const { text } = await collect(provider(id).stream(request({ schema })));
      expect(text).toBe('{"name":"Shop"}');
    }
    const ways = id.startsWith('anthropic') ? ['schema', 'tool', null, null] : ['schema', null, null];
    expect(double.calls().map(({ json }) => json)).toEqual(ways);
    expect(double.calls().at(-1)?.system).toContain('"additionalProperties":false');
  });

  it('asks by schema again when it was something else that was refused', async () => {
    const schema = { ...SCHEMA, name: 'app_refused_once' };
    double.script('bookshop', () => fails(400, { message: 'The image cannot be read.' }));
    expect((await failure(provider(id).stream(request({ schema })))).kind).toBe('invalid_request');
    double.script('bookshop', [saysJson({ name: 'Shop' })]);
    await collect(provider(id).stream(request({ schema })));
    expect(double.calls().at(-1)?.json).toBe('schema');
  });

  it('tells why an answer ended', async () => {
    double.script('bookshop', [says('Half of', { stop: 'length' }), says('No.', { stop: 'refusal' })]);
    expect((await collect(provider(id).stream(request()))).end?.stop).toBe('length');
    expect((await collect(provider(id).stream(request()))).end?.stop).toBe('refusal');
  });

  it.each([
    [401, 'unauthorized', {}],
    [402, 'unauthorized', {}],
    [403, 'unauthorized', {}],
    [404, 'invalid_request', {}],
    [400, 'invalid_request', {}],
    [400, 'too_long', { message: 'prompt is too long: 210000 tokens > 200000 maximum' }],
    [
      400,
      'too_long',
      { message: "This model's maximum context length is 8192 tokens.", code: 'context_length_exceeded' },
    ],
    [400, 'refused', { message: 'The prompt was rejected.', code: 'content_filter' }],
    [413, 'too_long', {}],
    [429, 'rate_limited', {}],
    [429, 'unauthorized', { message: 'You exceeded your current quota', code: 'insufficient_quota' }],
    [500, 'unavailable', {}],
    [503, 'unavailable', {}],
    [529, 'unavailable', {}],
    [408, 'timeout', {}],
  ] as const)('takes status %i for %s %o', async (status, kind, more) => {
    double.script('bookshop', [fails(status, more)]);
    const error = await failure(provider(id).stream(request()));
    expect(error).toMatchObject({ name: 'ModelError', kind, status, usage: undefined });
    expect(error.message.startsWith(`${id} `)).toBe(true);
    // Its own retries are off: the chain decides.
    expect(double.calls()).toHaveLength(1);
  });

  it.each([
    ['7', 7000],
    ['0.25', 250],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads Retry-After %s', async (retryAfter, milliseconds) => {
    double.script('bookshop', [fails(429, retryAfter === undefined ? {} : { retryAfter })]);
    expect((await failure(provider(id).stream(request()))).retryAfterMs).toBe(milliseconds);
  });

  it('reads a Retry-After that is a date', async () => {
    double.script('bookshop', [fails(429, { retryAfter: new Date(Date.now() + 60_000).toUTCString() })]);
    const { retryAfterMs = 0 } = await failure(provider(id).stream(request()));
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it.each(['token', 'event', 'end'] as const)('notices a stream that is cut (%s)', async (how) => {
    double.script('bookshop', [breaksOff('<<<<<<< SEARCH a.ts\nconst a = 1;\n=======', 'SEARCH a.ts\n', how)]);
    const error = await failure(provider(id).stream(request()));
    expect(error.kind).toBe('cut');
  });

  it('takes an error inside a stream for what it is', async () => {
    double.script('bookshop', [breaksOff('Here it comes', 'Here', 'error')]);
    expect((await failure(provider(id).stream(request()))).kind).toBe('unavailable');
  });

  it('refuses the call of a tool that does not exist', async () => {
    double.script('bookshop', [callsTool('delete_database', { sure: true })]);
    const error = await failure(provider(id).stream(request()));
    expect(error.kind).toBe('invalid_answer');
    expect(error.message).toContain('"delete_database"');
  });

  it('ends at once when it is stopped: before the first word, and between two', async () => {
    double.script('bookshop', [saysNothing, breaksOff('One two three', 'One', 'silence')]);
    for (const waitFor of ['call', 'text'] as const) {
      const controller = new AbortController();
      const reason = new Error('enough');
      const reading = (async () => {
        for await (const event of provider(id).stream(request({ signal: controller.signal }))) {
          if (event.kind === 'text' && waitFor === 'text') controller.abort(reason);
        }
      })();
      reading.catch(() => {});
      if (waitFor === 'call') {
        await expect.poll(() => double.calls().length).toBe(1);
        controller.abort(reason);
      }
      await expect(reading).rejects.toBe(reason);
      await expect.poll(() => double.calls().at(-1)?.ended).toBe('left');
    }
  });

  it('says that nobody is there', async () => {
    const nowhere = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' };
    expect((await failure(provider(id, nowhere).stream(request()))).kind).toBe('unavailable');
  });

  it('keeps keys out of its errors, also where the endpoint quotes them', async () => {
    const key = 'a-key-of-no-known-shape-0123456789';
    const env = { OPENAI_API_KEY: key, ANTHROPIC_API_KEY: key };
    const quoted = `Incorrect API key provided: ${key}; sent "Authorization: Bearer ${key}"; like sk-proj-ab12****************yz89.`;
    double.script('bookshop', [fails(401, { message: quoted })]);
    const error = await failure(provider(id, env).stream(request()));
    const everything = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(error.message).toContain('Incorrect API key provided');
    expect(everything).not.toContain(key);
    expect(everything).not.toContain('yz89');
  });
});

it("does not write what was sent and received into the log, whatever the SDKs' own variables say", async () => {
  vi.stubEnv('OPENAI_LOG', 'debug');
  vi.stubEnv('ANTHROPIC_LOG', 'debug');
  const written = (['debug', 'log', 'info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  try {
    double.script(
      'bookshop',
      [says('Yes'), breaksOff('One two', 'One', 'token'), fails(401)].flatMap((it) => [it, it]),
    );
    for (let call = 0; call < 3; call++) {
      for (const id of PROTOCOLS) await collect(provider(id).stream(request())).catch(() => {});
    }
    expect(double.calls()).toHaveLength(6);
    expect(written.flatMap((spy) => spy.mock.calls)).toEqual([]);
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
});

describe('anthropic', () => {
  it('forces a tool where a model does not know schemas, and reads the answer from it', async () => {
    double.script('bookshop', (call) =>
      call.json === 'schema' ? fails(400, { message: 'output_config: unexpected field' }) : saysJson({ name: 'Shop' }),
    );
    const model = provider('anthropic/claude-haiku-4-5');
    expect((await collect(model.stream(request({ schema: SCHEMA })))).text).toBe('{"name":"Shop"}');
    expect(double.calls().map(({ json, tool }) => json ?? tool)).toEqual(['schema', 'tool']);
  });

  it('counts what a cut answer has cost', async () => {
    double.script('bookshop', [
      breaksOff('One two three', 'One', 'event', { usage: { input: 700, output: 3, cached: 500 } }),
    ]);
    const { usage } = await failure(provider('anthropic/claude-sonnet-5-5').stream(request()));
    expect(usage).toMatchObject({ inputTokens: 700, cachedTokens: 500, estimated: true });
  });
});

describe('endpoints that speak the OpenAI protocol', () => {
  it('are told the limit by its old name, and may keep no count', async () => {
    double.script('bookshop', [says('Yes', { usage: 'none' })]);
    const env = { VLLM_BASE_URL: `${double.url}/v1/` };
    const { end } = await collect(provider('vllm/qwen3-coder?context=65536&output=8000', env).stream(request()));
    expect(end).toEqual({ kind: 'end', stop: 'done', usage: undefined });
    expect(double.calls()[0]).toMatchObject({ model: 'qwen3-coder', maxTokens: 1000 });
  });
});
