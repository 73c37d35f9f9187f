/**
 * Errors of the database that Lite has no answer for. It prints every error to the console, with row contents, and turns
 * those it does not know into status 500 with the code `SUP`: a failed check constraint and a plain `raise exception`
 * among them. The printed error is caught instead, and answered with PostgREST's status.
 * Source of the table: https://docs.postgrest.org/en/stable/references/errors.html
 */
import { z } from 'zod';
import { json } from './responses.ts';

const databaseError = z.object({
  code: z.string().regex(/^[0-9A-Z]{5}$/),
  message: z.string(),
  detail: z.string().nullish(),
  hint: z.string().nullish(),
});
export type DatabaseError = z.infer<typeof databaseError>;

/** Reads a thrown value; null when it is no error of the database. */
export function readDatabaseError(value: unknown): DatabaseError | null {
  return databaseError.safeParse(value).data ?? null;
}

const STATUS_BY_CODE: Readonly<Record<string, number>> = { '23503': 409, '23505': 409, '25006': 405, P0001: 400 };
const STATUS_BY_CLASS: Readonly<Record<string, number>> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
};

export function statusOf(code: string): number {
  return STATUS_BY_CODE[code] ?? STATUS_BY_CLASS[code.slice(0, 2)] ?? 400;
}

/** The answer for `error` in the place of one that Lite could not map; any other answer is left as it is. */
export async function answerUnmapped(response: Response, error: DatabaseError | undefined): Promise<Response> {
  if (response.status !== 500 || error === undefined) return response;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const isUnmapped = body !== null && typeof body === 'object' && 'code' in body && body.code === 'SUP';
  if (!isUnmapped) return response;
  const { code, message, detail, hint } = error;
  return json({ code, message, details: detail ?? null, hint: hint ?? null }, statusOf(code));
}
