/** For integration tests: someone who has just signed up, and what they can do through the gateway. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import WebSocket from 'ws';

export interface Gateway {
  url: string;
  publishableKey: string;
}

export interface Person {
  id: string;
  token: string;
  /** Acts as the person, under row level security. */
  client: SupabaseClient;
  /** Calls a function; `body` is sent as JSON unless it is bytes or text already. */
  call(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Response>;
  /** Starts a generation and follows its stream to the end. */
  generate(prompt: string): Promise<{ jobId: string; projectId: string; events: StreamedEvent[] }>;
}

export interface StreamedEvent {
  id: number;
  event: string;
  data: Record<string, unknown>;
}

export async function newPerson(gateway: Gateway): Promise<Person> {
  const client = createClient(gateway.url, gateway.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
  });
  const email = `${crypto.randomUUID()}@example.com`;
  const { data, error } = await client.auth.signUp({ email, password: 'correct horse battery' });
  if (error) throw error;
  if (!data.session || !data.user) throw new Error('The stack asks for a confirmation of the address.');
  const token = data.session.access_token;
  const call: Person['call'] = (method, path, options = {}) => callFunction(gateway, token, method, path, options);
  return {
    id: data.user.id,
    token,
    client,
    call,
    async generate(prompt) {
      const started = await call('POST', '/generate', { body: { prompt } });
      if (started.status !== 202) throw new Error(`Not started: ${started.status} ${await started.text()}`);
      const { jobId, projectId } = (await started.json()) as { jobId: string; projectId: string };
      const stream = await call('GET', `/generate/${jobId}/events`);
      return { jobId, projectId, events: parseStream(await stream.text()) };
    },
  };
}

/** @param token null: nobody is signed in */
export function callFunction(
  gateway: Gateway,
  token: string | null,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return fetch(`${gateway.url}/functions/v1${path}`, {
    method,
    headers: {
      apikey: gateway.publishableKey,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
}

export function parseStream(text: string): StreamedEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? '';
      return { id: Number(field('id')), event: field('event'), data: JSON.parse(field('data')) };
    });
}

/** The error of a refused call, with its status. */
export async function errorOf(response: Response): Promise<{ status: number; code: string; details?: unknown }> {
  const { error } = (await response.json()) as { error: { code: string; details?: unknown } };
  return { status: response.status, ...error };
}
