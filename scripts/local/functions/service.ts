/**
 * `/functions/v1/<name>`: each function runs in a Deno process of its own, started at its first request and stopped when
 * nothing has used it for a while. A save in the functions' or the shared folder retires the running processes: new
 * requests get new ones, the old finish their open streams and background work. A crash costs the requests that were
 * open in that process; the next one starts another.
 *
 * To find the process of function NAME, look for `--trellis-function=NAME` in the command lines.
 */
import * as fs from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProjectConfig } from '../configuration.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import type { ChildRegistry } from '../processes.ts';
import { denoBinary } from './deno-binary.ts';
import { type FunctionProcess, startFunctionProcess } from './function-process.ts';

export interface FunctionsOptions {
  /** Of the project: holds `deno.json`, `node_modules`, `shared`. */
  root: string;
  /** `supabase/functions`. */
  directory: string;
  denoDirectory: string;
  config: ProjectConfig;
  keys: Keys;
  /** What functions see besides the system's certificate and proxy settings. */
  env: Record<string, string>;
  children: ChildRegistry;
  log: Log;
  idleMs: number;
  /** How long a retired process may go on with open streams and background work. */
  retireMs: number;
}

export interface FunctionsService {
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  /**
   * Starts every function, so that its first caller does not wait, and has those that export `warm` load what they need
   * only later. Does not wait for the latter.
   */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

const HOST_DIRECTORY = fileURLToPath(new URL('../deno', import.meta.url));
const PASSED_ON = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'DENO_TLS_CA_STORE', 'DENO_CERT', 'TZ'];
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
const STOP_GRACE_MS = 5000;

function reply(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  response.end(JSON.stringify({ code: status, message }));
}

