import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../shared/errors.ts';
import { type AppSpec, appSpec } from '../../../shared/generator/app-spec.ts';
import type { VerifyReport } from '../../../shared/verify/finding.ts';
import { FakeQueueDatabase, ProcessDied } from './fake-job-queue.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRun } from './job-run.ts';
import { type Generator, runJob } from './steps.ts';
import { work } from './worker.ts';

const PASSED: VerifyReport = {
  kind: 'static',
  passed: true,
  findings: [],
  looked: { files: 2, tables: 1, policies: 4 },
};

function planOf(prompt: string): AppSpec {
  return appSpec.parse({
    name: prompt,
    tagline: 'What to read next.',
    theme: { background: '#ffffff', component: '#1f2a44' },
    auth: true,
    entities: [
      {
        name: 'book',
        table: 'books',
        label: 'Book',
        labelPlural: 'Books',
        description: 'A book to read.',
        access: 'private',
        fields: [{ name: 'title', label: 'Title', type: 'text' }],
        titleField: 'title',
      },
    ],
    pages: [
      {
        path: '/',
        title: 'Home',
        nav: true,
        audience: 'everyone',
        sections: [{ kind: 'text', heading: 'Hi', paragraphs: ['Hello.'] }],
      },
    ],
    notes: ['Covers cannot be fetched.'],
  });
}

/** A generator that counts its work. */
function generator(overrides: Partial<Generator> = {}) {
  const runs = { plan: 0, compile: 0, verify: 0 };
  const made: Generator = {
    async plan(prompt) {
      runs.plan += 1;
      return overrides.plan ? overrides.plan(prompt) : planOf(prompt);
    },
    async compile(spec) {
      runs.compile += 1;
      return overrides.compile
        ? overrides.compile(spec)
        : { 'README.md': `# ${spec.name}\n`, 'src/ä.ts': 'export {};\n' };
    },
    restyle: async () => null,
    async verify(tree) {
      runs.verify += 1;
      return overrides.verify ? overrides.verify(tree) : PASSED;
    },
  };
  return { made, runs };
}

/** As it is without a model. */
function builtIn(made: Generator, queue: JobQueue) {
  return (run: JobRun) => runJob(run, { generator: made, queue, models: async () => null });
}

function run(queue: JobQueue, made: Generator, options: { log?: (line: string) => void } = {}) {
  return work({ queue, runJob: builtIn(made, queue), log: () => {}, ...options });
}

/** The log without what a later attempt rightly adds. */
function story(events: readonly { kind: string; payload: unknown }[]): string[] {
  return events
    .filter(({ kind }) => kind !== 'started')
    .map(({ kind, payload }) => {
      if (kind === 'step') return Object.values(payload as object).join(' ');
      return kind === 'file' ? `file ${(payload as { path: string }).path}` : kind;
    });
}

const WHOLE_STORY = [
  'queued',
  'plan started',
  'plan',
  'plan done',
  'scaffold started',
  'file README.md',
  'file src/ä.ts',
  'scaffold done',
  'verify started',
  'check',
  'verify done',
  'save started',
  'version',
  'save done',
  'completed',
];

