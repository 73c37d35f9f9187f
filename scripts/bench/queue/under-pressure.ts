/** What users of queues complain of: a neighbour with a huge backlog, and a long transaction elsewhere. */
import postgres from 'postgres';
import { type Measure, ms, percentile, seconds } from '../statistics.ts';
import { elapsed, type Queue, sleep } from './queue.ts';
import { claim, complete, emptyQueue, enqueue, enqueueOne, type Tenants } from './trellis-queue.ts';

const WORKERS = 16;
const JOB_MS = 5;

/** Workers that take one job after the other until told to stop; `onDone` hears of each job. */
function startWorkers(sql: postgres.Sql, onDone: (jobId: string) => void): { stop: () => Promise<void> } {
  let stopped = false;
  const work = async (lane: number) => {
    while (!stopped) {
      const claimed = await claim(sql, lane, 1);
      if (claimed.length === 0) await sleep(1);
      for (const job of claimed) {
        await sleep(JOB_MS);
        onDone(job.id);
        await complete(sql, [job]);
      }
    }
  };
  const working = Promise.all(Array.from({ length: WORKERS }, (_, lane) => work(lane)));
  return {
    stop: async () => {
      stopped = true;
      await working;
    },
  };
}

/** The most jobs of the tenant that were ever seen running. */
function watchRunning(sql: postgres.Sql, orgId: string): { stop: () => Promise<number> } {
  let most = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const [row] = await sql<{ running: number }[]>`
        select count(*)::int as running from private.job_queue where org_id = ${orgId} and lease_token is not null`;
      most = Math.max(most, row?.running ?? 0);
      await sleep(15);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return most;
    },
  };
}

/** A backlog of one tenant, then ten jobs each of a hundred others: when are those done, and how long does a newcomer wait? */
export async function noisyNeighbour(databaseUrl: string, tenants: Tenants, cap: number): Promise<Measure[]> {
  const sql = postgres(databaseUrl, { max: WORKERS + 4, onnotice: () => {} });
  try {
    await emptyQueue(sql);
    await sql`update public.plans set max_running = ${cap} where id = ${tenants.planId}`;
    await enqueue(sql, [tenants.noisyOrg], tenants.noisyJobs);
    const backlog = new Set<string>();
    for (const { job_id } of await sql<{ job_id: string }[]>`select job_id from private.job_queue`) backlog.add(job_id);
    await enqueue(sql, tenants.otherOrgs, tenants.otherOrgs.length * 10);
    await sql.unsafe('vacuum analyze private.job_queue').simple();

    const small = tenants.otherOrgs.length * 10;
    let done = 0;
    let allDone = (_: number) => {};
    const started = performance.now();
    const finished = new Promise<number>((resolve) => {
      allDone = resolve;
    });
    const running = watchRunning(sql, tenants.noisyOrg);
    const workers = startWorkers(sql, (id) => {
      if (backlog.has(id)) return;
      done += 1;
      if (done === small) allDone(elapsed(started) * 1000);
    });
    const took = await finished;

    // The backlog goes on; now and then somebody else comes with a first job.
    const waits: number[] = [];
    const newcomers = await sql<{ id: string; org_id: string }[]>`
      select distinct on (org_id) id, org_id from public.generation_jobs where org_id = any (${tenants.otherOrgs}::uuid[])`;
    for (const newcomer of newcomers) {
      const asked = performance.now();
      await enqueueOne(sql, newcomer);
      for (;;) {
        const [waiting] =
          await sql`select 1 from private.job_queue where job_id = ${newcomer.id} and lease_token is null`;
        if (!waiting) break;
        await sleep(1);
      }
      waits.push(performance.now() - asked);
    }
    await workers.stop();
    const most = await running.stop();
    return [
      {
        name: `${tenants.noisyJobs} jobs of one tenant; ${small} of 100 others are done after`,
        value: seconds(took),
        aim: 'at most 1 s',
        note: `${WORKERS} workers, ${JOB_MS} ms a job`,
      },
      {
        name: "a newcomer's first job starts after",
        value: `p50 ${ms(percentile(waits, 0.5))}, max ${ms(Math.max(...waits))}`,
        aim: 'less than 1 s',
      },
      { name: `most jobs of that tenant at once, cap ${cap}`, value: String(most), aim: `${cap}` },
    ];
  } finally {
    await sql.end();
  }
}

/** The same drain while another transaction holds a snapshot: nothing that is done with can be cleaned up. */
export async function withSnapshotHeld(
  databaseUrl: string,
  queues: readonly Queue[],
  jobs: number,
): Promise<Measure[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const measures: Measure[] = [];
  try {
    for (const queue of queues) {
      await queue.fill(jobs / 10);
      await queue.drain(8, 1); // connections, plans and caches
      await queue.fill(jobs);
      const free = await queue.drain(8, 1);
      await queue.fill(jobs);
      await sql`begin isolation level repeatable read`;
      await sql`select pg_current_xact_id()`;
      const held = await queue.drain(8, 1);
      await sql`rollback`;
      measures.push({
        name: `a snapshot held open: ${queue.name} keeps`,
        value: `${Math.round((free / held) * 100)} %`,
        ...(queue.name.startsWith('Trellis') ? { aim: 'at least 45 %' } : {}),
        note: `${Math.round(jobs / held)} of ${Math.round(jobs / free)} jobs/s`,
      });
    }
  } finally {
    await sql.end();
  }
  return measures;
}
