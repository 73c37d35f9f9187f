import { append, type Defect, edit, put } from './defect.ts';

const INIT = 'supabase/migrations/20260101000000_init.sql';
const NEXT = 'supabase/migrations/20260102000000_next.sql';

const later = (sql: string): Defect['change'] => put(NEXT, `-- später\n\n${sql}\n`);

const table = (name: string, policies: string) => `create table public.${name} (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid(),
  status text not null default 'open'
);
alter table public.${name} enable row level security;
grant select, insert, update, delete on public.${name} to authenticated;
create policy ${name}_select on public.${name}
  for select to authenticated using (user_id = (select auth.uid()));
${policies}`;

/** A second migration with a table of its own and one policy that is wrong. */
const policy = (name: string, rule: string, sql: string, severity: Defect['severity'] = 'error'): Defect => ({
  name,
  rule,
  severity,
  file: NEXT,
  at: /create policy .*/.exec(sql)?.[0] ?? sql,
  change: later(table('notes', sql)),
});

export const SQL_DEFECTS: readonly Defect[] = [
  {
    name: 'a comma too many',
    rule: 'sql-syntax',
    file: INIT,
    at: ');\nalter table public.admins',
    change: edit(
      INIT,
      'references auth.users (id) on delete cascade\n)',
      'references auth.users (id) on delete cascade,\n)',
    ),
  },
  {
    name: 'a keyword misspelt in a later migration',
    rule: 'sql-syntax',
    file: NEXT,
    at: 'crate index',
    change: later('crate index on public.tips (body);'),
  },
  {
    name: 'a quote that does not end in the seed',
    rule: 'sql-syntax',
    file: 'supabase/seed.sql',
    at: "'); -- end",
    change: append('supabase/seed.sql', "select 1;\nselect ('); -- end\n"),
  },
  {
    name: 'the body of a SQL function',
    rule: 'sql-syntax',
    file: INIT,
    at: 'selec exists',
    change: edit(INIT, '  select exists (select 1 from public.admins', '  selec exists (select 1 from public.admins'),
  },
  {
    name: 'a table without row level security',
    rule: 'sql-table-without-rls',
    file: INIT,
    at: 'create table public.tips',
    change: edit(INIT, 'alter table public.tips enable row level security;\n', ''),
  },
  {
    name: 'row level security switched off later',
    rule: 'sql-table-without-rls',
    file: INIT,
    at: 'create table public.sets',
    change: later('alter table public.sets disable row level security;'),
  },
  {
    name: 'a table made from a query',
    rule: 'sql-table-without-rls',
    file: NEXT,
    at: 'create table tip_copies',
    change: later('create table tip_copies as select * from public.tips;'),
  },
  {
    name: 'a granted table without a policy',
    rule: 'sql-table-without-policy',
    severity: 'warning',
    file: INIT,
    at: 'create table public.tips',
    change: later('drop policy tips_select on public.tips;'),
  },
  policy(
    'using (true) on update',
    'sql-policy-always-true',
    'create policy notes_update on public.notes\n  for update to authenticated using (true) with check (true);',
  ),
  policy(
    'using (true) on update with a bound check',
    'sql-policy-always-true',
    'create policy notes_update on public.notes\n  for update to authenticated using (true) with check (user_id = (select auth.uid()));',
  ),
  policy(
    'with check (true) beside a bound using',
    'sql-policy-always-true',
    'create policy notes_update on public.notes\n  for update to authenticated using (user_id = (select auth.uid())) with check (true);',
  ),
  policy(
    'using (true) on delete',
    'sql-policy-always-true',
    'create policy notes_delete on public.notes\n  for delete to authenticated using (true);',
  ),
  policy(
    'with check (true) on insert',
    'sql-policy-always-true',
    'create policy notes_insert on public.notes\n  for insert to authenticated with check (true);',
  ),
  policy(
    'everything for everyone signed in',
    'sql-policy-always-true',
    'create policy notes_all on public.notes\n  for all to authenticated using (true);',
  ),
  policy(
    'a condition that is always true in other words',
    'sql-policy-always-true',
    'create policy notes_delete on public.notes\n  for delete to authenticated using (user_id = user_id or 1 = 1);',
  ),
  policy(
    'a true that hides behind or',
    'sql-policy-always-true',
    "create policy notes_delete on public.notes\n  for delete to authenticated using (user_id = (select auth.uid()) or (select 't'::boolean));",
  ),
  policy(
    'a function that always says yes',
    'sql-policy-always-true',
    'create function private.allowed() returns boolean language sql as $$ select true $$;\ncreate policy notes_delete on public.notes\n  for delete to authenticated using (private.allowed());',
  ),
  policy(
    'an update that only asks who is signed in',
    'sql-policy-not-bound',
    'create policy notes_update on public.notes\n  for update to authenticated using ((select auth.uid()) is not null) with check ((select auth.uid()) is not null);',
  ),
  policy(
    'a delete that asks for the role',
    'sql-policy-not-bound',
    "create policy notes_delete on public.notes\n  for delete to authenticated using (auth.role() = 'authenticated');",
  ),
  policy(
    'an insert that asks for the role in the token',
    'sql-policy-not-bound',
    "create policy notes_insert on public.notes\n  for insert to authenticated with check ((select auth.jwt()) ->> 'role' = 'authenticated');",
  ),
  policy(
    'a delete that asks only about the row',
    'sql-policy-not-bound',
    "create policy notes_delete on public.notes\n  for delete to authenticated using (status = 'open');",
  ),
  policy(
    'a check that lets a row be handed to anyone',
    'sql-policy-not-bound',
    "create policy notes_update on public.notes\n  for update to authenticated using (user_id = (select auth.uid())) with check (status in ('open', 'done'));",
  ),
  {
    name: 'a policy that was sound and is altered',
    rule: 'sql-policy-always-true',
    file: NEXT,
    at: 'alter policy',
    change: later('alter policy exercises_delete on public.exercises using (true);'),
  },
  policy(
    'an insert policy without with check',
    'sql-policy-missing-check',
    'create policy notes_insert on public.notes\n  for insert to authenticated;',
  ),
  policy(
    'an update policy without with check',
    'sql-policy-missing-check',
    'create policy notes_update on public.notes\n  for update to authenticated using (user_id = (select auth.uid()));',
    'warning',
  ),
  policy(
    'an insert policy with using',
    'sql-policy-missing-check',
    'create policy notes_insert on public.notes\n  for insert to authenticated using (user_id = (select auth.uid()));',
  ),
  policy(
    'a delete policy without using',
    'sql-policy-missing-using',
    'create policy notes_delete on public.notes\n  for delete to authenticated;',
  ),
  policy(
    'a policy that does not say for whom',
    'sql-policy-without-role',
    'create policy notes_delete on public.notes\n  for delete using (user_id = (select auth.uid()));',
    'warning',
  ),
  policy(
    'an inner column where the outer one was meant',
    'sql-policy-self-comparison',
    'create policy notes_delete on public.notes\n  for delete to authenticated using (exists (select 1 from public.exercises e where e.user_id = user_id));',
  ),
  {
    name: 'an insert for everyone that everyone reads',
    rule: 'sql-policy-always-true',
    file: INIT,
    at: 'create policy messages_insert',
    change: later(
      'create policy messages_public on public.messages\n  for select to anon, authenticated using (true);',
    ),
  },
  policy(
    'a policy that reads its own table',
    'sql-policy-recursion',
    'create policy notes_team on public.notes\n  for select to authenticated using (exists (select 1 from public.notes n where n.user_id = (select auth.uid())));',
  ),
  policy(
    'an insert policy that counts the rows of its own table',
    'sql-policy-recursion',
    'create policy notes_insert on public.notes\n  for insert to authenticated\n  with check (user_id = (select auth.uid()) and (select count(*) from public.notes) < 100);',
  ),
  policy(
    'a policy that reads its own table through a function that runs as the caller',
    'sql-policy-recursion',
    `create function private.has_notes() returns boolean language sql stable set search_path = ''
as $$ select exists (select 1 from public.notes n where n.user_id = (select auth.uid())) $$;
create policy notes_team on public.notes
  for select to authenticated using (private.has_notes());`,
  ),
  {
    name: 'two tables whose policies read each other',
    rule: 'sql-policy-recursion',
    file: NEXT,
    at: 'create policy members_select',
    change: later(`create table public.teams (id uuid primary key, name text not null);
create table public.members (team_id uuid not null, user_id uuid not null);
alter table public.teams enable row level security;
alter table public.members enable row level security;
grant select on public.teams, public.members to authenticated;
create policy teams_select on public.teams for select to authenticated
  using (exists (select 1 from public.members m where m.team_id = teams.id and m.user_id = (select auth.uid())));
create policy members_select on public.members for select to authenticated
  using (exists (select 1 from public.teams t where t.id = members.team_id));`),
  },
  {
    name: 'policies that read each other through a view',
    rule: 'sql-policy-recursion',
    file: NEXT,
    at: 'create policy teams_select',
    change: later(`create table public.teams (id uuid primary key, name text not null, owner_id uuid);
create view public.my_teams with (security_invoker = on) as select id from public.teams;
alter table public.teams enable row level security;
grant select on public.teams to authenticated;
create policy teams_select on public.teams for select to authenticated
  using (owner_id = (select auth.uid()) or id in (select id from public.my_teams));`),
  },
  {
    name: 'a definer function without a search path',
    rule: 'sql-definer-search-path',
    file: INIT,
    at: 'create function private.is_admin',
    change: edit(INIT, "stable security definer set search_path = ''", 'stable security definer'),
  },
  {
    name: 'a definer function in the API that asks nobody',
    rule: 'sql-definer-exposed',
    file: NEXT,
    at: 'create function public.all_messages',
    change: later(`create function public.all_messages() returns setof public.messages
language sql security definer set search_path = ''
as $$ select * from public.messages $$;`),
  },
  {
    name: 'a definer function that asks only in a comment',
    rule: 'sql-definer-exposed',
    file: NEXT,
    at: 'create or replace function public.wipe',
    change: later(`create or replace function public.wipe() returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- auth.uid() is not needed here
  delete from public.messages;
end
$$;
grant execute on function public.wipe() to authenticated;`),
  },
  {
    name: 'a view with the rights of its owner',
    rule: 'sql-view-bypasses-rls',
    file: INIT,
    at: 'create view public.exercise_totals',
    change: edit(INIT, 'with (security_invoker = true) ', ''),
  },
  {
    name: 'a view of the accounts',
    rule: 'sql-view-bypasses-rls',
    file: NEXT,
    at: 'create view public.people',
    change: later('create view public.people as select id, email from auth.users;'),
  },
  {
    name: 'a materialized view that people may read',
    rule: 'sql-view-bypasses-rls',
    file: NEXT,
    at: 'create materialized view',
    change: later(
      'create materialized view public.totals as select count(*) from public.exercises;\ngrant select on public.totals to authenticated;',
    ),
  },
  {
    name: 'everything granted to visitors',
    rule: 'sql-grant-too-broad',
    file: NEXT,
    at: 'grant all',
    change: later('grant all on public.tips to anon;'),
  },
  {
    name: 'everything in the schema granted to visitors',
    rule: 'sql-grant-too-broad',
    file: NEXT,
    at: 'grant all privileges',
    change: later('grant all privileges on all tables in schema public to anon;'),
  },
  {
    name: 'everything granted to visitors from the start',
    rule: 'sql-grant-too-broad',
    file: INIT,
    at: 'alter default privileges',
    change: edit(
      INIT,
      'create schema private;',
      'alter default privileges in schema public grant all on tables to anon;\ncreate schema private;',
    ),
  },
  {
    name: 'a definer function that asks only whether someone is signed in',
    rule: 'sql-definer-exposed',
    file: NEXT,
    at: 'create function public.note_text',
    change: later(`${table('notes', '')}
create function public.note_text(note bigint) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  if (select auth.uid()) is null then raise exception 'sign in'; end if;
  return (select status from public.notes where id = note);
end $$;`),
  },
  {
    name: 'a definer function that believes who its caller is',
    rule: 'sql-definer-exposed',
    file: NEXT,
    at: 'create function public.notes_of',
    change: later(`${table('notes', '')}
create function public.notes_of(person uuid default null) returns bigint
language sql stable security definer set search_path = ''
as $$ select count(*) from public.notes where user_id = coalesce(person, (select auth.uid())) $$;`),
  },
  {
    name: 'a definer function declared open that changes rows',
    rule: 'sql-definer-exposed',
    file: NEXT,
    at: 'create function public.reset_tips',
    change: later(`create function public.reset_tips() returns void language sql security definer set search_path = ''
  as $$ delete from public.tips $$;
comment on function public.reset_tips() is 'Open to everyone: starts anew.';`),
  },
  {
    name: 'a definer function declared open to members alone that visitors may call',
    rule: 'sql-definer-exposed',
    file: NEXT,
    at: 'create function public.message_count',
    change:
      later(`create function public.message_count() returns bigint language sql security definer set search_path = ''
  as $$ select count(*) from public.messages $$;
comment on function public.message_count() is 'Open to all who signed in: how many there are.';`),
  },
  {
    name: 'rows put under a private row of someone else',
    rule: 'sql-policy-unchecked-reference',
    file: NEXT,
    at: 'create policy lines_insert',
    change: later(`${table('notes', '')}
create table public.lines (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid(),
  note_id bigint not null
);
alter table public.lines add constraint of_note foreign key (note_id) references public.notes (id);
alter table public.lines enable row level security;
grant select, insert on public.lines to authenticated;
create policy lines_select on public.lines for select to authenticated using (user_id = (select auth.uid()));
create policy lines_insert on public.lines for insert to authenticated with check (user_id = (select auth.uid()));`),
  },
  {
    name: 'a look-up that any row of one’s own answers',
    rule: 'sql-policy-unrelated-look-up',
    file: NEXT,
    at: 'create policy lines_select',
    change: later(`${table('notes', '')}
create table public.lines (id bigint generated always as identity primary key, note_id bigint references public.notes);
alter table public.lines enable row level security;
grant select on public.lines to authenticated;
create policy lines_select on public.lines
  for select to authenticated using (exists (select 1 from public.notes n where n.user_id = (select auth.uid())));`),
  },
  {
    name: 'a list of admins that people join',
    rule: 'sql-rights-self-granted',
    file: NEXT,
    at: 'create policy join_in',
    change: later(`grant insert on public.admins to authenticated;
create policy join_in on public.admins for insert to authenticated with check (user_id = (select auth.uid()));`),
  },
  {
    name: 'a role that people write themselves',
    rule: 'sql-rights-self-granted',
    file: NEXT,
    at: 'create policy own on public.people',
    change:
      later(`create table public.people (id uuid primary key references auth.users (id), name text, role text not null default 'user');
alter table public.people enable row level security;
grant select, update on public.people to authenticated;
create policy own on public.people for all to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy staff_adds on public.tips for insert to authenticated
  with check (exists (select 1 from public.people p where p.id = (select auth.uid()) and p.role = 'staff'));`),
  },
  {
    name: 'everything granted to members',
    rule: 'sql-grant-too-broad',
    severity: 'warning',
    file: NEXT,
    at: 'grant all',
    change: later('grant all on public.tips to authenticated;'),
  },
  {
    name: 'a policy on a table that is not there',
    rule: 'sql-unknown-table',
    file: NEXT,
    at: 'create policy notes_select',
    change: later('create policy notes_select on public.notes for select to authenticated using (true);'),
  },
  {
    name: 'a table created twice',
    rule: 'sql-duplicate-object',
    file: NEXT,
    at: 'create table public.tips',
    change: later('create table public.tips (id bigint);'),
  },
  {
    name: 'a policy created twice',
    rule: 'sql-duplicate-object',
    file: NEXT,
    at: 'create policy tips_select',
    change: later('create policy tips_select on public.tips for select to anon, authenticated using (true);'),
  },
];
