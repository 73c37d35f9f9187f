/**
 * JSON parameters of functions. Lite turns them into text, which the driver then encodes once more, so that a function
 * gets a JSON string instead of an object. The text is decoded again before the driver sees it. Lite leaves strings as
 * they are, so a string that happens to be JSON would be taken for what it says: those are encoded before Lite sees them.
 */
import type { Sql } from '../postgres.ts';

const JSON_PARAMETER = /:= \$(\d+)::jsonb?(?![\w[])/g;

/** Replaces the text of `name := $1::jsonb` parameters by the value that it says. */
export function decodeJsonParameters<T extends readonly unknown[]>(query: string, parameters: T | undefined): T {
  const decoded = [...(parameters ?? [])];
  for (const [, number] of query.matchAll(JSON_PARAMETER)) {
    const index = Number(number) - 1;
    const value = decoded[index];
    if (typeof value === 'string') decoded[index] = JSON.parse(value);
  }
  return decoded as unknown as T;
}

export interface RpcParameters {
  /** The body of a call with its JSON strings encoded; null when the function takes no JSON. */
  encode(functionName: string, request: Request): Promise<string | null>;
  /** Forgets what is known of the functions. */
  clear(): void;
}

export function createRpcParameters(admin: Sql, schemas: readonly string[]): RpcParameters {
  let known: Promise<Map<string, Set<string>>> | null = null;

  async function load(): Promise<Map<string, Set<string>>> {
    const rows = await admin<{ name: string; parameter: string }[]>`
      select p.proname as name, argument.name as parameter
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      cross join lateral unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[])) as argument (name, type)
      where n.nspname = any(${[...schemas]}::text[]) and argument.type in ('json'::regtype, 'jsonb'::regtype)`;
    const functions = new Map<string, Set<string>>();
    for (const { name, parameter } of rows) functions.set(name, (functions.get(name) ?? new Set()).add(parameter));
    return functions;
  }

  return {
    async encode(functionName, request) {
      known ??= load().catch((error: unknown) => {
        // What could not be read once is read at the next call.
        known = null;
        throw error;
      });
      const parameters = (await known).get(functionName);
      if (parameters === undefined) return null;
      const text = await request.text();
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        // Lite answers a malformed body as PostgREST does.
        return text;
      }
      if (body === null || typeof body !== 'object' || Array.isArray(body)) return text;
      const strings = Object.entries(body).filter(([name, value]) => parameters.has(name) && typeof value === 'string');
      if (strings.length === 0) return text;
      return JSON.stringify({
        ...body,
        ...Object.fromEntries(strings.map(([name, value]) => [name, JSON.stringify(value)])),
      });
    },
    clear() {
      known = null;
    },
  };
}
