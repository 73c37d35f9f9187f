/** Runs the jobs of the pg_cron stand-in: each as its own user, one at a time per job, with its run recorded. */
import { isDue, secondsInterval } from './cron-schedule.ts';
import type { Log } from './log.ts';
import { type Database, SUPERUSER } from './postgres.ts';
import { readPostgresError } from './postgres-error.ts';
import { within } from './within.ts';

interface Job {
  jobid: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
}

const MINUTE = 60_000;
/** A machine that slept does not run a day of missed jobs. */
const CATCH_UP_MINUTES = 5;

export interface CronWorker {
  stop(): Promise<void>;
}

export async function startCron(database: Database, adminPassword: string, log: Log): Promise<CronWorker> {
  const { admin } = database;
  let jobs: Job[] = [];
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let lastMinute = Math.floor(Date.now() / MINUTE);
  const startedAt = Date.now();
  const endedAt = new Map<string, number>();
  /** Running jobs; true when the next run is due already. */
  const running = new Map<string, boolean>();
  const runs = new Set<Promise<void>>();
  const pool = database.connect(SUPERUSER, adminPassword, { max: 4, idle_timeout: 30 });

  async function reload(): Promise<void> {
    // Where the real pg_cron is loaded, its settings are known to the server, and it runs the jobs itself.
    const [found] = await admin<{ ours: boolean }[]>`
      select to_regclass('cron.job') is not null and current_setting('cron.database_name', true) is null as ours`;
    jobs = found?.ours
      ? await admin<Job[]>`
          select jobid::text, schedule, command, database, username from cron.job where active order by jobid`
      : [];
  }

  async function execute(job: Job, runId: string): Promise<{ status: string; message: string }> {
    const connection = await pool.reserve();
    try {
      await connection`update cron.job_run_details set job_pid = pg_backend_pid() where runid = ${runId}`;
      await connection`select set_config('session_authorization', ${job.username}, false)`;
      // A job may hold several statements; they are one transaction.
      const result = await connection.unsafe(job.command).simple();
      return { status: 'succeeded', message: `${result.command ?? 'OK'} ${result.count ?? ''}`.trim() };
    } catch (error) {
      const { message } = readPostgresError(error);
      log.error(`cron: job ${job.jobid} failed: ${message}`);
      return { status: 'failed', message: `ERROR: ${message}` };
    } finally {
      await connection`reset session authorization`.catch(() => {});
      connection.release();
    }
  }

  async function run(job: Job): Promise<void> {
    if (running.has(job.jobid)) {
      running.set(job.jobid, true);
      return;
    }
    running.set(job.jobid, false);
    try {
      const [inserted] = await admin<{ runid: string }[]>`
        insert into cron.job_run_details (jobid, database, username, command, status, start_time)
        values (${job.jobid}, ${job.database}, ${job.username}, ${job.command}, 'running', clock_timestamp())
        returning runid::text`;
      if (inserted === undefined) return;
      const { status, message } = await execute(job, inserted.runid);
      await admin`
        update cron.job_run_details set status = ${status}, return_message = ${message}, end_time = clock_timestamp()
        where runid = ${inserted.runid}`;
    } finally {
      endedAt.set(job.jobid, Date.now());
      const again = running.get(job.jobid) === true;
      running.delete(job.jobid);
      if (again && !stopped) start(job);
    }
  }

  function start(job: Job): void {
    const promise: Promise<void> = run(job)
      .catch((error: unknown) => {
        if (!stopped) log.error(`cron: job ${job.jobid}: ${readPostgresError(error).message}`);
      })
      .finally(() => runs.delete(promise));
    runs.add(promise);
  }

  function tick(): void {
    if (stopped) return;
    const minute = Math.floor(Date.now() / MINUTE);
    const from = Math.max(lastMinute + 1, minute - CATCH_UP_MINUTES);
    const minutes = Array.from(
      { length: Math.max(0, minute - from + 1) },
      (_, index) => new Date((from + index) * MINUTE),
    );
    for (const job of jobs) {
      const seconds = secondsInterval(job.schedule);
      const due =
        seconds === null
          ? minutes.some((date) => isDue(job.schedule, date))
          : !running.has(job.jobid) && Date.now() - (endedAt.get(job.jobid) ?? startedAt) >= seconds * 1000 - 50;
      if (due) start(job);
    }
    lastMinute = minute;
    timer = setTimeout(tick, 1000 - (Date.now() % 1000));
  }

  const changed = () =>
    void reload().catch((error: unknown) => {
      if (!stopped) log.error(`cron: ${readPostgresError(error).message}`);
    });
  const listeners = await Promise.all([
    // At first, and whenever it listens again: what changed meanwhile was announced to nobody.
    admin.listen('pg_cron', changed, changed),
    // Sent after any change of schema: the extension may have been made just now.
    admin.listen('pgrst', () => {
      if (jobs.length === 0) changed();
    }),
  ]);
  timer = setTimeout(tick, 1000 - (Date.now() % 1000));
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(listeners.map((listener) => listener.unlisten().catch(() => {})));
      await within(Promise.all(runs), 1000);
      await pool.end({ timeout: 1 });
    },
  };
}
