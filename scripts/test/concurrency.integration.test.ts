/**
 * What must hold when many do the same thing at once: real connections, real commits. On a stack of its own, because
 * workers here and workers of other tests would take each other's jobs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnStack, startOwnStack } from './start-stack.ts';

const directory = mkdtempSync(join(tmpdir(), 'trellis-concurrency-'));
let stack: OwnStack | undefined;
let sql: postgres.Sql;
const PLAN = 'concurrency_test';

interface Person {
  id: string;
  orgId: string;
}

async function signUp(planId = PLAN): Promise<Person> {
  const id = crypto.randomUUID();
  await sql`insert into auth.users (id, email) values (${id}, ${`${id}@example.test`})`;
  const [organization] = await sql<{ id: string }[]>`
    update public.organizations set plan_id = ${planId} where personal_owner_id = ${id} returning id`;
  return { id, orgId: organization?.id ?? '' };
}

/** As the API runs a statement of a signed-in person. */
function as<T>(person: Person, run: (transaction: postgres.TransactionSql) => Promise<T>) {
  return sql.begin(async (transaction) => {
    const claims = JSON.stringify({ sub: person.id, role: 'authenticated' });
    await transaction`select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`;
    return run(transaction);
  });
}

interface Enqueued {
  job_id: string;
  project_id: string;
  replayed: boolean;
}

const enqueue = (person: Person, prompt: string, key: string | null = null) =>
  as(person, async (transaction) => {
    const [row] = await transaction<{ job: Enqueued }[]>`
      select public.enqueue_generation(${prompt}, idempotency_key => ${key}) as job`;
    if (!row) throw new Error('enqueue_generation answered nothing');
    return row.job;
  });

/** How many succeeded, and with which codes the others were refused. */
async function outcomes(attempts: Promise<unknown>[]): Promise<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const result of await Promise.allSettled(attempts)) {
    const outcome = result.status === 'fulfilled' ? 'ok' : String(result.reason?.code ?? result.reason);
    count[outcome] = (count[outcome] ?? 0) + 1;
  }
  return count;
}

beforeAll(async () => {
  stack = await startOwnStack(directory);
  // As many at once as a small server has connections to spare; the rest wait in line, as behind a pooler.
  sql = postgres(stack.state.databaseUrl, { max: 20, onnotice: () => {} });
  // The sweep runs when a test says so, and wakes no worker.
  await sql`select cron.unschedule('sweep-jobs')`;
  await sql`delete from vault.secrets where name in ('project_url', 'secret_key')`;
  await sql`insert into public.plans (id, name, max_running) values (${PLAN}, 'Test', 3)`;
  await sql`
    insert into public.plan_limits (plan_id, metric, period, allowance)
    values (${PLAN}, 'generation', 'day', 100), (${PLAN}, 'generation', 'month', 1000)`;
}, 180_000);

