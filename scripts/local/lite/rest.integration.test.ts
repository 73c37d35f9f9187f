import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKeys } from '../keys.ts';
import { SUPERUSER } from '../postgres.ts';
import {
  connect,
  eventually,
  type FixtureStack,
  type Person,
  signUp,
  startFixture,
  superuserUrl,
} from '../testing/fixture-stack.ts';

let stack: FixtureStack;
let person: Person;
let stranger: Person;
beforeAll(async () => {
  stack = await startFixture();
  [person, stranger] = await Promise.all([signUp(stack), signUp(stack)]);
});
afterAll(() => stack.dispose());

/** A token of this project, with any claims. */
async function mint(claims: Record<string, unknown>): Promise<string> {
  const keys = await loadKeys(`${stack.options.directory}/keys.json`);
  return keys.sign({ sub: person.id, exp: Math.floor(Date.now() / 1000) + 60, ...claims });
}

const get = (path: string, token?: string) =>
  fetch(`${stack.url}/rest/v1/${path}`, {
    headers: { apikey: stack.publishableKey, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });

describe('rows', () => {
  it('belong to their user', async () => {
    const inserted = await person.client
      .from('notes')
      .insert({ body: 'mine', price: 12.5, meta: { tags: ['a'], deep: { n: 1 } } })
      .select()
      .single();
    expect(inserted.error).toBeNull();
    expect(inserted.data).toMatchObject({ user_id: person.id, price: 12.5, meta: { tags: ['a'], deep: { n: 1 } } });
    expect(inserted.data.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
    expect((await stranger.client.from('notes').select()).data).toEqual([]);
    const theft = await stranger.client.from('notes').insert({ body: 'x', user_id: person.id });
    expect(theft.error?.code).toBe('42501');
    expect((await stranger.client.from('notes').delete().eq('id', inserted.data.id).select()).data).toEqual([]);
    expect(
      (await person.client.from('notes').update({ body: 'still mine' }).eq('id', inserted.data.id).select('body')).data,
    ).toEqual([{ body: 'still mine' }]);
  });

  it.each([[{ a: [1] }], [[1, 'x']], ['text'], [12]])('hold JSON as sent: %j', async (meta) => {
    const { data, error } = await person.client.from('notes').insert({ body: 'json', meta }).select('meta').single();
    expect(error).toBeNull();
    expect(data?.meta).toEqual(meta);
  });

  it('may be written in the granted columns alone', async () => {
    const { error } = await person.client.from('notes').update({ user_id: stranger.id }).eq('user_id', person.id);
    expect(error?.code).toBe('42501');
  });

  it('are closed to anonymous callers', async () => {
    const { error, status } = await connect(stack).from('notes').select();
    expect(error?.code).toBe('42501');
    expect(status).toBe(401);
  });
});

describe('grants', () => {
  it('are what the migrations made them, after requests of every kind', async () => {
    const sql = postgres(await superuserUrl(stack.options.directory, stack.databaseUrl), { max: 1 });
    await connect(stack).from('sealed').select();
    await connect(stack, stack.secretKey).from('sealed').select();
    await person.client.from('sealed').insert({ id: 1 });
    const granted = await sql`
      select grantee, privilege_type from information_schema.role_table_grants
      where table_schema = 'public' and table_name = 'sealed' and grantee <> 'postgres'`;
    const defaults = await sql`
      select defaclacl::text from pg_default_acl
      where defaclnamespace = 'public'::regnamespace and defaclacl::text ~ 'anon|authenticated|service_role'`;
    await sql.end();
    expect([...granted]).toEqual([]);
    expect([...defaults]).toEqual([]);
    for (const client of [connect(stack), person.client, connect(stack, stack.secretKey)]) {
      expect((await client.from('sealed').select()).error?.code).toBe('42501');
    }
  });
});

describe('roles', () => {
  it.each(['postgres', SUPERUSER, 'supabase_auth_admin', 'supabase_lite', 'no_such_role'])(
    'a signed token may not name %s',
    async (role) => {
      const response = await get('rpc/who', await mint({ role }));
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: '42501' });
    },
  );

  it('a token says who the statement runs as', async () => {
    const { data } = await person.client.rpc('who');
    expect(data).toEqual({ uid: person.id, role: 'authenticated', email: person.email, user: 'authenticated' });
    const service = await (await get('visits?limit=0', await mint({ role: 'service_role' }))).json();
    expect(service).toEqual([]);
    const anonymous = await connect(stack).rpc('who');
    expect(anonymous.data).toMatchObject({ uid: null, user: 'anon' });
  });

  it('an expired token is refused by name', async () => {
    const response = await get('notes', await mint({ role: 'authenticated', exp: Math.floor(Date.now() / 1000) - 5 }));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'PGRST303', message: 'JWT expired' });
  });

  it('auth.uid() reads the claims that SQL sets itself, as pgTAP tests do', async () => {
    const sql = postgres(stack.databaseUrl, { max: 1 });
    const [row] = await sql.begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${JSON.stringify({ sub: person.id, role: 'authenticated', email: 'a@b.c', plan: 1 })}, true)`;
      return transaction`select auth.uid() as uid, auth.role() as role, auth.email() as email, auth.jwt() ->> 'plan' as plan`;
    });
    await sql.end();
    expect(row).toEqual({ uid: person.id, role: 'authenticated', email: 'a@b.c', plan: '1' });
  });

  it('each has its statement timeout', async () => {
    const { error, status } = await connect(stack).rpc('slow');
    expect([status, error?.code]).toEqual([500, '57014']);
    await eventually('the log line', () => stack.log().includes('api: 57014 canceling statement'));
  }, 20_000);
});

describe('functions called by rpc()', () => {
  const call = (name: string, parameters?: object) => person.client.rpc(name, parameters);

  it.each([
    ['a number', 'add_numbers', { a: 1, b: 2 }, 3],
    ['a default left out', 'add_numbers', { a: 1 }, 11],
    ['a boolean', 'yes', {}, true],
    ['text', 'greeting', { name: 'Ada "quoted" \\ back' }, 'hello Ada "quoted" \\ back'],
    ['text with its default', 'greeting', {}, 'hello you'],
    ['an explicit null', 'greeting', { name: null }, 'hello you'],
    ['a uuid', 'new_id', {}, '00000000-0000-0000-0000-000000000001'],
    ['a set of numbers', 'count_to', { n: 3 }, [1, 2, 3]],
    ['an empty set', 'count_to', { n: 0 }, []],
    [
      'a table',
      'pairs',
      { n: 2 },
      [
        { place: 1, label: 'item 1', meta: { i: 1 } },
        { place: 2, label: 'item 2', meta: { i: 2 } },
      ],
    ],
    ['an empty table', 'pairs', { n: 0 }, []],
    ['a JSON object parameter', 'json_kind', { value: { a: [1, { b: null }] } }, 'object:1'],
    ['a JSON array parameter', 'json_kind', { value: [{ op: 'put' }, 2], depth: 7 }, 'array:7'],
    ['an empty JSON array', 'json_kind', { value: [] }, 'array:1'],
    ['a JSON text parameter', 'json_kind', { value: 'text' }, 'string:1'],
    ['a JSON number parameter', 'json_kind', { value: 12 }, 'number:1'],
    [
      'a JSON object',
      'json_echo',
      { value: { a: [1, 'x', null], 'b c': "it's" } },
      { a: [1, 'x', null], 'b c': "it's" },
    ],
    ['a JSON array', 'json_echo', { value: [1, [2], { c: 3 }] }, [1, [2], { c: 3 }]],
    ['a JSON text', 'json_echo', { value: '{"not": "decoded"}' }, '{"not": "decoded"}'],
    [
      'a set of rows',
      'my_notes',
      {},
      expect.arrayContaining([expect.objectContaining({ meta: { tags: ['a'], deep: { n: 1 } } })]),
    ],
  ])('%s', async (_name, name, parameters, expected) => {
    const { data, error } = await call(name, parameters);
    expect(error).toBeNull();
    expect(data).toEqual(expected);
  });

  it('nothing', async () => {
    const { data, error, status } = await call('nothing');
    expect([data, error, status]).toEqual([null, null, 204]);
  });

  it('many arguments of text at full size', async () => {
    const value = { text: 'ü'.repeat(600_000) };
    const { data } = await call('json_echo', { value });
    // Compared as a boolean: a difference would print all of it.
    expect(JSON.stringify(data) === JSON.stringify(value)).toBe(true);
  });

  it.each([402, 403, 404, 409, 413, 422, 429])('errors raised as PT%i come back with that status', async (status) => {
    const response = await call('refuse', { status, code: 'some_code' });
    expect(response.status).toBe(status);
    expect(response.error).toMatchObject({
      code: `PT${status}`,
      message: 'some_code',
      details: 'A sentence for a person.',
      hint: '{"limit": 5}',
    });
  });

  it('a plain exception and a failed check are the caller’s errors, without the row', async () => {
    const raised = await call('complain');
    expect([raised.status, raised.error?.code, raised.error?.message]).toEqual([
      400,
      'P0001',
      'Something is not right.',
    ]);
    const checked = await person.client.from('notes').insert({ body: '' });
    expect([checked.status, checked.error?.code]).toEqual([400, '23514']);
    await eventually('the log line', () => / 400 \d+ms\n/.test(stack.log()));
    expect(stack.log()).not.toContain('Failing row contains');
  });

  it('a function that is not granted is refused, one that does not exist is not found', async () => {
    expect((await connect(stack).rpc('my_notes')).error?.code).toBe('42501');
    expect((await call('add_team_claim', { event: {} })).error?.code).toBe('42501');
    const unknown = await call('no_such_function', { a: 1 });
    expect(unknown.status).toBe(404);
    expect(unknown.error?.code).toBe('PGRST202');
    expect((await call('add_numbers', { a: 1, c: 2 })).error?.code).toBe('PGRST202');
  });

  it('a wrong type is the caller’s error', async () => {
    const { status, error } = await call('add_numbers', { a: 'x' });
    expect(status).toBe(400);
    expect(error?.code).toBe('22P02');
  });
});

describe('the schema', () => {
  it('is read again after it changed', async () => {
    const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
    await sql.unsafe(`create table public.later (id int primary key);
      alter table public.later enable row level security; grant select on public.later to anon;
      create policy all_read on public.later for select to anon using (true)`);
    await sql.end();
    await eventually('the new table to be served', async () => (await get('later')).status === 200);
  });
});
