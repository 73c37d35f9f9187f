/**
 * Database connections that die at any moment. Requests go through the gateway, and no client repeats them. What the stack
 * does not catch fails the run: on its own it would be its end.
 */
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SUPERUSER } from './postgres.ts';
import {
  connect,
  eventually,
  type FixtureStack,
  PASSWORD,
  type Person,
  signUp,
  startFixture,
  superuserUrl,
} from './testing/fixture-stack.ts';

const CUTS = 30;
let stack: FixtureStack;
let person: Person;
let open: (max: number) => postgres.Sql;
let sql: postgres.Sql;

beforeAll(async () => {
  stack = await startFixture();
  person = await signUp(stack);
  const url = await superuserUrl(stack.options.directory, stack.databaseUrl);
  open = (max) => postgres(url, { max, onnotice: () => {}, connection: { application_name: 'test' } });
  sql = open(2);
  await sql`create extension if not exists pg_stat_statements with schema extensions`;
});
afterAll(async () => {
  await sql?.end();
  await stack?.dispose();
});

/** One request for each way in which a service reaches the database. */
type Name = 'read' | 'insert' | 'call' | 'sign in' | 'users' | 'files';
const NAMES: Name[] = ['read', 'insert', 'call', 'sign in', 'users', 'files'];

interface Answer {
  name: Name;
  status: number;
  body: unknown;
}

