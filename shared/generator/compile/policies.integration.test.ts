/** Each compiled migration and seed on a real Postgres, and the pgTAP tests that go out with them. */
import { PGlite } from '@electric-sql/pglite';
import { pgtap } from '@electric-sql/pglite-pgtap';
import { expect, it } from 'vitest';
import { compileApp } from '../compile.ts';
import { PLANS } from './testing/plans.ts';

/** What a Supabase project has before its first migration. */
const PLATFORM = `
  create role anon nologin;
  create role authenticated nologin;
  create role service_role nologin bypassrls;
  create schema extensions;
  create schema auth;
  grant usage on schema public, auth, extensions to anon, authenticated, service_role;
  create table auth.users (
    instance_id uuid, id uuid primary key, aud text, role text, email text unique, encrypted_password text,
    email_confirmed_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb, confirmation_token text,
    recovery_token text, email_change text, email_change_token_new text, created_at timestamptz, updated_at timestamptz
  );
  create table auth.identities (
    id uuid primary key, provider text, provider_id text, user_id uuid references auth.users (id) on delete cascade,
    identity_data jsonb, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz,
    unique (provider_id, provider)
  );
  create function auth.uid() returns uuid language sql stable as $$
    select nullif(nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub', '')::uuid
  $$;
  grant execute on function auth.uid() to anon, authenticated, service_role;
  alter database postgres set search_path = "$user", public, extensions;
  set search_path = "$user", public, extensions;
`;

const withData = Object.entries(PLANS).filter(([, plan]) => plan.entities.length > 0);

