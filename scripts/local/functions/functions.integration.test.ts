import * as fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  copyFixture,
  eventually,
  type FixtureStack,
  findProcesses,
  removeDirectory,
  signUp,
  startFixture,
} from '../testing/fixture-stack.ts';

let project: string;
let stack: FixtureStack;
beforeAll(async () => {
  project = copyFixture();
  stack = await startFixture({ supabaseDir: project, functionIdleMs: 1500 });
});
afterAll(async () => {
  await stack.dispose();
  removeDirectory(project);
});

const call = (name: string, init?: RequestInit) => fetch(`${stack.url}/functions/v1/${name}`, init);
/** The live processes of a function of this stack. */
const processesOf = (name: string) => findProcesses(`--trellis-function=${name} --entry=${project}/`);

describe('a request', () => {
  it('reaches the exported fetch with its path, query and body', async () => {
    const response = await call('echo/some/path?q=1', { method: 'POST', body: 'text' });
    expect(await response.json()).toEqual({
      version: 'one',
      pathname: '/echo/some/path',
      search: '?q=1',
      body: 'text',
    });
  });

  it('reaches a function that serves by itself', async () => {
    expect(await (await call('classic/x')).text()).toBe('/classic/x');
  });

  it('finds the variables of the platform and nothing of this machine', async () => {
    process.env.LOCAL_SECRET_OF_THE_MACHINE = 'x';
    const names = (await (await call('echo/env')).json()) as string[];
    expect(names).toEqual(
      expect.arrayContaining([
        'SUPABASE_ANON_KEY',
        'SUPABASE_DB_URL',
        'SUPABASE_JWKS',
        'SUPABASE_PUBLISHABLE_KEYS',
        'SUPABASE_SECRET_KEYS',
        'SUPABASE_SERVICE_ROLE_KEY',
        'SUPABASE_URL',
      ]),
    );
    expect(names).not.toContain('LOCAL_SECRET_OF_THE_MACHINE');
  });

  it('to an unknown or a hidden function is 404', async () => {
    expect((await call('missing')).status).toBe(404);
    expect((await call('_shared')).status).toBe(404);
  });

  it('is checked by the gateway where the function leaves that to it', async () => {
    expect((await call('guarded')).status).toBe(401);
    const { accessToken } = await signUp(stack);
    const response = await call('guarded', { headers: { authorization: `Bearer ${accessToken}` } });
    expect(await response.text()).toBe('inside');
  });

  it('gets a stream as it is written', async () => {
    const started = performance.now();
    const response = await call('stream?count=3&ms=200');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    const firstAt = performance.now() - started;
    expect(new TextDecoder().decode(first?.value)).toBe('id: 1\ndata: {}\n\n');
    let rest = '';
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
      rest += new TextDecoder().decode(chunk.value);
    }
    expect(rest).toBe('id: 2\ndata: {}\n\nid: 3\ndata: {}\n\n');
    // The stream went on well after its first event.
    expect(performance.now() - started - firstAt).toBeGreaterThan(300);
  });

  it('that the caller gives up ends its stream', async () => {
    const abort = new AbortController();
    const response = await call('stream?count=1000&ms=20', { signal: abort.signal });
    await response.body?.getReader().read();
    abort.abort();
    await eventually('the function to notice', () => stack.log().includes('[stream] stream canceled'));
  });
});

describe('a failure', () => {
  it('in a handler is a 500 with CORS headers, and the process lives on', async () => {
    await call('crash');
    const before = processesOf('crash');
    const response = await call('crash?throw');
    expect(response.status).toBe(500);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(processesOf('crash')).toEqual(before);
    await eventually('the log line', () => stack.log().includes('[crash] Error: thrown by the handler'));
  });

  it('that ends the process touches no other function, and the next request starts a new one', async () => {
    await call('echo');
    const echo = processesOf('echo');
    await call('crash?die');
    await eventually('the process to die', () => processesOf('crash').length === 0);
    expect(await (await call('crash')).text()).toBe('alive');
    expect(processesOf('echo')).toEqual(echo);
  });

  it('by SIGKILL is recovered from too', async () => {
    await call('crash');
    for (const pid of processesOf('crash')) process.kill(pid, 'SIGKILL');
    await eventually('the process to die', () => processesOf('crash').length === 0);
    expect((await call('crash')).status).toBe(200);
  });

  it('at the start of a function says so', async () => {
    const response = await call('broken');
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('BOOT_ERROR: broken');
    await eventually('the log line', () => stack.log().includes('broken at start'));
  });
});

