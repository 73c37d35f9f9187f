/** A project as its owner gets it: installed from the registry, run with its own database, tested, broken, built. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FileTree } from '../../files/file-tree.ts';
import type { AppSpec } from '../app-spec.ts';
import { compileApp } from '../compile.ts';
import { clinic, workoutLog } from './testing/plans.ts';
import { readingRoom } from './testing/reading-room.ts';
import { sharedOffice } from './testing/shared-office.ts';

const KEY = 'sb_publishable_local';
const MIGRATION = 'supabase/migrations/20260101000000_init.sql';
/** What npm and the developer's shell need, and nothing of this repository's own environment. */
const ENV = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' };

/** Holds `node_modules`; the projects are folders in it, which find their packages there. */
const parent = mkdtempSync(join(tmpdir(), 'exported-'));
/** Running servers, with their folders. */
const servers = new Map<ChildProcess, string>();

beforeAll(async () => {
  writeTree(parent, { 'package.json': compileApp(workoutLog)['package.json'] ?? '' });
  const installed = await npm(parent, 'install', '--prefer-offline', '--no-audit', '--no-fund');
  expect(installed.code, installed.output).toBe(0);
}, 300_000);

afterEach(async () => {
  await Promise.all([...servers.keys()].map(stop));
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

function writeTree(root: string, files: FileTree): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** A new folder with the app's files, those of `changes` changed. */
function project(name: string, plan: AppSpec, changes: Record<string, (text: string) => string> = {}): string {
  const root = join(parent, name);
  const files: Record<string, string> = {};
  for (const [path, content] of Object.entries(compileApp(plan))) files[path] = String(content);
  for (const [path, change] of Object.entries(changes)) {
    const before = files[path] ?? '';
    files[path] = change(before);
    if (files[path] === before) throw new Error(`Nothing was changed in ${path}.`);
  }
  writeTree(root, files);
  return root;
}

function npm(root: string, ...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: root, env: ENV, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, output: `${stdout}\n${stderr}` }),
    );
  });
}

interface DevServer {
  readonly url: string;
  readonly output: () => string;
  readonly child: ChildProcess;
}

/** `npm run dev`, until it prints its address. */
async function dev(root: string, env: Record<string, string> = {}): Promise<DevServer> {
  // A process group of its own, so that the server goes with npm.
  const child = spawn('npm', ['run', 'dev'], { cwd: root, env: { ...ENV, ...env }, detached: true });
  servers.set(child, root);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const address = () => /http:\/\/localhost:\d+/.exec(output)?.[0];
  await until(
    () => address() !== undefined,
    () => `npm run dev did not print its address:\n${output}`,
  );
  return { url: address() ?? '', output: () => output, child };
}

/** Kills the server itself, as a crash would; npm, its parent, then ends of its own. */
async function stop(child: ChildProcess): Promise<void> {
  const root = servers.get(child) ?? '';
  servers.delete(child);
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  const pid = join(root, '.data/pid');
  process.kill(existsSync(pid) ? Number(readFileSync(pid, 'utf8')) : -child.pid, 'SIGKILL');
  await ended;
}

