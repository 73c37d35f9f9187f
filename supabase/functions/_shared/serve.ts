/**
 * From contracts and handlers to one fetch handler: routing, CORS, authentication, validation, and the one error shape.
 *
 * @example
 * export default { fetch: serve({ routes: [route(cancelGeneration, async ({ params }, { caller }) => …)] }) };
 */
import { corsHeaders } from '@supabase/supabase-js/cors';
import type { z } from 'zod';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { ApiError } from '../../../shared/errors.ts';
import { type AuthEnvironment, authenticate, type Caller } from './authenticate.ts';
import { readJson, readQuery, validate } from './request.ts';

export interface RequestContext {
  readonly request: Request;
  readonly caller: Caller;
  /** Identifies the request in the log and in a 500. */
  readonly requestId: string;
  /** Headers to send with the result. */
  readonly headers: Headers;
}

export interface Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
}

export interface Route {
  readonly contract: Contract;
  run(pathParams: Record<string, string>, context: RequestContext): Promise<unknown>;
}

/** Binds a contract to what answers it. The handler sees valid input only; what it returns is checked as well. */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
>(
  contract: Contract<Params, Query, Body, Result>,
  handle: (input: Input<Params, Query, Body>, context: RequestContext) => Promise<Response | z.input<Result>>,
): Route {
  return {
    contract,
    async run(pathParams, context) {
      const { request } = context;
      // A path that cannot name anything names nothing: the same answer as for what does not exist.
      const params = contract.params?.safeParse(pathParams);
      if (params && !params.success) throw notFound();
      const query = contract.query && validate(contract.query, readQuery(new URL(request.url).searchParams));
      const optional = contract.body?.safeParse(undefined).success ?? false;
      const body = contract.body && validate(contract.body, await readJson(request, contract.maxBodyBytes, optional));
      // Parts a contract does not have are of type `never` in the handler, which therefore cannot use them.
      const result = await handle({ params: params?.data, query, body } as Input<Params, Query, Body>, context);
      return result instanceof Response || !contract.response ? result : contract.response.parse(result);
    },
  };
}

export interface ServeOptions {
  routes: readonly Route[];
  environment?: AuthEnvironment;
  log?: (line: string) => void;
}

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': `${corsHeaders['Access-Control-Allow-Headers']}, idempotency-key, last-event-id`,
  'access-control-expose-headers': 'content-disposition, location, retry-after, x-request-id',
};

export function serve(options: ServeOptions): (request: Request) => Promise<Response> {
  const log = options.log ?? console.error;
  return async (request) => {
    const requestId = crypto.randomUUID();
    const headers = new Headers();
    let response: Response;
    try {
      response = await respond(request, options, { requestId, headers });
    } catch (error) {
      response = failure(error, request, requestId, log);
    }
    for (const [name, value] of [...Object.entries(CORS), ['x-request-id', requestId] as const]) {
      response.headers.set(name, value);
    }
    if (request.method !== 'HEAD') return response;
    await response.body?.cancel();
    return new Response(null, response);
  };
}

async function respond(
  request: Request,
  { routes, environment }: ServeOptions,
  { requestId, headers }: { requestId: string; headers: Headers },
): Promise<Response> {
  const path = new URL(request.url).pathname;
  const matches = routes.flatMap((candidate) => {
    const params = matchPath(candidate.contract, path);
    return params ? [{ candidate, params }] : [];
  });
  if (matches.length === 0) throw notFound();

  const methods = [...new Set(matches.map(({ candidate }) => candidate.contract.method))];
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') {
    const preflight = { allow: allowed, 'access-control-allow-methods': allowed, 'access-control-max-age': '86400' };
    return new Response(null, { status: 204, headers: preflight });
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const match = matches.find(({ candidate }) => candidate.contract.method === method);
  if (!match) {
    throw new ApiError(405, 'method_not_allowed', `Use ${methods.join(' or ')} here.`, { headers: { allow: allowed } });
  }

  const { contract } = match.candidate;
  const caller = await authenticate(request, contract.auth, environment);
  const result = await match.candidate.run(match.params, { request, caller, requestId, headers });
  if (result instanceof Response) return new Response(result.body, result);
  return Response.json(result, { status: contract.status, headers });
}

/**
 * The parts of a path that a contract names, or null when the path is another. The platform hands a function its path
 * as `/<function>/…`; called directly it may still carry the gateway's `/functions/v1`.
 */
function matchPath(contract: Contract, path: string): Record<string, string> | null {
  const split = (text: string) => text.split('/').filter((part) => part !== '');
  const actual = split(path.replace(/^\/functions\/v1(?=\/)/, ''));
  const expected = [contract.function, ...split(contract.path)];
  if (actual.length !== expected.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of expected.entries()) {
    const given = actual[at] ?? '';
    if (!part.startsWith(':')) {
      if (part !== given) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(given);
    } catch {
      return null;
    }
  }
  return params;
}

function notFound(): ApiError {
  return new ApiError(404, 'not_found', 'There is nothing at this address.');
}

function failure(error: unknown, request: Request, requestId: string, log: (line: string) => void): Response {
  const known = error instanceof ApiError;
  const shown = known
    ? error
    : new ApiError(
        500,
        'internal_error',
        'Something went wrong on our side. Try again; if it stays, tell us the number.',
        {
          details: { requestId },
          cause: error,
        },
      );
  if (shown.status >= 500) {
    const path = new URL(request.url).pathname;
    log(logLine({ level: 'error', requestId, method: request.method, path, status: shown.status }, error));
  }
  return Response.json(shown.toBody(), { status: shown.status, headers: shown.headers });
}

/** One line of JSON about an error and what caused it, without tokens and keys that its texts may quote. */
export function logLine(fields: Record<string, unknown>, error: unknown): string {
  const chain: string[] = [];
  for (let at = error; at !== undefined && chain.length < 5; at = at instanceof Error ? at.cause : undefined) {
    chain.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : String(at));
  }
  return redact(JSON.stringify({ ...fields, error: chain }));
}

function redact(text: string): string {
  return text
    .replace(/sb_(secret|publishable)_[\w-]+/g, 'sb_$1_***')
    .replace(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '***')
    .replace(/(postgres(?:ql)?:\/\/[^:/\s]+:)[^@\s]+@/g, '$1***@');
}
