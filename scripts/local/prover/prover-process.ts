/** One proving process: started when there is something to prove, ended when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type ProofReport, proofReport } from '../../../shared/prove/report.ts';
import type { ProofRequest } from '../../../shared/prove/request.ts';
import type { ChildRegistry } from '../processes.ts';

const ENTRY = fileURLToPath(new URL('./prover-child.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** JavaScript's own heap; what Postgres takes lies outside of it and is watched by the process itself. */
const HEAP_MB = 256;

export interface ProverLimits {
  /** For one proof, from when its Postgres is there. */
  proofMs: number;
  /** For a Postgres to start: machines are busy. */
  startMs: number;
  /** Of the whole process. */
  memoryBytes: number;
}

/** `proof_timeout`, `proof_memory`: the SQL takes more than it may. */
type FailureCode = 'proof_timeout' | 'proof_memory' | 'prover_died' | 'proof_failed';

export class ProofFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'ProofFailure';
    this.code = code;
  }
}

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('report'), report: proofReport }),
  z.object({ kind: z.literal('error'), message: z.string() }),
]);

export interface ProverProcess {
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** One at a time. @throws ProofFailure */
  prove(request: ProofRequest): Promise<ProofReport>;
  kill(): Promise<void>;
}

export function startProverProcess(limits: ProverLimits, children: ChildRegistry): ProverProcess {
  const child: ChildProcess = fork(ENTRY, [String(limits.memoryBytes)], {
    execArgv: ['--import', LOADER, `--max-old-space-size=${HEAP_MB}`],
    // Nothing of the stack's environment: what runs here needs none of it.
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.add('prover', child.pid);
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  let alive = true;
  let wake: (() => void) | undefined;
  let isReady = false;
  let outcome: ProofReport | ProofFailure | null = null;
  const settle = (result: ProofReport | ProofFailure) => {
    outcome ??= result;
    wake?.();
  };
  child.on('message', (raw) => {
    const said = message.parse(raw);
    if (said.kind === 'ready') {
      isReady = true;
      wake?.();
    } else if (said.kind === 'report') settle(said.report);
    else settle(new ProofFailure('proof_failed', `The proof could not be carried out: ${said.message}`));
  });
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      alive = false;
      children.remove('prover');
      const failure = complaint.includes('out of memory')
        ? new ProofFailure('proof_memory', 'The proof took more memory than it may.')
        : new ProofFailure('prover_died', 'The process that proves ended in the middle of it.');
      settle(failure);
      resolve();
    };
    // Not at its exit: what it said last may still be on its way then.
    child.once('close', end);
    child.once('error', end);
  });

  /** Waits until `done`, the process's end included, but no longer than `ms`. */
  async function until(done: () => boolean, ms: number): Promise<boolean> {
    const end = Date.now() + ms;
    while (!done() && alive && Date.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return done();
  }

  return {
    pid: child.pid,
    get alive() {
      return alive;
    },
    async prove(request) {
      const started = await until(() => isReady, limits.startMs);
      if (!alive) throw new ProofFailure('prover_died', 'The process that proves did not start.');
      if (!started) throw new ProofFailure('prover_died', 'The Postgres to prove on did not start in time.');
      outcome = null;
      isReady = false;
      child.send(request);
      await until(() => outcome !== null, limits.proofMs);
      const found = outcome as ProofReport | ProofFailure | null;
      if (found === null) {
        const seconds = limits.proofMs / 1000;
        throw new ProofFailure('proof_timeout', `The proof did not end within ${seconds} seconds.`);
      }
      if (found instanceof ProofFailure) throw found;
      return found;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
