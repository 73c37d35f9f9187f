import * as fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticHandler } from './spa.ts';
import {
  connect,
  eventually,
  type FixtureStack,
  newEmail,
  PASSWORD,
  removeDirectory,
  signUp,
  startFixture,
} from './testing/fixture-stack.ts';

describe('the gateway', () => {
  let stack: FixtureStack;
  beforeAll(async () => {
    stack = await startFixture();
  });
  afterAll(() => stack.dispose());

  it('tells the application its address and key, and that it is healthy', async () => {
    expect(await (await fetch(`${stack.url}/config.json`)).json()).toEqual({
      url: stack.url,
      publishableKey: stack.publishableKey,
    });
    expect(await (await fetch(`${stack.url}/health`)).json()).toEqual({ ok: true });
  });

  it('shows mails, newest first, with links and without markup of their own', async () => {
    const person = await signUp(stack);
    await connect(stack).auth.resetPasswordForEmail(person.email);
    await connect(stack).auth.signInWithOtp({ email: person.email });
    const mails = (await (await fetch(`${stack.mailUrl}.json`)).json()) as { to: string; sentAt: string }[];
    expect(mails.filter((mail) => mail.to === person.email)).toHaveLength(2);
    expect((mails[0]?.sentAt ?? '') >= (mails[1]?.sentAt ?? '')).toBe(true);
    const page = await (await fetch(stack.mailUrl)).text();
    expect(page).toContain(`To ${person.email}`);
    expect(page).toMatch(new RegExp(`<a href="${stack.url}/auth/v1/verify[^"]+">`));
  });

  it('shows mails to no page that reached it under another name', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = http.get(stack.mailUrl, { headers: { host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject);
    });
    expect(status).toBe(403);
  });

  it('logs one line for a request, and no secret', async () => {
    const email = newEmail();
    const client = connect(stack);
    const { data } = await client.auth.signUp({ email, password: PASSWORD });
    await client.from('notes').insert({ body: 'log me not' });
    await fetch(`${stack.url}/rest/v1/notes?body=eq.private-filter`, {
      headers: { apikey: stack.publishableKey, authorization: `Bearer ${data.session?.access_token}` },
    });
    await client.auth.refreshSession();
    await eventually('the lines', () => stack.log().includes('POST /auth/v1/token'));
    const log = stack.log();
    expect(log.match(/POST \/auth\/v1\/token 200 \d+ms/g)).toHaveLength(1);
    for (const secret of [
      PASSWORD,
      'private-filter',
      'log me not',
      stack.secretKey,
      data.session?.access_token ?? '?',
      data.session?.refresh_token ?? '?',
    ]) {
      expect(log).not.toContain(secret);
    }
  });

  it('lets pages of other origins call the API', async () => {
    for (const target of [
      'rest/v1/notes',
      'auth/v1/token',
      'storage/v1/object/list/avatars',
      'realtime/v1/api/broadcast',
    ]) {
      const response = await fetch(`${stack.url}/${target}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'http://other.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,apikey,content-type,x-client-info',
        },
      });
      expect([target, response.status < 300, response.headers.get('access-control-allow-origin')]).toEqual([
        target,
        true,
        '*',
      ]);
      expect(response.headers.get('access-control-allow-headers')).toMatch(/apikey|\*/);
    }
  });

  it('answers what is not there', async () => {
    expect((await fetch(`${stack.url}/_local/other`)).status).toBe(404);
    expect((await fetch(`${stack.url}/realtime/v1/other`)).status).toBe(404);
    expect(
      (await fetch(`${stack.url}/rest/v1/nothing_here`, { headers: { apikey: stack.publishableKey } })).status,
    ).toBe(404);
  });
});

describe('the built application', () => {
  const directory = fs.mkdtempSync('/tmp/trellis-dist-');
  const script = `console.log(${JSON.stringify('x'.repeat(5000))});`;
  let url: string;
  let server: http.Server;
  beforeAll(async () => {
    fs.mkdirSync(path.join(directory, 'assets'));
    fs.writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>App</title>');
    fs.writeFileSync(path.join(directory, 'runtime.html'), '<!doctype html><title>Frame</title>');
    fs.writeFileSync(path.join(directory, 'assets', 'index-Ab12Cd34.js'), script);
    const handle = createStaticHandler(directory);
    server = http.createServer(
      (request, response) => void handle(request, response, new URL(request.url ?? '/', 'http://x')),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => {
    server.close();
    removeDirectory(directory);
  });

  const raw = (target: string, headers: http.OutgoingHttpHeaders) =>
    new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      http
        .get(`${url}${target}`, { headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
          );
        })
        .on('error', reject);
    });

  it('gives index.html to navigations, and 404 to anything else unknown', async () => {
    const page = await raw('/projects/42', { accept: 'text/html,*/*' });
    expect([page.status, page.headers['content-type'], page.headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect(page.body.toString()).toContain('<title>App</title>');
    expect((await raw('/missing.js', { accept: 'text/html,*/*' })).status).toBe(404);
    expect((await raw('/projects/42', { accept: 'application/json' })).status).toBe(404);
  });

  it('compresses with what the client accepts, keeps hashed files for ever and answers 304', async () => {
    const target = '/assets/index-Ab12Cd34.js';
    const br = await raw(target, { 'accept-encoding': 'gzip, br' });
    expect(br.headers['content-encoding']).toBe('br');
    expect(br.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(zlib.brotliDecompressSync(br.body).toString()).toBe(script);
    const gzip = await raw(target, { 'accept-encoding': 'gzip, br;q=0' });
    expect(zlib.gunzipSync(gzip.body).toString()).toBe(script);
    expect((await raw(target, {})).body.toString()).toBe(script);
    const again = await raw(target, { 'accept-encoding': 'br', 'if-none-match': br.headers.etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('lets the preview frame be framed and load its script from an origin of its own', async () => {
    const { headers } = await raw('/runtime.html', { accept: 'text/html' });
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['content-security-policy']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  it('never leaves its folder', async () => {
    for (const target of ['/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/%00', '/%ff']) {
      expect([target, (await raw(target, {})).status]).toEqual([target, 404]);
    }
  });
});
