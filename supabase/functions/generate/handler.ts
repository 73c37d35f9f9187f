/** Routes of `generate`: start a generation, follow it, stop it, run it again, list the models, and do the work. */
import { z } from 'zod';
import {
  cancelGeneration,
  EDIT_MODES,
  eventId,
  followGeneration,
  generationInput,
  idempotencyKey,
  jobStatus,
  listModels,
  requeueGeneration,
  startGeneration,
  workGeneration,
} from '../../../shared/contracts/generate.ts';
import { ApiError } from '../../../shared/errors.ts';
import type { Caller } from '../_shared/authenticate.ts';
import type { Database } from '../_shared/database.ts';
import { invalidInput } from '../_shared/request.ts';
import { type Route, route } from '../_shared/serve.ts';
import { eventStream, readEvents, type StreamOptions } from './events.ts';
import { modelRequired } from './generation-failure.ts';

/** A provider that the organization has a key for, and the model it named with it. */
const ownedProvider = z.object({ provider: z.string(), model: z.string().nullable() });
type OwnedProvider = z.output<typeof ownedProvider>;

export interface GenerateDependencies {
  /** The database as the caller, under row level security. */
  callerDatabase(caller: Caller): Database;
  /** Takes jobs until none is due; resolves to how many. Never rejects in the background: it reports by itself. */
  work(): Promise<number>;
  /** The models that can be chosen where the organization has keys for these providers; `builtin` among them. */
  models(owned: readonly OwnedProvider[]): Promise<{ id: string; label: string; sees: boolean }[]>;
  /** Lets work go on after the response. */
  inBackground(work: () => Promise<unknown>): void;
  stream?: Partial<Omit<StreamOptions, 'read' | 'after'>>;
}

const enqueued = z.object({ job_id: z.uuid(), project_id: z.uuid(), replayed: z.boolean() });
const FINAL_STATUSES = ['completed', 'failed', 'canceled'];

export function generateRoutes(dependencies: GenerateDependencies): Route[] {
  const { callerDatabase, work, inBackground } = dependencies;

  const modelsOf = async (database: Database, orgId: string | undefined) => {
    const owned =
      orgId === undefined
        ? []
        : await database.call('model_providers', { org_id: orgId }, z.array(ownedProvider), { idempotent: true });
    return dependencies.models(owned);
  };

  const list = route(listModels, async ({ query }, { caller }) => {
    return { models: await modelsOf(callerDatabase(caller), query.orgId) };
  });

  /** @throws ApiError 422 `model_required`, 404 */
  const requireModel = async (database: Database, projectId: string, model: string | undefined) => {
    const [project] = await database.select(
      { from: 'projects', columns: 'org_id', where: { id: projectId }, limit: 1 },
      z.object({ org_id: z.uuid() }),
    );
    if (!project) throw new ApiError(404, 'not_found', 'There is no such project, or you may not see it.');
    const models = model === 'builtin' ? [] : await modelsOf(database, project.org_id);
    if (models.some(({ id }) => id !== 'builtin')) return;
    const { code, message } = modelRequired();
    throw new ApiError(422, code, message);
  };

  const start = route(startGeneration, async ({ body }, { request, caller, headers }) => {
    const key = readHeader(request, 'Idempotency-Key', idempotencyKey);
    const database = callerDatabase(caller);
    // The built-in planner changes a design by what it understands of it.
    if (EDIT_MODES.has(body.mode) && body.mode !== 'design' && body.projectId !== undefined) {
      await requireModel(database, body.projectId, body.model);
    }
    const { spec, model, images, target, error } = body;
    const job = await database.call(
      'enqueue_generation',
      {
        prompt: body.prompt,
        project_id: body.projectId ?? null,
        org_id: body.orgId ?? null,
        mode: body.mode,
        idempotency_key: key ?? null,
        input: generationInput.parse({ spec, model, images, target, error }),
      },
      enqueued,
      // Without a key a lost answer must not become a second job.
      { idempotent: key !== undefined },
    );
    inBackground(work);
    headers.set('location', `/functions/v1/generate/${job.job_id}/events`);
    return { jobId: job.job_id, projectId: job.project_id };
  });

  const follow = route(followGeneration, async ({ params, query }, { request, caller }) => {
    const database = callerDatabase(caller);
    const after = readHeader(request, 'Last-Event-ID', eventId) ?? query.lastEventId ?? 0;
    const [job] = await database.select(
      { from: 'generation_jobs', columns: 'status', where: { id: params.jobId }, limit: 1 },
      z.object({ status: z.string() }),
    );
    if (!job) throw jobNotFound();
    if (FINAL_STATUSES.includes(job.status) && (await readEvents(database, params.jobId, after)).length === 0) {
      return new Response(null, { status: 204 });
    }
    const stream = eventStream({
      ...dependencies.stream,
      after,
      read: (seq, signal) => readEvents(database, params.jobId, seq, signal),
    });
    return new Response(stream, {
      status: followGeneration.status,
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        // Reverse proxies would hold the events back otherwise.
        'x-accel-buffering': 'no',
      },
    });
  });

  const cancel = route(cancelGeneration, async ({ params, body }, { caller }) => {
    const args = { job_id: params.jobId, keep: body.keep };
    const status = await callerDatabase(caller).call('cancel_generation', args, jobStatus, { idempotent: true });
    return { status };
  });

  const requeue = route(requeueGeneration, async ({ params }, { caller }) => {
    const status = await callerDatabase(caller).call('requeue_generation', { job_id: params.jobId }, jobStatus);
    inBackground(work);
    return { status };
  });

  const takeJobs = route(workGeneration, async () => {
    const working = work();
    // The sweep does not wait as long as the work may take.
    inBackground(() => working);
    return { processed: await working };
  });

  return [start, list, follow, cancel, requeue, takeJobs];
}

function readHeader<Value>(request: Request, name: string, schema: z.ZodType<Value>): Value | undefined {
  const text = request.headers.get(name);
  if (text === null || (text === '' && name === 'Last-Event-ID')) return undefined;
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  throw invalidInput(result.error.issues.map(({ message }) => ({ field: name, message })));
}

function jobNotFound(): ApiError {
  return new ApiError(404, 'not_found', 'There is no such job, or you may not see it.');
}
