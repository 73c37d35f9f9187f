/**
 * One function in one Deno process: isolates crashes, and makes a reload a new process beside the old. The command line
 * holds `--trellis-function=NAME`, by which a person or a test finds the process.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import readline from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ChildRegistry } from '../processes.ts';

const HOST = fileURLToPath(new URL('../deno/host.ts', import.meta.url));

export interface ProcessOptions {
  name: string;
  entry: string;
  socket: string;
  deno: string;
  /** Arguments of `deno run` before the script. */
  runArguments: readonly string[];
  env: Readonly<Record<string, string>>;
  directory: string;
  children: ChildRegistry;
  onOutput(line: string, isError: boolean): void;
  onExit(): void;
}

export interface FunctionProcess {
  readonly socket: string;
  /** Resolves when it accepts requests; rejects when it ended before. */
  readonly ready: Promise<void>;
  /** Until `ready` resolves. */
  readonly starting: boolean;
  /** Requests and streams that the gateway has open to it. */
  open: number;
  /** Promises given to `EdgeRuntime.waitUntil` that are not settled. */
  readonly background: number;
  lastUsed: number;
  /** Lets it load ahead of the first request what it would load then. To be called once it is ready. */
  warm(): void;
  /** Asks it to finish what is open and end; after `graceMs` it is killed. Resolves at its end. May be called again. */
  finish(graceMs: number): Promise<void>;
}

let count = 0;

export function startFunctionProcess(options: ProcessOptions): FunctionProcess {
  const { name, children } = options;
  const mark = randomBytes(12).toString('hex');
  const record = `function-${name}-${++count}`;
  const child = spawn(
    options.deno,
    [
      'run',
      ...options.runArguments,
      HOST,
      `--trellis-function=${name}`,
      `--entry=${options.entry}`,
      `--socket=${options.socket}`,
      `--mark=${mark}`,
    ],
    // Its own session: Ctrl-C reaches the stack alone, which lets functions finish.
    { cwd: options.directory, env: options.env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  children.add(record, child.pid);
  let background = 0;
  let becomeReady: () => void;
  let fail: (error: Error) => void;
  const ready = new Promise<void>((resolve, reject) => {
    becomeReady = resolve;
    fail = reject;
  });
  // Whoever waits for it sees the failure; nobody may be waiting.
  ready.catch(() => {});
  let starting = true;
  const exited = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      children.remove(record);
      fail(new Error(reason));
      options.onExit();
      resolve();
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(`the process ended with ${signal ?? `code ${code}`}`));
  });

  const eachLine = (stream: Readable, handle: (line: string) => void) =>
    readline.createInterface({ input: stream }).on('line', handle);
  eachLine(child.stdout, (line) => {
    if (!line.startsWith(`${mark} `)) return options.onOutput(line, false);
    const [event, value] = line.slice(mark.length + 1).split(' ');
    if (event === 'ready') {
      starting = false;
      becomeReady();
    }
    if (event === 'background') background = Number(value);
  });
  eachLine(child.stderr, (line) => options.onOutput(line, true));
  child.stdin.on('error', () => {
    // The process died first; its exit is handled above.
  });

  return {
    socket: options.socket,
    ready,
    get starting() {
      return starting;
    },
    open: 0,
    get background() {
      return background;
    },
    lastUsed: Date.now(),
    warm() {
      child.stdin.write('warm\n');
    },
    async finish(graceMs) {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
