/** Contracts of the `generate` function: start a generation, follow it, stop it, run it again, and do the work. */
import { z } from 'zod';
import { appSpec } from '../generator/app-spec.ts';
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

/**
 * What a job does. `new_app` makes an application from a description, or from a plan that a person has read and edited;
 * `plan` makes only the plan. The others change the project's newest version: `modify` anything, `component`, `page` and
 * `content` what their names say, `layout` where things stand, `design` colours and type only. `fix` is `modify` about an
 * error, and costs nothing.
 */
export const generationMode = z.enum([
  'new_app',
  'modify',
  'component',
  'page',
  'content',
  'layout',
  'design',
  'plan',
  'fix',
]);
export type GenerationMode = z.infer<typeof generationMode>;

/** Modes that change a project, which therefore has to be named. */
export const EDIT_MODES: ReadonlySet<GenerationMode> = new Set([
  'modify',
  'component',
  'page',
  'content',
  'layout',
  'design',
  'fix',
]);

/** `builtin`, or `provider/model`. */
export const modelId = z
  .string()
  .regex(/^(?:builtin|[a-z][a-z0-9_-]{0,39}\/[\w.:/@-]{1,120})$/, 'There is no such model.');

export const IMAGE_MAX_BYTES = 1_000_000;
export const IMAGES_MAX = 3;

export const promptImage = z.strictObject({
  mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  /** Base64. */
  data: z
    .string()
    .max(Math.ceil(IMAGE_MAX_BYTES / 3) * 4, 'An image has at most 1 MB.')
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'The image is not base64.'),
});

const filePath = z.string().min(1).max(255);
const lineNumber = z.number().int().positive().max(1_000_000);

/** What was picked in the preview: the lines of the component that drew it. */
export const editTarget = z.strictObject({
  file: filePath,
  line: lineNumber,
  endLine: lineNumber.optional(),
  /** What it is, as a person sees it: `button "Save"`. */
  element: z.string().max(500).optional(),
});

/** An error of the build or of the running preview. */
export const reportedError = z.strictObject({
  message: z.string().min(1).max(4000),
  stack: z.string().max(16_000).optional(),
  file: filePath.optional(),
  line: lineNumber.optional(),
});

/** What a job is given beside its prompt; kept with the job until it ends. */
export const generationInput = z.strictObject({
  /** `new_app`: build exactly this plan. */
  spec: appSpec.optional(),
  /** Absent: the first model that is set up. */
  model: modelId.optional(),
  images: z.array(promptImage).max(IMAGES_MAX).optional(),
  target: editTarget.optional(),
  error: reportedError.optional(),
});
export type GenerationInput = z.output<typeof generationInput>;

export const startGeneration = contract({
  function: 'generate',
  method: 'POST',
  path: '/',
  auth: 'user',
  status: 202,
  // Images, and the rest.
  maxBodyBytes: IMAGES_MAX * Math.ceil(IMAGE_MAX_BYTES / 3) * 4 + 512 * 1024,
  body: z
    .strictObject({
      prompt,
      mode: generationMode.default('new_app'),
      /** Absent: the caller's personal organization. */
      orgId: z.uuid().optional(),
      /** Absent: a new project is made. */
      projectId: z.uuid().optional(),
      ...generationInput.shape,
    })
    .superRefine((body, context) => {
      const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      if (EDIT_MODES.has(body.mode) && body.projectId === undefined) {
        issue('projectId', 'Say which project is to be changed.');
      }
      if (body.spec !== undefined && body.mode !== 'new_app') issue('spec', 'Only a new app is built from a plan.');
      if (body.mode === 'fix' && body.error === undefined) issue('error', 'Say which error is to be fixed.');
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
  /** `keep`: the model stops, and the job goes on with what stands. Without it nothing of the job is kept. */
  body: z.strictObject({ keep: z.boolean().default(false) }).default({ keep: false }),
  response: z.object({ status: jobStatus }),
});

/** A failed job runs again from its stored steps, where the cause may have passed. */
export const requeueGeneration = contract({
  function: 'generate',
  method: 'POST',
  path: '/:jobId/requeue',
  auth: 'user',
  status: 202,
  params: z.strictObject({ jobId: z.uuid() }),
  response: z.object({ status: jobStatus }),
});

/** The models that an organization can choose; `builtin` is always among them, the first is the default. */
export const listModels = contract({
  function: 'generate',
  method: 'GET',
  path: '/models',
  auth: 'user',
  status: 200,
  query: z.strictObject({ orgId: z.uuid().optional() }),
  response: z.object({
    models: z.array(
      z.object({
        id: modelId,
        label: z.string(),
        /** Whether it reads attached images. */
        sees: z.boolean(),
      }),
    ),
  }),
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
