/**
 * A real Postgres (17, unless the caller brings another) in the state folder: initialised on first use, started, found again after a killed run, stopped
 * cleanly. It listens on the loopback address alone, and each login has its own password.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import {
  databaseUser,
  installExtensions,
  isReachable,
  outsidePath,
  type PostgresBuild,
  packagedPostgres,
  type SystemUser,
} from './postgres-binaries.ts';
import { type ChildRegistry, describe, identify, terminate } from './processes.ts';
import { StartError } from './start-error.ts';
import type { StateDirectory } from './state.ts';

export type Sql = postgres.Sql;

export const SUPERUSER = 'supabase_admin';
const EXTENSIONS = fileURLToPath(new URL('sql/extension', import.meta.url));
/** A real pg_cron runs its jobs inside the server: connecting from there, it would have no password to give. */
const REAL_CRON = {
  shared_preload_libraries: 'pg_stat_statements,pg_cron',
  'cron.database_name': 'postgres',
  'cron.use_background_workers': 'on',
};
/** Smart shutdown would wait for clients, immediate would lose the checkpoint: this is Postgres's "fast". */
export const POSTGRES_STOP_SIGNAL: NodeJS.Signals = 'SIGINT';

/** Of every pool here. The server is on this machine: waiting longer to try again helps nobody. */
export const POOL_OPTIONS = { onnotice: () => {}, backoff: () => 0.1 };

export interface Database {
  /** As the cluster's superuser: for the stack's own work, never for a request. */
  admin: Sql;
  /** True when the cluster was made by this start. */
  fresh: boolean;
  url(user: string, password: string): string;
  /** Opens a connection pool; the caller ends it. */
  connect(user: string, password: string, options?: postgres.Options<Record<string, never>>): Sql;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  state: StateDirectory;
  children: ChildRegistry;
  port: number;
  adminPassword: string;
  /** Instead of the packaged one. */
  build?: PostgresBuild;
}

/** Where the cluster lives: beside the state, or outside when the database's user cannot reach that. */
export function clusterDirectory(stateDirectory: string): string {
  const inside = path.join(stateDirectory, 'postgres');
  return process.getuid?.() !== 0 || isReachable(stateDirectory) ? inside : outsidePath('/var/lib', stateDirectory);
}

/** Said outright: the machine's locale must not decide how text is stored or sorted. */
async function localeOptions(binDirectory: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(path.join(binDirectory, 'postgres'), ['--version']);
  const [, major] = /(\d+)/.exec(stdout) ?? [];
  // Before 17 the system's C library sorts; C.UTF-8 gives the same order there.
  return Number(major) < 17
    ? ['--locale', 'C.UTF-8']
    : ['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'];
}

async function initialise(
  { binDirectory }: PostgresBuild,
  data: string,
  password: string,
  user: SystemUser | null,
): Promise<void> {
  const passwordFile = path.join(path.dirname(data), 'password');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== null) fs.chownSync(passwordFile, user.uid, user.gid);
  try {
    await promisify(execFile)(
      path.join(binDirectory, 'initdb'),
      [
        ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', ...(await localeOptions(binDirectory)), '--no-sync', '--no-instructions'],
      ],
      { ...user, cwd: '/' },
    );
  } catch (cause) {
    // Half a cluster would pass for a whole one at the next start.
    fs.rmSync(data, { recursive: true, force: true });
    throw new StartError(`Postgres could not be initialised: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** Stops a server whose record was lost but whose data folder says that it runs, and clears a stale pid file. */
async function clearStaleServer(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const [pid = '', folder] = fs.readFileSync(file, 'utf8').split('\n');
  const found = Number(pid) > 0 && folder === data ? describe(Number(pid)) : null;
  if (found !== null && isPostgres(found.pid)) await terminate(found, POSTGRES_STOP_SIGNAL, 8000);
  fs.rmSync(file, { force: true });
}

function isPostgres(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    // No /proc on macOS: the pid file names this data folder and a live process, which is all pg_ctl asks too.
    return process.platform !== 'linux' && identify(pid) !== null;
  }
}

function lastLines(file: string, count: number): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : '';
}

/** Waits until the server accepts connections, as pg_ctl does: the eighth line of its pid file says so. */
async function untilReady(server: ChildProcess, data: string, logFile: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  for (let waited = 0; waited < 60_000; waited += 15) {
    if (server.exitCode !== null || server.signalCode !== null) break;
    try {
      const lines = fs.readFileSync(file, 'utf8').split('\n');
      if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return;
    } catch {
      // Not written yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new StartError(`Postgres did not start:\n${lastLines(logFile, 10)}`);
}

export async function startPostgres(options: PostgresOptions): Promise<Database> {
  const { state, children, port } = options;
  const user = databaseUser();
  const folder = clusterDirectory(state.path);
  const data = path.join(folder, 'data');
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (user !== null) fs.chownSync(folder, user.uid, user.gid);
  const build = options.build ?? packagedPostgres(user, outsidePath('/var/tmp', 'postgres'));
  installExtensions(build, EXTENSIONS);

  // The vault's root key: beside the data, readable by the server's own user, and not through SQL by role postgres.
  const vaultKey = path.join(folder, 'vault.key');
  if (!fs.existsSync(vaultKey)) fs.writeFileSync(vaultKey, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  if (user !== null) fs.chownSync(vaultKey, user.uid, user.gid);

  await clearStaleServer(data);
  const fresh = !fs.existsSync(path.join(data, 'PG_VERSION'));
  if (fresh) await initialise(build, data, options.adminPassword, user);

  const logFile = state.file('postgres.log');
  const logHandle = fs.openSync(logFile, 'w', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: '64MB',
    shared_preload_libraries: 'pg_stat_statements',
    ...(build.extensions.includes('pg_cron') ? REAL_CRON : {}),
    log_min_messages: 'warning',
    // A failed statement is written with its text otherwise, and with it whatever secret it holds.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    timezone: 'UTC',
  };
  const server = spawn(
    path.join(build.binDirectory, 'postgres'),
    ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    // Its own session: Ctrl-C in the terminal must reach the stack alone, which stops its children in order.
    { ...user, cwd: '/', detached: true, stdio: ['ignore', logHandle, logHandle] },
  );
  fs.closeSync(logHandle);
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.on('error', () => {});
  children.add('postgres', server.pid);

  const url = (login: string, password: string) =>
    `postgres://${encodeURIComponent(login)}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const connect: Database['connect'] = (login, password, poolOptions) =>
    postgres(url(login, password), { max: 4, ...POOL_OPTIONS, ...poolOptions });
  const stopServer = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill(POSTGRES_STOP_SIGNAL);
      const timer = setTimeout(() => server.kill('SIGQUIT'), 8000);
      await exited;
      clearTimeout(timer);
    }
    children.remove('postgres');
  };
  try {
    await untilReady(server, data, logFile);
  } catch (error) {
    await stopServer();
    throw error;
  }
  const admin = connect(SUPERUSER, options.adminPassword, { max: 6 });
  return {
    admin,
    fresh,
    url,
    connect,
    async stop() {
      await admin.end({ timeout: 2 });
      await stopServer();
    },
  };
}
