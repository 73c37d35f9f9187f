/**
 * Our queue, bare: `private.lease_jobs` claims as the worker's claim does, and completing deletes the fenced row, as the end
 * of a job does. What else belongs to a job's life (its record, its log, Realtime, quota) is
 * measured as the whole path, in whole-path.ts.
 */
import postgres from 'postgres';
import { type Claimed, drainWith, type Queue } from './queue.ts';

/** As many waiting jobs as a bench will want. The first is of the tenant with the backlog, the rest spread over the others. */
export interface Tenants {
  /** Of all of them. */
  planId: string;
  noisyOrg: string;
  noisyJobs: number;
  otherOrgs: string[];
  /** Of each of the others. */
  jobsEach: number;
}

/**
 * Organizations with projects and jobs that are in no queue yet, on a plan that lets `maxRunning` of them run at once. The triggers that tell browsers of new projects and jobs
 * are off meanwhile: nobody listens.
 */
export async function makeTenants(
  sql: postgres.Sql,
  maxRunning: number,
  shape: Pick<Tenants, 'noisyJobs' | 'jobsEach'> & { others: number },
): Promise<Tenants> {
  const planId = 'queue_bench';
  await sql`insert into public.plans (id, name, max_running) values (${planId}, 'Bench', ${maxRunning})`;
  await sql`
    insert into auth.users (id, email)
    select md5('queue bench ' || n)::uuid, 'queue-bench-' || n || '@example.test' from generate_series(0, ${shape.others}::int) n`;
  const people = await sql<{ id: string }[]>`
    update public.organizations o set plan_id = ${planId} from generate_series(0, ${shape.others}::int) n
    where o.personal_owner_id = md5('queue bench ' || n)::uuid returning o.id`;
  const [noisyOrg = '', ...otherOrgs] = people.map(({ id }) => id);
  await sql.begin(async (transaction) => {
    await transaction`alter table public.projects disable trigger broadcast_new_project`;
    await transaction`alter table public.generation_jobs disable trigger broadcast_new_job`;
    for (const [orgs, jobs] of [
      [[noisyOrg], shape.noisyJobs],
      [otherOrgs, shape.jobsEach],
    ] as const) {
      await transaction`
        with made as (
          insert into public.projects (id, org_id, name, slug, status)
          select gen_random_uuid(), o, 'Bench', 'bench-' || n, 'generating'
          from unnest(${orgs}::uuid[]) o cross join generate_series(1, ${jobs}::int) n
          returning id, org_id
        )
        insert into public.generation_jobs (org_id, project_id, mode, prompt)
        select org_id, id, 'plan', 'Bench' from made`;
    }
    await transaction`alter table public.projects enable trigger broadcast_new_project`;
    await transaction`alter table public.generation_jobs enable trigger broadcast_new_job`;
  });
  await sql`
    insert into public.plan_limits (plan_id, metric, period, allowance)
    select ${planId}, metric, period, 1000000000 from unnest(array['generation', 'plan']) metric, unnest(array['day', 'month']) period`;
  // Or autovacuum would do it while something is measured.
  await sql.unsafe('vacuum analyze').simple();
  return { planId, noisyOrg, otherOrgs, noisyJobs: shape.noisyJobs, jobsEach: shape.jobsEach };
}

/** Puts jobs of these organizations into the queue: at most `jobs`, the same number of each. */
export async function enqueue(sql: postgres.Sql, orgs: readonly string[], jobs: number): Promise<void> {
  await sql`
    insert into private.job_queue (job_id, org_id, project_status)
    select j.id, j.org_id, 'draft'
    from (
      select id, org_id, row_number() over (partition by org_id order by id) as place
      from public.generation_jobs where org_id = any (${[...orgs]}::uuid[])
    ) j
    order by j.place, j.org_id
    limit ${jobs}`;
  await sql`select private.fill_places()`;
}

export async function emptyQueue(sql: postgres.Sql): Promise<void> {
  await sql`delete from private.job_queue`;
  await sql.unsafe('vacuum analyze private.job_queue').simple();
}

/** Puts one job into the queue, as asking for it does. */
export const enqueueOne = (sql: postgres.Sql, job: { id: string; org_id: string }) =>
  sql`select private.queue_job(${job.id}, ${job.org_id}, 'draft')`;

export const claim = (sql: postgres.Sql, lane: number, batch: number) => sql<Claimed[]>`
  select job_id as id, lease_token as token from private.lease_jobs(${`bench-${lane}`}, ${batch}, 60)`;

export const complete = (sql: postgres.Sql, claimed: readonly Claimed[]) => {
  const [first, ...more] = claimed;
  return first !== undefined && more.length === 0
    ? sql`delete from private.job_queue where job_id = ${first.id} and lease_token = ${first.token}`
    : sql`
        delete from private.job_queue q
        using unnest(${claimed.map(({ id }) => id)}::uuid[], ${claimed.map(({ token }) => token)}::uuid[]) done (id, token)
        where q.job_id = done.id and q.lease_token = done.token`;
};

/** @param cap Jobs of one organization that may run at once; by default more than there are, as with the peers. */
export function trellisQueue(databaseUrl: string, tenants: Tenants, cap?: number): Queue {
  const sql = postgres(databaseUrl, { max: 12, onnotice: () => {} });
  let filled = 0;
  return {
    name: cap === undefined ? 'Trellis' : `Trellis, ${cap} of each at once`,
    async fill(jobs) {
      await emptyQueue(sql);
      await sql`update public.plans set max_running = ${cap ?? jobs} where id = ${tenants.planId}`;
      await enqueue(sql, tenants.otherOrgs, jobs);
      await sql.unsafe('vacuum analyze private.job_queue').simple();
      filled = jobs;
    },
    drain: (connections, batch) =>
      drainWith(
        filled,
        connections,
        (lane) => claim(sql, lane, batch),
        async (_, claimed) => void (await complete(sql, claimed)),
      ),
    async startLatencies(samples) {
      await emptyQueue(sql);
      const jobs = await sql<{ id: string; org_id: string }[]>`
        select id, org_id from public.generation_jobs where org_id = any (${tenants.otherOrgs}::uuid[]) limit ${samples}`;
      const latencies: number[] = [];
      for (const job of jobs) {
        const started = performance.now();
        await enqueueOne(sql, job);
        // Whoever asked for the job wakes a worker at once.
        const claimed = await claim(sql, 0, 1);
        latencies.push(performance.now() - started);
        await complete(sql, claimed);
      }
      return latencies;
    },
    close: () => sql.end(),
  };
}