describe('a job', () => {
  it('goes through its steps to one version and tells its story in order', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add({ prompt: 'Reading list' });
    expect(await run(database.connect(), generator().made)).toBe(1);
    expect(story(stored.events)).toEqual(WHOLE_STORY);
    expect(stored).toMatchObject({ status: 'completed', settled: 1, released: 0 });
    expect(database.versionOf(stored)?.changes).toEqual([
      { op: 'put', path: 'README.md', content: '# Reading list\n', encoding: 'utf-8' },
      { op: 'put', path: 'src/ä.ts', content: 'export {};\n', encoding: 'utf-8' },
    ]);
  });

  it('shows the plan in the person’s words, and sizes in bytes', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add({ prompt: 'Bücher' });
    await run(database.connect(), generator().made);
    expect(stored.events.find(({ kind }) => kind === 'plan')?.payload).toEqual({
      name: 'Bücher',
      summary: 'What to read next.',
      theme: { background: '#ffffff', component: '#1f2a44' },
      entities: [{ name: 'book', label: 'Book', fields: ['Title'], access: 'private' }],
      pages: [{ path: '/', title: 'Home' }],
      notes: ['Covers cannot be fetched.'],
    });
    expect(stored.events.find(({ kind }) => kind === 'file')?.payload).toEqual({ path: 'README.md', size: 10 });
  });

  it('in a project that has an app replaces it', async () => {
    const database = new FakeQueueDatabase();
    const baseVersionId = crypto.randomUUID();
    database.bases.set(baseVersionId, { tree: { 'README.md': '', 'src/old.ts': '' }, report: null, recent: [] });
    const stored = database.add({ baseVersionId });
    await run(database.connect(), generator().made);
    const changes = database.versionOf(stored)?.changes.map(({ op, path }) => `${op} ${path}`);
    expect(changes).toEqual(['delete src/old.ts', 'put README.md', 'put src/ä.ts']);
  });

  it('is followed by the next until none is due', async () => {
    const database = new FakeQueueDatabase();
    for (let count = 0; count < 3; count += 1) database.add();
    expect(await run(database.connect(), generator().made)).toBe(3);
    expect(database.jobs.every(({ status }) => status === 'completed')).toBe(true);
  });

  it('is left to others when this worker has had its share', async () => {
    const database = new FakeQueueDatabase();
    for (let count = 0; count < 8; count += 1) database.add();
    expect(await run(database.connect(), generator().made)).toBe(6);
    expect(database.jobs.filter(({ status }) => status === 'queued')).toHaveLength(2);
  });

  it('is not taken any more when the time slice is over', async () => {
    const database = new FakeQueueDatabase();
    database.add();
    database.add();
    let clock = 0;
    const { made } = generator();
    const queue = database.connect();
    const processed = await work({
      queue,
      runJob: builtIn(made, queue),
      now: () => {
        clock += 60_000;
        return clock;
      },
      sliceMs: 100_000,
    });
    expect(processed).toBe(1);
    expect(database.jobs.map(({ status }) => status)).toEqual(['completed', 'queued']);
  });
});

/** A whole run makes this many calls; the worker is killed at each of them. */
const CALLS = 8;

describe.each([
  { reached: false, when: 'before the call gets through' },
  { reached: true, when: 'after it did' },
])('a worker that dies $when', ({ reached }) => {
  it.each(Array.from({ length: CALLS }, (_, at) => at + 1))(
    'at call %i is replaced without a trace',
    async (atCall) => {
      const database = new FakeQueueDatabase();
      const stored = database.add();
      const { made, runs } = generator();
      await expect(run(database.connect({ atCall, reached }), made)).rejects.toThrow(ProcessDied);

      database.expireLeases();
      await run(database.connect(), made);

      // The start of the first step is in the log from the first attempt only.
      const expected = WHOLE_STORY.filter((line) => line !== 'plan started' || stored.events.some(isPlanStart));
      expect(story(stored.events)).toEqual(expected);
      expect(stored).toMatchObject({ status: 'completed', settled: 1, released: 0 });
      expect(database.versions.size).toBe(1);
      // Planned again only where the plan was lost with its worker: the third call stores it.
      expect(runs.plan).toBe(atCall === 3 && !reached ? 2 : 1);
    },
  );

  it('has made all its calls by then', async () => {
    const database = new FakeQueueDatabase();
    database.add();
    // One call more than a job needs: the claim that finds nothing.
    await expect(run(database.connect({ atCall: CALLS + 1, reached }), generator().made)).rejects.toThrow(ProcessDied);
    await expect(run(new FakeQueueDatabase().connect({ atCall: 2, reached }), generator().made)).resolves.toBe(0);
    expect(database.jobs[0]?.status).toBe('completed');
  });
});

function isPlanStart(event: { kind: string; payload: unknown }): boolean {
  return event.kind === 'step' && JSON.stringify(event.payload) === '{"step":"plan","state":"started"}';
}

