import { beforeAll, describe, expect, it } from 'vitest';
import { PROMPT_MAX } from '../../../shared/contracts/generate.ts';
import { ApiError } from '../../../shared/errors.ts';
import { type FakeDatabase, fakeDatabase } from '../_shared/fake-database.ts';
import { serve } from '../_shared/serve.ts';
import { createTestProject, SECRET_KEY, type TestProject } from '../_shared/test-project.ts';
import { generateRoutes } from './handler.ts';

const JOB = '33333333-3333-4333-8333-333333333333';
const PROJECT = '44444444-4444-4444-8444-444444444444';

let project: TestProject;
let token: string;

beforeAll(async () => {
  project = await createTestProject();
  token = await project.token();
});

/** The function over a database that knows one job of the caller. */
function generate(contents: Parameters<typeof fakeDatabase>[0] = {}) {
  const database: FakeDatabase = fakeDatabase({
    ...contents,
    functions: {
      enqueue_generation: () => ({ job_id: JOB, project_id: PROJECT, replayed: false }),
      cancel_generation: () => 'canceled',
      requeue_generation: () => 'queued',
      model_providers: () => [],
      ...contents.functions,
    },
  });
  const background: (() => Promise<unknown>)[] = [];
  const handler = serve({
    environment: project.environment,
    log: () => {},
    routes: generateRoutes({
      callerDatabase: () => database,
      work: async () => 2,
      models: async (owned) => [
        ...owned.map(({ provider }) => ({ id: `${provider}/big`, label: 'Big', sees: true })),
        { id: 'builtin', label: 'Built-in', sees: false },
      ],
      inBackground: (task) => background.push(task),
      stream: { pollMs: { active: 1, idle: 2 } },
    }),
  });
  const send = (method: string, path: string, init: { body?: unknown; headers?: Record<string, string> } = {}) =>
    handler(
      new Request(`http://edge.test/generate${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      }),
    );
  return { send, database, background };
}

describe('starting', () => {
  it('answers 202 at once with where to follow, and does the work afterwards', async () => {
    const { send, database, background } = generate();
    const response = await send('POST', '/', {
      body: { prompt: 'A reading list' },
      headers: { 'idempotency-key': 'k1' },
    });
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/functions/v1/generate/${JOB}/events`);
    expect(await response.json()).toEqual({ jobId: JOB, projectId: PROJECT });
    expect(database.calls).toEqual([
      {
        name: 'enqueue_generation',
        args: {
          prompt: 'A reading list',
          project_id: null,
          org_id: null,
          mode: 'new_app',
          idempotency_key: 'k1',
          input: {},
        },
      },
    ]);
    expect(background).toHaveLength(1);
  });

  const accepted = {
    'in another language': 'Ein Trainingstagebuch für unseren Verein: Übungen, Sätze, Gewicht 🏋️',
    'in Japanese': '読書リストを作りたい',
    'as long as allowed': 'a'.repeat(PROMPT_MAX),
    'with markup in it': '<script>alert(1)</script> a page about <b>cats</b>',
    'on several lines': 'A list\n\tof things\r\n',
  };
  it.each(Object.entries(accepted))('takes a prompt %s as it is', async (_, prompt) => {
    const { send, database } = generate();
    expect((await send('POST', '/', { body: { prompt } })).status).toBe(202);
    expect(database.calls[0]?.args.prompt).toBe(prompt);
  });

  const refused = {
    'an empty prompt': { prompt: '' },
    'a prompt of spaces': { prompt: ' \n\t ' },
    'a prompt without a letter or digit': { prompt: '<>!?' },
    'a prompt that is too long': { prompt: 'a'.repeat(PROMPT_MAX + 1) },
    'a binary prompt': { prompt: 'PNG\u0000\u0001\u001a' },
    'bytes that were not UTF-8': { prompt: 'caf\ufffd' },
    'half a character': { prompt: 'app \ud83d' },
    'no prompt': {},
    'a prompt that is not text': { prompt: 7 },
    'a project that cannot be one': { prompt: 'A list', projectId: 'mine' },
    'an unknown field': { prompt: 'A list', colour: 'navy' },
  };
  it.each(Object.entries(refused))('refuses %s with 422, naming the field, and writes nothing', async (_, body) => {
    const { send, database, background } = generate();
    const response = await send('POST', '/', { body });
    expect(response.status).toBe(422);
    const { error } = await response.json();
    expect(error.code).toBe('invalid_input');
    expect(['prompt', 'projectId', 'colour']).toContain(error.details.fields[0].field);
    expect(database.calls).toEqual([]);
    expect(background).toEqual([]);
  });

  it.each(['', 'x'.repeat(201), 'with space', 'ümlaut'])('refuses the key "%s"', async (key) => {
    const { send, database } = generate();
    const response = await send('POST', '/', { body: { prompt: 'A list' }, headers: { 'idempotency-key': key } });
    expect(response.status).toBe(422);
    expect((await response.json()).error.details.fields[0].field).toBe('Idempotency-Key');
    expect(database.calls).toEqual([]);
  });

  it('passes on what the database refuses', async () => {
    const { send, background } = generate({
      functions: {
        enqueue_generation: () => {
          throw new ApiError(429, 'quota_exceeded', 'None left today.', { details: { remaining: 0 } });
        },
      },
    });
    const response = await send('POST', '/', { body: { prompt: 'A list' } });
    expect(response.status).toBe(429);
    expect((await response.json()).error).toMatchObject({ code: 'quota_exceeded', details: { remaining: 0 } });
    expect(background).toEqual([]);
  });
});

