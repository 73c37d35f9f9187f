/**
 * The one way the web calls an Edge Function: by its contract, which types what goes in and checks what comes back.
 *
 * @example
 * const { jobId } = await invoke(startGeneration, { body: { prompt }, idempotencyKey: crypto.randomUUID() });
 */
import type { z } from 'zod';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { ApiError, errorBody } from '../../../shared/errors.ts';
import { supabase, supabaseConfig } from './supabase.ts';

export interface InvokeOptions {
  /** Address of the platform, without a path. */
  url: string;
  publishableKey: string;
  /** Token of the present session, fresh; null when nobody is signed in. */
  accessToken(): Promise<string | null>;
  fetch?: typeof fetch;
}

/** A part of the input that a contract has: required unless everything in it may be left out. */
type Part<Name extends string, Schema extends z.ZodType> = [Schema] extends [z.ZodNever]
  ? unknown
  : Record<never, never> extends z.input<Schema>
    ? { [Key in Name]?: z.input<Schema> }
    : { [Key in Name]: z.input<Schema> };

export type InvokeInput<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Part<
  'params',
  Params
> &
  Part<'query', Query> &
  Part<'body', Body> & {
    /** Ends the call; it rejects with the signal's reason. */
    signal?: AbortSignal;
    idempotencyKey?: string;
    /** How long to wait for the beginning of the answer, and for all of it where it is JSON. Default 30 s. */
    timeoutMs?: number;
    headers?: Readonly<Record<string, string>>;
  };

/** The checked JSON; the open response where a contract describes a stream (a ZIP, events). */
export type InvokeResult<Result extends z.ZodType> = [Result] extends [z.ZodNever] ? Response : z.output<Result>;

/**
 * @throws ApiError with the status, code, message and details that the function answered; status 0 with the codes
 * `network_error` (nothing came back) and `timeout`; status 502 `unexpected_response` for an answer that is not ours.
 */
export type Invoke = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
>(
  contract: Contract<Params, Query, Body, Result>,
  input: InvokeInput<Params, Query, Body>,
) => Promise<InvokeResult<Result>>;

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
  timeoutMs?: number;
  headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 30_000;

export function createInvoke(options: InvokeOptions): Invoke {
  const call = async (contract: Contract, input: LooseInput): Promise<unknown> => {
    const request = options.fetch ?? fetch;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), input.timeoutMs ?? TIMEOUT_MS);
    const signal = input.signal ? AbortSignal.any([input.signal, timeout.signal]) : timeout.signal;
    try {
      const token = contract.auth === 'user' ? await options.accessToken() : null;
      const response = await request(address(options.url, contract, input), {
        method: contract.method,
        headers: {
          apikey: options.publishableKey,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(contract.body ? { 'content-type': 'application/json' } : {}),
          ...(input.idempotencyKey ? { 'idempotency-key': input.idempotencyKey } : {}),
          ...input.headers,
        },
        ...(contract.body ? { body: JSON.stringify(input.body) } : {}),
        signal,
      });
      if (!response.ok) throw await readError(response);
      if (!contract.response) return response;
      const result = contract.response.safeParse(await response.json());
      if (result.success) return result.data;
      throw unexpected(response.status, result.error);
    } catch (error) {
      throw asApiError(error, input.signal, timeout.signal);
    } finally {
      clearTimeout(timer);
    }
  };
  return call as Invoke;
}

/** Calls as the person who is signed in. */
export const invoke: Invoke = (contract, input) =>
  createInvoke({
    ...supabaseConfig(),
    accessToken: async () => (await supabase().auth.getSession()).data.session?.access_token ?? null,
  })(contract, input);

/** Address of a contract's route with its path parts and query filled in. */
function address(base: string, contract: Contract, { params, query }: LooseInput): string {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const url = new URL(`/functions/v1/${contract.function}${path === '/' ? '' : path}`, base);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

async function readError(response: Response): Promise<ApiError> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return unexpected(response.status, cause);
  }
  const body = errorBody.safeParse(json);
  if (!body.success) return unexpected(response.status, body.error);
  const { code, message, details } = body.data.error;
  const retryAfter = response.headers.get('retry-after');
  return new ApiError(response.status, code, message, {
    details,
    ...(retryAfter ? { headers: { 'retry-after': retryAfter } } : {}),
  });
}

/** What a gateway or a proxy says by itself is not in our shape: the status is kept where it is an error. */
function unexpected(status: number, cause: unknown): ApiError {
  const message = 'The server gave an answer that was not understood. Try again in a moment.';
  return new ApiError(status >= 400 ? status : 502, 'unexpected_response', message, { cause });
}

function asApiError(error: unknown, canceled: AbortSignal | undefined, timeout: AbortSignal): unknown {
  if (error instanceof ApiError) return error;
  if (canceled?.aborted) return canceled.reason;
  if (timeout.aborted) {
    return new ApiError(0, 'timeout', 'The server took too long to answer. Try again.', { cause: error });
  }
  if (error instanceof SyntaxError) return unexpected(502, error);
  return new ApiError(0, 'network_error', 'The server cannot be reached. Check your connection and try again.', {
    cause: error,
  });
}
