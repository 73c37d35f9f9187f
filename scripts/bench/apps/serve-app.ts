/** Starts the process that serves a built application with a database of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { projectRoot } from '../../test/step.ts';
import type { ExportedProject } from '../exported-project.ts';

export interface ServedApp {
  readonly url: string;
  /** Faults that the database reported: statements that failed for reasons other than a refusal. */
  readonly problems: readonly string[];
  stop(): Promise<void>;
}

const PROCESS = fileURLToPath(new URL('app-process.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/**
 * @param snapshot path of the archive of an empty database.
 * @throws Error with what the process said when it does not come up within a minute.
 */
export async function serveApp(
  project: ExportedProject,
  tree: FileTree,
  port: number,
  snapshot: string,
): Promise<ServedApp> {
  const sql = Object.keys(tree).filter((path) => path.startsWith('supabase/') && path.endsWith('.sql'));
  const args = ['--import', 'tsx', PROCESS, project.directory, String(port), snapshot, ...sql];
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const problems: string[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk));
  const stop = async () => {
    child.kill();
    await exited;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`The application's server ${why}: ${reason(errors)}`));
      const timer = setTimeout(() => fail('did not start in time'), START_TIMEOUT_MS);
      child.once('exit', () => fail('ended'));
      createInterface(child.stdout).on('line', (line) => {
        const message = parse(line);
        if (message.problem) problems.push(message.problem);
        if (!message.ready) return;
        clearTimeout(timer);
        resolve();
      });
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, problems, stop };
}

/** A line of the process; what others print to the same output is not ours to read. */
function parse(line: string): { ready?: boolean; problem?: string } {
  try {
    return JSON.parse(line) as { ready?: boolean; problem?: string };
  } catch {
    return {};
  }
}

const reason = (errors: string) => errors.match(/^\w*(?:Error|Failure): .*$/m)?.[0] ?? errors.trim().slice(-300);
