import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type FixtureStack, startFixture } from './testing/fixture-stack.ts';

let stack: FixtureStack;
let sql: postgres.Sql;
beforeAll(async () => {
  stack = await startFixture();
  sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await stack.dispose();
});

const answerTo = (id: string) =>
  eventually('the answer to be stored', async () => {
    const [row] = await sql`select status_code, timed_out, error_msg, content from net._http_response where id = ${id}`;
    return row;
  });

describe('a scheduled job', () => {
  it('calls a function with what the vault holds, at its interval in seconds, and records its runs', async () => {
    const client = connect(stack, stack.secretKey);
    await eventually('two visits', async () => ((await client.from('visits').select()).data ?? []).length >= 2);
    const [run] = await sql`select status, username from cron.job_run_details where status <> 'running' limit 1`;
    expect(run).toMatchObject({ status: 'succeeded', username: 'postgres' });
    expect((await client.from('visits').select('note').limit(1)).data).toEqual([{ note: 'cron' }]);
  });

  it('runs as its owner, one failure harms no other, and unscheduling ends it', async () => {
    await sql`create table public.ticks (who text not null, super text not null)`;
    await sql`select cron.schedule('tick', '1 second', 'insert into public.ticks values (current_user, current_setting(''is_superuser''))')`;
    await sql`select cron.schedule('fails', '1 second', 'select 1 / 0')`;
    await eventually('a tick', async () => (await sql`select from public.ticks`).length > 0);
    expect(await sql`select distinct who, super from public.ticks`).toEqual([{ who: 'postgres', super: 'off' }]);
    await eventually('a failed run', async () => {
      const rows = await sql`
        select from cron.job_run_details where status = 'failed' and return_message = 'ERROR: division by zero'`;
      return rows.length > 0;
    });
    await sql`select cron.unschedule('fails')`;
    await sql`select cron.unschedule('tick')`;
    await expect(sql`select cron.schedule('bad', '99 99 * * *', 'select 1')`).rejects.toThrow('invalid schedule');
  });
});

describe('a request from SQL', () => {
  it('is sent after its transaction commits, and not when that is rolled back', async () => {
    const [row] = await sql`
      select net.http_post(url := ${`${stack.url}/functions/v1/echo`}, body := '{"a": 1}'::jsonb, timeout_milliseconds := 5000) as id`;
    const answer = await answerTo(row?.id);
    expect(answer).toMatchObject({ status_code: 200, timed_out: false, error_msg: null });
    expect(JSON.parse(answer.content)).toMatchObject({ body: '{"a": 1}' });
    let rolledBack = '';
    await sql
      .begin(async (transaction) => {
        const [queued] = await transaction`select net.http_get(${`${stack.url}/rolled-back`}) as id`;
        rolledBack = queued?.id;
        throw new Error('rolled back');
      })
      .catch(() => {});
    const [later] = await sql`select net.http_get(${`${stack.url}/health`}) as id`;
    await answerTo(later?.id);
    expect(await sql`select from net._http_response where id = ${rolledBack}`).toHaveLength(0);
    expect(stack.log()).not.toContain('/rolled-back');
  });

  it('that fails or takes too long is recorded as such, and delays no other', async () => {
    const [slow] = await sql`
      select net.http_get(${`${stack.url}/functions/v1/stream?count=1000&ms=1000`}, timeout_milliseconds := 1500) as id`;
    const [dead] = await sql`select net.http_get('http://127.0.0.1:1/') as id`;
    const [quick] = await sql`select net.http_get(${`${stack.url}/health`}) as id`;
    await answerTo(quick?.id);
    expect(await sql`select from net._http_response where id = ${slow?.id}`).toHaveLength(0);
    expect(await answerTo(dead?.id)).toMatchObject({ status_code: null, timed_out: false });
    expect(await answerTo(slow?.id)).toMatchObject({ status_code: null, timed_out: true });
  });
});

describe('the vault', () => {
  it('holds where to call and with what, encrypted', async () => {
    const rows = await sql`select name, secret, decrypted_secret from vault.decrypted_secrets order by name`;
    expect(rows.map((row) => [row.name, row.decrypted_secret])).toEqual([
      ['project_url', stack.url],
      ['secret_key', stack.secretKey],
    ]);
    for (const row of rows) expect(row.secret).not.toContain(row.decrypted_secret);
  });

  it('keeps its key from the owner of the schema', async () => {
    await expect(sql`select vault._root_key('enc0')`).rejects.toThrow('permission denied');
    await expect(sql`select pg_read_file('../vault.key')`).rejects.toThrow('permission denied');
  });

  it('follows a change of port', async () => {
    const { freePort } = await import('../test/free-port.ts');
    const { startStack } = await import('./stack.ts');
    await sql.end();
    await stack.stop();
    const moved = await startStack({ ...stack.options, port: await freePort() });
    try {
      const again = postgres(moved.databaseUrl, { max: 1 });
      const [row] = await again`select decrypted_secret as url from vault.decrypted_secrets where name = 'project_url'`;
      await again.end();
      expect(row?.url).toBe(moved.url);
    } finally {
      await moved.stop();
    }
  });
});
