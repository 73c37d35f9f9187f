/** Contracts of the `generate` function: start a generation, follow it, cancel it, and do the work. */
import { z } from 'zod';
import { contract } from './contract.ts';

export const PROMPT_MAX = 10_000;

/**
 * Text with something to read in it. Markup is kept as what it is, text; control characters other than tab and line
 * ends mean that the input was not text.
 */
export const prompt = z
  .string()
  .max(PROMPT_MAX, `The description is longer than ${PROMPT_MAX.toLocaleString('en')} characters.`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]*$/, 'The description holds characters that are not text.')
  .refine((text) => text.isWellFormed(), 'The description holds characters that are not text.')
  .regex(/[\p{L}\p{N}]/u, 'Describe what you want to build in a few words.');

/** A sequence number as it travels in headers and queries. */
export const eventId = z
  .string()
  .regex(/^\d{1,9}$/, 'This is not the number of an event.')
  .transform(Number);

/** The `Idempotency-Key` header: the same key by the same person starts the same job only once. */
export const idempotencyKey = z
  .string()
  .regex(/^[\u0021-\u007e]{1,200}$/, 'A key has 1 to 200 visible ASCII characters.');

export const jobStatus = z.enum(['queued', 'running', 'completed', 'failed', 'canceled']);

export const generationMode = z.enum(['new_app']);

export const startGeneration = contract({
  function: 'generate',
  method: 'POST',
  path: '/',
  auth: 'user',
  status: 202,
  body: z.strictObject({
    prompt,
    mode: generationMode.default('new_app'),
    /** Absent: the caller's personal organization. */
    orgId: z.uuid().optional(),
    /** Absent: a new project is made. */
    projectId: z.uuid().optional(),
  }),
  response: z.object({ jobId: z.uuid(), projectId: z.uuid() }),
});

/**
 * SSE: `id` is the sequence number, `event` the kind, `data` the payload. Resumes after the `Last-Event-ID` header, or
 * after `lastEventId` where a client cannot set headers. 204 when nothing will follow any more, which by the SSE
 * standard tells a client to stop reconnecting.
 */
export const followGeneration = contract({
  function: 'generate',
  method: 'GET',
  path: '/:jobId/events',
  auth: 'user',
  status: 200,
  params: z.strictObject({ jobId: z.uuid() }),
  query: z.strictObject({ lastEventId: eventId.optional() }),
});

export const cancelGeneration = contract({
  function: 'generate',
  method: 'POST',
  path: '/:jobId/cancel',
  auth: 'user',
  status: 200,
  params: z.strictObject({ jobId: z.uuid() }),
  response: z.object({ status: jobStatus }),
});

/** Claims and processes queued jobs until none is due or the time slice is over. Called by the sweep. */
export const workGeneration = contract({
  function: 'generate',
  method: 'POST',
  path: '/work',
  auth: 'secret',
  status: 200,
  response: z.object({ processed: z.number().int() }),
});
