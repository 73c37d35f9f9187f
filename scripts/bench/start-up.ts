/** Fresh start and warm start to ready, against the floor of one `node` process; memory of the whole stack at rest. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnStack } from '../test/start-stack.ts';
import { type Measure, percentile, seconds } from './statistics.ts';

/** Proportional set size of a process and all its descendants, in MB: shared pages are counted once. */
function memoryOfTree(root: number): { megabytes: number; processes: number } {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = Number(
        readFileSync(`/proc/${entry}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')[1],
      );
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  let kilobytes = 0;
  let processes = 0;
  const visit = (pid: number) => {
    try {
      kilobytes += Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)?.[1] ?? 0);
      processes += 1;
    } catch {
      // As above.
    }
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(root);
  return { megabytes: kilobytes / 1024, processes };
}

export async function benchStartUp(runs = 3): Promise<Measure[]> {
  const fresh: number[] = [];
  const warm: number[] = [];
  const memory: number[] = [];
  let processes = 0;
  for (let run = 0; run < runs; run += 1) {
    const directory = mkdtempSync(join(tmpdir(), 'trellis-bench-'));
    try {
      for (const samples of [fresh, warm]) {
        const stack = await startOwnStack(directory);
        samples.push(stack.readyMs);
        if (samples === warm) {
          await new Promise((resolve) => setTimeout(resolve, 5_000));
          const at = memoryOfTree(stack.state.pid);
          memory.push(at.megabytes);
          processes = at.processes;
        }
        await stack.stop();
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  const before = performance.now();
  spawnSync('npm', ['--version']);
  const floor = performance.now() - before;
  const line = (name: string, samples: number[], aim: string): Measure => ({
    name,
    value: seconds(percentile(samples, 0.5)),
    aim,
    note: `${(percentile(samples, 0.5) / floor).toFixed(1)} times \`npm --version\``,
  });
  return [
    line('fresh start to ready', fresh, '10 s'),
    line('warm start to ready', warm, '4 s'),
    {
      name: 'memory at rest',
      value: `${Math.round(percentile(memory, 0.5))} MB`,
      aim: '500 MB',
      note: `${processes} processes, proportional set size`,
    },
  ];
}
