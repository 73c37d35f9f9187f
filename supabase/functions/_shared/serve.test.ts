import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../shared/contracts/contract.ts';
import { ApiError } from '../../../shared/errors.ts';
import { route, serve } from './serve.ts';
import { createTestProject, SECRET_KEY, type TestProject, USER_ID } from './test-project.ts';

const echo = contract({
  function: 'things',
  method: 'POST',
  path: '/',
  auth: 'none',
  status: 201,
  body: z.strictObject({ name: z.string().min(2), nested: z.strictObject({ size: z.number() }).optional() }),
  response: z.object({ name: z.string() }),
  maxBodyBytes: 1000,
});
const read = contract({
  function: 'things',
  method: 'GET',
  path: '/:thingId',
  auth: 'user',
  status: 200,
  params: z.strictObject({ thingId: z.uuid() }),
  query: z.strictObject({ page: z.string().optional() }),
  response: z.object({ id: z.string(), userId: z.string() }),
});
const internal = contract({
  function: 'things',
  method: 'POST',
  path: '/work',
  auth: 'secret',
  status: 200,
  response: z.object({ done: z.boolean() }),
});
const failing = contract({ function: 'things', method: 'DELETE', path: '/', auth: 'none', status: 200 });

const THING = '22222222-2222-4222-8222-222222222222';
let project: TestProject;
let fetchHandler: (request: Request) => Promise<Response>;
let failure: unknown;
let handled = 0;
const lines: string[] = [];

beforeAll(async () => {
  project = await createTestProject();
  fetchHandler = serve({
    environment: project.environment,
    log: (line) => lines.push(line),
    routes: [
      route(echo, async ({ body }, { headers }) => {
        handled += 1;
        headers.set('location', '/things/1');
        return { name: body.name };
      }),
      route(read, async ({ params }, { caller }) => ({
        id: params.thingId,
        userId: caller.kind === 'user' ? caller.id : '',
      })),
      route(internal, async () => ({ done: true })),
      route(failing, async () => {
        throw failure;
      }),
    ],
  });
});

function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetchHandler(new Request(`http://edge.test${path}`, { method, ...init }));
}

function post(body: BodyInit, contentType = 'application/json'): Promise<Response> {
  return send('POST', '/things', { body, headers: { 'content-type': contentType } });
}

async function errorOf(response: Response) {
  return (await response.json()).error;
}