afterAll(async () => {
  await sql?.end();
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('quota', () => {
  it('admits exactly 100 of 1,000 reservations made at once', async () => {
    const { orgId } = await signUp();
    const attempts = Array.from(
      { length: 1000 },
      () => sql`select private.reserve_quota(${orgId}, 'generation', 1, gen_random_uuid())`,
    );
    expect(await outcomes(attempts)).toEqual({ ok: 100, PT429: 900 });
    const counters = await sql`
      select period, used::int, reserved::int from public.usage_counters where org_id = ${orgId} order by period`;
    expect([...counters]).toEqual([
      { period: 'day', used: 0, reserved: 100 },
      { period: 'month', used: 0, reserved: 100 },
    ]);
  });

  it.each([
    ['there is no window yet', () => Promise.resolve()],
    [
      'the window is over',
      async (orgId: string) => {
        await sql`select private.reserve_quota(${orgId}, 'generation', 100, gen_random_uuid())`;
        await sql`update public.usage_counters set period_start = period_start - interval '2 months', period_end = period_start where org_id = ${orgId}`;
      },
    ],
  ])('gives both of two what they ask for when %s', async (_, prepare) => {
    const { orgId } = await signUp();
    await prepare(orgId);
    const reserve = (on: postgres.ISql) =>
      on`select private.reserve_quota(${orgId}, 'generation', 1, gen_random_uuid())`;
    let second: Promise<unknown> = Promise.resolve();
    await sql.begin(async (first) => {
      await reserve(first);
      const other = await sql.reserve();
      const [{ pid } = { pid: 0 }] = await other<{ pid: number }[]>`select pg_backend_pid() as pid`;
      second = reserve(other).finally(() => other.release());
      second.catch(() => {});
      await expect
        .poll(async () => (await sql`select from pg_locks where pid = ${pid} and not granted`).length)
        .toBeGreaterThan(0);
    });
    await second;
    const counters = await sql`select reserved::int from public.usage_counters where org_id = ${orgId}`;
    expect([...counters]).toEqual(Array(2).fill({ reserved: 2 }));
  });

  it('charges each reservation once, however often and by whomever it is settled or released', async () => {
    const { orgId } = await signUp();
    const ids = Array.from({ length: 40 }, () => crypto.randomUUID());
    for (const id of ids) await sql`select private.reserve_quota(${orgId}, 'generation', 1, ${id})`;
    await Promise.all(
      ids.flatMap((id, place) => [
        sql`select private.settle_quota(${id})`,
        place % 2 === 0 ? sql`select private.settle_quota(${id})` : sql`select private.release_quota(${id})`,
        sql`select private.reset_quotas()`,
      ]),
    );
    const [settled] = await sql<{ settled: number }[]>`
      select count(*)::int as settled from public.usage_reservations where org_id = ${orgId} and status = 'settled'`;
    const counters = await sql`select used::int, reserved::int from public.usage_counters where org_id = ${orgId}`;
    expect(settled?.settled).toBeGreaterThanOrEqual(20);
    expect([...counters]).toEqual(Array(2).fill({ used: settled?.settled, reserved: 0 }));
  });
});

describe('enqueue_generation', () => {
  it('admits exactly 100 of 1,000 requests made at once', async () => {
    const person = await signUp();
    const attempts = Array.from({ length: 1000 }, () => enqueue(person, 'A list of books'));
    expect(await outcomes(attempts)).toEqual({ ok: 100, PT429: 900 });
    // Whatever was refused has left nothing behind.
    const [made] = await sql`
      select count(*)::int as jobs, count(distinct j.project_id)::int as projects, count(q.turn_at)::int as in_line,
        count(r.id) filter (where r.status = 'held')::int as held, count(e.seq)::int as events
      from public.projects p
      left join public.generation_jobs j on j.project_id = p.id
      left join private.job_queue q on q.job_id = j.id
      left join public.usage_reservations r on r.id = j.id
      left join public.generation_events e on e.job_id = j.id
      where p.org_id = ${person.orgId}`;
    expect(made).toEqual({ jobs: 100, projects: 100, in_line: 3, held: 100, events: 100 });
  });

  it('makes one job of 20 requests with one key', async () => {
    const person = await signUp();
    const jobs = await Promise.all(Array.from({ length: 20 }, () => enqueue(person, 'A list of books', 'one')));
    expect(new Set(jobs.map((job) => job.job_id)).size).toBe(1);
    expect(jobs.filter((job) => !job.replayed)).toHaveLength(1);
    const [counter] = await sql`
      select reserved::int from public.usage_counters where org_id = ${person.orgId} and period = 'day'`;
    expect(counter).toEqual({ reserved: 1 });
  });

  it('gives 20 projects of one name 20 slugs', async () => {
    const person = await signUp();
    await Promise.all(Array.from({ length: 20 }, () => enqueue(person, 'A list of books')));
    const [slugs] = await sql`
      select count(distinct slug)::int as slugs from public.projects where org_id = ${person.orgId}`;
    expect(slugs).toEqual({ slugs: 20 });
  });
});

describe('queue', () => {
  it('runs each job once and never more of an organization than its plan allows', async () => {
    const organizations = await Promise.all([signUp(), signUp()]);
    for (const person of organizations) {
      await Promise.all(Array.from({ length: 15 }, (_, place) => enqueue(person, `App ${place}`)));
    }
    const orgIds = organizations.map((person) => person.orgId);
    const finished: string[] = [];
    let mostRunning = 0;

    const worker = async (name: string) => {
      while (finished.length < 30) {
        const claimed = await sql<{ job_id: string; org_id: string; lease_token: string }[]>`
          select job_id, org_id, lease_token from private.claim_jobs(${name}, 2, 60)`;
        const [{ running } = { running: 0 }] = await sql<{ running: number }[]>`
          select coalesce(max(running), 0)::int as running from (
            select count(*) as running from private.job_queue
            where lease_token is not null and org_id = any (${orgIds}) group by org_id
          ) counted`;
        mostRunning = Math.max(mostRunning, running);
        for (const job of claimed) {
          await sql`select private.record_step(${job.job_id}, ${job.lease_token}, 'plan', '{}', '[{"kind":"step"}]')`;
          const [failed] = await sql<{ answer: string }[]>`
            select private.fail_job(${job.job_id}, ${job.lease_token}, 'test', 'Done.', false) as answer`;
          if (failed?.answer === 'failed' && orgIds.includes(job.org_id)) finished.push(job.job_id);
        }
        if (claimed.length === 0) await sql`select pg_sleep(0.005)`;
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, place) => worker(`worker ${place}`)));

    expect(new Set(finished).size).toBe(30);
    expect(mostRunning).toBeLessThanOrEqual(3);
    const logs = await sql`
      select distinct array_agg(e.kind order by e.seq) as kinds, max(e.seq) as last
      from public.generation_events e join public.generation_jobs j on j.id = e.job_id
      where j.org_id = any (${orgIds})
      group by e.job_id`;
    expect([...logs]).toEqual([{ kinds: ['queued', 'started', 'step', 'failed'], last: 4 }]);
    const [left] = await sql`
      select count(*)::int as left from private.job_queue where org_id = any (${orgIds})`;
    expect(left).toEqual({ left: 0 });
  });

  it('lets completing, canceling, deleting and sweeping one job meet without a deadlock, and ends it once', async () => {
    const person = await signUp();
    for (let round = 0; round < 10; round += 1) {
      const { job_id, project_id } = await enqueue(person, `App ${round}`);
      // Before whatever other tests have in line.
      await sql`update private.job_queue set turn_at = 'epoch' where job_id = ${job_id}`;
      const [claimed] = await sql<{ job_id: string; lease_token: string }[]>`
        select job_id, lease_token from private.claim_jobs('worker' || setval('private.job_queue_front', 0), 1, 60)`;
      expect(claimed?.job_id).toBe(job_id);
      const [saved] = await sql<{ id: string }[]>`
        select public.save_version(${project_id}, null, '[{"op":"put","path":"a","content":"1"}]', '',
          '{"passed":true}', 'generation', ${person.id}, ${job_id}, 'save', ${claimed?.lease_token ?? ''}) ->> 'version_id' as id`;
      await sql`update private.job_queue set lease_expires_at = now() - interval '1 second' where job_id = ${job_id}`;
      const token = claimed?.lease_token ?? '';
      const answers = await outcomes([
        sql`select private.complete_job(${job_id}, ${token}, ${saved?.id ?? ''})`,
        as(person, (transaction) => transaction`select public.cancel_generation(${job_id})`),
        as(person, (transaction) => transaction`select public.delete_project(${project_id})`),
        sql`select private.sweep_jobs()`,
        sql`select private.record_step(${job_id}, ${token}, 'verify', '{}', '[{"kind":"check"}]')`,
      ]);
      // Whoever comes after the deletion finds no project.
      expect(Object.keys(answers).filter((code) => code !== 'ok' && code !== 'PT404')).toEqual([]);
      const ends = await sql`
        select count(*)::int as ends from public.generation_events
        where job_id = ${job_id} and kind in ('completed', 'canceled', 'failed')`;
      expect([...ends]).toEqual([{ ends: 1 }]);
    }
    const counters = await sql`select reserved::int from public.usage_counters where org_id = ${person.orgId}`;
    expect([...counters]).toEqual([{ reserved: 0 }, { reserved: 0 }]);
  });
});

describe('save_version', () => {
  it('lets one of 10 saves onto the same head win; the others hear where the head is', async () => {
    const person = await signUp();
    const [project] = await sql<{ id: string }[]>`
      select private.create_project(${person.orgId}, 'Race', ${person.id}, 'draft') as id`;
    const id = project?.id ?? '';
    const attempts = Array.from({ length: 10 }, (_, place) => {
      const changes = sql.json([
        { op: 'put', path: 'a.txt', content: `by ${place}` },
        { op: 'put', path: 'b.txt', content: 'the same for all' },
      ]);
      return sql`select public.save_version(${id}, null, ${changes}, '', '{}', 'edit', ${person.id})`;
    });
    expect(await outcomes(attempts)).toEqual({ ok: 1, PT409: 9 });
    const versions = await sql`select number from public.project_versions where project_id = ${id}`;
    expect([...versions]).toEqual([{ number: 1 }]);
  });

  it('stores the same new files once when projects save them at once, in any order', async () => {
    const person = await signUp();
    const contents = Array.from({ length: 30 }, () => crypto.randomUUID());
    const saves = Array.from({ length: 10 }, async (_, place) => {
      const [project] = await sql<{ id: string }[]>`
        select private.create_project(${person.orgId}, ${`Same ${place}`}, ${person.id}, 'draft') as id`;
      const order = place % 2 === 0 ? contents : contents.toReversed();
      const changes = sql.json(order.map((content) => ({ op: 'put', path: content, content })));
      await sql`
        select public.save_version(${project?.id ?? ''}, null, ${changes}, '', '{}', 'edit', ${person.id})`;
    });
    expect(await outcomes(saves)).toEqual({ ok: 10 });
    const [stored] = await sql`
      select count(*)::int as stored from private.blobs
      where convert_from(content, 'UTF8') = any (${contents}) and encoding = 'utf-8' and size = 36`;
    expect(stored).toEqual({ stored: 30 });
  });
});
