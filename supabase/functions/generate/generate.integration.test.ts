import { generateKeyPair, SignJWT } from 'jose';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStack, type StackState } from '../../../scripts/test/stack.ts';
import { generationEvent } from '../../../shared/contracts/generation-events.ts';
import { callFunction, errorOf, newPerson, type Person, parseStream } from '../_shared/test-person.ts';

const PROMPT = 'A reading list where each member records books, with a rating. White background, navy components';
const NOBODY = '00000000-0000-4000-8000-000000000000';

let stack: StackState;
let sql: postgres.Sql;

beforeAll(() => {
  stack = readStack();
  sql = postgres(stack.databaseUrl, { max: 2 });
});
afterAll(() => sql?.end());

/** What a person has: nothing of it may change when a request is refused. */
async function belongings(person: Person) {
  const [row] = await sql`
    select
      (select count(*)::int from public.generation_jobs where created_by = ${person.id}) as jobs,
      (select count(*)::int from public.projects where created_by = ${person.id}) as projects,
      (select count(*)::int from public.usage_reservations r join public.organizations o on o.id = r.org_id
        where o.personal_owner_id = ${person.id}) as reservations`;
  const { data } = await person.client.rpc('check_quota', { org_id: await orgOf(person), metric: 'generation' });
  return { ...row, used: data.used, remaining: data.remaining };
}

async function orgOf(person: Person): Promise<string> {
  const [org] = await sql`select id from public.organizations where personal_owner_id = ${person.id}`;
  return org?.id;
}

describe('from a prompt to a version', () => {
  let person: Person;
  let made: Awaited<ReturnType<Person['generate']>>;

  beforeAll(async () => {
    person = await newPerson(stack);
    made = await person.generate(PROMPT);
  });

  it('tells the whole story, numbered without gaps, in the contract’s words', () => {
    const kinds = made.events.map(({ event }) => event);
    expect(made.events.map(({ id }) => id)).toEqual(made.events.map((_, at) => at + 1));
    expect(kinds.slice(0, 2)).toEqual(['queued', 'started']);
    expect(kinds.at(-1)).toBe('completed');
    for (const kind of ['plan', 'file', 'check', 'version']) expect(kinds).toContain(kind);
    for (const { event, data } of made.events) generationEvent.parse({ kind: event, payload: data });
    expect(made.events.find(({ event }) => event === 'check')?.data).toMatchObject({ passed: true });
  });

  it('leaves a project that is ready, named by its plan, with the files that were told of', async () => {
    const { data: project } = await person.client.from('projects').select('*').eq('id', made.projectId).single();
    const version = made.events.find(({ event }) => event === 'version')?.data;
    expect(project).toMatchObject({ status: 'ready', head_version_id: version?.versionId });
    expect(project.name).toBe(made.events.find(({ event }) => event === 'plan')?.data.name);
    const { data: files } = await person.client.rpc('read_version', { version_id: version?.versionId });
    const told = made.events.filter(({ event }) => event === 'file').map(({ data }) => data);
    const stored = files.map(({ path, size }: { path: string; size: number }) => ({ path, size }));
    expect(new Set(stored.map(({ path, size }: { path: string; size: number }) => `${path} ${size}`))).toEqual(
      new Set(told.map(({ path, size }) => `${path} ${size}`)),
    );
  });

  it('is charged once', async () => {
    expect(await belongings(person)).toMatchObject({ jobs: 1, projects: 1, used: 1, remaining: 4 });
  });

  it('can be read on from any event, and says when nothing follows', async () => {
    const resumed = await person.call('GET', `/generate/${made.jobId}/events`, { headers: { 'last-event-id': '3' } });
    expect(parseStream(await resumed.text())).toEqual(made.events.slice(3));
    const last = String(made.events.length);
    const ended = await person.call('GET', `/generate/${made.jobId}/events?lastEventId=${last}`);
    expect(ended.status).toBe(204);
  });

  it('does not exist for another tenant', async () => {
    const stranger = await newPerson(stack);
    for (const [method, path] of [
      ['GET', `/generate/${made.jobId}/events`],
      ['POST', `/generate/${made.jobId}/cancel`],
      ['GET', `/generate/${NOBODY}/events`],
      ['POST', `/generate/${NOBODY}/cancel`],
    ] as const) {
      expect(await errorOf(await stranger.call(method, path))).toMatchObject({ status: 404, code: 'not_found' });
    }
    const before = await belongings(stranger);
    const intruding = await stranger.call('POST', '/generate', { body: { prompt: PROMPT, projectId: made.projectId } });
    expect(await errorOf(intruding)).toMatchObject({ status: 404, code: 'not_found' });
    const foreignOrg = await stranger.call('POST', '/generate', {
      body: { prompt: PROMPT, orgId: await orgOf(person) },
    });
    expect(await errorOf(foreignOrg)).toMatchObject({ status: 404 });
    expect(await belongings(stranger)).toEqual(before);
  });

  it('can be given other colours, and says that other changes take a model', async () => {
    const design = { prompt: 'Dark green components', mode: 'design', projectId: made.projectId };
    const started = await person.call('POST', '/generate', { body: design });
    const { jobId } = (await started.json()) as { jobId: string };
    const events = parseStream(await (await person.call('GET', `/generate/${jobId}/events`)).text());
    const before = made.events.find(({ event }) => event === 'version')?.data.versionId;
    const after = events.find(({ event }) => event === 'version')?.data.versionId;
    const { data: changed } = await person.client.rpc('diff_versions', { a: before, b: after });
    expect(changed.map(({ path }: { path: string }) => path)).toEqual(['src/index.css']);
    const modify = await person.call('POST', '/generate', { body: { ...design, mode: 'modify' } });
    expect(await errorOf(modify)).toMatchObject({ status: 422, code: 'model_required' });
  });

  it('keeps its outcome when it is canceled afterwards', async () => {
    const response = await person.call('POST', `/generate/${made.jobId}/cancel`);
    expect(await response.json()).toEqual({ status: 'completed' });
  });
});

