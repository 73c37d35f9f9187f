import * as fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import { startStack } from './stack.ts';
import { StartError } from './start-error.ts';
import { readStackInfo } from './state.ts';
import {
  copyFixture,
  eventually,
  findProcesses,
  fixtureOptions,
  removeDirectory,
  signUp,
  spawnFixture,
  startFixture,
} from './testing/fixture-stack.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function prepare() {
  const options = await fixtureOptions();
  cleanups.push(() => removeDirectory(options.directory));
  return options;
}

function occupy(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
    cleanups.push(() => new Promise<void>((done) => server.close(() => done())));
  });
}

describe('the life of a stack', () => {
  it('publishes stack.json when ready, for its owner alone, and removes it on stop', async () => {
    const options = await prepare();
    const stack = await startStack(options);
    cleanups.push(() => stack.stop());
    expect(stack.fresh).toBe(true);
    expect(stack.appliedMigrations).toEqual(['20260101000000_fixture.sql']);
    const info = readStackInfo(options.directory);
    expect(info).toEqual({
      url: `http://127.0.0.1:${options.port}`,
      publishableKey: stack.publishableKey,
      secretKey: stack.secretKey,
      databaseUrl: stack.databaseUrl,
      mailUrl: `http://127.0.0.1:${options.port}/_local/mail`,
      pid: process.pid,
    });
    expect(fs.statSync(path.join(options.directory, 'stack.json')).mode & 0o777).toBe(0o600);
    const sql = postgres(stack.databaseUrl, { max: 1 });
    expect(
      await sql`select current_user as name, (select rolsuper from pg_roles where rolname = current_user) as super`,
    ).toEqual([{ name: 'postgres', super: false }]);
    await sql.end();

    await stack.stop();
    expect(readStackInfo(options.directory)).toBeNull();
    expect(fs.readdirSync(path.join(options.directory, 'children'))).toEqual([]);
    expect(findProcesses(options.directory)).toEqual([]);
    await expect(fetch(stack.url)).rejects.toThrow();
  });

  it('keeps its data, keys and history over a restart', async () => {
    const options = await prepare();
    const first = await startStack(options);
    cleanups.push(() => first.stop());
    const person = await signUp(first);
    await person.client.from('notes').insert({ body: 'kept' });
    await first.stop();

    const second = await startStack(options);
    cleanups.push(() => second.stop());
    expect(second.fresh).toBe(false);
    expect(second.appliedMigrations).toEqual([]);
    expect(second.publishableKey).toBe(first.publishableKey);
    // The session of before is still good.
    const { data } = await person.client.from('notes').select('body');
    expect(data).toEqual([{ body: 'kept' }]);
  });

  it('starts again after it was killed, ending what was left behind', async () => {
    const options = await prepare();
    const killed = await spawnFixture(options);
    await eventually('every function warm', () => findProcesses(options.directory).length >= 1);
    await fetch(`http://127.0.0.1:${options.port}/functions/v1/echo`);
    process.kill(killed.pid, 'SIGKILL');
    expect(await killed.exited).toBe('SIGKILL');
    const leftServer = findProcesses(path.join(options.directory, 'postgres', 'data'));
    expect(leftServer).toHaveLength(1);
    expect(fs.existsSync(path.join(options.directory, 'stack.json'))).toBe(true);

    const stack = await startStack(options);
    cleanups.push(() => stack.stop());
    expect(findProcesses(`-D ${path.join(options.directory, 'postgres', 'data')}`)).not.toEqual(leftServer);
    expect((await fetch(`${stack.url}/health`)).status).toBe(200);
    expect(readStackInfo(options.directory)?.pid).toBe(process.pid);
  });

  it('ends its functions by itself when it is killed', async () => {
    const options = await prepare();
    const killed = await spawnFixture(options);
    const socketOf = () => findProcesses('--trellis-function=echo').filter((pid) => ownedBy(pid, options.directory));
    await fetch(`http://127.0.0.1:${options.port}/functions/v1/echo`);
    expect(socketOf()).toHaveLength(1);
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    await eventually('the function to end', () => socketOf().length === 0);
    const stack = await startStack(options);
    cleanups.push(() => stack.stop());
  });

  it('stops every child on SIGTERM', async () => {
    const options = await prepare();
    const child = await spawnFixture(options);
    await fetch(`http://127.0.0.1:${options.port}/functions/v1/echo`);
    process.kill(child.pid, 'SIGTERM');
    expect(await child.exited).toBe(0);
    expect(findProcesses(options.directory)).toEqual([]);
    expect(fs.existsSync(path.join(options.directory, 'lock.json'))).toBe(false);
  });

  it('refuses a folder where a stack runs, and leaves that one alone, also with reset', async () => {
    const stack = await startFixture();
    cleanups.push(() => stack.dispose());
    const other = await fixtureOptions();
    cleanups.push(() => removeDirectory(other.directory));
    for (const reset of [false, true]) {
      const attempt = startStack({ ...other, directory: stack.options.directory, reset });
      await expect(attempt).rejects.toThrow(StartError);
      await expect(attempt).rejects.toThrow(/already running in .+TRELLIS_DIR/);
    }
    expect((await fetch(`${stack.url}/health`)).status).toBe(200);
    expect(readStackInfo(stack.options.directory)).not.toBeNull();
  });

  it('runs beside another stack', async () => {
    const [one, two] = await Promise.all([startFixture(), startFixture()]);
    cleanups.push(
      () => one.dispose(),
      () => two.dispose(),
    );
    const person = await signUp(one);
    const foreign = await fetch(`${two.url}/rest/v1/notes`, {
      headers: { apikey: two.publishableKey, authorization: `Bearer ${person.accessToken}` },
    });
    expect(foreign.status).toBe(401);
  });

  it('starts clean with reset', async () => {
    const options = await prepare();
    const first = await startStack(options);
    cleanups.push(() => first.stop());
    await signUp(first);
    await first.stop();
    const second = await startStack({ ...options, reset: true });
    cleanups.push(() => second.stop());
    expect(second.fresh).toBe(true);
    expect(second.publishableKey).not.toBe(first.publishableKey);
    const sql = postgres(second.databaseUrl, { max: 1 });
    expect(await sql`select count(*)::int as users from auth.users`).toEqual([{ users: 0 }]);
    await sql.end();
  });
});

