/** The plan of an application: by a model where one is set up, else by the built-in planner. */
import { z } from 'zod';
import type { GenerationEvent } from '../../../shared/contracts/generation-events.ts';
import { type AppSpec, appSpec } from '../../../shared/generator/app-spec.ts';
import type { VerifyReport } from '../../../shared/verify/finding.ts';
import { readJsonAnswer } from '../_shared/models/json-answer.ts';
import type { ModelMessage } from '../_shared/models/model-provider.ts';
import type { Asker, ModelAnswer } from './ask-model.ts';
import type { JobRun } from './job-run.ts';
import { PLAN_SYSTEM } from './prompts.ts';

const PLAN_TOKENS = 16_000;

/** Notice of a plan that was made otherwise than asked for. */
export interface PlanNotice {
  readonly code: string;
  readonly message: string;
}

const BUILT_IN = 'The plan was made by the built-in planner instead.';

/**
 * Asks a model for the plan: once, and once more with what was wrong.
 *
 * @param draft - the built-in plan, which the model is shown as a start and which is taken when the model gives none
 * @param check - the report on what a plan becomes: a plan whose application has errors is none
 */
export async function planWithModel(
  run: JobRun,
  asker: Asker,
  draft: AppSpec,
  check: (spec: AppSpec) => Promise<VerifyReport>,
): Promise<{ spec: AppSpec; notice: PlanNotice | null }> {
  const { prompt, input } = run.job;
  const schema = { name: 'app_plan', jsonSchema: z.toJSONSchema(appSpec, { io: 'input' }) as Record<string, unknown> };
  const opening: ModelMessage = {
    role: 'user',
    text: `The description:\n\n${prompt}\n\nA rough plan that a program made of it, as an example of the form. Keep what is right in it, and make it what the person means:\n\n${JSON.stringify(draft)}`,
    ...(input.images ? { images: input.images } : {}),
  };
  const question = (key: string, messages: readonly ModelMessage[]) =>
    asker.ask({
      step: 'plan',
      key,
      next: () => 'plan',
      request: { purpose: 'plan', system: PLAN_SYSTEM, messages, maxOutputTokens: PLAN_TOKENS, schema },
    });

  const first = await question('plan:model', [opening]);
  const read = await readPlan(first, check);
  if (read.ok) return { spec: read.spec, notice: null };
  if (first.outcome === 'failed' || run.stopped()) return { spec: draft, notice: read.notice };
  const second = await question('plan:again', [
    opening,
    { role: 'assistant', text: first.text },
    { role: 'user', text: `${read.problem}\n\nWrite the whole plan again, corrected.` },
  ]);
  const reread = await readPlan(second, check);
  return reread.ok ? { spec: reread.spec, notice: null } : { spec: draft, notice: reread.notice };
}

type ReadPlan = { ok: true; spec: AppSpec } | { ok: false; problem: string; notice: PlanNotice };

async function readPlan(answer: ModelAnswer, check: (spec: AppSpec) => Promise<VerifyReport>): Promise<ReadPlan> {
  if (answer.outcome === 'failed') {
    const notice = { code: answer.code, message: `${answer.message} ${BUILT_IN}` };
    return { ok: false, problem: answer.message, notice };
  }
  const read = readJsonAnswer(answer.text, appSpec);
  const wrong = read.ok ? (await check(read.value)).findings.filter(({ severity }) => severity === 'error') : [];
  if (read.ok && wrong.length === 0) return { ok: true, spec: read.value };
  const notice =
    answer.stop === 'stopped'
      ? { code: 'stopped', message: `You stopped the model. ${BUILT_IN}` }
      : { code: 'plan_invalid', message: `The model gave no plan that can be built. ${BUILT_IN}` };
  const cut =
    answer.stop === 'length' ? 'The answer was cut off for its length: plan fewer things, with fewer samples. ' : '';
  const problem = read.ok
    ? `The application made from this plan has errors:\n${wrong
        .slice(0, 12)
        .map(({ file, message }) => `- ${file}: ${message}`)
        .join('\n')}`
    : read.problem;
  return { ok: false, problem: cut + problem, notice };
}

export function planEvent(spec: AppSpec, whole: boolean): GenerationEvent {
  return {
    kind: 'plan',
    payload: {
      name: spec.name,
      summary: spec.tagline,
      theme: { background: spec.theme.background, component: spec.theme.component },
      entities: spec.entities.map(({ name, label, fields, access }) => ({
        name,
        label,
        fields: fields.map((field) => field.label),
        access,
      })),
      pages: spec.pages.map(({ path, title }) => ({ path, title })),
      notes: spec.notes,
      ...(whole ? { spec } : {}),
    },
  };
}
