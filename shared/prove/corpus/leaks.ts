/** Schemas with one hole each, and the probe that must fall into it. */

export interface Leak {
  /** What the hole is, in one line. */
  name: string;
  sql: string;
  /** The probe that must find it. */
  found: { who: string; object: string; verb: string; verdict?: 'leak' | 'broken' };
}

const notes = (rest: string, columns = '') => `
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null${columns}
);
${rest}`;
const RLS = 'alter table public.notes enable row level security;';
const GRANT = 'grant select, insert, update, delete on public.notes to authenticated;';
const MINE = 'owner_id = (select auth.uid())';
const OWN = `create policy own on public.notes for all to authenticated using (${MINE}) with check (${MINE});`;
const SELECT_OWN = `create policy see on public.notes for select to authenticated using (${MINE});`;
const guarded = (policies: string, columns = '') => notes(`${RLS}\n${GRANT}\n${policies}`, columns);
const sound = guarded(OWN);
const ADMINS = `
create schema private;
grant usage on schema private to authenticated;
create table public.admins (user_id uuid primary key references auth.users (id));
alter table public.admins enable row level security;
create function private.is_admin() returns boolean language sql stable security definer set search_path = ''
  as $$ select exists (select 1 from public.admins where user_id = auth.uid()) $$;
create table public.messages (id bigint generated always as identity primary key, body text not null);
alter table public.messages enable row level security;
grant select on public.messages to authenticated;
grant insert (body) on public.messages to anon, authenticated;
create policy send on public.messages for insert to anon, authenticated with check (char_length(body) > 0);
create policy look on public.messages for select to authenticated using ((select private.is_admin()));`;

const reads = { who: 'user B', object: 'notes', verb: 'select' };
const changes = { who: 'user B', object: 'notes', verb: 'update' };
const removes = { who: 'user B', object: 'notes', verb: 'delete' };
const adds = { who: 'user B', object: 'notes', verb: 'insert' };