describe('the same request again', () => {
  it('with the same key is the same job, charged once', async () => {
    const person = await newPerson(stack);
    const send = (prompt: string) =>
      person.call('POST', '/generate', {
        body: { prompt },
        headers: { 'idempotency-key': 'first-try' },
      });
    const [first, second] = await Promise.all([send(PROMPT), send(PROMPT)]);
    expect(await second.json()).toEqual(await first.json());
    expect(await errorOf(await send('Another app entirely'))).toMatchObject({
      status: 409,
      code: 'idempotency_mismatch',
    });
    expect(await belongings(person)).toMatchObject({ jobs: 1, projects: 1, reservations: 1 });
  });
});

describe('a client that goes away in the middle', () => {
  it('reads on where it stopped and misses nothing', async () => {
    const person = await newPerson(stack);
    const held = await sql.reserve();
    let jobId = '';
    let seen = '';
    try {
      await held`begin`;
      await held`lock table private.job_steps in exclusive mode`;
      ({ jobId } = await (await person.call('POST', '/generate', { body: { prompt: PROMPT } })).json());
      const stream = await person.call('GET', `/generate/${jobId}/events`);
      const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
      const decoder = new TextDecoder();
      while (!seen.includes('event: started')) seen += decoder.decode((await reader.read()).value, { stream: true });
      await reader.cancel();
    } finally {
      await held`commit`;
      held.release();
    }
    const before = parseStream(seen);
    const resumed = await person.call('GET', `/generate/${jobId}/events`, {
      headers: { 'last-event-id': String(before.at(-1)?.id) },
    });
    const after = parseStream(await resumed.text());
    expect(after.at(-1)?.event).toBe('completed');
    const whole = await person.call('GET', `/generate/${jobId}/events`);
    expect([...before, ...after]).toEqual(parseStream(await whole.text()));
  });
});

describe('a job that is canceled', () => {
  it('ends, charges nothing and leaves no version', async () => {
    const person = await newPerson(stack);
    // Held back, so that it is canceled before it is done.
    const held = await sql.reserve();
    try {
      await held`begin`;
      await held`lock table private.job_steps in exclusive mode`;
      const started = await person.call('POST', '/generate', { body: { prompt: PROMPT } });
      const { jobId, projectId } = await started.json();
      const follow = person.call('GET', `/generate/${jobId}/events`);
      await held`select pg_sleep(0.3)`;
      const cancel = person.call('POST', `/generate/${jobId}/cancel`);
      await held`select pg_sleep(0.1)`;
      await held`commit`;
      expect(['canceled', 'completed']).toContain((await (await cancel).json()).status);
      const events = parseStream(await (await follow).text());
      const { data: job } = await person.client.from('generation_jobs').select('status').eq('id', jobId).single();
      expect(events.at(-1)?.event).toBe(job?.status);
      if (job?.status === 'canceled') {
        expect(await belongings(person)).toMatchObject({ used: 0, remaining: 5 });
        const { data: versions } = await person.client
          .from('project_versions')
          .select('id')
          .eq('project_id', projectId);
        expect(versions).toEqual([]);
      }
    } finally {
      held.release();
    }
  });
});

