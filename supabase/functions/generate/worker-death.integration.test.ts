/** Kills the process of `generate` in the middle of a job, on a stack of its own: nobody else loses a request by it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../../../scripts/local/stack.ts';
import { freePort } from '../../../scripts/test/free-port.ts';
import { newPerson, parseStream } from '../_shared/test-person.ts';

let stack: Stack;
let sql: postgres.Sql;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'trellis-worker-death-'));
  const [port, databasePort] = [await freePort(), await freePort()];
  stack = await startStack({ directory, port, databasePort, web: false });
  sql = postgres(stack.databaseUrl, { max: 3, onnotice: () => {} });
});

afterAll(async () => {
  await sql?.end();
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Processes that this stack started for the function. */
function workerProcesses(): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === stack.pid && args.includes('--trellis-function=generate'))
    .map(([pid]) => Number(pid));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A worker that reached the table waits for it until `meanwhile` is done. */
async function whileWaitingFor(
  table: string,
  start: () => Promise<void>,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const holder = await sql.reserve();
  try {
    await holder`begin`;
    await holder.unsafe(`lock table ${table} in exclusive mode`);
    await start();
    await until(async () => {
      const [waiting] = await sql`
        select count(*)::int as count from pg_locks where relation = ${table}::regclass and not granted`;
      return waiting?.count > 0;
    });
    await meanwhile();
  } finally {
    await holder`commit`;
    holder.release();
  }
}

describe('a worker that is killed', () => {
  it.each([
    { table: 'private.job_steps', moment: 'while it stores its first step' },
    { table: 'private.blobs', moment: 'while it saves the version' },
  ])('$moment is replaced, and the job finishes once', async ({ table }) => {
    const person = await newPerson(stack);
    let job = { jobId: '', projectId: '' };
    await whileWaitingFor(
      table,
      async () => {
        const response = await person.call('POST', '/generate', {
          body: { prompt: 'A workout log where each member records exercises, sets and weight' },
        });
        expect(response.status).toBe(202);
        job = await response.json();
      },
      async () => {
        const processes = workerProcesses();
        expect(processes.length).toBeGreaterThan(0);
        for (const pid of processes) process.kill(pid, 'SIGKILL');
        await until(async () => !workerProcesses().some((pid) => processes.includes(pid)));
      },
    );
    const [left] = await sql`select status from public.generation_jobs where id = ${job.jobId}`;
    expect(left?.status).toBe('running');

    // The lease would run out by itself; the sweep that cron runs then finds the job and wakes another worker.
    await sql`update private.job_queue set lease_expires_at = now() where job_id = ${job.jobId}`;
    const stream = await person.call('GET', `/generate/${job.jobId}/events`);
    const events = parseStream(await stream.text());

    const count = (kind: string) => events.filter(({ event }) => event === kind).length;
    expect(events.at(-1)?.event).toBe('completed');
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect({ started: count('started'), retry: count('retry') }).toEqual({ started: 2, retry: 1 });
    for (const kind of ['queued', 'plan', 'check', 'version', 'completed']) expect(count(kind), kind).toBe(1);
    const files = events.filter(({ event }) => event === 'file').map(({ data }) => data.path);
    expect(new Set(files).size).toBe(files.length);

    const versions = await sql`select id from public.project_versions where project_id = ${job.projectId}`;
    expect(versions).toHaveLength(1);
    const [org] = await sql`select id from public.organizations where personal_owner_id = ${person.id}`;
    const { data: quota } = await person.client.rpc('check_quota', { org_id: org?.id, metric: 'generation' });
    expect(quota).toMatchObject({ used: 1, remaining: 4 });
  });
});
