/** A job's whole life in the database: asked for by a person, claimed, completed; with its log, Realtime and quota. */
import postgres from 'postgres';
import type { Measure } from '../statistics.ts';
import { elapsed } from './queue.ts';
import { emptyQueue, type Tenants } from './trellis-queue.ts';

const CONNECTIONS = 8;

export async function wholePath(databaseUrl: string, tenants: Tenants, jobs: number): Promise<Measure[]> {
  const sql = postgres(databaseUrl, { max: CONNECTIONS, onnotice: () => {} });
  const lanes = <T>(work: (lane: number) => Promise<T>) =>
    Promise.all(Array.from({ length: CONNECTIONS }, (_, lane) => work(lane)));
  try {
    await emptyQueue(sql);
    const people = await sql<{ id: string }[]>`
      select personal_owner_id as id from public.organizations where id = any (${tenants.otherOrgs}::uuid[])`;
    let asked = 0;
    let started = performance.now();
    await lanes(async () => {
      while (asked < jobs) {
        const person = people[asked % people.length]?.id ?? '';
        asked += 1;
        await sql.begin(async (transaction) => {
          const claims = JSON.stringify({ sub: person, role: 'authenticated' });
          await transaction`
            select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`;
          await transaction`select public.enqueue_generation('A list of books', mode => 'plan')`;
        });
      }
    });
    const enqueuing = elapsed(started);
    let done = 0;
    started = performance.now();
    await lanes(async (lane) => {
      for (;;) {
        const [job] = await sql<{ job_id: string; lease_token: string }[]>`
          select job_id, lease_token from private.claim_jobs(${`bench-${lane}`}, 1, 60)`;
        if (!job) return;
        await sql`select private.complete_job(${job.job_id}, ${job.lease_token}, null)`;
        done += 1;
      }
    });
    if (done !== jobs) throw new Error(`${done} of ${jobs} jobs were completed`);
    return [
      {
        name: 'enqueue_generation, 8 connections',
        value: `${Math.round(jobs / enqueuing)} jobs/s`,
        note: 'project, job, log, Realtime, quota',
      },
      {
        name: 'claim_jobs + complete_job, 8 connections',
        value: `${Math.round(jobs / elapsed(started))} jobs/s`,
        note: 'record, log, Realtime, quota',
      },
    ];
  } finally {
    await sql.end();
  }
}
