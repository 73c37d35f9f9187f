/** Schemas in varied styles, all of them sound: none may be accused of anything. */

const USERS = 'references auth.users (id) on delete cascade';

const MEMBERSHIP = `
create schema private;
grant usage on schema private to authenticated, anon;
create table public.organizations (id uuid primary key default gen_random_uuid(), name text not null);
create table public.organization_members (
  org_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null ${USERS},
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  primary key (org_id, user_id)
);
create function private.my_org_ids() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select org_id from public.organization_members where user_id = (select auth.uid()) $$;
create function private.has_org_role(org uuid, wanted text[]) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select 1 from public.organization_members m
    where m.org_id = org and m.user_id = (select auth.uid()) and m.role = any (wanted)
  );
end
$$;
revoke execute on all functions in schema private from public;
grant execute on all functions in schema private to authenticated;
alter table public.organizations enable row level security;
alter table public.organization_members enable row level security;
grant select on public.organizations, public.organization_members to authenticated;
create policy select_member on public.organizations
  for select to authenticated using (id in (select private.my_org_ids()));
create policy select_member on public.organization_members
  for select to authenticated using (org_id in (select private.my_org_ids()));
`;

/** A table owned by its writer, to hang other things on. */
const OWNED = `
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() ${USERS},
  title text not null,
  is_public boolean not null default false
);
alter table public.notes enable row level security;
grant select, insert, update, delete on public.notes to authenticated;
create policy notes_all on public.notes for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
`;

const enable = (name: string) => `alter table public.${name} enable row level security;`;

