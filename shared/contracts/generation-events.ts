/** Kinds and payloads of `generation_events`: what a person sees while a job runs, and again when they come back. */
import { z } from 'zod';
import { appSpec } from '../generator/app-spec.ts';
import { finding } from '../verify/finding.ts';

export const STEPS = ['plan', 'scaffold', 'edit', 'verify', 'repair', 'save'] as const;
export type Step = (typeof STEPS)[number];

export const PATCH_OPS = ['create', 'replace', 'rewrite', 'delete', 'rename'] as const;

export const generationEvent = z.discriminatedUnion('kind', [
  /** `again`: it had failed, and a person has asked for another try. */
  z.object({ kind: z.literal('queued'), payload: z.object({ again: z.boolean().optional() }) }),
  z.object({ kind: z.literal('started'), payload: z.object({ attempt: z.number().int() }) }),
  z.object({ kind: z.literal('step'), payload: z.object({ step: z.enum(STEPS), state: z.enum(['started', 'done']) }) }),
  z.object({
    kind: z.literal('plan'),
    payload: z.object({
      name: z.string(),
      summary: z.string(),
      theme: z.object({ background: z.string(), component: z.string() }),
      entities: z.array(
        z.object({ name: z.string(), label: z.string(), fields: z.array(z.string()), access: z.string() }),
      ),
      pages: z.array(z.object({ path: z.string(), title: z.string() })),
      /** What was asked for and is not in the result, in plain words. */
      notes: z.array(z.string()),
      /** The whole plan, where it is all that was asked for (mode `plan`). */
      spec: appSpec.optional(),
    }),
  }),
  z.object({ kind: z.literal('file'), payload: z.object({ path: z.string(), size: z.number().int() }) }),
  /** What a model says between its changes; a later one follows, it does not replace. */
  z.object({ kind: z.literal('message'), payload: z.object({ text: z.string() }) }),
  /** A change to a file, as soon as a model has written it. It holds once the step `edit` or `repair` is done. */
  z.object({
    kind: z.literal('patch'),
    payload: z.object({ path: z.string(), op: z.enum(PATCH_OPS), to: z.string().optional() }),
  }),
  /** A call of a model, and what it took. */
  z.object({
    kind: z.literal('model'),
    payload: z.object({
      provider: z.string(),
      model: z.string(),
      purpose: z.enum(['plan', 'edit', 'repair']),
      inputTokens: z.number().int(),
      outputTokens: z.number().int(),
      costMicrousd: z.number().int(),
    }),
  }),
  /** What went another way than asked for, in plain words: a fallback, a repair that was given up, a masked key. */
  z.object({ kind: z.literal('notice'), payload: z.object({ code: z.string(), message: z.string() }) }),
  z.object({
    kind: z.literal('check'),
    payload: z.object({ passed: z.boolean(), findings: z.array(finding), files: z.number().int() }),
  }),
  z.object({ kind: z.literal('version'), payload: z.object({ versionId: z.uuid(), number: z.number().int() }) }),
  z.object({
    kind: z.literal('retry'),
    payload: z.object({ attempt: z.number().int(), delaySeconds: z.number(), reason: z.string() }),
  }),
  /** Without a version for a job that makes none (mode `plan`). */
  z.object({ kind: z.literal('completed'), payload: z.object({ versionId: z.uuid().optional() }) }),
  z.object({ kind: z.literal('failed'), payload: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ kind: z.literal('canceled'), payload: z.object({}) }),
]);
export type GenerationEvent = z.infer<typeof generationEvent>;
/** A stored event: sequence numbers start at 1 and have no gaps within a job. */
export type LoggedEvent = GenerationEvent & { seq: number; createdAt: string };

/** After one of these nothing follows, but for `queued` where a failed job is run again. */
export const FINAL_KINDS: ReadonlySet<GenerationEvent['kind']> = new Set(['completed', 'failed', 'canceled']);
