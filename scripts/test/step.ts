/** One step of the test command: a command from `node_modules/.bin`, its output shown when it fails, counted as a test. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface StepResult {
  name: string;
  passed: number;
  failed: number;
}

/** Runs a command of the project's own `node_modules/.bin`; resolves to its exit code and what it printed. */
export function runTool(
  tool: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; echo?: boolean } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(`${projectRoot}/node_modules/.bin/${tool}`, args, {
      cwd: projectRoot,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (options.echo) process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Times and reports a step that passes or fails as a whole. */
export async function step(name: string, run: () => Promise<{ ok: boolean; output?: string }>): Promise<StepResult> {
  const started = Date.now();
  let ok = false;
  let output: string | undefined;
  try {
    ({ ok, output } = await run());
  } catch (error) {
    output = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  console.log(`${ok ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (!ok && output) console.log(output.trimEnd());
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** A step that is one command, passing when it exits with 0. */
export function runStep(
  name: string,
  tool: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<StepResult> {
  return step(name, async () => {
    const { code, output } = await runTool(tool, args, env ? { env } : {});
    return { ok: code === 0, output };
  });
}
