/**
 * Connections of workers that are cut at random moments, in the middle of a claim, a step, a save or an end: what a worker
 * does not hear the answer of is either done or not begun. On a stack of its own, with connections of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnStack, startOwnStack } from './start-stack.ts';

const ORGANIZATIONS = 10;
const JOBS_EACH = 5;
const WORKERS = 8;
const DOOMED = 'doomed';
const directory = mkdtempSync(join(tmpdir(), 'trellis-cut-'));
let stack: OwnStack | undefined;
let sql: postgres.Sql;

beforeAll(async () => {
  stack = await startOwnStack(directory);
  sql = postgres(stack.state.databaseUrl, { max: 4, onnotice: () => {} });
  // The sweep runs when the test says so, and wakes no worker.
  await sql`select cron.unschedule('sweep-jobs')`;
  await sql`delete from vault.secrets where name in ('project_url', 'secret_key')`;
}, 180_000);

afterAll(async () => {
  await sql?.end();
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** One statement on a connection of its own, which may be cut at any moment. Null: no answer, or an error. */
async function heard<Row extends object>(run: (connection: postgres.Sql) => Promise<Row[]>): Promise<Row[] | null> {
  const connection = postgres(stack?.state.databaseUrl ?? '', {
    ...{ max: 1, fetch_types: false, onnotice: () => {}, connection: { application_name: DOOMED } },
  });
  try {
    return await run(connection);
  } catch {
    return null;
  } finally {
    await connection.end({ timeout: 1 }).catch(() => {});
  }
}

interface Claimed {
  job_id: string;
  lease_token: string;
  project_id: string;
  created_by: string;
}

/** What a worker does, going on wherever an answer came; what it lost is somebody else's after the lease. */
async function workOnce(): Promise<void> {
  const [job] =
    (await heard(
      (on) => on<Claimed[]>`
      select job_id, lease_token, project_id, created_by from private.claim_jobs('worker', 1, 60)`,
    )) ?? [];
  if (!job) return;
  const events = sql.json([{ kind: 'step', payload: { step: 'plan' } }]);
  const recorded = await heard(
    (on) => on<{ answer: string }[]>`
    select private.record_step(${job.job_id}, ${job.lease_token}, 'plan', '{}', ${events}) as answer`,
  );
  if (recorded?.[0]?.answer !== 'ok') return;
  const changes = sql.json([{ op: 'put', path: 'a.txt', content: job.job_id }]);
  const saved = await heard(
    (on) => on<{ id: string }[]>`
    select public.save_version(${job.project_id}, null, ${changes}, '', '{"passed":true}', 'generation', ${job.created_by},
      ${job.job_id}, 'save', ${job.lease_token}) ->> 'version_id' as id`,
  );
  if (!saved?.[0]) return;
  const version = saved[0].id;
  await heard((on) => on`select private.complete_job(${job.job_id}, ${job.lease_token}, ${version})`);
}

describe('workers whose connections are cut', () => {
  it('end each job once, with one version, one charge and a whole log', { timeout: 120_000 }, async () => {
    for (let n = 0; n < ORGANIZATIONS; n += 1) {
      const id = crypto.randomUUID();
      await sql`insert into auth.users (id, email) values (${id}, ${`${id}@example.test`})`;
      for (let job = 0; job < JOBS_EACH; job += 1) {
        await sql.begin(async (transaction) => {
          const claims = JSON.stringify({ sub: id, role: 'authenticated' });
          await transaction`select set_config('request.jwt.claims', ${claims}, true)`;
          await transaction`select public.enqueue_generation(${`App ${job}`})`;
        });
      }
    }

    const left = async () => {
      const [row] = await sql<{ left: number }[]>`select count(*)::int as left from private.job_queue`;
      return row?.left ?? 0;
    };
    let cuts = 0;
    const started = Date.now();
    const cutter = (async () => {
      while (Date.now() - started < 10_000) {
        const [row] = await sql<{ cut: number }[]>`
          select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity
          where application_name = ${DOOMED} and random() < 0.3`;
        cuts += row?.cut ?? 0;
        await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 30));
      }
    })();
    const sweeper = (async () => {
      while ((await left()) > 0) {
        // The lease of a worker that heard nothing runs out; of one that works, too, now and then. A poison job is no
        // subject here: nothing counts as lost.
        await sql`
          update private.job_queue set lease_expires_at = now(), lost = 0, attempt = 1
          where lease_token is not null and random() < 0.5`;
        await sql`select private.sweep_jobs()`;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    })();
    await Promise.all([
      cutter,
      sweeper,
      ...Array.from({ length: WORKERS }, async () => {
        while ((await left()) > 0) await workOnce();
      }),
    ]);

    expect(cuts).toBeGreaterThan(0);
    const jobs = ORGANIZATIONS * JOBS_EACH;
    const [ends] = await sql`
      select count(*) filter (where status = 'completed')::int as completed, count(distinct version_id)::int as versions,
        (select count(*)::int from public.project_versions) as saved, (select count(*)::int from private.job_steps) as steps
      from public.generation_jobs`;
    expect(ends).toEqual({ completed: jobs, versions: jobs, saved: jobs, steps: 0 });
    const logs = await sql`
      select job_id from public.generation_events group by job_id
      having max(seq) <> count(*) or count(*) filter (where kind = 'completed') <> 1
        or (array_agg(kind order by seq desc))[1] <> 'completed'`;
    expect([...logs]).toEqual([]);
    const counters = await sql`
      select distinct used::int, reserved::int from public.usage_counters where metric = 'generation'`;
    expect([...counters]).toEqual([{ used: JOBS_EACH, reserved: 0 }]);
  });
});