describe('a job that fails', () => {
  const broken: VerifyReport = {
    ...PASSED,
    passed: false,
    findings: [
      {
        rule: 'unknown-name',
        severity: 'error',
        file: 'src/app.tsx',
        line: 3,
        message: '`Foo` is not defined.',
        fix: 'Import it.',
      },
    ],
  };

  it('says which check failed, saves nothing, charges nothing and is not tried again', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    await run(database.connect(), generator({ verify: async () => broken }).made);
    expect(stored).toMatchObject({ status: 'failed', settled: 0, released: 1, attempts: 1 });
    expect(database.versions.size).toBe(0);
    expect(stored.events.at(-1)).toMatchObject({ kind: 'failed', payload: { code: 'verification_failed' } });
    expect(JSON.stringify(stored.events.at(-1))).toContain('src/app.tsx, line 3: `Foo` is not defined.');
    expect(stored.events.find(({ kind }) => kind === 'check')?.payload).toMatchObject({ passed: false });
  });

  it('is tried again after a surprise, from the step it stopped at', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    const lines: string[] = [];
    let first = true;
    const { made, runs } = generator({
      verify: async () => {
        if (!first) return PASSED;
        first = false;
        throw new Error('out of memory');
      },
    });
    await run(database.connect(), made, { log: (line) => lines.push(line) });
    expect(stored).toMatchObject({ status: 'completed', settled: 1, attempts: 2 });
    expect(runs.plan).toBe(1);
    expect(stored.events.find(({ kind }) => kind === 'retry')?.payload).toMatchObject({
      reason: expect.not.stringContaining('out of memory'),
    });
    expect(lines.join()).toContain('out of memory');
  });

  it('is given up when the surprise stays', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    const { made } = generator({
      plan: async () => {
        throw new Error('always');
      },
    });
    await run(database.connect(), made);
    expect(stored).toMatchObject({ status: 'failed', attempts: 5, released: 1, settled: 0 });
    expect(stored.events.at(-1)?.payload).toMatchObject({ code: 'internal_error' });
  });

  it('is not tried again when the database refuses the version', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    database.beforeCall = (name) => {
      if (name === 'saveVersion') throw new ApiError(409, 'head_moved', 'The project was changed in the meantime.');
    };
    await run(database.connect(), generator().made);
    expect(stored.failures).toEqual([
      { code: 'head_moved', message: 'The project was changed in the meantime.', retry: false },
    ]);
  });

  it('of an unknown kind fails with a reason', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add({ mode: 'unknown' });
    await run(database.connect(), generator().made);
    expect(stored.failures[0]).toMatchObject({ code: 'unknown_mode', retry: false });
  });
});

describe('a job that is not ours any more', () => {
  it.each(['canceled', 'taken over'])('is left alone when it was %s while a step ran', async (how) => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    const { made, runs } = generator({
      compile: async () => {
        if (how === 'canceled') database.cancel(stored);
        else stored.leaseToken = crypto.randomUUID();
        return { 'README.md': 'x' };
      },
    });
    await run(database.connect(), made);
    expect(runs.verify).toBe(0);
    expect(database.versions.size).toBe(0);
    expect(stored).toMatchObject({ settled: 0, failures: [] });
    expect(story(stored.events)).not.toContain('scaffold done');
  });

  it('is left at the next step when a heartbeat says so', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    const { made, runs } = generator({
      compile: () =>
        new Promise((resolve) => {
          database.beforeCall = (name) => {
            if (name !== 'heartbeat') return;
            database.cancel(stored);
            database.beforeCall = () => {};
            // Resolved after the answer to the heartbeat has arrived.
            setTimeout(() => resolve({ 'README.md': 'x' }), 20);
          };
        }),
    });
    const queue = database.connect();
    const recorded: string[] = [];
    const watched: JobQueue = {
      ...queue,
      record: (job, step, output, events) => {
        recorded.push(step);
        return queue.record(job, step, output, events);
      },
    };
    await work({ queue: watched, runJob: builtIn(made, watched), leaseSeconds: 0.04 });
    expect(recorded).toEqual(['plan', 'plan']);
    expect(runs.verify).toBe(0);
  });

  it('is worked on while heartbeats get no answer', async () => {
    const database = new FakeQueueDatabase();
    const stored = database.add();
    let beats = 0;
    const { made } = generator({
      compile: () =>
        new Promise((resolve) => {
          database.beforeCall = (name) => {
            if (name !== 'heartbeat') return;
            beats += 1;
            if (beats === 2) resolve({ 'README.md': 'x' });
            throw new ApiError(503, 'database_unavailable', 'No answer.');
          };
        }),
    });
    const queue = database.connect();
    await work({ queue, runJob: builtIn(made, queue), leaseSeconds: 0.04, log: () => {} });
    expect(stored.status).toBe('completed');
  });
});
