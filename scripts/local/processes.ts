/**
 * Processes that outlive their parent: each child is recorded in the state folder while it runs, so that the start after
 * a SIGKILL finds what was left behind. A process id alone says nothing (ids are reused, folders move between
 * machines): a record holds the process's start time too, and only an exact match is ever signalled.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const record = z.object({ pid: z.number().int().positive(), identity: z.string().min(1) });
export type ProcessRecord = z.infer<typeof record>;

/** What tells this process from any other that had or will have its id; null when there is no such process. */
export function identify(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      // Field 22 is the start time in clock ticks since boot; the name in field 2 may itself hold spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return null;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || null;
  } catch {
    return null;
  }
}

export function isRunning({ pid, identity }: ProcessRecord): boolean {
  return identify(pid) === identity;
}

/** The record of a live process; null when it has gone already. */
export function describe(pid: number): ProcessRecord | null {
  const identity = identify(pid);
  return identity === null ? null : { pid, identity };
}

/** Reads a record; null when the file is missing or was cut off by a crash. */
export function readRecord(file: string): ProcessRecord | null {
  try {
    return record.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Signals a process and waits for its end; after `graceMs` it is killed. */
export async function terminate(target: ProcessRecord, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const send = (name: NodeJS.Signals) => {
    try {
      if (isRunning(target)) process.kill(target.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  send(signal);
  for (let waited = 0; isRunning(target) && waited < graceMs; waited += 20) await pause(20);
  send('SIGKILL');
  for (let waited = 0; isRunning(target) && waited < 5000; waited += 20) await pause(20);
}

export interface ChildRegistry {
  add(name: string, pid: number | undefined): void;
  remove(name: string): void;
  /** Stops what an earlier, killed run left behind. `signal` may differ by name: Postgres has its own. */
  stopOrphans(signal: (name: string) => NodeJS.Signals): Promise<string[]>;
}

/** Keeps one record per running child in `directory`. */
export function openChildRegistry(directory: string): ChildRegistry {
  mkdirSync(directory, { recursive: true });
  const file = (name: string) => path.join(directory, `${name}.json`);
  return {
    add(name, pid) {
      const found = pid === undefined ? null : describe(pid);
      if (found !== null && existsSync(directory)) writeFileSync(file(name), JSON.stringify(found), { mode: 0o600 });
    },
    remove: (name) => rmSync(file(name), { force: true }),
    async stopOrphans(signal) {
      const names = readdirSync(directory)
        .filter((entry) => entry.endsWith('.json'))
        .map((entry) => entry.slice(0, -5));
      const stopped = await Promise.all(
        names.map(async (name) => {
          const found = readRecord(file(name));
          const alive = found !== null && isRunning(found);
          if (alive) await terminate(found, signal(name), 8000);
          rmSync(file(name), { force: true });
          return alive ? [name] : [];
        }),
      );
      return stopped.flat();
    },
  };
}
