/**
 * A claimed job while it is worked on: a journal of what its parts put out, the log of its events, and the signal that
 * ends a model's call.
 *
 * What a part puts out is stored in the same transaction as its events and before it is used, so a worker that takes the
 * job over is given the stored output instead: it neither repeats a finished part nor its events, nor pays for a model's
 * answer again.
 */
import type { z } from 'zod';
import type { GenerationEvent, Step } from '../../../shared/contracts/generation-events.ts';
import { logLine } from '../_shared/serve.ts';
import type { ClaimedJob, JobQueue, LeaseState } from './job-queue.ts';

/** The job is not ours any more (canceled, or taken over): stop without a word. */
export class LeaseEnded extends Error {}

/** The person wants the model to stop, and to keep what stands. */
export class StopAsked extends Error {}

export interface Part<Output> {
  /** What a person sees the job at; null for what belongs to no step of its own. */
  readonly step: Step | null;
  /** Name of the output among the job's stored ones: `step` or `step:part`. */
  readonly key: string;
  readonly output: z.ZodType<Output>;
  make(): Promise<{ output: Output; events?: readonly GenerationEvent[] }>;
  /** The step that follows; the same one where this part does not end it; null at the job's end. */
  next(output: Output): Step | null;
}

export interface JobRun {
  readonly job: ClaimedJob;
  /** Aborted when the job is canceled or taken over, and when the person asks the model to stop. */
  readonly signal: AbortSignal;
  /** Whether the model was asked to stop and what stands is to be kept. */
  stopped(): boolean;
  /** Whether the process may end before a call of a model that begins now is over. */
  outOfTime(): boolean;
  /** The output of a part: stored by an earlier attempt, or made now. @throws LeaseEnded */
  part<Output>(part: Part<Output>): Promise<Output>;
  /** Appends to the log soon; before the output of the part that is being made at the latest. */
  emit(event: GenerationEvent): void;
  /** Asks more often whether to go on while this runs, so that canceling ends a call of a model within a second. */
  watched<Result>(run: () => Promise<Result>): Promise<Result>;
}

export interface JobRunOptions {
  leaseSeconds: number;
  /** How often is asked while a model streams. A read, not a heartbeat: the queue's rows are not rewritten for it. */
  watchMs?: number;
  outOfTime(): boolean;
  log(line: string): void;
}

const WATCH_MS = 400;

/** @returns the run, and `close`, which ends its timers. */
export function openJobRun(
  job: ClaimedJob,
  queue: JobQueue,
  { leaseSeconds, watchMs = WATCH_MS, outOfTime, log }: JobRunOptions,
): { run: JobRun; close(): void } {
  const over = new AbortController();
  const stop = new AbortController();
  if (job.stop) stop.abort(new StopAsked());
  const heed = (state: LeaseState) => {
    if (state === 'stop') stop.abort(new StopAsked());
    else if (state !== 'ok') over.abort(new LeaseEnded());
  };
  const ask = async (question: () => Promise<LeaseState>) => {
    try {
      heed(await question());
    } catch (error) {
      // The next one may get through; if none does, the lease runs out and the next write is refused.
      log(logLine({ level: 'warn', jobId: job.id, message: 'heartbeat failed' }, error));
    }
  };
  const beat = setInterval(() => ask(() => queue.heartbeat(job, leaseSeconds)), (leaseSeconds * 1000) / 4);
  const goOn = () => over.signal.throwIfAborted();

  let open: Step | null = null;
  /** From the first part that had to be made, stored outputs of later ones belong to something else. */
  let fresh = false;
  let known = false;
  let current: { key: string } | null = null;
  let waiting: GenerationEvent[] = [];
  let writing: Promise<void> = Promise.resolve();

  const write = async (key: string, output: unknown, events: readonly GenerationEvent[]) => {
    goOn();
    heed(await queue.record(job, key, output, events));
    goOn();
  };
  /** What waits is written in one call, while the next gathers. */
  const flush = () => {
    const key = current?.key;
    if (key === undefined) return;
    writing = writing.then(async () => {
      const events = waiting;
      waiting = [];
      if (events.length > 0 && !over.signal.aborted) await write(key, null, events);
    });
    // Awaited with the part's output; a failure is seen there.
    writing.catch(() => {});
  };

  const run: JobRun = {
    job,
    signal: AbortSignal.any([over.signal, stop.signal]),
    stopped: () => stop.signal.aborted,
    outOfTime,
    async part(part) {
      goOn();
      const stored = fresh ? undefined : job.steps[part.key];
      if (stored !== undefined && stored !== null) {
        const read = part.output.safeParse(stored);
        if (read.success) {
          if (part.step !== null) open = part.next(read.data);
          known = true;
          return read.data;
        }
      }
      fresh = true;
      // A later attempt picks up a step whose start is in the log already, with the end of the step before it.
      if (part.step !== null && open !== part.step && (known || job.attempt === 1)) {
        await write(part.key, null, [{ kind: 'step', payload: { step: part.step, state: 'started' } }]);
      }
      open = part.step ?? open;
      known = true;
      current = { key: part.key };
      const { output, events = [] } = await part.make();
      await writing;
      current = null;
      const next = part.step === null ? open : part.next(output);
      const moved: GenerationEvent[] = [];
      if (next !== open && open !== null) moved.push({ kind: 'step', payload: { step: open, state: 'done' } });
      if (next !== open && next !== null) moved.push({ kind: 'step', payload: { step: next, state: 'started' } });
      const rest = waiting;
      waiting = [];
      await write(part.key, output, [...rest, ...events, ...moved]);
      open = next;
      return output;
    },
    emit(event) {
      waiting.push(event);
      flush();
    },
    async watched(work) {
      const watch = setInterval(() => ask(() => queue.wanted(job)), watchMs);
      try {
        return await work();
      } finally {
        clearInterval(watch);
      }
    },
  };
  return { run, close: () => clearInterval(beat) };
}