export const LEAKS: readonly Leak[] = [
  { name: 'row level security is off', sql: notes(GRANT), found: reads },
  {
    name: 'row level security is off, for visitors too',
    sql: notes('grant select on public.notes to anon;'),
    found: { ...reads, who: 'anonymous' },
  },
  { name: 'policies without row level security', sql: notes(`${GRANT} ${OWN}`), found: removes },
  {
    name: 'row level security is switched off by a later statement',
    sql: `${sound} alter table public.notes disable row level security;`,
    found: reads,
  },
  {
    name: 'using (true) for everything',
    sql: guarded('create policy everything on public.notes for all to authenticated using (true);'),
    found: reads,
  },
  {
    name: 'using (true) on update',
    sql: guarded(`${SELECT_OWN} create policy change on public.notes for update to authenticated using (true);`),
    found: changes,
  },
  {
    name: 'using (true) on update, with a check that lets rows be taken over',
    sql: guarded(
      `${SELECT_OWN} create policy change on public.notes for update to authenticated using (true) with check (${MINE});`,
    ),
    found: changes,
  },
  {
    name: 'using (true) on delete',
    sql: guarded(`${SELECT_OWN} create policy remove on public.notes for delete to authenticated using (true);`),
    found: removes,
  },
  {
    name: 'with check (true) on insert',
    sql: guarded(`${SELECT_OWN} create policy add on public.notes for insert to authenticated with check (true);`),
    found: adds,
  },
  {
    name: 'auth.uid() is not null as the whole policy',
    sql: guarded(
      'create policy members on public.notes for all to authenticated using ((select auth.uid()) is not null);',
    ),
    found: reads,
  },
  {
    name: 'auth.uid() is not null on update',
    sql: guarded(
      `${SELECT_OWN} create policy change on public.notes for update to authenticated using (auth.uid() is not null);`,
    ),
    found: changes,
  },
  {
    name: "the role 'authenticated' as the whole policy",
    sql: guarded("create policy members on public.notes for all using (auth.role() = 'authenticated');"),
    found: removes,
  },
  {
    name: 'a column compared with itself',
    sql: guarded('create policy own on public.notes for delete to authenticated using (owner_id = owner_id);'),
    found: removes,
  },
  {
    name: 'an update without a check, whose using looks the row up by its key',
    sql: guarded(`${SELECT_OWN}
      create function my_notes() returns setof uuid language sql stable security definer set search_path = ''
        as $$ select id from public.notes where owner_id = auth.uid() $$;
      create policy change on public.notes for update to authenticated using (id in (select public.my_notes()));`),
    found: { ...changes, who: 'user A' },
  },
  {
    name: 'the owner column is writable under a check that does not ask',
    sql: guarded(
      `${SELECT_OWN} create policy change on public.notes for update to authenticated using (${MINE}) with check (true);`,
    ),
    found: { ...changes, who: 'user A' },
  },
  {
    name: 'the owner column is writable under a check of the row alone',
    sql: guarded(
      `${SELECT_OWN} create policy change on public.notes for update to authenticated using (${MINE}) with check (title <> '');`,
    ),
    found: { ...changes, who: 'user A' },
  },
  {
    name: 'a definer view',
    sql: `${sound} create view public.titles as select id, title from public.notes; grant select on public.titles to authenticated;`,
    found: { ...reads, object: 'titles' },
  },
  {
    name: 'a definer view that counts',
    sql: `${sound} create view public.totals as select count(*) as count from public.notes; grant select on public.totals to anon;`,
    found: { who: 'anonymous', object: 'totals', verb: 'select' },
  },
  {
    name: 'a definer view that may be written',
    sql: `${sound} create view public.all_notes as select * from public.notes; grant select, update, delete on public.all_notes to authenticated;`,
    found: { who: 'user B', object: 'all_notes', verb: 'delete' },
  },
  {
    name: 'a materialized view',
    sql: `${sound} create materialized view public.copies as select * from public.notes; grant select on public.copies to authenticated;`,
    found: { ...reads, object: 'copies' },
  },
  {
    name: 'an invoker view over a definer view',
    sql: `${sound} create view public.inner_notes as select * from public.notes; create view public.outer_notes with (security_invoker = true) as select * from public.inner_notes; grant select on public.inner_notes, public.outer_notes to authenticated;`,
    found: { ...reads, object: 'outer_notes' },
  },
  {
    name: 'a definer function that returns rows without a check',
    sql: `${sound} create function public.all_notes() returns setof public.notes language sql stable security definer set search_path = '' as $$ select * from public.notes $$;`,
    found: { who: 'anonymous', object: 'all_notes()', verb: 'execute' },
  },
  {
    name: 'a definer function that changes a row by its key',
    sql: `${sound} create function public.rename_note(note_id uuid, name text) returns void language sql security definer set search_path = '' as $$ update public.notes set title = name where id = note_id $$;`,
    found: { who: 'user B', object: 'rename_note(uuid, text)', verb: 'execute' },
  },
  {
    name: 'a definer function that asks who calls and does not use the answer',
    sql: `${sound} create function public.get_note(note_id uuid) returns text language plpgsql security definer set search_path = '' as $$ begin if auth.uid() is null then raise exception 'sign in'; end if; return (select title from public.notes where id = note_id); end $$;`,
    found: { who: 'user B', object: 'get_note(uuid)', verb: 'execute' },
  },
  {
    name: 'a definer function that believes the caller',
    sql: `${sound} create function public.notes_of(person uuid) returns bigint language sql stable security definer set search_path = '' as $$ select count(*) from public.notes where owner_id = coalesce(person, auth.uid()) $$;`,
    found: { who: 'user B', object: 'notes_of(uuid)', verb: 'execute' },
  },
  {
    name: 'a policy that reads its own table',
    sql: guarded(
      'create policy own on public.notes for select to authenticated using (exists (select 1 from public.notes n where n.owner_id = auth.uid()));',
    ),
    found: { ...reads, verdict: 'broken' },
  },
  {
    name: 'two tables whose policies read each other',
    sql: `
      create table public.teams (id uuid primary key default gen_random_uuid(), name text not null);
      create table public.members (team_id uuid references public.teams (id), user_id uuid references auth.users (id), primary key (team_id, user_id));
      alter table public.teams enable row level security; alter table public.members enable row level security;
      grant select on public.teams, public.members to authenticated;
      create policy t on public.teams for select to authenticated using (exists (select 1 from public.members m where m.team_id = teams.id and m.user_id = auth.uid()));
      create policy m on public.members for select to authenticated using (exists (select 1 from public.teams t where t.id = members.team_id));`,
    found: { ...reads, object: 'teams', verdict: 'broken' },
  },
  {
    name: 'everything granted: the table can be emptied',
    sql: `${sound} grant all on public.notes to anon, authenticated;`,
    found: { who: 'anonymous', object: 'notes', verb: 'delete' },
  },
  {
    name: 'everything granted by default privileges',
    sql: `alter default privileges in schema public grant all on tables to anon, authenticated; ${sound}`,
    found: removes,
  },
  {
    name: 'a policy for public where visitors hold a grant',
    sql: guarded('grant select on public.notes to anon; create policy look on public.notes for select using (true);'),
    found: { ...reads, who: 'anonymous' },
  },
  {
    name: 'a policy for public that lets visitors delete',
    sql: guarded(
      "grant delete on public.notes to anon; create policy remove on public.notes for delete using (title <> '');",
    ),
    found: { ...removes, who: 'anonymous' },
  },
  {
    name: 'a join that forgets the outer column',
    sql: `
      create table public.members (team_id bigint not null, user_id uuid not null references auth.users (id), primary key (team_id, user_id));
      create table public.tasks (id bigint generated always as identity primary key, team_id bigint not null, user_id uuid references auth.users (id), name text);
      alter table public.members enable row level security; alter table public.tasks enable row level security;
      grant select on public.members, public.tasks to authenticated;
      create policy self on public.members for select to authenticated using (user_id = (select auth.uid()));
      create policy team on public.tasks for select to authenticated using (exists (select 1 from public.members m where m.team_id = team_id and m.user_id = (select auth.uid())));`,
    found: { ...reads, object: 'tasks' },
  },
  {
    name: 'a join that asks only whether one has any row',
    sql: `${sound}
      create table public.lines (id uuid primary key default gen_random_uuid(), note_id uuid not null references public.notes (id), body text);
      alter table public.lines enable row level security; grant select on public.lines to authenticated;
      create policy of_note on public.lines for select to authenticated using (exists (select 1 from public.notes n where n.owner_id = (select auth.uid())));`,
    found: { ...reads, object: 'lines' },
  },
  {
    name: 'children of a private row that anyone may read',
    sql: `${sound}
      create table public.lines (id uuid primary key default gen_random_uuid(), note_id uuid not null references public.notes (id), body text);
      alter table public.lines enable row level security; grant select, delete on public.lines to authenticated;
      create policy of_note on public.lines for all to authenticated using (note_id is not null);`,
    found: { ...reads, object: 'lines' },
  },
  {
    name: "a reference to a neighbour's private row",
    sql: `${sound}
      create table public.lines (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users (id), note_id uuid not null references public.notes (id), body text);
      alter table public.lines enable row level security; grant select, insert on public.lines to authenticated;
      create policy own on public.lines for all to authenticated using (${MINE}) with check (${MINE});`,
    found: { ...adds, object: 'lines' },
  },
  {
    name: "a row moved under a neighbour's",
    sql: `${sound}
      create table public.lines (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users (id), note_id uuid not null references public.notes (id), body text);
      alter table public.lines enable row level security; grant select, update on public.lines to authenticated;
      create policy own on public.lines for all to authenticated using (${MINE}) with check (${MINE});`,
    found: { ...changes, object: 'lines' },
  },
  {
    name: 'self-made admin: the list of admins can be joined',
    sql: `${ADMINS} grant select, insert on public.admins to authenticated; create policy self on public.admins for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));`,
    found: { who: 'user B', object: 'admins', verb: 'insert' },
  },
  {
    name: 'self-made admin: the role in the profile is writable',
    sql: `
      create schema private; grant usage on schema private to authenticated;
      create table public.profiles (id uuid primary key references auth.users (id), name text, role text not null default 'user' check (role in ('user', 'editor', 'admin')));
      alter table public.profiles enable row level security; grant select, update on public.profiles to authenticated;
      create policy own on public.profiles for all to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
      create function private.is_admin() returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.profiles where id = auth.uid() and role = 'admin') $$;
      create table public.news (id uuid primary key default gen_random_uuid(), title text); alter table public.news enable row level security;
      grant select, delete on public.news to authenticated;
      create policy admins on public.news for all to authenticated using ((select private.is_admin()));`,
    found: { who: 'user B', object: 'profiles', verb: 'update' },
  },
  {
    name: "joining a neighbour's organization",
    sql: `
      create schema private; grant usage on schema private to authenticated;
      create table public.organizations (id uuid primary key default gen_random_uuid(), name text not null);
      create table public.organization_members (org_id uuid references public.organizations (id), user_id uuid references auth.users (id), role text not null default 'member' check (role in ('member', 'owner')), primary key (org_id, user_id));
      create function private.my_orgs() returns setof uuid language sql stable security definer set search_path = '' as $$ select org_id from public.organization_members where user_id = auth.uid() $$;
      alter table public.organizations enable row level security; alter table public.organization_members enable row level security;
      grant select on public.organizations, public.organization_members to authenticated; grant insert on public.organization_members to authenticated;
      create policy mine on public.organizations for select to authenticated using (id in (select private.my_orgs()));
      create policy mine on public.organization_members for select to authenticated using (org_id in (select private.my_orgs()));
      create policy join_any on public.organization_members for insert to authenticated with check (user_id = (select auth.uid()));`,
    found: { who: 'user B', object: 'organization_members', verb: 'insert' },
  },
  {
    name: 'a catalogue that anyone signed in may change',
    sql: `
      create table public.products (id bigint generated always as identity primary key, name text not null, price integer not null check (price >= 0));
      alter table public.products enable row level security; grant select on public.products to anon, authenticated; grant update on public.products to authenticated;
      create policy look on public.products for select to anon, authenticated using (true);
      create policy change on public.products for update to authenticated using (true);`,
    found: { who: 'user B', object: 'products', verb: 'update' },
  },
  {
    name: 'an inbox that everyone signed in reads',
    sql: `
      create table public.messages (id uuid primary key default gen_random_uuid(), email text not null check (email ~ '@'), body text not null);
      alter table public.messages enable row level security; grant insert on public.messages to anon; grant select on public.messages to authenticated;
      create policy send on public.messages for insert to anon with check (true);
      create policy look on public.messages for all to authenticated using (auth.uid() is not null);`,
    found: { who: 'user B', object: 'messages', verb: 'select' },
  },
];
