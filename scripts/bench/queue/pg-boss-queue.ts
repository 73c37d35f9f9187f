/** pg-boss, by its own calls: fetch and complete. (Its polling would start no job sooner than after half a second.) */
import { PgBoss } from 'pg-boss';
import postgres from 'postgres';
import { drainWith, type Queue } from './queue.ts';

const QUEUE = 'bench';

export async function pgBossQueue(databaseUrl: string): Promise<Queue> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const boss = new PgBoss({ connectionString: databaseUrl, max: 12, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE);
  let filled = 0;
  return {
    name: 'pg-boss',
    async fill(jobs) {
      await boss.deleteAllJobs(QUEUE);
      for (let at = 0; at < jobs; at += 1000) {
        await boss.insert(
          QUEUE,
          Array.from({ length: Math.min(1000, jobs - at) }, (_, n) => ({ data: { n } })),
        );
      }
      await sql.unsafe('vacuum analyze pgboss.job_common').simple();
      filled = jobs;
    },
    drain: (connections, batch) =>
      drainWith(
        filled,
        connections,
        async () => (await boss.fetch(QUEUE, { batchSize: batch })).map(({ id }) => ({ id, token: '' })),
        async (_, claimed) =>
          void (await boss.complete(
            QUEUE,
            claimed.map(({ id }) => id),
          )),
      ),
    async startLatencies(samples) {
      await boss.deleteAllJobs(QUEUE);
      const latencies: number[] = [];
      for (let sample = 0; sample < samples; sample += 1) {
        const asked = performance.now();
        await boss.send(QUEUE, {});
        const [job] = await boss.fetch(QUEUE);
        latencies.push(performance.now() - asked);
        if (job) await boss.complete(QUEUE, job.id);
      }
      return latencies;
    },
    async close() {
      await boss.stop({ graceful: false });
      await sql`drop schema pgboss cascade`;
      await sql.end();
    },
  };
}
