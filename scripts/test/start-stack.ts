/** A stack of its own for tests and benches: started with the README's command, on free ports, in a scratch folder. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { readStack, type StackState } from './stack.ts';
import { projectRoot } from './step.ts';

export interface OwnStack {
  /** `TRELLIS_*` variables that lead other processes to this stack. */
  env: Record<string, string>;
  state: StackState;
  /** From the command to `stack.json`. */
  readyMs: number;
  stop: () => Promise<void>;
}

/**
 * @param directory State folder; one that was used before gives a warm start.
 * @param environment Variables beyond those of this process, such as a model to use.
 * @throws Error with the command's output when the stack does not come up within two minutes.
 */
export async function startOwnStack(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<OwnStack> {
  const env = {
    TRELLIS_DIR: directory,
    TRELLIS_PORT: String(await freePort()),
    TRELLIS_DB_PORT: String(await freePort()),
  };
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: projectRoot,
    env: { ...process.env, ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!existsSync(join(directory, 'stack.json'))) {
    if (child.exitCode !== null || performance.now() - started > 120_000) {
      child.kill();
      throw new Error(`The stack did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const readyMs = performance.now() - started;
  const state = readStack(directory);
  return {
    env,
    state,
    readyMs,
    stop: async () => {
      process.kill(state.pid, 'SIGTERM');
      await exited;
    },
  };
}
