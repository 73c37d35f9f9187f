/**
 * The local stack: a Supabase project on one machine without Docker. Starts everything in order, undoes what was started
 * when a step fails, and stops it in the reverse order.
 */
import * as fs from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { type Application, serveBuild, serveSources } from './application.ts';
import { guardAuth } from './auth-guard.ts';
import { applyProject, bootstrapRoles, bootstrapServices } from './bootstrap.ts';
import { buildWeb, isBuildStale } from './build-web.ts';
import { readProjectConfig, type StackEnvironment } from './configuration.ts';
import { startCron } from './cron.ts';
import { createFunctions } from './functions/service.ts';
import { createGateway } from './gateway.ts';
import { type Keys, loadKeys } from './keys.ts';
import { preflight, withCors } from './lite/responses.ts';
import { createLiteService } from './lite/service.ts';
import { openLog } from './log.ts';
import { openMailbox } from './mail.ts';
import { modelEnvironment } from './model-environment.ts';
import { startNet } from './net.ts';
import { requireFreePort } from './ports.ts';
import { clusterDirectory, POSTGRES_STOP_SIGNAL, startPostgres } from './postgres.ts';
import type { PostgresBuild } from './postgres-binaries.ts';
import { openChildRegistry } from './processes.ts';
import { type Prover, startProver } from './prover/service.ts';
import { createAuthRateLimit } from './rate-limit.ts';
import { startRealtime } from './realtime/service.ts';
import { acquireState, type StackInfo } from './state.ts';
import { within } from './within.ts';

export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const IDLE_MS = 10 * 60_000;
const RETIRE_MS = 400_000;

export interface StackOptions extends StackEnvironment {
  /** Removes the project's data first. */
  reset?: boolean;
  /** Serves the application through Vite instead of from its build. */
  dev?: boolean;
  /** False: the application is neither built nor needed. */
  web?: boolean;
  /** Of the project: `deno.json`, `node_modules`, `shared`, `web`. */
  root?: string;
  supabaseDir?: string;
  /** The Postgres to run instead of the packaged one. */
  postgres?: PostgresBuild;
  /** After how long without use a function's process is stopped. */
  functionIdleMs?: number;
  /** Where errors are shown besides the log. */
  onError?(line: string): void;
}

export interface Stack extends StackInfo {
  /** True when the database was made by this start. */
  fresh: boolean;
  /** Names of the migration files applied by this start. */
  appliedMigrations: string[];
  stop(): Promise<void>;
}

/** What the owner has set for functions: in their `.env`, as the official CLI reads it, and for models in the shell. */
function ownEnvironment(functionsDirectory: string): Record<string, string> {
  const file = path.join(functionsDirectory, '.env');
  const own = (fs.existsSync(file) ? parseEnv(fs.readFileSync(file, 'utf8')) : {}) as Record<string, string>;
  return { ...own, ...modelEnvironment({ ...own, ...process.env }) };
}

