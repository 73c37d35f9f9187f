/**
 * A contract describes one route of one Edge Function once: the function validates with it, the web calls through it.
 *
 * @example
 * export const cancel = contract({
 *   function: 'generate', method: 'POST', path: '/:jobId/cancel', auth: 'user',
 *   params: z.strictObject({ jobId: z.uuid() }), response: z.object({ status: z.string() }), status: 200,
 * });
 */
import type { z } from 'zod';

export interface Contract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> {
  /** Folder under `supabase/functions`. */
  readonly function: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the function, with `:name` parts. */
  readonly path: string;
  readonly auth: 'user' | 'secret' | 'none';
  /** Status of a success. */
  readonly status: number;
  readonly params?: Params;
  readonly query?: Query;
  /** JSON body. Absent: the route takes none. */
  readonly body?: Body;
  /** JSON response. Absent: the route answers with a stream (SSE, ZIP). */
  readonly response?: Result;
  /** Largest body accepted, in bytes. Default 64 KiB. */
  readonly maxBodyBytes?: number;
}

export function contract<
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
  Result extends z.ZodType = z.ZodNever,
>(description: Contract<Params, Query, Body, Result>): Contract<Params, Query, Body, Result> {
  return description;
}
