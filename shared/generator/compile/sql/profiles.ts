/** Profiles: the name under which people see each other, one for each account, made with it. */
import type { AppModel } from '../model.ts';
import type { ProfilesModel } from '../model-people.ts';
import { code, file, sqlString } from '../source-text.ts';
import { ADA, actAs, BEN, TEST_USERS } from './pgtap-people.ts';
import { DEMO_USERS } from './seed-users.ts';

const SELF = 'id = (select auth.uid())';

function selectPolicy(readers: ProfilesModel['readers']): { to: string; when: string; name: string } {
  if (readers === 'everyone') return { to: 'anon, authenticated', when: 'true', name: 'select_everyone' };
  if (readers === 'members') return { to: 'authenticated', when: 'true', name: 'select_member' };
  return { to: 'authenticated', when: `${SELF} or (select private.is_admin())`, name: 'select_self_or_admin' };
}

/** The table, its policies, and the trigger that gives each account a profile. */
export function profilesSql(profiles: ProfilesModel): string {
  const table = `public.${profiles.table}`;
  const select = selectPolicy(profiles.readers);
  return code`
    -- The name that others see beside what someone wrote. Its id is the account's.
    create table ${table} (
      id uuid primary key references auth.users (id) on delete cascade,
      display_name text not null default 'New member' check (char_length(display_name) between 1 and 60),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    comment on table ${table} is 'Names under which people see each other.';
    revoke all on table ${table} from anon, authenticated;
    grant select on table ${table} to ${select.to};
    grant update (display_name) on table ${table} to authenticated;
    grant select, insert, update, delete on table ${table} to service_role;
    alter table ${table} enable row level security;
    create trigger touch_updated_at before update on ${table}
      for each row execute function private.touch_updated_at();
    create policy ${select.name} on ${table}
      for select to ${select.to} using (${select.when});
    create policy update_self on ${table}
      for update to authenticated using (${SELF}) with check (${SELF});

    -- Definer, since whoever signs up may not write profiles: theirs comes with the account.
    create function private.create_profile() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$
    begin
      insert into ${table} (id, display_name)
      values (new.id, coalesce(nullif(left(btrim(new.raw_user_meta_data ->> 'display_name'), 60), ''), 'New member'))
      on conflict do nothing;
      return new;
    end
    $$;
    revoke execute on function private.create_profile() from public;
    create trigger create_profile after insert on auth.users
      for each row execute function private.create_profile();
    -- Accounts from before this migration.
    insert into ${table} (id) select users.id from auth.users on conflict do nothing;

    ${
      profiles.membership &&
      code`
        -- Whether the caller is one of the people this app is for. Deleting someone's profile takes them out.
        create function private.is_member() returns boolean
        language sql stable security definer
        set search_path = ''
        as $$
          select exists (select 1 from ${table} profile where profile.id = auth.uid());
        $$;
        revoke execute on function private.is_member() from public;
        grant execute on function private.is_member() to authenticated, service_role;
      `
    }
  `;
}

/** Names of the demo users. */
export function profilesSeed(profiles: ProfilesModel): string {
  return code`
    insert into public.${profiles.table} (id, display_name) values
      ${DEMO_USERS.map((it) => `('${it.id}', ${sqlString(it.name)})`).join(',\n')}
    on conflict (id) do update set display_name = excluded.display_name;
  `;
}

/** pgTAP: a profile comes with the account, and only its own person changes its name. */
export function profilesTest(app: AppModel, profiles: ProfilesModel): string {
  const table = `public.${profiles.table}`;
  const one = `select id from ${table} where id = '${ADA}'`;
  const checks = [
    actAs('ben'),
    profiles.readers === 'admins'
      ? `select is_empty($$${one}$$, 'a member does not see who else there is');`
      : `select isnt_empty($$${one}$$, 'a member sees the names of others');`,
    `select isnt_empty($$update ${table} set display_name = 'Benjamin' where id = '${BEN}' returning id$$, 'a person changes their name');`,
    `select is_empty($$update ${table} set display_name = 'X' where id = '${ADA}' returning id$$, 'but nobody else''s');`,
    `select throws_ok($$update ${table} set id = '${ADA}'$$, '42501', null, 'nor whose profile it is');`,
    `select throws_ok($$insert into ${table} (id) values ('${BEN}')$$, '42501', null, 'a profile comes with the account only');`,
    `select throws_ok($$delete from ${table}$$, '42501', null, 'and goes with it only');`,
    actAs('visitor'),
    profiles.readers === 'everyone'
      ? `select isnt_empty($$${one}$$, 'a visitor sees names');`
      : `select throws_ok($$${one}$$, '42501', null, 'a visitor sees no names');`,
    `select throws_ok($$update ${table} set display_name = 'X'$$, '42501', null, 'a visitor may not change');`,
  ];
  return file(code`
    begin;
    create extension if not exists pgtap with schema extensions;
    select plan(${checks.filter((it) => it.startsWith('select is') || it.startsWith('select throws')).length});

    ${TEST_USERS}
    ${app.admins && `insert into public.app_admins (user_id) values ('${ADA}');`}

    ${checks}

    reset role;
    select * from finish();
    rollback;
  `);
}