it.each(withData)('%s: the migration and the seed apply, twice, and the policies hold', async (_name, plan) => {
  const tree = compileApp(plan);
  const sql = (test: RegExp) => Object.entries(tree).filter(([path]) => test.test(path));
  const database = await PGlite.create({ extensions: { pgtap } });
  try {
    await database.exec(PLATFORM);
    for (const [, text] of sql(/^supabase\/migrations\//)) await database.exec(String(text));
    for (const [, text] of [...sql(/seed\.sql$/), ...sql(/seed\.sql$/)]) await database.exec(String(text));
    for (const it of plan.entities.filter((one) => one.samples.length > 0 && one.name !== 'event')) {
      const { rows } = await database.query<{ count: number }>(
        `select count(*)::integer as count from public."${it.table}"`,
      );
      expect(rows[0]?.count, it.table).toBeGreaterThan(0);
    }
    const tests = sql(/^supabase\/tests\/.*\.sql$/);
    expect(tests.length).toBeGreaterThan(0);
    for (const [path, text] of tests) {
      const lines = (await database.exec(String(text))).flatMap((result) =>
        result.rows.map((row) => Object.values(row).join(' ')),
      );
      const failed = lines.filter((line) => line.startsWith('not ok') || line.includes('Looks like'));
      expect(failed, `${path}\n${lines.join('\n')}`).toEqual([]);
      expect(lines.filter((line) => line.startsWith('ok')).length, path).toBeGreaterThan(5);
    }
  } finally {
    await database.close();
  }
});

it('keeps a member from everything that is private to another, whatever they try', async () => {
  const tree = compileApp(PLANS.workoutLog ?? expect.unreachable());
  const database = await PGlite.create();
  try {
    await database.exec(PLATFORM);
    for (const [path, text] of Object.entries(tree))
      if (path.startsWith('supabase/migrations/')) await database.exec(String(text));
    await database.exec(String(tree['supabase/seed.sql']));
    await database.exec(`set role authenticated;
      select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-00000000000b"}', false);`);
    const count = async (query: string) => (await database.query(query)).rows.length;
    const ada = `owner_id = '00000000-0000-4000-8000-00000000000a'`;
    expect(await count('select 1 from public.workout_sets')).toBeGreaterThan(0);
    expect(await count(`select 1 from public.workout_sets where ${ada}`)).toBe(0);
    expect(await count(`select 1 from public.exercises where ${ada}`)).toBe(0);
    const totals = await database.query<{ count: number }>('select count from public.workout_sets_totals');
    expect(totals.rows[0]?.count).toBe(await count('select 1 from public.workout_sets'));
    await expect(
      database.exec(`update public.exercises set owner_id = '00000000-0000-4000-8000-00000000000a'`),
    ).rejects.toThrow('permission denied');
  } finally {
    await database.close();
  }
});

it('lets nobody escalate: no admin by oneself, no foreign name, no second vote, no count, no skipped step, no double booking', async () => {
  const tree = compileApp(PLANS.sharedOffice ?? expect.unreachable());
  const database = await PGlite.create();
  try {
    await database.exec(PLATFORM);
    for (const [path, text] of Object.entries(tree))
      if (path.startsWith('supabase/migrations/')) await database.exec(String(text));
    await database.exec(String(tree['supabase/seed.sql']));
    const id = async (query: string) => String((await database.query<{ id: string }>(query)).rows[0]?.id);
    const room = await id(`select room_id as id from public.bookings where status = 'approved'`);
    const notice = await id("select id from public.notices where owner_id::text like '%a' limit 1");
    const ada = '00000000-0000-4000-8000-00000000000a';
    const ben = '00000000-0000-4000-8000-00000000000b';
    await database.exec(`set role authenticated;
      select set_config('request.jwt.claims', '{"sub": "${ben}"}', false);`);
    const refused = async (sql: string, code: string) =>
      expect(
        await database.exec(sql).then(
          () => 'accepted',
          (reason: { code: string }) => reason.code,
        ),
        sql,
      ).toBe(code);
    await refused(`insert into public.app_admins (user_id) values ('${ben}')`, '42501');
    await refused(`update public.tasks set owner_id = '${ben}'`, '42501');
    await refused(`update public.profiles set id = '${ada}'`, '42501');
    await refused(`update public.notices set vote_score = 100 where owner_id = '${ben}'`, '42501');
    await refused(`insert into public.notices (title, body, state) values ('Mine', 'Text', 'pinned')`, '42501');
    await refused(
      `insert into public.notice_votes (notice_id, owner_id, value) values ('${notice}', '${ada}', 1)`,
      '42501',
    );
    await refused(`insert into public.notice_votes (notice_id, value) values ('${notice}', 50)`, '23514');
    await database.exec(
      `delete from public.notice_votes; insert into public.notice_votes (notice_id, value) values ('${notice}', -1)`,
    );
    await refused(`insert into public.notice_votes (notice_id, value) values ('${notice}', -1)`, '23505');
    await refused(
      `insert into public.bookings (purpose, room_id, starts_at, ends_at)
       values ('Mine', '${room}', '2026-03-02T11:00:00Z', '2026-03-02T13:00:00Z')`,
      '23P01',
    );
    await refused(
      `insert into public.bookings (purpose, room_id, starts_at, ends_at)
       values ('Mine', '${room}', '2026-03-02T13:00:00Z', '2026-03-02T12:30:00Z')`,
      '22007',
    );
    await database.exec(
      `insert into public.bookings (purpose, room_id, starts_at, ends_at)
       values ('Right after', '${room}', '2026-03-02T12:00:00Z', '2026-03-02T13:00:00Z')`,
    );
    const own = `where owner_id = '${ben}' and purpose = 'Right after'`;
    await refused(`update public.bookings set status = 'approved' ${own}`, '42501');
    await refused(`update public.bookings set status = 'done' ${own}`, '42501');
    await database.exec(`update public.bookings set status = 'cancelled' ${own}`);
    await refused(`update public.bookings set status = 'asked' ${own}`, '42501');
    const votes = await database.query<{ sum: number }>(
      `select (select vote_score from public.notices where id = '${notice}') as sum`,
    );
    await database.exec('reset role');
    const counted = await database.query<{ sum: number }>(
      `select coalesce(sum(value), 0)::integer as sum from public.notice_votes where notice_id = '${notice}'`,
    );
    expect(votes.rows[0]?.sum).toBe(counted.rows[0]?.sum);
  } finally {
    await database.close();
  }
});
