/**
 * The prover of the stack: proves over HTTP who reaches whose rows in a project's schema, for functions that have no room
 * for a Postgres of their own. `POST /` with what `shared/prove/request.ts` says, on the loopback address alone and with a
 * token that only the functions are given.
 *
 * Proofs run one after the other, in a process that is started when it is needed, stopped when it has been idle, and
 * replaced when it dies or is ended for taking too long. The same SQL is proven once.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from '../../../shared/errors.ts';
import type { ProofReport } from '../../../shared/prove/report.ts';
import { type ProofRequest, proofRequest } from '../../../shared/prove/request.ts';
import type { Log } from '../log.ts';
import type { ChildRegistry } from '../processes.ts';
import { ProofFailure, type ProverLimits, type ProverProcess, startProverProcess } from './prover-process.ts';

const MAX_BODY_BYTES = 4_000_000;
const MAX_WAITING = 20;
const MAX_CACHED = 200;

export interface ProverOptions {
  children: ChildRegistry;
  log: Log;
  limits?: Partial<ProverLimits>;
  /** After how long without use the process is stopped: it holds the memory of a Postgres. */
  idleMs?: number;
}

export interface Prover {
  url: string;
  token: string;
  /** The process that proves, while there is one. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const LIMITS: ProverLimits = { proofMs: 10_000, startMs: 60_000, memoryBytes: 1_600_000_000 };
const IDLE_MS = 10 * 60_000;

export async function startProver(options: ProverOptions): Promise<Prover> {
  const limits = { ...LIMITS, ...options.limits };
  const token = randomBytes(32).toString('base64url');
  const cache = new Map<string, ProofReport>();
  let current: ProverProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let stopped = false;

  async function prove(request: ProofRequest): Promise<ProofReport> {
    clearTimeout(idle);
    if (current === undefined || !current.alive) current = startProverProcess(limits, options.children);
    const target = current;
    try {
      return await target.prove(request);
    } catch (error) {
      options.log.error(`prover: ${error instanceof Error ? error.message : error}`);
      // Whatever it is still doing, nobody waits for it. The next proof finds a Postgres that has started meanwhile.
      await target.kill();
      if (!stopped) current = startProverProcess(limits, options.children);
      throw error;
    } finally {
      idle = setTimeout(() => void current?.kill(), options.idleMs ?? IDLE_MS);
      idle.unref();
    }
  }

  /** Takes a place in the queue. @throws ApiError 503 when it is full */
  function queued(request: ProofRequest): Promise<ProofReport> {
    if (waiting >= MAX_WAITING || stopped) {
      throw new ApiError(503, 'prover_busy', 'Too many proofs are waiting.', { headers: { 'retry-after': '5' } });
    }
    waiting += 1;
    const turn = last
      .then(() => prove(request))
      .finally(() => {
        waiting -= 1;
      });
    last = turn.catch(() => {});
    return turn;
  }

  async function answer(request: IncomingMessage): Promise<ProofReport> {
    if (!isAuthorized(request, token)) throw new ApiError(401, 'unauthorized', 'The token is missing or wrong.');
    if (request.method !== 'POST') throw new ApiError(405, 'method_not_allowed', 'Ask with POST.');
    const body = await readBody(request);
    const key = createHash('sha256').update(body).digest('hex');
    const known = cache.get(key);
    if (known !== undefined) return known;
    const report = await queued(parse(body));
    cache.set(key, report);
    if (cache.size > MAX_CACHED) cache.delete(cache.keys().next().value ?? '');
    return report;
  }

  const server = http.createServer((request, response) => {
    answer(request).then(
      (report) => reply(response, 200, { report }),
      (error: unknown) => refuse(response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    token,
    get pid() {
      return current?.alive === true ? current.pid : undefined;
    },
    async stop() {
      stopped = true;
      clearTimeout(idle);
      server.close();
      server.closeAllConnections();
      await current?.kill();
    },
  };
}

function isAuthorized(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ApiError(413, 'too_large', 'The migrations are too large to be proven.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(body: string): ProofRequest {
  try {
    return proofRequest.parse(JSON.parse(body));
  } catch (cause) {
    throw new ApiError(422, 'invalid_input', 'This is no request for a proof.', { cause });
  }
}

function reply(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, error: unknown): void {
  if (error instanceof ApiError) {
    reply(response, error.status, error.toBody(), { ...error.headers });
    return;
  }
  const code = error instanceof ProofFailure ? error.code : 'internal_error';
  const message = error instanceof Error ? error.message : String(error);
  // Who died of this proof may have died of something else: asking once more is worth it. Who took too long did not.
  reply(response, code === 'prover_died' ? 503 : 422, { error: { code, message } });
}
