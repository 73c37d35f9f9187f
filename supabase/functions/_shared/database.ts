/**
 * The database as the functions see it: calls of its functions and reads of its rows, as one caller, with checked
 * results, time limits, and errors that can be shown.
 */
import { createAdminClient, createContextClient } from '@supabase/server/core';
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import type { Database as Schema } from '../../../shared/database.types.ts';
import type { Caller } from './authenticate.ts';
import { databaseError, databaseUnavailable, type RestError } from './database-error.ts';

export interface CallOptions {
  /** The call may be repeated without harm: it is, a bounded number of times, when the database does not answer. */
  idempotent?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
}

type Functions = Schema['public']['Functions'];
export type FunctionName = keyof Functions;
export type TableName = keyof Schema['public']['Tables'];
/** As the schema says; null is allowed, which the generated types do not know of, and JSON is anything. */
type Arguments<Args> = { [Name in keyof Args]: Args[Name] extends Scalar ? Args[Name] | null : unknown };
type Scalar = string | number | boolean | undefined;

/**
 * Which rows, in which order. Values are compared by equality; `after` pages through an ascending column; `latest` begins
 * with the largest of a column.
 */
export interface Selection {
  from: TableName;
  columns: string;
  where: Readonly<Record<string, string>>;
  after?: { column: string; value: number };
  latest?: string;
  limit: number;
}

export interface Database {
  /** @throws ApiError as the database function raises it; 503 `database_unavailable`. */
  call<Name extends FunctionName, Result>(
    name: Name,
    args: Arguments<Functions[Name]['Args']>,
    result: z.ZodType<Result>,
    options?: CallOptions,
  ): Promise<Result>;
  /** Reads are always idempotent. */
  select<Row>(selection: Selection, row: z.ZodType<Row>, options?: Omit<CallOptions, 'idempotent'>): Promise<Row[]>;
}

/** A timestamp of the database in whichever of its spellings, as ISO 8601 in UTC. */
export const timestamp = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'Not a timestamp.')
  .transform((text) => new Date(text).toISOString());

/** Acts as the caller: row level security applies. */
export function callerDatabase(caller: Caller): Database {
  if (caller.kind !== 'user') throw new Error('Only a signed-in caller has rows of their own.');
  return createDatabase(createContextClient({ auth: { token: caller.token } }));
}

let admin: Database | undefined;

/** Acts as `service_role`: for what the server alone may do, after the function has decided that it may be done. */
export function adminDatabase(): Database {
  admin ??= createDatabase(createAdminClient());
  return admin;
}

const TIMEOUT_MS = 10_000;
/** Waits before the second and the third try. */
const BACKOFF_MS = [100, 400];

export function createDatabase(client: Pick<SupabaseClient, 'rpc' | 'from'>): Database {
  return {
    async call(name, args, result, options = {}) {
      const data = await answer(options, options.idempotent ?? false, (signal) =>
        client.rpc(name, args).abortSignal(signal),
      );
      return expected(result, data, name);
    },
    async select(selection, row, options = {}) {
      const data = await answer(options, true, (signal) => {
        let query = client.from(selection.from).select(selection.columns).match(selection.where).limit(selection.limit);
        const { after, latest } = selection;
        if (latest) query = query.order(latest, { ascending: false });
        if (after) query = query.gt(after.column, after.value).order(after.column);
        // The client's own retries wait for seconds; ours are enough.
        return query.abortSignal(signal).retry(false);
      });
      return expected(z.array(row), data, selection.from);
    },
  };
}

interface Answer {
  data: unknown;
  error: RestError | null;
  status: number;
}

async function answer(
  { timeoutMs = TIMEOUT_MS, signal }: CallOptions,
  repeatable: boolean,
  ask: (signal: AbortSignal) => PromiseLike<Answer>,
): Promise<unknown> {
  for (let attempt = 0; ; attempt += 1) {
    const limit = AbortSignal.timeout(timeoutMs);
    const { data, error, status } = await ask(signal ? AbortSignal.any([signal, limit]) : limit);
    if (!error) return data;
    signal?.throwIfAborted();
    const failure = status === 0 ? databaseUnavailable(new Error(error.message)) : databaseError(error, status);
    const wait = BACKOFF_MS[attempt];
    if (!repeatable || wait === undefined || !('status' in failure) || failure.status !== 503) throw failure;
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
  }
}

/** What comes back is not what the schema promises: a fault of ours, never the caller's. */
function expected<Result>(schema: z.ZodType<Result>, data: unknown, source: string): Result {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new Error(`${source} answered in another shape: ${z.prettifyError(result.error)}`);
}
