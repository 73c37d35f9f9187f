/**
 * Any process may be killed at any line. A hundred jobs of twenty organizations, by a double of a model, while the process
 * of `generate` is killed, leases run out under slow workers and connections to the database are cut, at random: the seed
 * is printed, and CHAOS_SEED repeats it (as far as a machine repeats itself). On a stack of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../../../scripts/local/stack.ts';
import { superuserUrl } from '../../../scripts/local/testing/fixture-stack.ts';
import { freePort } from '../../../scripts/test/free-port.ts';
import { says, saysJson } from '../../../scripts/test/models/answers.ts';
import { type ModelDouble, startModelDouble } from '../../../scripts/test/models/model-double.ts';
import { planApp } from '../../../shared/generator/plan.ts';
import { newPerson, type Person } from '../_shared/test-person.ts';

const ORGANIZATIONS = 20;
/** Of each organization: two that a model builds, one without a model, two plans. */
const MODES = [
  { mode: 'new_app' },
  { mode: 'plan' },
  { mode: 'new_app', model: 'builtin' },
  { mode: 'plan' },
  { mode: 'new_app' },
];
const CHAOS_MS = 25_000;
/** Connections of the test itself: nobody cuts those. */
const OBSERVER = 'observer';
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);

let stack: Stack;
let sql: postgres.Sql;
/** May end what others do. */
let admin: postgres.Sql;
let double: ModelDouble;
const directory = mkdtempSync(join(tmpdir(), 'trellis-random-death-'));

/** Mulberry32: the same numbers between 0 and 1 for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  double = await startModelDouble();
  const plan = planApp('A list of books');
  double.otherwise((request) =>
    request.json === null ? says('Everything is there.', { pauseMs: 5 }) : saysJson(plan, { chunk: 400, pauseMs: 5 }),
  );
  // The stack hands on to its functions what it finds in the environment.
  Object.assign(process.env, double.environment);
  const [port, databasePort] = [await freePort(), await freePort()];
  stack = await startStack({ directory, port, databasePort, web: false });
  const observing = { onnotice: () => {}, connection: { application_name: OBSERVER } };
  sql = postgres(stack.databaseUrl, { max: 3, ...observing });
  admin = postgres(await superuserUrl(directory, stack.databaseUrl), { max: 1, ...observing });
  // When each output was stored: steps are gone once their job has ended.
  await sql`
    create table public.stored_steps (job_id uuid not null, step text not null, at timestamptz not null default clock_timestamp())`;
  await sql.unsafe(`
    create function public.note_step() returns trigger language plpgsql security definer set search_path = '' as $$
    begin insert into public.stored_steps (job_id, step) values (new.job_id, new.step); return null; end $$;
    create trigger note_step after insert on private.job_steps for each row execute function public.note_step()`);
}, 120_000);

afterAll(async () => {
  await sql?.end();
  await admin?.end();
  if (stack) killWorkers(); // whoever still waits for one of them hears now
  await stack?.stop();
  await double?.stop();
  for (const name of Object.keys(double?.environment ?? {})) delete process.env[name];
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

/** Asks until it is heard: every answer may be lost, so each request has a key. */
async function ask(person: Person, body: Record<string, unknown>, giveUpAt: number): Promise<string> {
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  for (;;) {
    const response = await person.call('POST', '/generate', { body, headers }).catch(() => null);
    if (response?.status === 202) return ((await response.json()) as { jobId: string }).jobId;
    const refused = response !== null && response.status < 500;
    if (refused || Date.now() > giveUpAt) throw new Error(`Not started: ${response?.status} ${await response?.text()}`);
    await sleep(200);
  }
}

function killWorkers(): number {
  const pids = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === stack.pid && args.includes('--trellis-function=generate'))
    .map(([pid]) => Number(pid));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length;
}

/** Cuts connections of the local API and its services, whatever they are doing. @returns how many */
async function cutConnections(share: number): Promise<number> {
  const [row] = await admin<{ cut: number }[]>`
    select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity
    where backend_type = 'client backend' and application_name <> ${OBSERVER} and random() < ${share}`;
  return row?.cut ?? 0;
}

/** What the clock would do later: leases run out. Of the living, too: those find out that they are too late. */
const expireLeases = (share: number) =>
  sql`update private.job_queue set lease_expires_at = now() where lease_token is not null and random() < ${share}`;