describe('changing a project', () => {
  const ORG = '55555555-5555-4555-8555-555555555555';
  const rows = { projects: [{ id: PROJECT, org_id: ORG }] };
  const change = { prompt: 'Make it blue', mode: 'modify', projectId: PROJECT };

  it('hands on what it is about', async () => {
    const { send, database } = generate({
      rows,
      functions: { model_providers: () => [{ provider: 'openai', model: null }] },
    });
    const input = { model: 'openai/big', target: { file: 'src/app.tsx', line: 3 } };
    expect((await send('POST', '/', { body: { ...change, ...input } })).status).toBe(202);
    expect(database.calls.at(-1)).toMatchObject({
      name: 'enqueue_generation',
      args: { mode: 'modify', project_id: PROJECT, input },
    });
  });

  it.each([
    ['no model is set up', {}, {}],
    [
      'the built-in planner was chosen',
      { model: 'builtin' },
      { model_providers: () => [{ provider: 'openai', model: null }] },
    ],
  ])('is refused in plain words where %s', async (_, body, functions) => {
    const { send, background } = generate({ rows, functions });
    const response = await send('POST', '/', { body: { ...change, ...body } });
    expect(response.status).toBe(422);
    expect((await response.json()).error).toMatchObject({
      code: 'model_required',
      message: expect.stringContaining('model'),
    });
    expect(background).toEqual([]);
  });

  it.each([
    ['without a project', { prompt: 'x', mode: 'modify' }, 'projectId'],
    ['with a plan', { ...change, spec: {} }, 'spec'],
    ['as a fix without an error', { ...change, mode: 'fix' }, 'error'],
    ['with four images', { ...change, images: Array(4).fill({ mediaType: 'image/png', data: 'AAAA' }) }, 'images'],
    ['with an image that is none', { ...change, images: [{ mediaType: 'image/png', data: '<svg>' }] }, 'images'],
    ['with a model of no provider', { ...change, model: 'gpt' }, 'model'],
  ])('is refused %s', async (_, body, field) => {
    const { send } = generate({ rows });
    const response = await send('POST', '/', { body });
    expect(response.status).toBe(422);
    expect(JSON.stringify((await response.json()).error.details.fields)).toContain(field);
  });

  it('does not tell whether a project of others exists', async () => {
    const { send } = generate({ rows: { projects: [] } });
    expect((await send('POST', '/', { body: change })).status).toBe(404);
  });

  it('has the models that the organization brought keys for', async () => {
    const { send } = generate({
      functions: { model_providers: ({ org_id }) => (org_id === ORG ? [{ provider: 'xai', model: null }] : []) },
    });
    const ids = async (query: string) => {
      const { models } = (await (await send('GET', `/models${query}`)).json()) as { models: { id: string }[] };
      return models.map(({ id }) => id);
    };
    expect(await ids(`?orgId=${ORG}`)).toEqual(['xai/big', 'builtin']);
    expect(await ids('')).toEqual(['builtin']);
  });
});

describe('following', () => {
  const event = (seq: number, kind: string) => ({
    job_id: JOB,
    seq,
    kind,
    payload: {},
    created_at: '2026-11-20T10:00:00Z',
  });
  const finished = {
    generation_jobs: [{ id: JOB, status: 'completed' }],
    generation_events: [event(1, 'queued'), event(2, 'completed')],
  };

  it('streams the log from its start', async () => {
    const response = await generate({ rows: finished }).send('GET', `/${JOB}/events`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect((await response.text()).match(/^event: .*$/gm)).toEqual(['event: queued', 'event: completed']);
  });

  it('resumes after the Last-Event-ID header, or the parameter', async () => {
    const { send } = generate({ rows: finished });
    for (const response of [
      await send('GET', `/${JOB}/events`, { headers: { 'last-event-id': '1' } }),
      await send('GET', `/${JOB}/events?lastEventId=1`),
    ]) {
      expect((await response.text()).match(/^id: .*$/gm)).toEqual(['id: 2']);
    }
  });

  it('tells a client that has everything not to come back', async () => {
    const response = await generate({ rows: finished }).send('GET', `/${JOB}/events`, {
      headers: { 'last-event-id': '2' },
    });
    expect(response.status).toBe(204);
  });

  it('answers 404 for a job that the caller does not see', async () => {
    const response = await generate({ rows: finished }).send('GET', `/${PROJECT}/events`);
    expect(response.status).toBe(404);
    expect((await response.json()).error.code).toBe('not_found');
  });

  it('refuses a Last-Event-ID that is not a number', async () => {
    const { send } = generate({ rows: finished });
    expect((await send('GET', `/${JOB}/events`, { headers: { 'last-event-id': '-1' } })).status).toBe(422);
    expect((await send('GET', `/${JOB}/events?lastEventId=x`)).status).toBe(422);
  });
});

describe('canceling and working', () => {
  it('answers with the status after the call', async () => {
    const { send, database } = generate();
    const response = await send('POST', `/${JOB}/cancel`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'canceled' });
    expect(database.calls).toEqual([{ name: 'cancel_generation', args: { job_id: JOB, keep: false } }]);
  });

  it('keeps what stands where that is asked for', async () => {
    const { send, database } = generate();
    expect((await send('POST', `/${JOB}/cancel`, { body: { keep: true } })).status).toBe(200);
    expect(database.calls).toEqual([{ name: 'cancel_generation', args: { job_id: JOB, keep: true } }]);
  });

  it('runs a failed job again, at once', async () => {
    const { send, background } = generate();
    const response = await send('POST', `/${JOB}/requeue`);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ status: 'queued' });
    expect(background).toHaveLength(1);
  });

  it('works for the server alone', async () => {
    const { send } = generate();
    const response = await send('POST', '/work', { headers: { apikey: SECRET_KEY } });
    expect(await response.json()).toEqual({ processed: 2 });
    expect((await send('POST', '/work')).status).toBe(401);
  });
});