describe('after the start', () => {
  it('a function that has something to load ahead is asked to, and serves whatever becomes of that', async () => {
    await eventually('the function to warm', () => stack.log().includes('[background] background warm'));
    await eventually('its failure to be told', () => stack.log().includes('no warmer than this'));
    expect((await call('background?ms=0&id=warmed')).status).toBe(202);
    expect(stack.log()).not.toContain('[echo] warm');
  });
});

describe('background work', () => {
  it('goes on after the answer', async () => {
    expect((await call('background?ms=300&id=after')).status).toBe(202);
    expect(stack.log()).not.toContain('background done after');
    await eventually('the work to end', () => stack.log().includes('[background] background done after'));
  });

  it('keeps its process beyond the idle time, which ends a process without', async () => {
    await call('classic');
    await call('background?ms=7000&id=long');
    const [pid] = processesOf('background');
    await eventually('the unused process to end', () => processesOf('classic').length === 0);
    expect(processesOf('background')).toEqual([pid]);
    await eventually('the work to end', () => stack.log().includes('background done long'));
    await eventually('the idle process to end', () => processesOf('background').length === 0);
  }, 60_000);
});

describe('a save', () => {
  const version = () => path.join(project, 'functions', '_shared', 'version.ts');

  it('is served by the next request without losing one, while the old process finishes its stream and work', async () => {
    const stream = await call('stream?count=30&ms=50');
    await call('background?ms=1500&id=reloaded');
    const old = processesOf('background');
    expect(((await (await call('echo')).json()) as { version: string }).version).toBe('one');
    const statuses = new Set<number>();
    fs.writeFileSync(version(), "export const answerVersion = 'two';\n");
    await eventually('the new code to answer', async () => {
      const response = await call('echo');
      statuses.add(response.status);
      return ((await response.json()) as { version: string }).version === 'two';
    });
    expect([...statuses]).toEqual([200]);
    await call('background?ms=0&id=new');
    const both = processesOf('background');
    expect(both).toContain(old[0]);
    expect(both.length).toBe(2);
    expect((await stream.text()).match(/^id:/gm)).toHaveLength(30);
    await eventually('the old work to end', () => stack.log().includes('background done reloaded'));
    await eventually('the old process to go', () => !processesOf('background').includes(old[0] ?? 0));
  }, 20_000);

  it('that breaks a function is an error until the next save', async () => {
    const entry = path.join(project, 'functions', 'echo', 'index.ts');
    const source = fs.readFileSync(entry, 'utf8');
    fs.writeFileSync(entry, 'this is not TypeScript');
    await eventually('the error', async () => (await call('echo')).status === 503);
    fs.writeFileSync(entry, source);
    await eventually('the recovery', async () => (await call('echo')).status === 200);
  });
});

it('stopping the stack ends a process that was retired and would go on', async () => {
  const copy = copyFixture();
  const own = await startFixture({ supabaseDir: copy });
  await fetch(`${own.url}/functions/v1/background?ms=60000&id=never`);
  const running = () => findProcesses(`--trellis-function=background --entry=${copy}/`);
  const [old] = running();
  fs.writeFileSync(path.join(copy, 'functions', '_shared', 'version.ts'), "export const answerVersion = 'two';\n");
  await eventually('the new process', () => running().some((pid) => pid !== old));
  expect(running()).toContain(old);
  await own.stop();
  expect(running()).toEqual([]);
  await own.dispose();
  removeDirectory(copy);
}, 30_000);

it('stopping the stack lets background work end, gateway and all, and waits for no stream', async () => {
  const own = await startFixture();
  const stream = await fetch(`${own.url}/functions/v1/stream?count=1000&ms=1000`);
  await fetch(`${own.url}/functions/v1/background?ms=800&id=stopping`);
  await own.stop();
  expect(own.log()).toContain('background done stopping 200');
  expect(own.log()).toContain('[stream] stream canceled');
  await expect(stream.text()).rejects.toThrow();
  await own.dispose();
});