describe('a hundred jobs', () => {
  it('end once each, however often processes die and workers come too late', { timeout: 240_000 }, async () => {
    console.info(`CHAOS_SEED=${SEED}`);
    const random = randomNumbers(SEED);
    const people: Person[] = [];
    while (people.length < ORGANIZATIONS) people.push(await newPerson(stack));

    const started = Date.now();
    const asked = people.map((person) =>
      Promise.all(MODES.map((body) => ask(person, { ...body, prompt: 'A list of books' }, started + 60_000))),
    );
    let kills = 0;
    let cuts = 0;
    let mostRunning = 0;
    const unfinished = async () => {
      const [row] = await sql<{ left: number; running: number }[]>`
        select count(*)::int as left, coalesce(max(running), 0)::int as running
        from (select count(*) filter (where lease_token is not null) over (partition by org_id) as running from private.job_queue) q`;
      mostRunning = Math.max(mostRunning, row?.running ?? 0);
      return row?.left ?? 0;
    };

    while (Date.now() - started < CHAOS_MS) {
      await sleep(200 + random() * 2000);
      if (random() < 0.6) {
        kills += killWorkers();
        await expireLeases(1);
      } else {
        await expireLeases(0.3);
      }
      if (random() < 0.5) cuts += await cutConnections(0.5);
      // What cron does every ten seconds.
      await sql`select private.sweep_jobs()`;
      await unfinished();
    }
    const jobIds = (await Promise.all(asked)).flat();
    expect(new Set(jobIds).size).toBe(ORGANIZATIONS * MODES.length);
    const settle = async () => {
      await expireLeases(1); // of those whose worker was killed last
      while ((await unfinished()) > 0) {
        await sql`select private.sweep_jobs()`;
        await sleep(500);
      }
    };
    await settle();

    // A job that was there whenever a worker died is a dead letter by now: its person puts it back, and it goes on.
    const dead = await sql<{ id: string; created_by: string; error_code: string }[]>`
      select id, created_by, error_code from public.generation_jobs where status = 'failed'`;
    for (const job of dead) {
      const person = people.find(({ id }) => id === job.created_by);
      const { error } = (await person?.client.rpc('requeue_generation', { job_id: job.id })) ?? {};
      expect(error, job.error_code).toBeNull();
    }
    await settle();
    console.info(
      `${kills} kills, ${cuts} connections cut, ${dead.length} dead letters, ${double.calls().length} calls of a model, ` +
        `${Math.round((Date.now() - started) / 1000)} s`,
    );
    expect(kills).toBeGreaterThan(0);
    expect(cuts).toBeGreaterThan(0);

    // Every job is in its final state, and nothing of it is left where work waits.
    const ends = await sql`select status, count(*)::int as jobs from public.generation_jobs group by status`;
    expect([...ends]).toEqual([{ status: 'completed', jobs: jobIds.length }]);
    const [left] = await sql`
      select (select count(*)::int from private.job_queue) as queued, (select count(*)::int from private.job_steps) as steps,
        (select count(*)::int from private.job_inputs) as inputs`;
    expect(left).toEqual({ queued: 0, steps: 0, inputs: 0 });
    expect(mostRunning).toBeLessThanOrEqual(2);

    // Each version is saved once for its job and step, told of once, and the last one is what the job ended with.
    const versions = await sql`
      select j.id
      from public.generation_jobs j
      left join lateral (
        select array_agg(v.id order by v.number) as saved, array_agg(v.number order by v.number) as numbers
        from public.project_versions v where v.project_id = j.project_id
      ) v on true
      left join lateral (
        select array_agg((e.payload ->> 'versionId')::uuid order by e.seq) as told
        from public.generation_events e where e.job_id = j.id and e.kind = 'version'
      ) e on true
      where v.saved is distinct from e.told
        or v.saved[cardinality(v.saved)] is distinct from j.version_id
        or (j.mode = 'plan') <> (v.saved is null)
        or v.numbers <> array(select generate_series(1, cardinality(v.numbers)))`;
    expect([...versions]).toEqual([]);

    // Logs have neither gaps nor duplicates, begin with the question and end with the end.
    const logs = await sql`
      select job_id, array_agg(kind order by seq) as kinds
      from public.generation_events
      group by job_id
      having min(seq) <> 1 or max(seq) <> count(*)
        or (array_agg(kind order by seq))[1] <> 'queued'
        or (array_agg(kind order by seq desc))[1] <> 'completed'
        or count(*) filter (where kind = 'completed') <> 1
        or count(*) filter (where kind = 'plan') <> 1
        or count(*) filter (where kind = 'file') <> count(distinct payload ->> 'path') filter (where kind = 'file')`;
    expect([...logs]).toEqual([]);

    // Each generation is charged once.
    const charges = await sql`
      select c.org_id, c.metric
      from public.usage_counters c
      where c.reserved <> 0 or c.used <> (
        select count(*) from public.generation_jobs j
        where j.org_id = c.org_id and c.metric = case when j.mode = 'plan' then 'plan' else 'generation' end
      )`;
    expect([...charges]).toEqual([]);
    const [reservations] = await sql`
      select count(*)::int as jobs, count(*) filter (where status = 'settled')::int as settled from public.usage_reservations`;
    expect(reservations).toEqual({ jobs: jobIds.length, settled: jobIds.length });

    // No model is asked again for what was stored; what it cost is in the record, and in the job's totals.
    const stored = new Map<string, number>();
    for (const { job_id, step, at } of await sql<
      { job_id: string; step: string; at: Date }[]
    >`select * from public.stored_steps`) {
      stored.set(`${job_id}/${step}`, at.getTime());
    }
    const calls = double.calls().map(({ headers, at }) => {
      const [jobId = '', , step = ''] = (headers['idempotency-key'] ?? '').split('/');
      return { call: `${jobId}/${step}`, at };
    });
    expect(calls.filter(({ call }) => stored.has(call)).length).toBeGreaterThan(ORGANIZATIONS);
    expect(calls.filter(({ call, at }) => at > (stored.get(call) ?? Number.POSITIVE_INFINITY))).toEqual([]);
    const totals = await sql`
      select j.id from public.generation_jobs j left join public.ai_usage u on u.job_id = j.id
      group by j.id
      having coalesce(sum(u.input_tokens), 0) <> j.input_tokens or coalesce(sum(u.cost_microusd), 0) <> j.cost_microusd`;
    expect([...totals]).toEqual([]);
  });
});
