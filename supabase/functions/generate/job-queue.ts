/** The worker's side of the queue: typed calls of the database functions that claim, fence and settle jobs. */
import { z } from 'zod';
import { generationInput, generationMode } from '../../../shared/contracts/generate.ts';
import type { GenerationEvent } from '../../../shared/contracts/generation-events.ts';
import type { FileChange } from '../../../shared/files/changes.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { type VerifyReport, verifyReport } from '../../../shared/verify/finding.ts';
import type { Database } from '../_shared/database.ts';
import type { ModelCall } from '../_shared/models/chain.ts';
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
  /** What the version changed, against the one before it. */
  recent: string[];
}

/** An earlier request for the same project. */
export interface Turn {
  prompt: string;
  /** Whether it became a version. */
  done: boolean;
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
  /** What was asked for in the project before this job, the newest first. */
  earlierTurns(job: ClaimedJob): Promise<Turn[]>;
  /** Paths of the version that the job starts from; none for a new project. */
  basePaths(job: ClaimedJob): Promise<string[]>;
  /** The same version again when the job has saved this step already. */
  saveVersion(job: ClaimedJob, version: NewVersion): Promise<SavedVersion>;
  recordModelCall(job: ClaimedJob, call: ModelCall): Promise<void>;
  /** Without a version for a job that makes none. */
  complete(job: ClaimedJob, versionId: string | null): Promise<void>;
  fail(job: ClaimedJob, failure: { code: string; message: string; retry: boolean }): Promise<void>;
}

const baseRow = z.object({ parent_id: z.uuid().nullable(), checks: z.unknown() });
const turnRow = z.object({ id: z.uuid(), prompt: z.string(), status: z.string() });
/** Earlier requests that a model is told of. */
const TURNS = 6;
const wishRow = z.object({ status: z.string(), stop_requested: z.boolean() });

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
    async wanted(job) {
      const [row] = await database.select(
        { from: 'generation_jobs', columns: 'status, stop_requested', where: { id: job.id }, limit: 1 },
        wishRow,
      );
      if (row?.status === 'running') return row.stop_requested ? 'stop' : 'ok';
      return row?.status === 'canceled' ? 'canceled' : 'lost';
    },
    // Not repeated when the answer is lost: the events may be in the log already. The next attempt sees what is stored.
    record: (job, key, output, events) =>
      database.call('record_step', { ...fence(job), step: key, output, events }, leaseState),
    async base(job) {
      if (job.baseVersionId === null) return null;
      const [row] = await database.select(
        { from: 'project_versions', columns: 'parent_id, checks', where: { id: job.baseVersionId }, limit: 1 },
        baseRow,
      );
      const parentId = row?.parent_id ?? null;
      const [tree, before] = await Promise.all([
        readFiles(database, job.baseVersionId),
        parentId === null ? ({} as FileTree) : readFiles(database, parentId),
      ]);
      const report = verifyReport.safeParse(row?.checks);
      return {
        tree,
        report: report.success ? report.data : null,
        recent: parentId === null ? [] : Object.keys(tree).filter((path) => tree[path] !== before[path]),
      };
    },
    async earlierTurns(job) {
      const rows = await database.select(
        {
          from: 'generation_jobs',
          columns: 'id, prompt, status',
          where: { project_id: job.projectId },
          latest: 'created_at',
          limit: TURNS + 1,
        },
        turnRow,
      );
      return rows
        .filter(({ id }) => id !== job.id)
        .map(({ prompt, status }) => ({ prompt, done: status === 'completed' }));
    },
    async basePaths(job) {
      if (job.baseVersionId === null) return [];
      return Object.keys(await readFiles(database, job.baseVersionId));
    },
    saveVersion: (job, version) =>
      database.call(
        'save_version',
        {
          project_id: job.projectId,
          base_version_id: version.baseVersionId,
          changes: version.changes,
          message: version.message,
          checks: version.checks,
          origin: 'generation',
          created_by: job.createdBy,
          job_id: job.id,
          job_step: version.jobStep,
          lease_token: job.leaseToken,
        },
        savedVersion,
        { idempotent: true, timeoutMs: 30_000 },
      ),
    async recordModelCall(job, call) {
      await database.call(
        'record_model_call',
        {
          job_id: job.id,
          call_key: call.callKey,
          attempt: call.attempt,
          provider: call.provider,
          model: call.model,
          purpose: call.purpose,
          input_tokens: call.inputTokens,
          output_tokens: call.outputTokens,
          cached_tokens: call.cachedTokens,
          cost_microusd: call.costMicrousd,
          latency_ms: call.latencyMs,
          first_token_ms: call.firstTokenMs,
          outcome: call.outcome,
        },
        z.unknown(),
        { idempotent: true },
      );
    },
    async complete(job, versionId) {
      await database.call('complete_job', { ...fence(job), version_id: versionId }, z.unknown(), { idempotent: true });
    },
    async fail(job, failure) {
      await database.call('fail_job', { ...fence(job), ...failure }, z.unknown(), { idempotent: true });
    },
  };
}