describe('a start that cannot succeed', () => {
  it.each([
    ['port', 'TRELLIS_PORT'],
    ['databasePort', 'TRELLIS_DB_PORT'],
  ] as const)('names a taken %s and its variable', async (name, variable) => {
    const options = await prepare();
    await occupy(options[name]);
    const attempt = startStack(options);
    await expect(attempt).rejects.toThrow(StartError);
    await expect(attempt).rejects.toThrow(`Port ${options[name]} is already in use`);
    await expect(attempt).rejects.toThrow(variable);
    expect(fs.existsSync(path.join(options.directory, 'lock.json'))).toBe(false);
  });

  it('names file and line of a migration that fails, and leaves nothing running', async () => {
    const project = copyFixture();
    cleanups.push(() => removeDirectory(project));
    fs.writeFileSync(
      path.join(project, 'migrations', '20260102000000_bad.sql'),
      'select 1;\n\nselect no_such_column;\n',
    );
    const options = { ...(await prepare()), supabaseDir: project };
    await expect(startStack(options)).rejects.toThrow(/20260102000000_bad\.sql:3 failed: .*no_such_column/);
    expect(findProcesses(options.directory)).toEqual([]);
    // The failed file left nothing: corrected, it applies.
    fs.writeFileSync(path.join(project, 'migrations', '20260102000000_bad.sql'), 'select 1;\n');
    const stack = await startStack(options);
    cleanups.push(() => stack.stop());
    expect(stack.appliedMigrations).toEqual(['20260102000000_bad.sql']);
  });

  it('says when an applied migration was edited', async () => {
    const project = copyFixture();
    cleanups.push(() => removeDirectory(project));
    const options = { ...(await prepare()), supabaseDir: project };
    await (await startStack(options)).stop();
    fs.appendFileSync(path.join(project, 'migrations', '20260101000000_fixture.sql'), '-- edited\n');
    const errors: string[] = [];
    const stack = await startStack({ ...options, onError: (line) => errors.push(line) });
    cleanups.push(() => stack.stop());
    expect(errors.join()).toContain('20260101000000_fixture.sql has changed since it was applied here');
  });
});

/** Whether a process works for the stack whose state folder this is. */
function ownedBy(pid: number, directory: string): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DENO_DIR=${directory}/`);
  } catch {
    return false;
  }
}