export function createFunctions(options: FunctionsOptions): FunctionsService {
  const { root, directory, config, keys, log, children } = options;
  const shared = path.join(root, 'shared');
  const deno = denoBinary();
  // Short: the path of a Unix socket holds about a hundred characters.
  const socketDirectory = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-'));
  const modules = path.join(root, 'node_modules');
  const configFile = [path.join(directory, 'deno.json'), path.join(root, 'deno.json')].find((file) =>
    fs.existsSync(file),
  );
  const readable = [directory, shared, modules, HOST_DIRECTORY, socketDirectory, path.join(root, 'package.json')];
  const runArguments = [
    '--quiet',
    ...(configFile === undefined ? ['--no-config'] : ['--config', configFile]),
    // Packages come from `npm ci` and nothing is fetched at run time.
    ...['--node-modules-dir=manual', '--no-remote', '--no-lock', '--no-prompt'],
    ...['--allow-net', '--allow-env', `--allow-read=${readable.join(',')}`, `--allow-write=${socketDirectory}`],
  ];
  const inherited = Object.fromEntries(
    [...PASSED_ON, ...PROXIES].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  ) as Record<string, string>;
  const env = {
    ...inherited,
    NO_COLOR: '1',
    DENO_NO_UPDATE_CHECK: '1',
    DENO_DIR: options.denoDirectory,
    ...options.env,
  };

  const current = new Map<string, FunctionProcess>();
  const retired = new Set<FunctionProcess>();
  const streams = new Set<ServerResponse>();
  let generation = 0;
  let stopped = false;

  const entry = (name: string) => path.join(directory, name, 'index.ts');
  const exists = (name: string) => config.functions[name]?.enabled !== false && fs.existsSync(entry(name));
  const names = () =>
    fs.existsSync(directory)
      ? fs.readdirSync(directory).filter((name) => /^[a-z0-9][\w-]*$/i.test(name) && exists(name))
      : [];

  function obtain(name: string): FunctionProcess {
    const known = current.get(name);
    if (known !== undefined) return known;
    const started = startFunctionProcess({
      name,
      entry: entry(name),
      socket: path.join(socketDirectory, `${++generation}.sock`),
      deno,
      runArguments,
      env,
      directory,
      children,
      onOutput: (line, isError) => (isError ? log.error : log.info)(`[${name}] ${line}`),
      onExit() {
        if (current.get(name) === started) current.delete(name);
      },
    });
    current.set(name, started);
    return started;
  }

  function retire(name: string, process: FunctionProcess, graceMs: number): void {
    if (current.get(name) === process) current.delete(name);
    retired.add(process);
    void process.finish(graceMs).finally(() => retired.delete(process));
  }

  const idleTimer = setInterval(() => {
    for (const [name, process] of current) {
      // On a machine that is busy elsewhere a start may take longer than the idle time, and somebody waits for it.
      const busy = process.starting || process.open > 0 || process.background > 0;
      if (busy) process.lastUsed = Date.now();
      else if (Date.now() - process.lastUsed > options.idleMs) retire(name, process, options.retireMs);
    }
  }, 1000);
  idleTimer.unref();

  let reloadTimer: NodeJS.Timeout | undefined;
  const watchers = [directory, shared]
    .filter((folder) => fs.existsSync(folder))
    .map((folder) =>
      fs.watch(folder, { recursive: true }, (_event, file) => {
        if (file !== null && /\.test\.tsx?$|~$|\.sw.$/.test(file)) return;
        clearTimeout(reloadTimer);
        reloadTimer = setTimeout(() => {
          const running = [...current];
          for (const [name, process] of running) retire(name, process, options.retireMs);
          log.info(
            `functions: ${file ?? folder} changed, reloading ${running.map(([name]) => name).join(', ') || 'nothing'}`,
          );
          for (const [name] of running) if (exists(name)) obtain(name);
        }, 100);
      }),
    );

  async function authorize(request: IncomingMessage, name: string): Promise<string | null> {
    if (request.method === 'OPTIONS' || config.functions[name]?.verify_jwt === false) return null;
    const header = request.headers.authorization;
    if (header === undefined) return 'Missing authorization header';
    const [scheme, token] = header.split(' ');
    if (scheme !== 'Bearer' || token === undefined) return "Auth header is not 'Bearer {token}'";
    return keys.verify(token).then(
      () => null,
      () => 'Invalid JWT',
    );
  }

  /**
   * Resolves false when another process may be asked instead: this one could not be reached, or it died before it
   * answered a request that changes nothing (a killed process still accepts connections for a moment).
   */
  function forward(
    request: IncomingMessage,
    response: ServerResponse,
    address: { path: string; original: string },
    target: FunctionProcess,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const headers = {
        ...request.headers,
        'x-forwarded-host': request.headers.host,
        'x-forwarded-path': address.original,
      };
      // No agent: a kept connection could belong to a process that is just going away.
      const connection = { socketPath: target.socket, path: address.path, agent: false as const };
      const repeatable = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
      let connected = false;
      const upstream = http.request({ ...connection, method: request.method, headers }, (answer) => {
        resolve(true);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        if (answer.headers['content-type']?.startsWith('text/event-stream')) streams.add(response);
        // A stream's headers must arrive before its first event does.
        response.flushHeaders();
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      });
      target.open++;
      target.lastUsed = Date.now();
      upstream.once('close', () => {
        target.open--;
        target.lastUsed = Date.now();
      });
      upstream.once('socket', (socket) =>
        socket.once('connect', () => {
          connected = true;
          if (repeatable) return upstream.end();
          resolve(true);
          request.pipe(upstream);
        }),
      );
      upstream.on('error', (error) => {
        // The client went away: there is nobody to ask another process for.
        if (response.destroyed) return resolve(true);
        if (!connected || (repeatable && !response.headersSent)) return resolve(false);
        if (response.headersSent) response.destroy();
        else reply(response, 502, `WORKER_ERROR: ${error.message}`);
      });
      response.once('close', () => {
        streams.delete(response);
        upstream.destroy();
      });
    });
  }

  return {
    async handle(request, response, url) {
      if (stopped) return reply(response, 503, 'The stack is stopping');
      const [, name, rest = ''] = /^\/functions\/v1\/([\w-]+)(\/.*)?$/.exec(url.pathname) ?? [];
      if (name === undefined || !exists(name)) return reply(response, 404, 'Requested function was not found');
      const refusal = await authorize(request, name);
      if (refusal !== null) return reply(response, 401, refusal);
      const address = { path: `/${name}${rest}${url.search}`, original: url.pathname };
      // A process that was retired between its choice and the connection is replaced once.
      for (let attempt = 0; attempt < 2; attempt++) {
        const target = obtain(name);
        try {
          await target.ready;
        } catch (error) {
          return reply(response, 503, `BOOT_ERROR: ${name}: ${error instanceof Error ? error.message : error}`);
        }
        if (await forward(request, response, address, target)) return;
        retire(name, target, options.retireMs);
      }
      reply(response, 502, `WORKER_ERROR: ${name} could not be reached`);
    },
    async warm() {
      for (const name of names()) {
        if (stopped) return;
        // One after the other: the first visitor needs the machine too. What fails to start is in the log.
        await obtain(name).ready.catch(() => {});
      }
      if (!stopped) for (const process of current.values()) process.warm();
    },
    async stop() {
      stopped = true;
      clearInterval(idleTimer);
      clearTimeout(reloadTimer);
      for (const watcher of watchers) watcher.close();
      // A stream ends when its reader does, which may be never; a plain request is answered.
      for (const stream of streams) stream.destroy();
      // A retired process may have had minutes left; now it has what the others have.
      await Promise.all([...current.values(), ...retired].map((process) => process.finish(STOP_GRACE_MS)));
      fs.rmSync(socketDirectory, { recursive: true, force: true });
    },
  };
}
