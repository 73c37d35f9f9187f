/** Stacks for the local stack's own tests: a fixture project, free ports, a state folder that is removed at the end. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { WebSocket } from 'ws';
import { freePort } from '../../test/free-port.ts';
import { loadKeys } from '../keys.ts';
import { clusterDirectory, SUPERUSER } from '../postgres.ts';
import { type Stack, type StackOptions, startStack } from '../stack.ts';

export const FIXTURE = fileURLToPath(new URL('supabase', import.meta.url));

export async function fixtureOptions(overrides: Partial<StackOptions> = {}): Promise<StackOptions> {
  return {
    port: await freePort(),
    databasePort: await freePort(),
    directory: fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-stack-')),
    supabaseDir: FIXTURE,
    web: false,
    ...overrides,
  };
}

/** A copy of the fixture project that a test may change; removed by `removeDirectory`. */
export function copyFixture(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-fixture-'));
  fs.cpSync(FIXTURE, copy, { recursive: true });
  return copy;
}

export function removeDirectory(directory: string): void {
  fs.rmSync(clusterDirectory(directory), { recursive: true, force: true });
  fs.rmSync(directory, { recursive: true, force: true });
}

/** Of a stack's database, for whoever may do everything: the owner of its schema may not. */
export async function superuserUrl(directory: string, databaseUrl: string): Promise<string> {
  const { passwords } = await loadKeys(path.join(directory, 'keys.json'));
  const url = new URL(databaseUrl);
  Object.assign(url, { username: SUPERUSER, password: passwords.admin });
  return url.href;
}

export interface FixtureStack extends Stack {
  options: StackOptions;
  /** Stops it and removes what it left. */
  dispose(): Promise<void>;
  log(): string;
}

export async function startFixture(overrides: Partial<StackOptions> = {}): Promise<FixtureStack> {
  const options = await fixtureOptions(overrides);
  const stack = await startStack(options);
  return {
    ...stack,
    options,
    async dispose() {
      await stack.stop();
      removeDirectory(options.directory);
    },
    log: () => fs.readFileSync(path.join(options.directory, 'stack.log'), 'utf8'),
  };
}

export interface StackChild {
  pid: number;
  /** Resolves with the exit code, or the signal's name. */
  exited: Promise<number | string>;
  /** Everything written to the terminal so far. */
  output(): string;
}

/** Starts a stack in a process of its own, which can be killed, and waits until it says that it is ready or ends. */
export async function spawnFixture(options: StackOptions): Promise<StackChild> {
  const script = fileURLToPath(new URL('run-fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code ?? -1)),
  );
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const ready = new Promise<void>((resolve) => {
    readline.createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      if (line.startsWith('http')) resolve();
    });
  });
  await Promise.race([ready, exited]);
  if (child.pid === undefined) throw new Error('The stack could not be started.');
  return { pid: child.pid, exited, output: () => output };
}

export function connect(stack: Stack, key = stack.publishableKey, headers: Record<string, string> = {}) {
  return createClient(stack.url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
  });
}

let count = 0;
export const PASSWORD = 'correct horse battery';
export const newEmail = () => `person-${process.pid}-${Date.now()}-${++count}@example.test`;

export interface Person {
  client: SupabaseClient;
  id: string;
  email: string;
  accessToken: string;
  refreshToken: string;
}

/** Signs a new user up. */
export async function signUp(stack: Stack, data: Record<string, unknown> = {}): Promise<Person> {
  const client = connect(stack);
  const email = newEmail();
  const { data: answer, error } = await client.auth.signUp({ email, password: PASSWORD, options: { data } });
  if (error !== null || answer.session === null || answer.user === null) throw error ?? new Error('No session');
  const { access_token: accessToken, refresh_token: refreshToken } = answer.session;
  return { client, id: answer.user.id, email, accessToken, refreshToken };
}

/** Waits until `read` gives a value; fails with `what` after ten seconds. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T | null | undefined | false> | T | null | undefined | false,
): Promise<T> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Did not happen: ${what}`);
}

/** Ids of live processes whose command line holds `text`. */
export function findProcesses(text: string): number[] {
  return fs.readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return [];
    try {
      return fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(text)
        ? [Number(entry)]
        : [];
    } catch {
      return [];
    }
  });
}
