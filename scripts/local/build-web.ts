/** Builds the application when its build is missing or older than its sources. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from './start-error.ts';

const IGNORED = new Set(['node_modules', 'dist', '.git']);

function newestChange(target: string): number {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const entries = fs.readdirSync(target).filter((name) => !IGNORED.has(name) && !/\.test\.tsx?$/.test(name));
  return Math.max(stat.mtimeMs, ...entries.map((name) => newestChange(path.join(target, name))));
}

/** Whether `web/dist` is missing or older than `web`, `shared` or the installed packages. */
export function isBuildStale(root: string): boolean {
  const built = fs.statSync(path.join(root, 'web', 'dist', 'index.html'), { throwIfNoEntry: false });
  if (built === undefined) return true;
  return ['web', 'shared', 'package-lock.json'].some((name) => newestChange(path.join(root, name)) > built.mtimeMs);
}

/** Runs Vite's build. A process of its own: the compiler's memory is given back when it is done. */
export async function buildWeb(root: string): Promise<void> {
  const vite = path.join(path.dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  try {
    await promisify(execFile)(process.execPath, [vite, 'build', path.join(root, 'web'), '--logLevel', 'error'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (cause) {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new StartError(`The application could not be built:\n${output}`, { cause });
  }
}
