/**
 * The worker: takes jobs until none is due or its share of an instance's time and CPU is used.
 *
 * Crash behaviour. A worker may die between any two calls. What a step made is stored in the same transaction as its
 * events, so the worker that takes the job over, once the lease has run out, neither repeats a finished step nor its
 * events. A version is saved under the job's id, so saving again gives the same version. Completing settles the quota
 * and is fenced by the lease, so it happens once.
 */
import type { GenerationEvent } from '../../../shared/contracts/generation-events.ts';
import { logLine } from '../_shared/serve.ts';
import type { ClaimedJob, JobQueue, LeaseState } from './job-queue.ts';
import { type Draft, describeFailure, type Step } from './steps.ts';

export interface WorkerDependencies {
  queue: JobQueue;
  /** @throws GenerationFailure for a kind of job that is not known */
  stepsFor(mode: string): readonly Step[];
  log?: (line: string) => void;
  now?: () => number;
  /** After this long no further job is taken. Default 100 s: the platform ends an instance after 150 s. */
  sliceMs?: number;
  /**
   * After this many no further job is taken. Default 6: the platform grants an instance 2 s of CPU, and a job costs about
   * 0.2 s, up to 0.7 s. What is left is taken by the requests that asked for it, or by the next sweep.
   */
  maxJobs?: number;
  /** How long a job stays with a worker that does not report. */
  leaseSeconds?: number;
}

/** The job is not ours any more (canceled, or taken over): stop without a word. */
class LeaseEnded extends Error {}

/** @returns how many jobs were taken, whatever became of them. */
export async function work(dependencies: WorkerDependencies): Promise<number> {
  const { queue, now = Date.now, sliceMs = 100_000, maxJobs = 6, leaseSeconds = 30 } = dependencies;
  const worker = `generate-${crypto.randomUUID()}`;
  const until = now() + sliceMs;
  let processed = 0;
  while (processed < maxJobs && now() < until) {
    const job = await queue.claim(worker, leaseSeconds);
    if (!job) break;
    processed += 1;
    await processJob(job, { ...dependencies, leaseSeconds });
  }
  return processed;
}

/** Runs one claimed job to its end. Rejects only when the queue itself does not answer; the lease then runs out. */
async function processJob(job: ClaimedJob, dependencies: WorkerDependencies & { leaseSeconds: number }): Promise<void> {
  const { queue, stepsFor, log = console.error, leaseSeconds } = dependencies;
  const heartbeat = keepLease(job, queue, leaseSeconds, log);
  try {
    await runSteps(job, stepsFor(job.mode), queue, heartbeat.state);
  } catch (error) {
    if (error instanceof LeaseEnded) return;
    const failure = describeFailure(error);
    if (failure.retry) {
      log(logLine({ level: 'error', jobId: job.id, attempt: job.attempt, code: failure.code }, error));
    }
    await queue.fail(job, failure);
  } finally {
    heartbeat.stop();
  }
}

async function runSteps(
  job: ClaimedJob,
  steps: readonly Step[],
  queue: JobQueue,
  leaseNow: () => LeaseState,
): Promise<void> {
  const goOn = (state: LeaseState) => {
    if (state !== 'ok') throw new LeaseEnded();
  };
  const draft: Draft = {};
  let restored = 0;
  for (const step of steps) {
    const output = job.steps[step.name];
    if (output === undefined || output === null || !(await step.restore(draft, output))) break;
    restored += 1;
  }

  const pending = steps.slice(restored);
  if (job.attempt === 1 && pending[0]) {
    // A later attempt picks up a step whose start is in the log already, with the end of the step before it.
    goOn(await queue.record(job, pending[0].name, null, [stepEvent(pending[0], 'started')]));
  }
  for (const [at, step] of pending.entries()) {
    goOn(leaseNow());
    const { output, events } = await step.run(job, draft);
    goOn(leaseNow());
    const next = pending[at + 1];
    const moved = [stepEvent(step, 'done'), ...(next ? [stepEvent(next, 'started')] : [])];
    goOn(await queue.record(job, step.name, output, [...events, ...moved]));
  }
  if (!draft.version) throw new Error('The steps made no version.');
  await queue.complete(job, draft.version.versionId);
}

function stepEvent(step: Step, state: 'started' | 'done'): GenerationEvent {
  return { kind: 'step', payload: { step: step.name, state } };
}

/** Extends the lease while the job is worked on, and remembers when it is gone. */
function keepLease(job: ClaimedJob, queue: JobQueue, leaseSeconds: number, log: (line: string) => void) {
  let state: LeaseState = 'ok';
  const beat = async () => {
    try {
      const answer = await queue.heartbeat(job, leaseSeconds);
      if (answer !== 'ok') state = answer;
    } catch (error) {
      // The next beat may get through; if none does, the lease runs out and the next write is refused.
      log(logLine({ level: 'warn', jobId: job.id, message: 'heartbeat failed' }, error));
    }
  };
  const timer = setInterval(beat, (leaseSeconds * 1000) / 4);
  return { state: () => state, stop: () => clearInterval(timer) };
}