async function until(done: () => boolean | Promise<boolean>, problem: () => string): Promise<void> {
  for (const end = Date.now() + 120_000; !(await done()); ) {
    if (Date.now() > end) throw new Error(problem());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A request to the project's API, as a browser sends it. */
async function request(server: DevServer, path: string, token: string | null, body?: unknown): Promise<unknown> {
  const response = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      apikey: KEY,
      'content-type': 'application/json',
      prefer: 'return=representation',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function signIn(server: DevServer, email: string, path = 'token?grant_type=password'): Promise<string> {
  const session = await request(server, `/auth/v1/${path}`, null, { email, password: 'trellis-demo' });
  return (session as { access_token: string }).access_token;
}

const names = async (server: DevServer, token: string | null) =>
  ((await request(server, '/rest/v1/exercises?select=name&order=name', token)) as { name: string }[]).map(
    (row) => row.name,
  );

describe('npm run dev', () => {
  it('runs the app with a database of its own, which keeps what is written and who is signed in', async () => {
    const root = project('dev', workoutLog);
    const first = await dev(root);
    expect(await (await fetch(first.url)).text()).toContain('src/main.tsx');
    const ada = await signIn(first, 'ada@example.com');
    expect(await names(first, ada)).toEqual(['Back squat', 'Bench press', 'Deadlift']);
    expect(await names(first, await signIn(first, 'ben@example.com'))).toEqual(['Back squat', 'Bench press']);
    expect(await request(first, '/rest/v1/exercises', null)).toMatchObject({ code: '42501' });
    const newcomer = await signIn(first, 'new@example.com', 'signup');
    expect(await names(first, newcomer)).toEqual([]);
    expect(await request(first, '/rest/v1/exercises', newcomer, { name: 'Lunge' })).toMatchObject([{ name: 'Lunge' }]);
    expect(first.output()).toContain('ada@example.com');

    // Pulled out from under it, as a crash would; the session is the one from before.
    await stop(first.child);
    const second = await dev(root);
    expect(await names(second, newcomer)).toEqual(['Lunge']);

    const added = 'supabase/migrations/20260102000000_equipment.sql';
    writeFileSync(
      join(root, added),
      "alter table public.exercises add column equipment text not null default 'Bar';\n",
    );
    await until(() => second.output().includes(`Applied ${added}`), second.output);
    expect(await request(second, '/rest/v1/exercises?select=name,equipment', newcomer)).toEqual([
      { name: 'Lunge', equipment: 'Bar' },
    ]);

    writeFileSync(join(root, added), 'alter table public.exercises add column equipment integer;\n');
    await until(
      () => /20260102000000_equipment\.sql changed after.*npm run db:reset/s.test(second.output()),
      second.output,
    );
    expect(await names(second, newcomer)).toEqual(['Lunge']);

    const refused = await npm(root, 'run', 'db:reset');
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('Stop "npm run dev" first') });
    await stop(second.child);
    expect(await npm(root, 'run', 'db:reset')).toMatchObject({ code: 0 });
    expect(existsSync(join(root, '.data'))).toBe(false);
    const third = await dev(root);
    const again = await signIn(third, 'ada@example.com');
    expect(await request(third, '/rest/v1/exercises?select=equipment&limit=1', again)).toEqual([{ equipment: null }]);
  }, 300_000);
});

describe('npm run dev with another database than it should have', () => {
  it('says which line of a migration fails, makes nothing of it, and goes on with what there was', async () => {
    const broken = project('broken', workoutLog, {
      [MIGRATION]: (sql) =>
        sql.replace('create table public.exercises (', 'create table public.exercises (\n  lost nonsense,'),
    });
    const first = await dev(broken);
    await until(() => first.output().includes('did not start'), first.output);
    expect(first.output()).toMatch(
      /did not start\. supabase\/migrations\/20260101000000_init\.sql:\d+: type "nonsense" does not exist/,
    );
    expect(existsSync(join(broken, '.data/postgres'))).toBe(false);
    expect(await request(first, '/rest/v1/exercises', null)).toMatchObject({
      message: expect.stringContaining('type "nonsense" does not exist'),
    });
    const migration = join(broken, MIGRATION);
    writeFileSync(migration, readFileSync(migration, 'utf8').replace('lost nonsense,', ''));
    await until(() => first.output().includes('Database: local'), first.output);
    await stop(first.child);

    const sound = project('sound', workoutLog);
    const second = await dev(sound);
    const ada = await signIn(second, 'ada@example.com');
    const added = 'supabase/migrations/20260103000000_place.sql';
    // As editors do it: first there is a file, then something in it.
    writeFileSync(join(sound, added), '');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    writeFileSync(join(sound, added), 'alter table public.exercises add column place nonsense;\n');
    await until(() => second.output().includes(`not applied. ${added}`), second.output);
    expect(await names(second, ada)).toEqual(['Back squat', 'Bench press', 'Deadlift']);
    writeFileSync(join(sound, added), 'alter table public.exercises add column place text;\n');
    await until(() => second.output().includes(`Applied ${added}`), second.output);
    expect(await request(second, '/rest/v1/exercises?select=place&limit=1', ada)).toEqual([{ place: null }]);
  }, 300_000);

  it('stays out of the way of a Supabase project', async () => {
    const root = project('hosted', workoutLog);
    const url = 'https://abcdefghijklmnop.supabase.co';
    const server = await dev(root, { VITE_SUPABASE_URL: url, VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_theirs' });
    const source = await (await fetch(`${server.url}/src/lib/supabase.ts`)).text();
    expect(source).toContain(url);
    expect(source).not.toContain(KEY);
    const answer = await fetch(`${server.url}/rest/v1/exercises`, { headers: { accept: 'text/html' } });
    expect(await answer.text()).toContain('src/main.tsx');
    expect(server.output()).not.toContain('Database: local');
    expect(existsSync(join(root, '.data'))).toBe(false);
  }, 120_000);
});

describe('npm test', () => {
  it.each<[string, AppSpec, (sql: string) => string, RegExp]>([
    [
      'everyone signed in reads what is private',
      workoutLog,
      (sql) =>
        sql.replace(
          'for select to authenticated using (owner_id = (select auth.uid()))',
          'for select to authenticated using (true)',
        ),
      /FAIL.*exercises > is read by owner: 'Ben'/,
    ],
    [
      'everyone removes comments',
      sharedOffice,
      (sql) =>
        sql.replace(
          /(create policy delete_owner on public\.task_comments\s+for delete to authenticated using) \(.*\);/,
          '$1 (true);',
        ),
      /FAIL.*task_comments > is removed from by owner or admins: 'Ben'/,
    ],
    [
      'members read the votes of others',
      sharedOffice,
      (sql) =>
        sql.replace(
          /(create policy select_owner on public\.notice_votes\s+for select to authenticated using) \(.*\);/,
          '$1 (true);',
        ),
      /FAIL.*notice_votes > is read by owner: 'Ben'/,
    ],
    [
      'search looks past the policies',
      readingRoom,
      (sql) => sql.replace('language plpgsql stable\nset', 'language plpgsql stable security definer\nset'),
      /FAIL.*search > finds what is read, and nothing else: 'Ben'/,
    ],
    [
      'a table has no rule',
      workoutLog,
      (sql) => `${sql}\ncreate table public.loose (id uuid primary key);\n`,
      /FAIL.*the schema > has a rule for every table[\s\S]*FAIL.*the schema > has row level security on every table/,
    ],
  ])(
    'fails when %s',
    async (what, plan, change, failure) => {
      const root = project(what.replaceAll(/\W/g, '-'), plan, { [MIGRATION]: change });
      const { code, output } = await npm(root, 'test', '--', 'supabase');
      expect(output).toMatch(failure);
      expect(code).toBe(1);
    },
    180_000,
  );
});

it('npm run build leaves nothing of the local database in what it builds', async () => {
  const root = project('build', clinic);
  const { code, output } = await npm(root, 'run', 'build');
  expect(code, output).toBe(0);
  const built = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  expect(built.length).toBeGreaterThan(100_000);
  for (const trace of [KEY, 'pglite', 'supabase/lite', 'trellis-demo', 'create table', 'local-database']) {
    expect(built.toLowerCase()).not.toContain(trace);
  }
}, 120_000);