async function send(name: Name): Promise<Answer> {
  const user = { apikey: stack.publishableKey, authorization: `Bearer ${person.accessToken}` };
  const server = { apikey: stack.secretKey };
  const requests: Record<Name, { to: string; headers: Record<string, string>; body?: unknown }> = {
    read: { to: 'rest/v1/notes?limit=1', headers: user },
    insert: { to: 'rest/v1/notes', headers: user, body: { body: 'written' } },
    call: { to: 'rest/v1/rpc/who', headers: user, body: {} },
    'sign in': {
      to: 'auth/v1/token?grant_type=password',
      headers: { apikey: stack.publishableKey },
      body: { email: person.email, password: PASSWORD },
    },
    users: { to: 'auth/v1/admin/users', headers: server },
    files: { to: 'storage/v1/object/list/avatars', headers: server, body: { prefix: '' } },
  };
  const { to, headers, body } = requests[name];
  const response = await fetch(`${stack.url}/${to}`, {
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { name, status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** Sends every request over and over while `action` runs, and gives all answers. */
async function sendDuring(action: () => Promise<void>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let running = true;
  const repeat = async (name: Name) => {
    while (running) answers.push(await send(name));
  };
  const ended = action().finally(() => {
    running = false;
  });
  await Promise.all([ended, ...NAMES.map(repeat)]);
  return answers;
}

const REST = { code: 'PGRST001', message: expect.any(String), details: null, hint: null };
const AUTH = { code: 503, error_code: 'unexpected_failure', msg: expect.any(String) };
const STORAGE = { statusCode: '503', error: 'DatabaseError', message: expect.any(String) };
const UNAVAILABLE = { read: REST, insert: REST, call: REST, 'sign in': AUTH, users: AUTH, files: STORAGE };

/** Each was either answered rightly or told, as its service tells it, that the database was lost. */
function expectAnsweredOrUnavailable(answers: Answer[]): void {
  for (const { name, status, body } of answers) {
    if (status === 503) expect(body).toEqual(UNAVAILABLE[name]);
    else expect([name, status]).toEqual([name, name === 'insert' ? 201 : 200]);
    if (name === 'call' && status === 200) expect(body).toMatchObject({ uid: person.id, role: 'authenticated' });
  }
}

async function expectAllAnswered(): Promise<void> {
  const answers = await Promise.all(NAMES.map(send));
  expect(answers.filter(({ status }) => status >= 300)).toEqual([]);
}

it('answers 503 where a connection was cut, and the next request as ever', async () => {
  const answers = await sendDuring(async () => {
    for (let cuts = 0; cuts < CUTS; ) {
      const [row] = await sql<{ cut: number }[]>`
        select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity
        where usename in (${SUPERUSER}, 'supabase_lite') and application_name <> 'test' and random() < 0.2`;
      cuts += row?.cut ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 50 * Math.random()));
    }
  });
  expect(answers.some(({ status }) => status === 503)).toBe(true);
  expectAnsweredOrUnavailable(answers);
  await expectAllAnswered();
});

it('does the same when the whole server restarts', async () => {
  const answers = await sendDuring(async () => {
    const [backend] = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity where usename = 'supabase_lite' limit 1`;
    const lost = expect(sql`select pg_sleep(60)`).rejects.toThrow();
    // One process that crashes takes the others with it, and the server comes back by itself.
    process.kill(backend?.pid ?? Number.NaN, 'SIGKILL');
    await lost;
    await eventually('the server to be back', async () => (await fetch(`${stack.url}/health`)).status === 200);
  });
  expectAnsweredOrUnavailable(answers);
  await expectAllAnswered();
});

it('serves as many at once as before', async () => {
  let sent: Promise<Answer[]> | undefined;
  await sql.begin(async (transaction) => {
    await transaction`lock table public.notes, auth.users in access exclusive mode`;
    // More than there are connections for: the rest waits for one.
    sent = Promise.all(Array.from({ length: 15 }, () => [send('read'), send('users')]).flat());
    await eventually('every connection of both pools to be in use', async () => {
      // Not in the transaction: that would be shown the connections that there were when it first looked.
      const [waiting] = await sql<{ admin: number; lite: number }[]>`
        select count(*) filter (where usename = ${SUPERUSER})::int as admin,
          count(*) filter (where usename = 'supabase_lite')::int as lite
        from pg_stat_activity where wait_event_type = 'Lock'`;
      return waiting?.admin === 6 && waiting.lite === 10;
    });
  });
  expect((await sent)?.filter(({ status }) => status !== 200)).toEqual([]);
});

it('reads the schema once, however many requests wait for it', async () => {
  const countReads = async () => {
    const [row] = await sql<{ reads: number }[]>`
      select coalesce(sum(calls), 0)::int as reads from extensions.pg_stat_statements
      where query ilike '%from pg_catalog.pg_timezone_names%'`;
    return row?.reads ?? 0;
  };
  const before = await countReads();
  const sent: Promise<Answer>[] = [];
  await sql.begin(async (transaction) => {
    await transaction`lock table pg_catalog.pg_description in access exclusive mode`;
    await sql`notify pgrst`;
    await eventually('the schema to be read', async () => {
      sent.push(send('read'), send('insert'));
      return (await sql`select from pg_stat_activity where wait_event_type = 'Lock'`).length > 0;
    });
    for (let more = 0; more < 10; more++) sent.push(send('read'));
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  expect((await Promise.all(sent)).filter(({ status }) => status >= 300)).toEqual([]);
  expect(await countReads()).toBe(before + 1);
});

it('hears again what the database announces', async () => {
  const received: unknown[] = [];
  const channel = connect(stack).channel('news');
  channel.on('broadcast', { event: 'hello' }, ({ payload }) => received.push(payload));
  await new Promise<void>((resolve) => channel.subscribe((status) => status === 'SUBSCRIBED' && resolve()));
  await sql`select realtime.send('{"n": 1}', 'hello', 'news', false)`;
  const [request] = await sql<{ id: string }[]>`select net.http_get(${`${stack.url}/health`}) as id`;
  await sql`select cron.schedule('tick', '1 seconds', 'select 1')`;
  await eventually('a broadcast, an answer and a run', async () => {
    const [found] = await sql<{ answer: boolean; run: boolean }[]>`
      select exists (select from net._http_response where id = ${request?.id ?? null}) as answer,
        exists (select from cron.job_run_details join cron.job using (jobid)
          where jobname = 'tick' and job_run_details.status = 'succeeded') as run`;
    return received.length === 1 && found?.answer && found.run;
  });
  await channel.unsubscribe();
});

type Hold = (pool: postgres.Sql, use: (held: postgres.ISql) => Promise<void>) => Promise<void>;
const HOLDS: [string, Hold][] = [
  ['transaction', (pool, use) => pool.begin(use)],
  [
    'reservation',
    async (pool, use) => {
      const held = await pool.reserve();
      await use(held).finally(() => held.release());
    },
  ],
];

it.each(HOLDS)('runs nothing of a %s that was cut in the session of the next', async (_, hold) => {
  const pool = open(1);
  let used: Promise<void> | undefined;
  const use = async (cut: postgres.ISql) => {
    const [backend] = await cut<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await sql`select pg_terminate_backend(${backend?.pid ?? null}, 5000)`;
    const next = await pool.reserve();
    await next`select set_config('app.owner', 'next', false)`;
    await expect(cut`select set_config('app.owner', 'cut', false)`).rejects.toMatchObject({
      code: 'CONNECTION_CLOSED',
    });
    expect([...(await next`select current_setting('app.owner') as owner`)]).toEqual([{ owner: 'next' }]);
    next.release();
  };
  await hold(pool, (held) => {
    used = use(held);
    return used;
  }).catch(() => {});
  await used;
  await pool.end({ timeout: 1 });
});
