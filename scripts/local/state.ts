/**
 * The state folder: a lock that one stack holds at a time, and `stack.json`, which says where a running stack is. Both
 * survive a killed run without blocking the next one.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { describe, isRunning, readRecord } from './processes.ts';
import { StartError } from './start-error.ts';

/** What tests, benches and scripts need to reach a running stack. */
export const stackInfo = z.object({
  /** Of the gateway, without a trailing slash. */
  url: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  /** As role `postgres`, the owner of the schema. */
  databaseUrl: z.string(),
  mailUrl: z.string(),
  pid: z.number().int(),
});
export type StackInfo = z.infer<typeof stackInfo>;

export interface StateDirectory {
  path: string;
  file(...names: string[]): string;
  publish(info: StackInfo): void;
  /** Removes `stack.json`. */
  withdraw(): void;
  /** Removes every file of the project's data; the lock stays. */
  clear(): void;
  /** Removes `stack.json` and gives up the lock. */
  release(): void;
}

/** Reads `stack.json` of a folder; null when no stack is ready there. */
export function readStackInfo(directory: string): StackInfo | null {
  try {
    return stackInfo.parse(JSON.parse(readFileSync(path.join(directory, 'stack.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** Creates the folder and takes its lock. Throws StartError when a stack runs there already. */
export function acquireState(directory: string): StateDirectory {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // As root, Postgres runs as another user and must pass through here. What is secret inside has its own mode.
  if (process.getuid?.() === 0) chmodSync(directory, 0o755);
  const lock = path.join(directory, 'lock.json');
  const self = describe(process.pid);
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readRecord(lock);
      if (holder !== null && isRunning(holder)) {
        throw new StartError(
          `A stack is already running in ${directory} (process ${holder.pid}). Stop it, or set TRELLIS_DIR to another folder.`,
        );
      }
      rmSync(lock, { force: true });
    }
  }
  const file = (...names: string[]) => path.join(directory, ...names);
  rmSync(file('stack.json'), { force: true });
  return {
    path: directory,
    file,
    publish(info) {
      // Renamed into place: a reader never sees half a file.
      const draft = file('stack.json.new');
      writeFileSync(draft, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
      renameSync(draft, file('stack.json'));
    },
    withdraw: () => rmSync(file('stack.json'), { force: true }),
    clear() {
      for (const entry of readdirSync(directory)) {
        if (entry !== 'lock.json') rmSync(file(entry), { recursive: true, force: true });
      }
    },
    release() {
      rmSync(file('stack.json'), { force: true });
      rmSync(lock, { force: true });
    },
  };
}
