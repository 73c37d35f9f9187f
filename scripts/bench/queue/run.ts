/**
 * `npm run bench:queue`: the queue against graphile-worker and pg-boss on the same Postgres in the same run, a noisy
 * neighbour, a snapshot held open, and quotas. `-- peers snapshot noisy path quota` runs the parts named; BENCH_JOBS (default
 * 10,000) and BENCH_ROUNDS (3) set the size.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { startOwnStack } from '../../test/start-stack.ts';
import { type Measure, ms, percentile, printMeasures } from '../statistics.ts';
import { graphileQueue } from './graphile-queue.ts';
import { pgBossQueue } from './pg-boss-queue.ts';
import type { Queue } from './queue.ts';
import { benchQuota } from './quota.ts';
import { makeTenants, trellisQueue } from './trellis-queue.ts';
import { noisyNeighbour, withSnapshotHeld } from './under-pressure.ts';
import { wholePath } from './whole-path.ts';

const PARTS = ['peers', 'snapshot', 'noisy', 'path', 'quota'] as const;
const wanted = process.argv.slice(2);
const chosen = (part: (typeof PARTS)[number]) => wanted.length === 0 || wanted.includes(part);
/** Jobs of one organization that may run at once. */
const CAP = 5;
const JOBS = Number(process.env.BENCH_JOBS ?? 10_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const median = (samples: readonly number[]) => percentile(samples, 0.5);
const rate = (seconds: readonly number[]) => Math.round(JOBS / median(seconds));

/** Rounds take turns, so that a machine that slows down slows all of them down. */
async function speeds(queues: readonly Queue[], connections: number, batch: number): Promise<Map<string, number>> {
  const seconds = new Map(queues.map(({ name }) => [name, [] as number[]]));
  for (const queue of queues) {
    await queue.fill(JOBS / 10);
    await queue.drain(connections, batch); // connections, plans and caches
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const queue of queues) {
      await queue.fill(JOBS);
      seconds.get(queue.name)?.push(await queue.drain(connections, batch));
    }
  }
  return new Map([...seconds].map(([name, samples]) => [name, rate(samples)]));
}

/** Each of ours against each of the others. */
function compare(title: string, speed: ReadonlyMap<string, number>, aims: Readonly<Record<string, string>>): Measure[] {
  const peers = [...speed].filter(([name]) => name in aims);
  return [...speed].flatMap(([name, ours]) =>
    name in aims
      ? []
      : [
          { name: `${title}: ${name}`, value: `${ours} jobs/s` },
          ...peers.map(([peer, theirs]) => ({
            name: `  against ${peer}`,
            value: `${(ours / theirs).toFixed(2)} times`,
            aim: aims[peer] ?? '',
            note: `${peer}: ${theirs} jobs/s`,
          })),
        ],
  );
}

async function againstPeers(queues: readonly Queue[]): Promise<Measure[]> {
  const single = await speeds(queues, 8, 1);
  const batches = await speeds(queues, 4, 100);
  const latencies: Measure[] = [];
  for (const queue of queues) {
    const samples = await queue.startLatencies(300);
    latencies.push({
      name: `asked to started, idle: ${queue.name}`,
      value: `p50 ${ms(median(samples))}, p95 ${ms(percentile(samples, 0.95))}`,
      ...(queue.name.startsWith('Trellis') ? { aim: "p95 no worse than graphile-worker's" } : {}),
    });
  }
  return [
    ...compare('claim 1 + complete 1, 8 connections', single, {
      'graphile-worker': 'at least 1.1',
      'pg-boss': 'at least 2',
    }),
    ...compare('batches of 100, 4 connections', batches, { 'graphile-worker': 'at least 1', 'pg-boss': 'at least 1' }),
    ...latencies,
  ];
}

const directory = mkdtempSync(join(tmpdir(), 'trellis-bench-queue-'));
const stack = await startOwnStack(directory);
const sql = postgres(stack.state.databaseUrl, { max: 2, onnotice: () => {} });
try {
  await sql`select cron.unschedule('sweep-jobs')`;
  const tenants = await makeTenants(sql, CAP, { others: 100, noisyJobs: 50_000, jobsEach: Math.ceil(JOBS / 100) });
  const { databaseUrl } = stack.state;
  const queues = [
    trellisQueue(databaseUrl, tenants),
    trellisQueue(databaseUrl, tenants, CAP),
    await graphileQueue(databaseUrl),
    await pgBossQueue(databaseUrl),
  ];
  if (chosen('peers')) {
    printMeasures(`Queue alone, ${JOBS} jobs of 100 organizations, median of ${ROUNDS}`, await againstPeers(queues));
  }
  if (chosen('snapshot')) {
    printMeasures(`A long transaction elsewhere, ${JOBS} jobs`, await withSnapshotHeld(databaseUrl, queues, JOBS));
  }
  if (chosen('noisy')) printMeasures('Noisy neighbour', await noisyNeighbour(databaseUrl, tenants, CAP));
  if (chosen('path')) printMeasures("A job's whole path", await wholePath(databaseUrl, tenants, 2000));
  if (chosen('quota')) printMeasures('Quota', await benchQuota(databaseUrl, tenants, 4000));
  for (const queue of queues) await queue.close();
} finally {
  await sql.end();
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
}
