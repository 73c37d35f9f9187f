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
  .regex(/[\p{L}\p{N}]/u, 'Describe what you want to build in a few words.');

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

/** SSE: `id` is the sequence number, `event` the kind, `data` the payload. Resumes with `Last-Event-ID`. */
export const followGeneration = contract({
  function: 'generate',
  method: 'GET',
  path: '/:jobId/events',
  auth: 'user',
  status: 200,
  params: z.strictObject({ jobId: z.uuid() }),
});

export const cancelGeneration = contract({
  function: 'generate',
  method: 'POST',
  path: '/:jobId/cancel',
  auth: 'user',
  status: 200,
  params: z.strictObject({ jobId: z.uuid() }),
  response: z.object({ status: z.enum(['canceled', 'completed', 'failed', 'running', 'queued']) }),
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