describe('routing', () => {
  it('answers with the contract’s status, the handler’s headers and the checked result', async () => {
    const response = await post('{"name":"Ada"}');
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('/things/1');
    expect(await response.json()).toEqual({ name: 'Ada' });
  });

  it('finds the function behind the gateway’s prefix, with or without a slash at the end', async () => {
    for (const path of ['/things/', '/functions/v1/things', '/functions/v1/things/']) {
      const response = await send('POST', path, {
        body: '{"name":"Ada"}',
        headers: { 'content-type': 'application/json' },
      });
      expect(response.status).toBe(201);
    }
  });

  it('answers 404 in the error shape where there is nothing, also for an id that cannot be one', async () => {
    const unknown = await send('GET', '/things/a/b');
    expect(unknown.status).toBe(404);
    expect(await errorOf(unknown)).toMatchObject({ code: 'not_found' });
    const authorization = `Bearer ${await project.token()}`;
    expect((await send('GET', '/things/42', { headers: { authorization } })).status).toBe(404);
    expect((await send('GET', '/things/%E0%A4%A', { headers: { authorization } })).status).toBe(404);
  });

  it('answers 405 with the methods that are allowed', async () => {
    const response = await send('PUT', `/things/${THING}`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('answers HEAD like GET, without a body', async () => {
    const response = await send('HEAD', `/things/${THING}`, {
      headers: { authorization: `Bearer ${await project.token()}` },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('CORS', () => {
  it('answers a preflight without credentials', async () => {
    const response = await send('OPTIONS', `/things/${THING}`);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
    for (const name of ['authorization', 'apikey', 'content-type', 'idempotency-key', 'last-event-id']) {
      expect(response.headers.get('access-control-allow-headers')).toContain(name);
    }
  });

  it('lets a browser read errors', async () => {
    for (const response of [await send('GET', '/nothing'), await send('GET', `/things/${THING}`), await post('{')]) {
      expect(response.ok).toBe(false);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    }
  });
});

describe('authentication', () => {
  it('gives the handler the user of a valid token', async () => {
    const response = await send('GET', `/things/${THING}`, {
      headers: { authorization: `Bearer ${await project.token()}` },
    });
    expect(await response.json()).toEqual({ id: THING, userId: USER_ID });
  });

  it('refuses a missing, malformed, expired, unsigned or foreign token with 401 in the error shape', async () => {
    const foreign = await (await createTestProject()).token();
    const expired = await project.token({ expiresAt: Math.floor(Date.now() / 1000) - 60 });
    const [, payload] = (await project.token()).split('.');
    const unsigned = `${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`;
    const headers = [
      {},
      { authorization: 'Bearer' },
      { authorization: 'Bearer not.a.token' },
      { authorization: `Bearer ${expired}` },
      { authorization: `Bearer ${foreign}` },
      { authorization: `Bearer ${unsigned}` },
      { authorization: `Bearer ${SECRET_KEY}` },
      { apikey: SECRET_KEY },
    ];
    for (const given of headers) {
      const response = await send('GET', `/things/${THING}`, { headers: given });
      expect(response.status, JSON.stringify(given)).toBe(401);
      expect(await errorOf(response)).toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('opens the server’s own routes to the secret key alone', async () => {
    expect((await send('POST', '/things/work', { headers: { apikey: SECRET_KEY }, body: '{}' })).status).toBe(200);
    for (const headers of [
      {},
      { apikey: 'sb_publishable_test' },
      { apikey: 'sb_secret_other' },
      { authorization: `Bearer ${await project.token()}` },
    ]) {
      expect((await send('POST', '/things/work', { headers })).status).toBe(401);
    }
  });
});

describe('input', () => {
  it('refuses what is not JSON with 400', async () => {
    for (const body of ['{"name":', '', 'name=Ada', new Uint8Array([0x22, 0xff, 0x22])]) {
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(await errorOf(response)).toMatchObject({ code: 'malformed_json' });
    }
    const form = await post('name=Ada', 'application/x-www-form-urlencoded');
    expect(form.status).toBe(400);
    expect(await errorOf(form)).toMatchObject({ code: 'unsupported_content_type' });
  });

  it('stops reading a body that is too large, whatever length it declares', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(400));
      },
    });
    const response = await send('POST', '/things', {
      body: endless,
      headers: { 'content-type': 'application/json', 'content-length': '10' },
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ code: 'body_too_large', details: { limit: 1000 } });
    expect(pulled).toBeLessThan(10);
  });

  it('names the fields that are wrong and those that are not known', async () => {
    const response = await post('{"name":"A","colour":"navy","nested":{"size":"L","depth":1}}');
    expect(response.status).toBe(422);
    const { code, details } = await errorOf(response);
    expect(code).toBe('invalid_input');
    expect(details.fields.map((it: { field: string }) => it.field).sort()).toEqual([
      'colour',
      'name',
      'nested.depth',
      'nested.size',
    ]);
  });

  it('refuses unknown and doubled parameters', async () => {
    const headers = { authorization: `Bearer ${await project.token()}` };
    const unknown = await send('GET', `/things/${THING}?colour=navy`, { headers });
    expect(unknown.status).toBe(422);
    expect((await errorOf(unknown)).details.fields[0].field).toBe('colour');
    expect((await send('GET', `/things/${THING}?page=1&page=2`, { headers })).status).toBe(422);
  });

  it('runs no handler for input that was refused', async () => {
    const before = handled;
    await post('{"name":"Ada","extra":1}');
    expect(handled).toBe(before);
  });
});

describe('failures', () => {
  it('shows an ApiError with its status, details and headers', async () => {
    failure = new ApiError(429, 'quota_exceeded', 'Come back tomorrow.', {
      details: { remaining: 0 },
      headers: { 'retry-after': '60' },
    });
    const response = await send('DELETE', '/things');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await response.json()).toEqual({
      error: { code: 'quota_exceeded', message: 'Come back tomorrow.', details: { remaining: 0 } },
    });
  });

  it('keeps anything else to itself, and logs it with the request’s number but without secrets', async () => {
    lines.length = 0;
    failure = new Error(`connect postgresql://app:hunter2@db with sb_secret_abc123 for eyJhbGciOi.eyJzdWIi.c2ln`);
    const response = await send('DELETE', '/things');
    expect(response.status).toBe(500);
    const error = await errorOf(response);
    expect(error.code).toBe('internal_error');
    expect(JSON.stringify(error)).not.toContain('connect');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(error.details.requestId);
    expect(response.headers.get('x-request-id')).toBe(error.details.requestId);
    for (const secret of ['hunter2', 'abc123', 'eyJhbGciOi', 'c2ln']) expect(lines[0]).not.toContain(secret);
  });
});