describe('bad input', () => {
  let person: Person;
  let before: unknown;

  beforeAll(async () => {
    person = await newPerson(stack);
    before = await belongings(person);
  });

  const refused: Record<string, [unknown, number, string]> = {
    'an empty prompt': [{ prompt: '' }, 422, 'invalid_input'],
    'a prompt of spaces': [{ prompt: ' \n ' }, 422, 'invalid_input'],
    'a prompt of 10,001 characters': [{ prompt: 'a'.repeat(10_001) }, 422, 'invalid_input'],
    'a binary prompt': [{ prompt: 'PNG\u0000\u0001' }, 422, 'invalid_input'],
    'an unknown field': [{ prompt: PROMPT, colour: 'navy' }, 422, 'invalid_input'],
    'a project that does not exist': [{ prompt: PROMPT, projectId: NOBODY }, 404, 'not_found'],
    'a body that is not JSON': ['{"prompt":', 400, 'malformed_json'],
    'a body that is too large': [{ prompt: 'a'.repeat(5_000_000) }, 413, 'body_too_large'],
  };
  it.each(Object.entries(refused))('%s is refused; nothing is written or charged', async (_, [body, status, code]) => {
    const response = await person.call('POST', '/generate', { body });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await errorOf(response)).toMatchObject({ status, code });
    expect(await belongings(person)).toEqual(before);
  });

  it('a key that cannot be one is refused', async () => {
    const response = await person.call('POST', '/generate', {
      body: { prompt: PROMPT },
      headers: { 'idempotency-key': 'k'.repeat(201) },
    });
    expect(await errorOf(response)).toMatchObject({ status: 422, details: { fields: [{ field: 'Idempotency-Key' }] } });
    expect(await belongings(person)).toEqual(before);
  });

  it('a missing, malformed, expired or foreign token is refused on every route', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const { kid } = JSON.parse(atob(person.token.split('.')[0] ?? ''));
    const claims = JSON.parse(Buffer.from(person.token.split('.')[1] ?? '', 'base64url').toString());
    const sign = (changed: Record<string, unknown>) =>
      new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
    const tokens = [
      null,
      'nonsense',
      `${person.token.slice(0, -4)}AAAA`,
      await sign({}),
      await sign({ exp: Math.floor(Date.now() / 1000) - 10 }),
      stack.secretKey,
    ];
    for (const token of tokens) {
      for (const [method, path] of [
        ['POST', '/generate'],
        ['GET', `/generate/${NOBODY}/events`],
        ['POST', `/generate/${NOBODY}/cancel`],
        ['POST', '/versions'],
        ['GET', `/export/zip?version=${NOBODY}`],
      ] as const) {
        const options = method === 'POST' ? { body: { prompt: PROMPT } } : {};
        const response = await callFunction(stack, token, method, path, options);
        expect(response.headers.get('access-control-allow-origin')).toBe('*');
        expect(await errorOf(response), `${token} ${path}`).toMatchObject({ status: 401, code: 'unauthenticated' });
      }
    }
    expect(await belongings(person)).toEqual(before);
  });

  it('the worker’s route is closed to people', async () => {
    expect((await person.call('POST', '/generate/work')).status).toBe(401);
  });
});

describe('unusual prompts', () => {
  it.each([
    'Ein Trainingstagebuch: Übungen, Sätze, Gewicht 🏋️',
    '<script>alert(1)</script> a page about <b>cats</b>; drop table users;--',
  ])('%s ends in a version', async (prompt) => {
    const person = await newPerson(stack);
    const { events } = await person.generate(prompt);
    expect(events.at(-1)).toMatchObject({ event: 'completed' });
  });
});

describe('over the quota', () => {
  it('is 429 with what is left and when it resets, and writes nothing', async () => {
    const person = await newPerson(stack);
    for (let count = 0; count < 5; count += 1) {
      expect((await person.call('POST', '/generate', { body: { prompt: PROMPT } })).status).toBe(202);
    }
    const before = await belongings(person);
    const response = await person.call('POST', '/generate', { body: { prompt: PROMPT } });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    const error = await errorOf(response);
    expect(error).toMatchObject({
      status: 429,
      code: 'quota_exceeded',
      details: { metric: 'generation', limit: 5, remaining: 0 },
    });
    const { resets_at: resetsAt } = error.details as { resets_at: string };
    expect(Date.parse(resetsAt)).toBeGreaterThan(Date.now());
    expect(await belongings(person)).toMatchObject({ jobs: 5, projects: 5, reservations: 5 });
    expect(before).toMatchObject({ jobs: 5, projects: 5, reservations: 5 });
  });
});