/** The variables that functions find on the platform, and where they find the prover, which only this stack has. */
function functionEnv(
  keys: Keys,
  url: string,
  databaseUrl: string,
  prover: Prover,
  own: Record<string, string>,
): Record<string, string> {
  return {
    ...own,
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
    SUPABASE_JWKS: JSON.stringify(keys.jwks),
    SUPABASE_DB_URL: databaseUrl,
    SUPABASE_ANON_KEY: keys.legacyAnonKey,
    SUPABASE_SERVICE_ROLE_KEY: keys.legacyServiceRoleKey,
    TRELLIS_PROVER_URL: prover.url,
    TRELLIS_PROVER_TOKEN: prover.token,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** What a step may take to stop, in milliseconds: one that waits for what is gone must not keep the rest running. */
const STOP_LIMIT = 15_000;

/** Starts a stack. Throws StartError for what its owner can act on; nothing is left running then. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const root = options.root ?? PROJECT_ROOT;
  const supabaseDirectory = options.supabaseDir ?? path.join(root, 'supabase');
  const config = readProjectConfig(supabaseDirectory, process.env);
  const url = `http://127.0.0.1:${options.port}`;
  const functionsDirectory = path.join(supabaseDirectory, 'functions');
  const own = ownEnvironment(functionsDirectory);

  /** What undoes each step, last first. A step that fails to stop does not keep the others running. */
  const undo: (() => Promise<void> | void)[] = [];
  const report = options.onError ?? (() => {});
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= (async () => {
      for (const step of undo.reverse()) {
        try {
          const stopped = (async () => step())();
          if (await within(stopped, STOP_LIMIT)) await stopped;
          else report(`While stopping: a part did not stop within ${STOP_LIMIT / 1000} s`);
        } catch (error) {
          report(`While stopping: ${error instanceof Error ? error.message : error}`);
        }
      }
    })();
    return stopping;
  };

  try {
    const state = acquireState(options.directory);
    undo.push(() => state.release());
    const children = openChildRegistry(state.file('children'));
    await children.stopOrphans((name) => (name === 'postgres' ? POSTGRES_STOP_SIGNAL : 'SIGTERM'));
    await requireFreePort(options.port, 'TRELLIS_PORT');
    await requireFreePort(options.databasePort, 'TRELLIS_DB_PORT');
    if (options.reset) {
      fs.rmSync(clusterDirectory(state.path), { recursive: true, force: true });
      state.clear();
      fs.mkdirSync(state.file('children'), { recursive: true });
    }
    const log = openLog(state.file('stack.log'), report);
    undo.push(() => log.close());

    const wantsBuild = options.web !== false && !options.dev && isBuildStale(root);
    const built = wantsBuild ? buildWeb(root) : Promise.resolve();
    // Awaited below; a failure meanwhile must not end the process.
    built.catch(() => {});

    const keys = await loadKeys(state.file('keys.json'));
    const { admin: adminPassword, owner: ownerPassword } = keys.passwords;
    const database = await startPostgres({
      state,
      children,
      port: options.databasePort,
      adminPassword,
      ...(options.postgres ? { build: options.postgres } : {}),
    });
    undo.push(() => database.stop());
    await bootstrapRoles(database, keys);
    const mailbox = openMailbox(state.file('mail.jsonl'));
    const lite = await createLiteService({
      database,
      config,
      keys,
      url,
      storageDirectory: state.file('storage'),
      log,
      onMail: (message) => mailbox.add(message),
    });
    undo.push(() => lite.close());
    await lite.provision();
    await bootstrapServices(database.admin);
    const migrations = await applyProject(database, keys, config, supabaseDirectory, url);
    for (const file of migrations.changed) {
      log.error(`Migration ${file} has changed since it was applied here. "npm start -- --reset" applies it anew.`);
    }
    await lite.reloadSchema();
    const warmed = lite.warm();
    // Awaited below; a failure meanwhile must not end the process.
    warmed.catch(() => {});

    const realtime = await startRealtime(database.admin, keys, log);
    undo.push(() => realtime.stop());
    const prover = await startProver({ children, log });
    undo.push(() => prover.stop());
    const databaseUrl = database.url('postgres', ownerPassword);
    const functions = createFunctions({
      root,
      directory: functionsDirectory,
      denoDirectory: state.file('deno'),
      config,
      keys,
      env: functionEnv(keys, url, databaseUrl, prover, own),
      children,
      log,
      idleMs: options.functionIdleMs ?? IDLE_MS,
      retireMs: RETIRE_MS,
    });

    const limited = guardAuth(createAuthRateLimit(config.auth.rate_limit), lite.fetch);
    let application: Application | null = null;
    const server = createGateway({
      url,
      publishableKey: keys.publishableKey,
      async api(request, peer) {
        if (request.method === 'OPTIONS') return preflight(request);
        const isAuth = new URL(request.url).pathname.startsWith('/auth/v1/');
        return withCors(await (isAuth ? limited : lite.fetch)(request, peer));
      },
      functions,
      realtime,
      mailbox,
      log,
      application: async (request, response, target) => {
        if (application !== null) return application.handle(request, response, target);
        response.writeHead(404, { 'content-type': 'text/plain' }).end('The application is not served here.\n');
      },
      async checkHealth() {
        await database.admin`select 1`;
      },
    });
    undo.push(async () => {
      server.close();
      server.closeAllConnections();
      await application?.close();
    });
    // Before the gateway: what functions still have to write goes through it.
    undo.push(() => functions.stop());
    if (options.web !== false) {
      await built;
      application = options.dev ? await serveSources(root, server) : serveBuild(root);
    }
    await listen(server, options.port);
    const cron = await startCron(database, adminPassword, log);
    undo.push(() => cron.stop());
    const net = await startNet(database, log);
    undo.push(() => net.stop());
    await warmed;

    const info: StackInfo = {
      url,
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      databaseUrl,
      mailUrl: `${url}/_local/mail`,
      pid: process.pid,
    };
    state.publish(info);
    undo.push(() => state.withdraw());
    log.info(`ready at ${url}`);
    functions
      .warm()
      .catch((error: unknown) => log.error(`functions: ${error instanceof Error ? error.message : error}`));
    return { ...info, fresh: database.fresh, appliedMigrations: migrations.applied, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
