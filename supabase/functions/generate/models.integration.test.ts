/** A person builds with a model: through the gateway of a stack whose provider is a double. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack } from '../../../scripts/local/stack.ts';
import { freePort } from '../../../scripts/test/free-port.ts';
import { fails, says, saysJson } from '../../../scripts/test/models/answers.ts';
import { type ModelDouble, startModelDouble } from '../../../scripts/test/models/model-double.ts';
import { generationEvent } from '../../../shared/contracts/generation-events.ts';
import { planApp } from '../../../shared/generator/plan.ts';
import { newPerson, type Person, parseStream } from '../_shared/test-person.ts';
import { BROKEN, HOME, headingBlock, NEW_HEADING } from './model-jobs.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'trellis-models-'));
let double: ModelDouble;
let stack: Awaited<ReturnType<typeof startStack>>;
let person: Person;

beforeAll(async () => {
  double = await startModelDouble();
  // The stack hands on to its functions what it finds in the environment.
  Object.assign(process.env, double.environment);
  stack = await startStack({ directory, port: await freePort(), databasePort: await freePort(), web: false });
  person = await newPerson(stack);
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await double?.stop();
  for (const name of Object.keys(double?.environment ?? {})) delete process.env[name];
  rmSync(directory, { recursive: true, force: true });
});

/** Alone: a request holds the earlier ones as well, and would be taken for one of them. */
function answer(prompt: string, answers: Parameters<ModelDouble['script']>[1]): void {
  double.reset();
  double.script(prompt, answers);
}

/** Starts a job and follows it to its end. */
async function generate(body: Record<string, unknown>) {
  const started = await person.call('POST', '/generate', { body });
  expect(started.status, await started.clone().text()).toBe(202);
  const { jobId, projectId } = (await started.json()) as { jobId: string; projectId: string };
  const events = parseStream(await (await person.call('GET', `/generate/${jobId}/events`)).text());
  for (const { event, data } of events) generationEvent.parse({ kind: event, payload: data });
  return { jobId, projectId, events, last: events.at(-1) };
}

async function diff(a: unknown, b: unknown) {
  const { data, error } = await person.client.rpc('diff_versions', { a, b });
  if (error) throw error;
  return (data as { path: string; change: string; b_content: string }[]).map(({ path, change, b_content }) => ({
    path,
    change,
    content: b_content,
  }));
}

const usage = async () => {
  const { data: profile } = await person.client.from('organizations').select('id').single();
  const { data } = await person.client.rpc('check_quota', { org_id: profile?.id, metric: 'generation' });
  return (data as { used: number }).used;
};

describe('building with a model', () => {
  let projectId: string;
  let made: Awaited<ReturnType<typeof generate>>;
  const versions = (events: Awaited<ReturnType<typeof generate>>['events']) =>
    events.filter(({ event }) => event === 'version').map(({ data }) => data.versionId);

  it('says which models there are', async () => {
    const response = await person.call('GET', '/generate/models');
    const { models } = (await response.json()) as { models: { id: string }[] };
    expect(models.map(({ id }) => id)).toEqual(['openai/gpt-6.2-sol', 'anthropic/claude-sonnet-5-5', 'builtin']);
  });

  it('makes a first draft from the model’s plan, and the refined version on top of it', async () => {
    const prompt = 'A shelf for the books I own';
    answer(prompt, [
      saysJson({ ...planApp('A list of books'), name: 'Shelf' }),
      says(`The heading says whose it is.\n\n${NEW_HEADING}`),
    ]);
    made = await generate({ prompt });
    projectId = made.projectId;
    expect(made.last?.event, JSON.stringify(made.last)).toBe('completed');
    const [draft, refined] = versions(made.events);
    expect(made.last?.data).toEqual({ versionId: refined });
    expect(await diff(draft, refined)).toEqual([
      { path: HOME, change: 'modified', content: expect.stringContaining('heading="My shelf"') },
    ]);
    expect(await usage()).toBe(1);
  });

  it('changes it, repairs what the checks find, and tells what it cost', async () => {
    const prompt = 'Rename the heading to Our shelf';
    answer(prompt, [
      fails(500),
      says(`${headingBlock('My shelf', 'Our shelf')}\n${BROKEN}`),
      says('That name is gone.\n\n<<<<<<< DELETE src/lib/broken.ts\n>>>>>>> DELETE\n'),
    ]);
    const before = made.last?.data.versionId;
    const changed = await generate({ prompt, projectId, mode: 'modify' });
    expect(changed.last?.event, JSON.stringify(changed.last)).toBe('completed');
    const [after] = versions(changed.events);
    const paths = await diff(before, after);
    expect(paths.map(({ path }) => path)).toEqual([HOME]);
    expect(changed.events.filter(({ event }) => event === 'check').map(({ data }) => data.passed)).toEqual([
      false,
      true,
    ]);
    expect(changed.events.filter(({ event }) => event === 'patch')).toHaveLength(3);
    // The repair is not charged: one for the app, one for the change.
    expect(await usage()).toBe(2);
    const { data: calls } = await person.client.from('ai_usage').select('outcome, purpose').eq('job_id', changed.jobId);
    expect(calls).toEqual([
      { outcome: 'unavailable', purpose: 'edit' },
      { outcome: 'done', purpose: 'edit' },
      { outcome: 'done', purpose: 'repair' },
    ]);
  });

  it('fixes an error for free', async () => {
    const prompt = 'Fix this error, please';
    answer(prompt, [says(headingBlock('Our shelf', 'All our books'))]);
    const error = { message: 'x is not a function', file: HOME, line: 7 };
    const fixed = await generate({ prompt, projectId, mode: 'fix', error });
    expect(fixed.last?.event, JSON.stringify(fixed.last)).toBe('completed');
    expect(await usage()).toBe(2);
  });

  it('only plans, and builds the plan as it was edited', async () => {
    const prompt = 'Think about a shelf for records';
    answer(prompt, [saysJson({ ...planApp('A list of records'), name: 'Records' }), says('All is there.')]);
    const planned = await generate({ prompt, mode: 'plan' });
    expect(planned.last).toMatchObject({ event: 'completed', data: {} });
    const spec = planned.events.find(({ event }) => event === 'plan')?.data.spec as Record<string, unknown>;
    expect(spec).toMatchObject({ name: 'Records' });
    const built = await generate({ prompt, projectId: planned.projectId, spec: { ...spec, name: 'My records' } });
    expect(built.last?.event, JSON.stringify(built.last)).toBe('completed');
    expect(built.events.find(({ event }) => event === 'plan')?.data.name).toBe('My records');
  });

  it('stops at once when it is told to, and keeps what stands', async () => {
    const prompt = 'Rename the heading slowly';
    const block = headingBlock('All our books', 'Kept');
    answer(prompt, [says(`${block}\n${'and so on '.repeat(20_000)}`, { pauseMs: 20, chunk: 60 })]);
    const started = await person.call('POST', '/generate', { body: { prompt, projectId, mode: 'modify' } });
    const { jobId } = (await started.json()) as { jobId: string };
    const log = async () => {
      const { data } = await person.client.from('generation_events').select('kind').eq('job_id', jobId);
      return (data ?? []).map(({ kind }) => kind);
    };
    while (!(await log()).includes('patch')) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await person.call('POST', `/generate/${jobId}/cancel`, { body: { keep: true } })).status).toBe(200);
    const events = parseStream(await (await person.call('GET', `/generate/${jobId}/events`)).text());
    expect(events.at(-1)?.event, JSON.stringify(events.at(-1))).toBe('completed');
    expect(double.calls(prompt)).toMatchObject([{ ended: 'left' }]);
  });
});
