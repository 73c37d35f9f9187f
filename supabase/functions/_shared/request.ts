/** Reading and checking what a request carries. Every refusal says what is wrong, naming the fields. */
import type { z } from 'zod';
import { ApiError } from '../../../shared/errors.ts';

export const DEFAULT_BODY_BYTES = 64 * 1024;

/** One thing that is wrong with the input; `field` is a dotted path, empty for the input as a whole. */
export interface InvalidField {
  field: string;
  message: string;
}

/**
 * The JSON body of a request, read up to a limit while it streams in; the declared length is not trusted.
 *
 * @param optional - a request without a body is then answered by undefined
 * @throws ApiError 413 `body_too_large`; 400 `unsupported_content_type`; 400 `malformed_json` when it is not UTF-8 JSON.
 */
export async function readJson(request: Request, limit = DEFAULT_BODY_BYTES, optional = false): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' && optional) return undefined;
  if (type !== 'application/json') {
    throw new ApiError(400, 'unsupported_content_type', 'Send JSON, with the header "Content-Type: application/json".');
  }
  const bytes = await readBytes(request, limit);
  if (bytes.byteLength === 0 && optional) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ApiError(400, 'malformed_json', 'The body of the request is not JSON.', { cause });
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new ApiError(413, 'body_too_large', `The request is larger than ${limit.toLocaleString('en')} bytes.`, {
      details: { limit },
    });
  if (Number(request.headers.get('content-length')) > limit) {
    await request.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream: nothing more is read.
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** The query as an object; a parameter given twice becomes a list, which a schema that expects one value refuses. */
export function readQuery(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    Array.from(new Set(parameters.keys()), (key) => {
      const values = parameters.getAll(key);
      return [key, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/**
 * The value as its schema says.
 *
 * @throws ApiError 422 `invalid_input`, its details being `{ fields: [{ field, message }] }`, unknown fields among them.
 */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidInput(result.error.issues.flatMap(invalidFields));
}

export function invalidInput(fields: readonly InvalidField[]): ApiError {
  const [first] = fields;
  const sentence = first ? `${first.field ? `${first.field}: ` : ''}${first.message}` : 'The input is not valid.';
  const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
  return new ApiError(422, 'invalid_input', `${sentence}${more}`, { details: { fields } });
}

function invalidFields(issue: z.core.$ZodIssue): InvalidField[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'This field is not known.' }));
  }
  return [{ field: issue.path.join('.'), message: issue.message }];
}
