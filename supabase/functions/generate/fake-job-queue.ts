/**
 * For tests: the queue's database, in memory, with the promises the worker relies on (leases, fencing, one transaction
 * for a step and its events, one version for a job), and workers that die between two calls.
 */
import { FINAL_KINDS, type GenerationEvent } from '../../../shared/contracts/generation-events.ts';
import type { ModelCall } from '../_shared/models/chain.ts';
import type { BaseVersion, ClaimedJob, JobQueue, LeaseState, NewVersion, SavedVersion } from './job-queue.ts';

/** The process is gone: nothing it would do next happens. */
export class ProcessDied extends Error {}

interface StoredJob {
  job: Omit<ClaimedJob, 'leaseToken' | 'attempt' | 'steps'>;
  status: 'queued' | 'running' | 'completed' | 'failed' | 'canceled';
  attempts: number;
  leaseToken: string | null;
  steps: Record<string, unknown>;
  events: GenerationEvent[];
  settled: number;
  released: number;
  failures: { code: string; message: string; retry: boolean }[];
}

export class FakeQueueDatabase {
  readonly jobs: StoredJob[] = [];
  /** What each job saved, by its step. */
  readonly versions = new Map<string, SavedVersion & NewVersion>();
  readonly bases = new Map<string, BaseVersion>();
  readonly modelCalls: ModelCall[] = [];
  /** Runs before each call reaches the database. */
  beforeCall: (name: keyof JobQueue) => void = () => {};

  add(job: Partial<StoredJob['job']> = {}): StoredJob {
    const stored: StoredJob = {
      job: {
        id: crypto.randomUUID(),
        orgId: crypto.randomUUID(),
        projectId: crypto.randomUUID(),
        createdBy: crypto.randomUUID(),
        mode: 'new_app',
        prompt: 'A reading list',
        input: {},
        stop: false,
        baseVersionId: null,
        ...job,
      },
      status: 'queued',
      attempts: 0,
      leaseToken: null,
      steps: {},
      events: [{ kind: 'queued', payload: {} }],
      settled: 0,
      released: 0,
      failures: [],
    };
    this.jobs.push(stored);
    return stored;
  }

  /** What a job saved at a step. */
  versionOf(stored: StoredJob, step: NewVersion['jobStep'] = 'save'): (SavedVersion & NewVersion) | undefined {
    return this.versions.get(`${stored.job.id} ${step}`);
  }

  cancel(stored: StoredJob): void {
    stored.status = 'canceled';
    stored.events.push({ kind: 'canceled', payload: {} });
  }

  /** What the sweep does with the jobs of workers that do not report any more. */
  expireLeases(): void {
    for (const stored of this.jobs) {
      if (stored.status !== 'running') continue;
      stored.status = 'queued';
      stored.leaseToken = null;
    }
  }

  /**
   * A worker's connection.
   *
   * @param dies the call at which the worker's process dies, counted from 1, and whether that call still got through
   */
  connect(dies: { atCall: number; reached: boolean } = { atCall: Number.POSITIVE_INFINITY, reached: false }): JobQueue {
    let calls = 0;
    const through = async <Result>(name: keyof JobQueue, run: () => Result): Promise<Result> => {
      calls += 1;
      if (calls > dies.atCall || (calls === dies.atCall && !dies.reached)) throw new ProcessDied();
      this.beforeCall(name);
      const result = run();
      if (calls === dies.atCall) throw new ProcessDied();
      return structuredClone(result);
    };
    const fenced = (job: ClaimedJob, run: (stored: StoredJob) => void): LeaseState => {
      const stored = this.#find(job);
      if (stored.status === 'canceled') return 'canceled';
      if (stored.leaseToken !== job.leaseToken || stored.status !== 'running') return 'lost';
      run(stored);
      return 'ok';
    };
    const wish = (job: ClaimedJob): LeaseState => {
      const state = fenced(job, () => {});
      return state === 'ok' && this.#find(job).job.stop ? 'stop' : state;
    };
    return {
      claim: () => through('claim', () => this.#claim()),
      heartbeat: (job) => through('heartbeat', () => wish(job)),
      // Reads are not calls that change anything: a worker may as well die at the next one.
      wanted: async (job) => wish(job),
      base: async (job) => this.bases.get(job.baseVersionId ?? '') ?? null,
      earlierTurns: async (job) =>
        this.jobs
          .filter((it) => it.job.projectId === job.projectId && it.job.id !== job.id)
          .map((it) => ({ prompt: it.job.prompt, done: it.status === 'completed' }))
          .reverse(),
      basePaths: async (job) => Object.keys(this.bases.get(job.baseVersionId ?? '')?.tree ?? {}),
      record: (job, step, output, events) =>
        through('record', () =>
          fenced(job, (stored) => {
            if (output !== null) stored.steps[step] = structuredClone(output);
            stored.events.push(...structuredClone([...events]));
          }),
        ),
      saveVersion: (job, version) =>
        through('saveVersion', () => {
          const key = `${job.id} ${version.jobStep}`;
          const saved = this.versions.get(key) ?? {
            versionId: crypto.randomUUID(),
            number: this.versions.size + 1,
            ...version,
          };
          this.versions.set(key, saved);
          return { versionId: saved.versionId, number: saved.number };
        }),
      recordModelCall: async (_job, call) => {
        this.modelCalls.push(call);
      },
      complete: (job, versionId) =>
        through('complete', () => {
          fenced(job, (stored) => {
            stored.status = 'completed';
            stored.settled += 1;
            stored.events.push({ kind: 'completed', payload: versionId === null ? {} : { versionId } });
          });
        }),
      fail: (job, failure) =>
        through('fail', () => {
          fenced(job, (stored) => {
            stored.failures.push(failure);
            stored.leaseToken = null;
            if (failure.retry && stored.attempts < 5) {
              stored.status = 'queued';
              stored.events.push({
                kind: 'retry',
                payload: { attempt: stored.attempts + 1, delaySeconds: 0, reason: failure.message },
              });
              return;
            }
            stored.status = 'failed';
            stored.released += 1;
            stored.events.push({ kind: 'failed', payload: { code: failure.code, message: failure.message } });
          });
        }),
    };
  }

  #claim(): ClaimedJob | null {
    const stored = this.jobs.find((candidate) => candidate.status === 'queued');
    if (!stored) return null;
    stored.status = 'running';
    stored.attempts += 1;
    stored.leaseToken = crypto.randomUUID();
    stored.events.push({ kind: 'started', payload: { attempt: stored.attempts } });
    return { ...stored.job, leaseToken: stored.leaseToken, attempt: stored.attempts, steps: stored.steps };
  }

  #find(job: ClaimedJob): StoredJob {
    const stored = this.jobs.find((candidate) => candidate.job.id === job.id);
    if (!stored) throw new Error(`The test has no job ${job.id}.`);
    if (stored.events.slice(0, -1).some((event) => FINAL_KINDS.has(event.kind))) {
      throw new Error('Something follows a final event.');
    }
    return stored;
  }
}
