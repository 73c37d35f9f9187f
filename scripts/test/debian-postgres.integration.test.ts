/**
 * The migrations and the schedule on a Postgres that is not the packaged one: Debian's, with the real pg_cron, which
 * runs the jobs by itself. Of the platform's extensions only pg_net and the vault are still stand-ins here.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advisors } from '../check/advisors.ts';
import { PROJECT_ROOT } from '../local/stack.ts';
import { type FixtureStack, signUp, startFixture, superuserUrl } from '../local/testing/fixture-stack.ts';
import { runSupabaseCli } from '../supabase-cli.ts';
import { copyDebianPostgres, installDebianPostgres } from './debian-postgres.ts';
import { runPgtap } from './pgtap.ts';

const lintReport = z.object({
  results: z.array(
    z.object({ function: z.string(), issues: z.array(z.object({ level: z.string(), message: z.string() })) }),
  ),
});
const supabaseDirectory = join(PROJECT_ROOT, 'supabase');
/** An old pg_cron starts a job at the full minute alone. */
const CRON_WAIT_MS = 75_000;
const scratch = mkdtempSync(join(tmpdir(), 'trellis-debian-'));
let major: number;
let stack: FixtureStack | undefined;
let sql: postgres.Sql;

const running = () => {
  if (stack === undefined) throw new Error('The stack did not start.');
  return stack;
};

/** Runs the official linter on our schemas; one line for each thing that plpgsql_check says. */
async function lint(): Promise<string[]> {
  const { stdout, stderr } = await runSupabaseCli(
    ['db', 'lint', '--schema', 'public,private', '--level', 'warning', '--fail-on', 'none', '--output-format', 'json'],
    running().databaseUrl,
  );
  const parsed = lintReport.safeParse(JSON.parse(stdout || 'null'));
  if (!parsed.success) throw new Error(`supabase db lint did not report:\n${stdout}${stderr}`);
  return parsed.data.results.flatMap((found) =>
    found.issues.map((issue) => `${found.function}: ${issue.level}: ${issue.message}`),
  );
}

/** A job that a worker took and then never spoke of again. */
async function loseJob(): Promise<string> {
  const person = await signUp(running());
  const jobId = await sql.begin(async (transaction) => {
    const claims = JSON.stringify({ sub: person.id, role: 'authenticated' });
    await transaction`select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`;
    const [row] = await transaction<{ id: string }[]>`
      select public.enqueue_generation('A list of books with title and author') ->> 'job_id' as id`;
    return row?.id ?? '';
  });
  const claimed = await sql`select job_id from private.claim_jobs('a worker that dies', 1, 60)`;
  expect([...claimed]).toEqual([{ job_id: jobId }]);
  await sql`update private.job_queue set lease_expires_at = now() - interval '1 second' where job_id = ${jobId}`;
  return jobId;
}

/** Polls until `read` gives a value, for as long as pg_cron may take to come round. */
async function afterCron<T>(read: () => Promise<T | false>): Promise<T> {
  for (const until = Date.now() + CRON_WAIT_MS; Date.now() < until; ) {
    const value = await read();
    if (value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const runs = await sql`select jobid, status, return_message from cron.job_run_details order by runid`;
  throw new Error(`pg_cron did not do it. Its runs: ${JSON.stringify(runs)}`);
}

beforeAll(async () => {
  major = installDebianPostgres();
  chmodSync(scratch, 0o755);
  stack = await startFixture({ supabaseDir: supabaseDirectory, postgres: copyDebianPostgres(major, scratch) });
  sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
}, 300_000);

afterAll(async () => {
  await sql?.end();
  await stack?.dispose();
  rmSync(scratch, { recursive: true, force: true });
});

describe('the schema', () => {
  it('is made by the migrations as they are, by a role that is no superuser', async () => {
    const [server] = await sql`
      select current_setting('server_version_num')::int / 10000 as major, current_setting('is_superuser') as superuser`;
    expect(server).toEqual({ major, superuser: 'off' });
    const files = readdirSync(join(supabaseDirectory, 'migrations')).filter((file) => file.endsWith('.sql'));
    expect(running().appliedMigrations).toEqual(files.sort());
  });

  it('passes its pgTAP tests', async () => {
    const { passed, failed } = await runPgtap(running().databaseUrl);
    expect({ failed, some: passed > 0 }).toEqual({ failed: 0, some: true });
  });

  it('gives the advisors nothing to say', async () => {
    expect(await advisors(running().databaseUrl)).toEqual({ ok: true });
  });

  it('gives plpgsql_check nothing to say, by way of the official linter', async () => {
    const { options, databaseUrl } = running();
    const admin = postgres(await superuserUrl(options.directory, databaseUrl), { max: 1, onnotice: () => {} });
    try {
      await admin`create extension if not exists plpgsql_check with schema extensions`;
      await admin.end();
    } finally {
      await admin.end();
    }
    expect(await lint()).toEqual([]);
    await sql`create function private.oops() returns int language plpgsql as 'begin return missing; end'`;
    try {
      expect(await lint()).toEqual([expect.stringContaining('private.oops')]);
    } finally {
      await sql`drop function private.oops()`;
    }
  });
});

describe('the schedule', () => {
  let knowsSeconds: boolean;
  let jobs: { name: string; schedule: string; command: string }[];
  beforeAll(async () => {
    const [cron] = await sql<{ version: string }[]>`
      select extversion as version from pg_extension where extname = 'pg_cron'`;
    knowsSeconds = Number.parseFloat(cron?.version ?? '') >= 1.5;
    jobs = await sql`select jobname as name, schedule, command from cron.job where active order by jobname`;
  });

  it('is one that this pg_cron understands', () => {
    expect(jobs.map(({ name, schedule }) => [name, schedule])).toEqual([
      ['forget-dead-letters', '27 * * * *'],
      ['forget-runs', '17 3 * * *'],
      ['reset-quotas', '*/10 * * * *'],
      ['sweep-jobs', knowsSeconds ? '10 seconds' : '* * * * *'],
    ]);
  });

  it(
    'is run by pg_cron: a job whose worker died is put back and finished, and every command succeeds',
    async () => {
      const jobId = await loseJob();
      // The others run once a day or so; here they run as soon as the sweep does.
      for (const { name, command } of jobs) {
        if (name === 'sweep-jobs') continue;
        await sql`select cron.schedule(${name}, ${knowsSeconds ? '5 seconds' : '* * * * *'}, ${command})`;
      }
      await afterCron(async () => {
        const finished = await sql`select from public.generation_jobs where id = ${jobId} and status = 'completed'`;
        return finished.length > 0;
      });
      // The sweep put it back, and then called the function, which took it from the start.
      const events = await sql<{ kind: string }[]>`
        select kind from public.generation_events where job_id = ${jobId} order by seq`;
      const kinds = events.map(({ kind }) => kind);
      expect(kinds.slice(0, 4)).toEqual(['queued', 'started', 'retry', 'started']);
      expect(kinds.at(-1)).toBe('completed');

      const runs = await afterCron(async () => {
        const ended = await sql<{ name: string; status: string; user: string }[]>`
          select distinct j.jobname as name, d.status, d.username as user
          from cron.job_run_details d join cron.job j on j.jobid = d.jobid
          where d.end_time is not null order by j.jobname`;
        return ended.length >= jobs.length && ended;
      });
      expect([...runs]).toEqual(jobs.map(({ name }) => ({ name, status: 'succeeded', user: 'postgres' })));
    },
    CRON_WAIT_MS + 15_000,
  );
});