export const SOUND_SCHEMAS: Readonly<Record<string, string>> = {
  'one policy for all commands': OWNED,
  'for all with using alone: it is the check too': `
    create table notes (id bigint primary key, user_id uuid not null);
    alter table notes enable row level security;
    grant select, insert, update, delete on notes to authenticated;
    create policy "Users manage their own notes" on notes to authenticated using (auth.uid() = user_id);`,
  'capitals and quoted names': `
    CREATE TABLE IF NOT EXISTS public."Notes" (id BIGSERIAL PRIMARY KEY, "userId" UUID NOT NULL DEFAULT auth.uid());
    ALTER TABLE public."Notes" ENABLE ROW LEVEL SECURITY;
    GRANT SELECT, INSERT ON public."Notes" TO authenticated;
    CREATE POLICY "Read own" ON public."Notes" FOR SELECT TO authenticated USING (("userId" = (SELECT auth.uid())));
    CREATE POLICY "Add own" ON public."Notes" FOR INSERT TO authenticated WITH CHECK (((SELECT auth.uid()) = "userId"));`,
  'membership through a definer function': MEMBERSHIP,
  'rows of an organization, written by its editors': `${MEMBERSHIP}
    create table public.projects (id uuid primary key, org_id uuid not null references public.organizations (id), name text);
    ${enable('projects')}
    grant select, insert, update (name), delete on public.projects to authenticated;
    create policy select_member on public.projects for select to authenticated
      using (org_id in (select private.my_org_ids()));
    create policy insert_editor on public.projects for insert to authenticated
      with check (private.has_org_role(org_id, array['owner', 'admin']));
    create policy update_editor on public.projects for update to authenticated
      using (private.has_org_role(org_id, array['owner', 'admin']))
      with check (private.has_org_role(org_id, array['owner', 'admin']));
    create policy delete_owner on public.projects for delete to authenticated
      using ((select private.has_org_role(org_id, '{owner}')));`,
  'a join table that belongs to its parents': `${OWNED}
    create table public.tags (id bigint primary key, user_id uuid not null, name text);
    ${enable('tags')}
    grant select, insert on public.tags to authenticated;
    create policy own on public.tags for all to authenticated
      using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
    create table public.note_tags (note_id uuid references public.notes (id), tag_id bigint references public.tags (id));
    ${enable('note_tags')}
    grant select, insert, delete on public.note_tags to authenticated;
    create policy own on public.note_tags for all to authenticated
      using (exists (select 1 from public.notes n where n.id = note_id and n.owner_id = (select auth.uid())))
      with check (
        exists (select 1 from public.notes n where n.id = note_id and n.owner_id = (select auth.uid()))
        and exists (select 1 from public.tags t where t.id = tag_id and t.user_id = (select auth.uid()))
      );`,
  'children that trust the policies of their parent': `${OWNED}
    create table public.lines (id bigint primary key, note_id uuid not null references public.notes (id), body text);
    ${enable('lines')}
    grant select, insert, update, delete on public.lines to authenticated;
    create policy of_note on public.lines for all to authenticated
      using (note_id in (select id from public.notes)) with check (note_id in (select id from public.notes));`,
  'a chain of three tables, each reading its parent': `${OWNED}
    create table public.chapters (id uuid primary key, note_id uuid references public.notes (id));
    create table public.verses (id uuid primary key, chapter_id uuid references public.chapters (id));
    ${enable('chapters')} ${enable('verses')}
    grant select on public.chapters, public.verses to authenticated;
    create policy s on public.chapters for select to authenticated
      using (exists (select from public.notes where notes.id = chapters.note_id));
    create policy s on public.verses for select to authenticated
      using (exists (select from public.chapters c join public.notes n on n.id = c.note_id where c.id = verses.chapter_id));`,
  'public reading, owners write': `
    create table public.posts (id bigint primary key, author_id uuid not null default auth.uid(), body text);
    ${enable('posts')}
    grant select on public.posts to anon;
    grant select, insert, update, delete on public.posts to authenticated;
    create policy posts_read on public.posts for select to anon, authenticated using (true);
    create policy posts_add on public.posts for insert to authenticated with check (author_id = (select auth.uid()));
    create policy posts_change on public.posts for update to authenticated
      using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
    create policy posts_remove on public.posts for delete to authenticated using (author_id = (select auth.uid()));`,
  'public when published, always for the author': `
    create table public.posts (id bigint primary key, author_id uuid, published boolean not null default false);
    ${enable('posts')}
    grant select on public.posts to anon, authenticated;
    create policy published on public.posts for select to anon, authenticated using (published);
    create policy own on public.posts for select to authenticated using (author_id = (select auth.uid()));`,
  'open rows may be changed by anyone, others by their owner': `${OWNED}
    create policy shared_update on public.notes for update to authenticated
      using (is_public or owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));`,
  'an inbox without any reader': `
    create table public.messages (id bigint generated always as identity primary key, email text, body text);
    ${enable('messages')}
    grant insert on public.messages to anon, authenticated;
    create policy messages_insert on public.messages for insert to anon, authenticated with check (true);`,
  'an inbox that checks the row and is read by admins': `
    create schema private;
    create function private.is_admin() returns boolean language sql stable security definer set search_path to ''
      return (select coalesce(((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'admin', false));
    create table public.messages (id bigint primary key, email text not null, body text not null, state text not null default 'new');
    ${enable('messages')}
    grant insert (email, body) on public.messages to anon, authenticated;
    grant select, update, delete on public.messages to authenticated;
    create policy send on public.messages for insert to anon, authenticated
      with check (state = 'new' and length(body) between 1 and 4000);
    create policy admins on public.messages for select to authenticated using ((select private.is_admin()));
    create policy admins_change on public.messages for update to authenticated
      using ((select private.is_admin())) with check ((select private.is_admin()));
    create policy admins_delete on public.messages for delete to authenticated using (private.is_admin() is true);`,
  'an inbox read by those in a table of admins': `
    create table public.admins (user_id uuid primary key);
    ${enable('admins')}
    grant select on public.admins to authenticated;
    create policy self on public.admins for select to authenticated using (user_id = (select auth.uid()));
    create table public.signups (id bigint primary key, email text, user_id uuid);
    ${enable('signups')}
    grant insert on public.signups to anon;
    grant select on public.signups to authenticated;
    create policy signups_insert on public.signups for insert to anon with check (true);
    create policy signups_select on public.signups for select to authenticated
      using (exists (select 1 from public.admins where user_id = (select auth.uid())));`,
  'a catalogue that admins keep': `
    create schema private;
    create table private.admins (user_id uuid primary key);
    create function private.is_admin() returns boolean language sql stable security definer set search_path = ''
      begin atomic select exists (select 1 from private.admins where user_id = auth.uid()); end;
    create table public.products (id bigint primary key, name text, price integer);
    ${enable('products')}
    grant select on public.products to anon, authenticated;
    grant insert, update, delete on public.products to authenticated;
    create policy r on public.products for select to anon, authenticated using (true);
    create policy i on public.products for insert to authenticated with check ((select private.is_admin()));
    create policy u on public.products for update to authenticated
      using ((select private.is_admin())) with check ((select private.is_admin()));
    create policy d on public.products for delete to authenticated using ((select private.is_admin()));`,
  'the role in the token of who asks': `
    create table public.settings (key text primary key, value text);
    ${enable('settings')}
    grant select, update (value) on public.settings to authenticated;
    create policy r on public.settings for select to authenticated using (true);
    create policy u on public.settings for update to authenticated
      using ((select auth.jwt() -> 'app_metadata' ->> 'role') = 'admin')
      with check ((select auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');`,
  'a tenant in the token': `
    create table public.invoices (id bigint primary key, tenant_id uuid not null, total integer);
    ${enable('invoices')}
    grant select, insert on public.invoices to authenticated;
    create policy tenant on public.invoices for all to authenticated
      using (tenant_id = (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid)
      with check (tenant_id = (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid);`,
  'a second factor on top, restrictive': `${OWNED}
    create policy mfa on public.notes as restrictive for all to authenticated
      using ((select auth.jwt() ->> 'aal') = 'aal2');`,
  'permissive for all, bound by a restrictive policy': `
    create table public.files (id bigint primary key, user_id uuid not null);
    ${enable('files')}
    grant select, insert, update, delete on public.files to authenticated;
    create policy may on public.files for all to authenticated using (true) with check (true);
    create policy only_own on public.files as restrictive for all to authenticated
      using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));`,
  'files of a storage bucket, by folder': `
    create policy avatar_read on storage.objects for select to anon, authenticated using (bucket_id = 'avatars');
    create policy avatar_add on storage.objects for insert to authenticated
      with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
    create policy avatar_change on storage.objects for update to authenticated
      using (bucket_id = 'avatars' and owner_id = (select auth.uid()::text))
      with check (bucket_id = 'avatars' and owner_id = (select auth.uid()::text));
    create policy avatar_remove on storage.objects for delete to authenticated
      using (bucket_id = 'avatars' and owner = (select auth.uid()));`,
  'channels of realtime': `${MEMBERSHIP}
    create policy topic on realtime.messages for select to authenticated
      using (split_part(realtime.topic(), ':', 2)::uuid in (select private.my_org_ids()));`,
  'a view that reads as the caller, set later': `${OWNED}
    create view public.titles as select id, title from public.notes;
    alter view public.titles set (security_invoker = on);
    grant select on public.titles to authenticated;`,
  'views over public data and over other invoker views': `
    create table public.cities (id bigint primary key, name text);
    ${enable('cities')}
    grant select on public.cities to anon;
    create policy r on public.cities for select to anon using (true);
    create view public.big with (security_invoker) as select * from public.cities;
    create or replace view public.bigger with (security_invoker = 1) as with c as (select * from public.big) select * from c;`,
  'a definer view and a materialized one out of reach': `${OWNED}
    create schema private;
    create view private.everything as select * from public.notes;
    create materialized view public.counts as select count(*) from public.notes;`,
  'a profile made by a trigger': `
    create table public.profiles (id uuid primary key ${USERS}, name text not null default '');
    ${enable('profiles')}
    grant select, update (name) on public.profiles to authenticated;
    create policy profiles_read on public.profiles for select to authenticated using (true);
    create policy profiles_own on public.profiles for update to authenticated
      using (id = (select auth.uid())) with check (id = (select auth.uid()));
    create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = ''
    as $fn$ begin insert into public.profiles (id) values (new.id); return new; end $fn$;
    create trigger on_signup after insert on auth.users for each row execute function public.handle_new_user();`,
  'a definer function in the API that asks who calls': `${OWNED}
    create or replace function public.publish(note uuid) returns void
    language plpgsql volatile security definer set search_path = ''
    as $$
    begin
      if not exists (select 1 from public.notes where id = note and owner_id = auth.uid()) then
        raise exception using errcode = 'PT404', message = 'not_found';
      end if;
      update public.notes set is_public = true where id = note;
    end $$;
    revoke execute on function public.publish(uuid) from public;
    grant execute on function public.publish(uuid) to authenticated;`,
  'lines of a note of one’s own, asked for in every write': `${OWNED}
    create table public.lines (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() ${USERS},
      note_id uuid not null references public.notes (id) on delete cascade, body text);
    ${enable('lines')}
    grant select, insert, update on public.lines to authenticated;
    create policy own on public.lines for all to authenticated using (owner_id = (select auth.uid()))
      with check (owner_id = (select auth.uid()) and exists (
        select 1 from public.notes n where n.id = note_id and n.owner_id = (select auth.uid())));`,
  'a reference held to its owner by a key of two columns': `${OWNED}
    alter table public.notes add constraint owned unique (id, owner_id);
    create table public.lines (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() ${USERS},
      note_id uuid not null, body text, foreign key (note_id, owner_id) references public.notes (id, owner_id));
    ${enable('lines')}
    grant select, insert on public.lines to authenticated;
    create policy own on public.lines for all to authenticated
      using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));`,
  'a reference that a trigger asks about': `${OWNED}
    create schema private;
    create function private.check_note() returns trigger language plpgsql set search_path = '' as $$
    begin
      if not exists (select 1 from public.notes where id = new.note_id and owner_id = auth.uid()) then
        raise exception using errcode = '42501', message = 'not yours';
      end if;
      return new;
    end $$;
    create table public.lines (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() ${USERS},
      note_id uuid not null references public.notes (id) on delete cascade, body text);
    create trigger check_note before insert or update on public.lines for each row execute function private.check_note();
    ${enable('lines')}
    grant select, insert on public.lines to authenticated;
    create policy own on public.lines for all to authenticated
      using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));`,
  'a role in the profile that is not granted': `
    create schema private; grant usage on schema private to authenticated;
    create table public.profiles (id uuid primary key ${USERS}, name text, role text not null default 'user');
    create function private.is_admin() returns boolean language sql stable security definer set search_path = ''
      as $$ select exists (select 1 from public.profiles where id = auth.uid() and role = 'admin') $$;
    ${enable('profiles')}
    grant select, insert (id, name), update (name) on public.profiles to authenticated;
    create policy own on public.profiles for all to authenticated
      using (id = (select auth.uid())) with check (id = (select auth.uid()));
    create table public.news (id uuid primary key default gen_random_uuid(), title text);
    ${enable('news')}
    grant select, delete on public.news to authenticated;
    create policy admins on public.news for all to authenticated using ((select private.is_admin()));`,
  'admins by the role in their profile, looked up by the policy': `
    create table public.profiles (id uuid primary key ${USERS}, name text, role text not null default 'user');
    ${enable('profiles')}
    grant select, update (name) on public.profiles to authenticated;
    create policy look on public.profiles for select to authenticated using (true);
    create policy own on public.profiles for update to authenticated
      using (id = (select auth.uid())) with check (id = (select auth.uid()));
    create table public.posts (id uuid primary key default gen_random_uuid(),
      author_id uuid not null default auth.uid() references public.profiles (id), title text not null);
    ${enable('posts')}
    grant select, insert, delete on public.posts to authenticated;
    create policy own on public.posts for all to authenticated
      using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
    create policy moderate on public.posts for delete to authenticated
      using (exists (select 1 from public.profiles p where p.id = (select auth.uid()) and p.role = 'admin'));`,
  'a list of admins that admins extend': `
    create schema private; grant usage on schema private to authenticated;
    create table public.admins (id uuid primary key default gen_random_uuid(), user_id uuid not null ${USERS});
    create function private.is_admin() returns boolean language sql stable security definer set search_path = ''
      as $$ select exists (select 1 from public.admins where user_id = auth.uid()) $$;
    ${enable('admins')}
    grant select, insert on public.admins to authenticated;
    create policy see on public.admins for select to authenticated using (user_id = (select auth.uid()));
    create policy name_one on public.admins for insert to authenticated with check ((select private.is_admin()));`,
  'a definer function that keeps who calls in a variable': `${OWNED}
    create function public.title_of(note uuid) returns text language plpgsql stable security definer set search_path = '' as $$
    declare me uuid := (select auth.uid());
    begin
      if me is null then raise exception using errcode = '42501', message = 'sign in'; end if;
      return (select title from public.notes where id = note and owner_id = me);
    end $$;`,
  'a count over the rows of all, declared open': `${OWNED}
    create function public.note_count() returns bigint language sql stable security definer set search_path = ''
      as $$ select count(*) from public.notes $$;
    comment on function public.note_count() is 'Open to everyone: how many notes there are.';`,
  'a definer function that only the service may call': `${OWNED}
    create function public.purge(days integer) returns void language sql security definer
      set search_path = '' set statement_timeout = '5s'
      as $$ delete from public.notes where title = '' $$;
    revoke execute on function public.purge(int) from public, anon, authenticated;
    grant execute on function public.purge(int) to service_role;`,
  'functions that nobody may execute unless told': `
    alter default privileges in schema public revoke execute on functions from public;
    create function public.tick() returns bigint language sql security definer set search_path = '' as $$ select 1 $$;
    create function public.add(a int, b int) returns int language sql immutable as 'select a + b';`,
  'grants of everything taken back': `
    alter default privileges in schema public grant all on tables to anon, authenticated;
    alter default privileges in schema public revoke all on tables from anon, authenticated;
    create table public.things (id bigint primary key, user_id uuid);
    ${enable('things')}
    grant all on public.things to anon, authenticated;
    revoke all on public.things from anon, authenticated;
    grant all on public.things to service_role;
    grant select on public.things to authenticated;
    create policy own on public.things for select to authenticated using (user_id = (select auth.uid()));`,
  'weak policies replaced by later ones': `
    create table public.todos (id bigint primary key, user_id uuid);
    grant select, insert, delete on public.todos to authenticated;
    create policy everything on public.todos for all using (true);
    drop policy everything on public.todos;
    create policy own on public.todos for delete to authenticated using (true);
    alter policy own on public.todos using (user_id = (select auth.uid()));
    ${enable('todos')}`,
  'tables that were renamed, moved and dropped': `
    create schema private;
    create table public.old (id bigint primary key, user_id uuid);
    create table public.gone (id bigint);
    create table public.inner_log (id bigint);
    alter table public.old rename to fresh;
    drop table if exists public.gone cascade;
    alter table public.inner_log set schema private;
    ${enable('fresh')}
    grant select on public.fresh to authenticated;
    create policy own on public.fresh for select to authenticated using (user_id = (select auth.uid()));`,
  'a table for the service alone': `
    create table public.webhook_events (id text primary key, payload jsonb not null);
    ${enable('webhook_events')}
    grant select, insert on public.webhook_events to service_role;
    create policy service on public.webhook_events for all to service_role using (true) with check (true);`,
  'row level security switched on by a block': `
    create table public.a (id bigint primary key, user_id uuid);
    create table public.b (id bigint primary key, user_id uuid);
    do $$
    declare t text;
    begin
      foreach t in array array['a', 'b'] loop
        execute format('alter table public.%I enable row level security', t);
        execute format('create policy own on public.%I to authenticated using (user_id = auth.uid())', t);
        execute format('grant select on public.%I to authenticated', t);
      end loop;
    end $$;
    grant select on public.a to authenticated;`,
  partitions: `
    create table public.events (at timestamptz not null, user_id uuid not null) partition by range (at);
    create table public.events_2026 partition of public.events for values from ('2026-01-01') to ('2027-01-01');
    ${enable('events')} ${enable('events_2026')}
    grant select, insert on public.events to authenticated;
    create policy own on public.events for all to authenticated
      using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));`,
  'friends, read through their own rows': `
    create table public.friendships (a uuid not null, b uuid not null, primary key (a, b));
    ${enable('friendships')}
    grant select, insert, delete on public.friendships to authenticated;
    create policy mine on public.friendships for select to authenticated using ((select auth.uid()) in (a, b));
    create policy befriend on public.friendships for insert to authenticated with check (a = (select auth.uid()));
    create policy leave on public.friendships for delete to authenticated using ((select auth.uid()) = any (array[a, b]));
    create table public.moods (user_id uuid primary key, mood text);
    ${enable('moods')}
    grant select on public.moods to authenticated;
    create policy friends on public.moods for select to authenticated
      using (user_id = (select auth.uid()) or exists (
        select 1 from public.friendships f where f.a = moods.user_id and f.b = (select auth.uid())));`,
  'an insert limited by a count through a definer function': `${OWNED}
    create schema private;
    create function private.note_count() returns bigint language sql stable security definer set search_path = ''
      as $$ select count(*) from public.notes where owner_id = (select auth.uid()) $$;
    create policy at_most_100 on public.notes as restrictive for insert to authenticated
      with check (private.note_count() < 100);`,
  'collaborators by e-mail, with a fallback for none': `
    create table public.boards (id bigint primary key, owner_id uuid not null, editors text[] not null default '{}');
    ${enable('boards')}
    grant select, update (editors) on public.boards to authenticated;
    create policy see on public.boards for select to authenticated
      using (owner_id = (select auth.uid()) or (select auth.email()) = any (editors));
    create policy change on public.boards for update to authenticated
      using (case when owner_id = (select auth.uid()) then true else coalesce((select auth.email()) = any (editors), false) end)
      with check (not (owner_id is distinct from (select auth.uid())) or (select auth.jwt() ->> 'email') = any (editors));`,
  'a share link in a header': `
    create table public.shares (id bigint primary key, token text not null, body text);
    ${enable('shares')}
    grant select, update (body) on public.shares to anon;
    create policy by_token on public.shares for select to anon
      using (token = (current_setting('request.headers', true)::json ->> 'x-share-token'));
    create policy change_by_token on public.shares for update to anon
      using (token = (current_setting('request.headers', true)::json ->> 'x-share-token'))
      with check (token = (current_setting('request.headers', true)::json ->> 'x-share-token'));`,
  'columns that bind the row cannot be changed': `
    create table public.tasks (id bigint primary key, user_id uuid not null default auth.uid(), status text);
    ${enable('tasks')}
    grant select, update (status) on public.tasks to authenticated;
    create policy s on public.tasks for select to authenticated using (user_id = (select auth.uid()));
    create policy u on public.tasks for update to authenticated
      using (user_id = (select auth.uid())) with check (status in ('open', 'done'));`,
  'guests of anonymous sign-in may not write': `${OWNED}
    create policy no_guests on public.notes as restrictive for insert to authenticated
      with check ((select (auth.jwt() ->> 'is_anonymous')::boolean) is false);`,
  'extensions, types, triggers, comments and indexes': `
    create extension if not exists pg_trgm with schema extensions;
    create type public.mood as enum ('glad', 'sad');
    create domain public.email as text check (value ~ '@');
    create sequence public.numbers;
    create table public.days (id bigint primary key default nextval('public.numbers'), user_id uuid, mood public.mood);
    comment on table public.days is 'It''s a day; with a semicolon -- and no comment';
    create index days_user on public.days using btree (user_id);
    create function private_touch() returns trigger language plpgsql as $$ begin new.mood := 'glad'; return new; end $$;
    create trigger touch before update on public.days for each row execute function private_touch();
    alter table public.days add column note text, add constraint short check (length(note) < 80);
    ${enable('days')}
    alter table public.days force row level security;
    grant select on public.days to authenticated;
    create policy own on public.days for select to authenticated using (user_id = (select auth.uid()));
    insert into public.days (id) values (1) on conflict do nothing;`,
};
