/** The models of a job: which may be asked, in which order, and that every call is recorded. */
import { z } from 'zod';
import type { Database } from '../_shared/database.ts';
import type { CallOptions } from '../_shared/models/chain.ts';
import type { JobModels } from './ask-model.ts';
import { GenerationFailure } from './generation-failure.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobRun } from './job-run.ts';

const modelKey = z.object({
  provider: z.string(),
  key: z.string(),
  base_url: z.string().nullable(),
  model: z.string().nullable(),
});

/**
 * Null where the built-in planner does the job: it was chosen, or nothing else is set up. The providers' clients are
 * loaded here, so that a job without a model does not pay for them.
 *
 * @throws GenerationFailure for settings that cannot be used, and for a model that the organization does not have
 */
export async function jobModels(
  run: JobRun,
  database: Database,
  queue: Pick<JobQueue, 'recordModelCall'>,
  environment: Readonly<Record<string, string | undefined>>,
  pace: Pick<CallOptions, 'limits' | 'sleep'> = {},
): Promise<JobModels | null> {
  const { job } = run;
  const chosen = job.input.model;
  if (chosen === 'builtin') return null;
  const rows = await database.call('read_model_keys', { job_id: job.id }, z.array(modelKey), { idempotent: true });
  if (rows.length === 0 && !environment.TRELLIS_MODELS && chosen === undefined) return null;

  const [{ configuredModels }, { callModel }, { ModelSettingsError, timeLimits }] = await Promise.all([
    import('../_shared/models/configured.ts'),
    import('../_shared/models/chain.ts'),
    import('../_shared/models/settings.ts'),
  ]);
  const keys = rows.map(({ provider, key, base_url, model }) => ({ provider, key, baseUrl: base_url, model }));
  const select = () => {
    try {
      const configured = configuredModels(environment, keys);
      return chosen === undefined ? configured.chain : configured.startingWith(chosen);
    } catch (error) {
      if (!(error instanceof ModelSettingsError)) throw error;
      throw new GenerationFailure('model_not_set_up', `The models are not set up right. ${error.message}`);
    }
  };
  const chain = select();
  if (chain === undefined) {
    throw new GenerationFailure(
      'no_such_model',
      'This model is not available to the organization. Choose another one.',
    );
  }
  const [first] = chain;
  if (!first) return null;

  return {
    contextTokens: first.contextTokens,
    async ask(request, { callKey, onText, onRestart, onNotice }) {
      const answer = await callModel(
        chain,
        // The attempt is part of it: a call that is made again is another one to pay for, and to record.
        { ...request, idempotencyKey: `${job.id}/${job.attempt}/${callKey}` },
        {
          limits: timeLimits(environment),
          ...pace,
          record: (call) => queue.recordModelCall(job, call),
          onText,
          onRestart,
          onNotice,
        },
      );
      const { text, stop, provider, model, usage, costMicrousd } = answer;
      const { inputTokens, outputTokens } = usage;
      return { text, stop, provider, model, inputTokens, outputTokens, costMicrousd };
    },
  };
}
