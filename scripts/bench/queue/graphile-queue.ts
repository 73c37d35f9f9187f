/** graphile-worker, driven as its documentation says: a runner with a task list. */
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import postgres from 'postgres';
import { elapsed, type Queue, sleep } from './queue.ts';

const quiet = new Logger(() => () => {});

export async function graphileQueue(databaseUrl: string): Promise<Queue> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: quiet });
  await utils.migrate();
  let filled = 0;
  return {
    name: 'graphile-worker',
    async fill(jobs) {
      await sql`delete from graphile_worker._private_jobs`;
      for (let at = 0; at < jobs; at += 1000) {
        const specs = Array.from({ length: Math.min(1000, jobs - at) }, (_, n) => ({
          identifier: 'noop',
          payload: { n },
        }));
        await utils.addJobs(specs);
      }
      await sql.unsafe('vacuum analyze graphile_worker._private_jobs').simple();
      filled = jobs;
    },
    async drain(connections, batch) {
      let done = 0;
      let finish = () => {};
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      // Batches are its local queue, in the configuration that its own benchmarks publish.
      const worker =
        batch === 1
          ? { concurrentJobs: connections, maxPoolSize: connections + 2 }
          : {
              concurrentJobs: 24,
              maxPoolSize: connections,
              localQueue: { size: batch },
              completeJobBatchDelay: 0,
              failJobBatchDelay: 0,
            };
      const started = performance.now();
      const runner = await run({
        preset: { worker: { connectionString: databaseUrl, ...worker } },
        logger: quiet,
        noHandleSignals: true,
        taskList: {
          noop: async () => {
            done += 1;
            if (done === filled) finish();
          },
        },
      });
      await finished;
      for (;;) {
        const [left] = await sql`select exists (select 1 from graphile_worker._private_jobs) as some`;
        if (left?.some !== true) break;
        await sleep(5);
      }
      const seconds = elapsed(started);
      await runner.stop();
      return seconds;
    },
    async startLatencies(samples) {
      await sql`delete from graphile_worker._private_jobs`;
      let start = () => {};
      const runner = await run({
        preset: { worker: { connectionString: databaseUrl, concurrentJobs: 1, maxPoolSize: 4 } },
        logger: quiet,
        noHandleSignals: true,
        taskList: { noop: async () => start() },
      });
      await sleep(500);
      const latencies: number[] = [];
      for (let sample = 0; sample < samples; sample += 1) {
        const begun = new Promise<void>((resolve) => {
          start = resolve;
        });
        const asked = performance.now();
        await utils.addJob('noop', {});
        await begun;
        latencies.push(performance.now() - asked);
        await sleep(5);
      }
      await runner.stop();
      return latencies;
    },
    async close() {
      await utils.release();
      await sql`drop schema graphile_worker cascade`;
      await sql.end();
    },
  };
}
