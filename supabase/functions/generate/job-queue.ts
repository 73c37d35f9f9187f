/** The worker's side of the queue: typed calls of the database functions that claim, fence and settle jobs. */
import { z } from 'zod';
import { generationInput, generationMode } from '../../../shared/contracts/generate.ts';
import type { GenerationEvent } from '../../../shared/contracts/generation-events.ts';
import type { FileChange } from '../../../shared/files/changes.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { VerifyReport } from '../../../shared/verify/finding.ts';
import type { Database } from '../_shared/database.ts';
import { readFiles } from '../_shared/version-files.ts';

const claimedJob = z
  .object({
    job_id: z.uuid(),
    org_id: z.uuid(),
    project_id: z.uuid(),
    created_by: z.uuid().nullable(),
    lease_token: z.uuid(),
    attempt: z.number().int(),
    /** One that this version does not know fails with a reason. */
    mode: z.union([generationMode, z.string().transform(() => 'unknown' as const)]),
    prompt: z.string(),
    input: generationInput.nullish(),
    stop: z.boolean().nullish(),
    base_version_id: z.uuid().nullable(),
    steps: z.record(z.string(), z.unknown()).nullable(),
  })
  .transform((row) => ({
    id: row.job_id,
    orgId: row.org_id,
    projectId: row.project_id,
    /** Null when the person has gone: the database then refuses to save in their name. */
    createdBy: row.created_by,
    leaseToken: row.lease_token,
    /** 1 for the first worker that takes the job. */
    attempt: row.attempt,
    mode: row.mode,
    prompt: row.prompt,
    input: row.input ?? {},
    /** The model was asked to stop before this attempt. */
    stop: row.stop ?? false,
    baseVersionId: row.base_version_id,
    /** Outputs of the steps that earlier attempts finished. */
    steps: row.steps ?? {},
  }));
export type ClaimedJob = z.output<typeof claimedJob>;

/**
 * `ok`: go on. `stop`: go on with what stands, without the model. Anything else: the job belongs to nobody or to another
 * worker by now, and nothing was written.
 */
export const leaseState = z.enum(['ok', 'stop', 'canceled', 'lost']);
export type LeaseState = z.infer<typeof leaseState>;

const savedVersion = z
  .object({ version_id: z.uuid(), number: z.number().int() })
  .transform((row) => ({ versionId: row.version_id, number: row.number }));
export type SavedVersion = z.output<typeof savedVersion>;

/** A call of a model, for the record of what was used. */
export interface ModelCall {
  /** Names the call among the job's; a second record under the same name and attempt adds nothing. */
  callKey: string;
  attempt: number;
  provider: string;
  model: string;
  purpose: string;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicrousd: number;
  latencyMs: number;
  firstTokenMs: number | null;
  /** `done`, or why there was no answer. */
  outcome: string;
}

export interface NewVersion {
  changes: FileChange[];
  message: string;
  checks: VerifyReport;
  /** What the changes are made on. */
  baseVersionId: string | null;
  /** A job saves each of these once. */
  jobStep: 'draft' | 'save';
}

export interface BaseVersion {
  tree: FileTree;
  /** Null where none was stored. */
  report: VerifyReport | null;
}

export interface JobQueue {
  claim(worker: string, leaseSeconds: number): Promise<ClaimedJob | null>;
  heartbeat(job: ClaimedJob, leaseSeconds: number): Promise<LeaseState>;
  /** What the person wants: a read that changes nothing, for asking often. */
  wanted(job: ClaimedJob): Promise<LeaseState>;
  /** Stores an output under its key and appends the events in one transaction. Output null: only the events. */
  record(job: ClaimedJob, key: string, output: unknown, events: readonly GenerationEvent[]): Promise<LeaseState>;
  /** The version that the job starts from; null for a new project. */
  base(job: ClaimedJob): Promise<BaseVersion | null>;
  /** Paths that the project's latest versions changed, the newest first. */
  recentPaths(job: ClaimedJob): Promise<string[]>;
  /** The same version again when the job has saved this step already. */
  saveVersion(job: ClaimedJob, version: NewVersion): Promise<SavedVersion>;
  recordModelCall(job: ClaimedJob, call: ModelCall): Promise<void>;
  /** Without a version for a job that makes none. */
  complete(job: ClaimedJob, versionId: string | null): Promise<void>;
  fail(job: ClaimedJob, failure: { code: string; message: string; retry: boolean }): Promise<void>;
}

export function jobQueue(database: Database): JobQueue {
  const fence = (job: ClaimedJob) => ({ job_id: job.id, lease_token: job.leaseToken });
  return {
    async claim(worker, leaseSeconds) {
      const args = { worker, max_jobs: 1, lease_seconds: leaseSeconds };
      const [job] = await database.call('claim_jobs', args, z.array(claimedJob).max(1));
      return job ?? null;
    },
    heartbeat: (job, leaseSeconds) =>
      database.call('heartbeat_job', { ...fence(job), lease_seconds: leaseSeconds }, leaseState, { idempotent: true }),
    // Not repeated when the answer is lost: the events may be in the log already. The next attempt sees what is stored.
    record: (job, step, output, events) =>
      database.call('record_step', { ...fence(job), step, output, events }, leaseState),
    async basePaths(job) {
      if (job.baseVersionId === null) return [];
      return Object.keys(await readFiles(database, job.baseVersionId));
    },
    saveVersion: (job, version) =>
      database.call(
        'save_version',
        {
          project_id: job.projectId,
          base_version_id: job.baseVersionId,
          changes: version.changes,
          message: version.message,
          checks: version.checks,
          origin: 'generation',
          created_by: job.createdBy,
          job_id: job.id,
          lease_token: job.leaseToken,
        },
        savedVersion,
        { idempotent: true, timeoutMs: 30_000 },
      ),
    async complete(job, versionId) {
      await database.call('complete_job', { ...fence(job), version_id: versionId }, z.unknown(), { idempotent: true });
    },
    async fail(job, failure) {
      await database.call('fail_job', { ...fence(job), ...failure }, z.unknown(), { idempotent: true });
    },
  };
}
