/**
 * The worker: takes jobs until none is due or its share of an instance's time and CPU is used.
 *
 * Crash behaviour. A worker may die between any two calls. What a step made is stored in the same transaction as its
 * events, so the worker that takes the job over, once the lease has run out, neither repeats a finished step nor its
 * events. A version is saved under the job's id, so saving again gives the same version. Completing settles the quota
 * and is fenced by the lease, so it happens once.
 */
import { logLine } from '../_shared/serve.ts';
import { describeFailure, HandedOver } from './generation-failure.ts';
import type { ClaimedJob, JobQueue } from './job-queue.ts';
import { type JobRun, LeaseEnded, openJobRun } from './job-run.ts';

export interface WorkerDependencies {
  queue: JobQueue;
  /** Does a job; resolves to the version it ends with, or null where it makes none. */
  runJob(run: JobRun): Promise<string | null>;
  log?: (line: string) => void;
  now?: () => number;
  /**
   * After this long no further job is taken, and no call of a model begun: its job is handed to the next process, which
   * goes on from what is stored. Default 60 s: the platform ends an instance after 150 s, and a call takes up to 75 s.
   */
  sliceMs?: number;
  /**
   * After this many no further job is taken. Default 6: the platform grants an instance 2 s of CPU, and a job costs about
   * 0.2 s, up to 0.7 s. What is left is taken by the requests that asked for it, or by the next sweep.
   */
  maxJobs?: number;
  /** How long a job stays with a worker that does not report. */
  leaseSeconds?: number;
  /** How often a job whose model streams is looked at, whether it was canceled. */
  watchMs?: number;
}

/** @returns how many jobs were taken, whatever became of them. */
export async function work(dependencies: WorkerDependencies): Promise<number> {
  const { queue, now = Date.now, sliceMs = 60_000, maxJobs = 6, leaseSeconds = 30 } = dependencies;
  const worker = `generate-${crypto.randomUUID()}`;
  const until = now() + sliceMs;
  let processed = 0;
  while (processed < maxJobs && now() < until) {
    const job = await queue.claim(worker, leaseSeconds);
    if (!job) break;
    processed += 1;
    await processJob(job, { ...dependencies, leaseSeconds, outOfTime: () => now() >= until });
  }
  return processed;
}

/** Runs one claimed job to its end. Rejects only when the queue itself does not answer; the lease then runs out. */
async function processJob(
  job: ClaimedJob,
  dependencies: WorkerDependencies & { leaseSeconds: number; outOfTime(): boolean },
): Promise<void> {
  const { queue, runJob, log = console.error, leaseSeconds, watchMs, outOfTime } = dependencies;
  const pace = { leaseSeconds, outOfTime, ...(watchMs === undefined ? {} : { watchMs }) };
  const { run, close } = openJobRun(job, queue, { ...pace, log });
  try {
    await queue.complete(job, await runJob(run));
  } catch (error) {
    if (error instanceof LeaseEnded) return;
    const failure = describeFailure(error);
    if (failure.retry && !(error instanceof HandedOver)) {
      log(logLine({ level: 'error', jobId: job.id, attempt: job.attempt, code: failure.code }, error));
    }
    await queue.fail(job, failure);
  } finally {
    close();
  }
}
