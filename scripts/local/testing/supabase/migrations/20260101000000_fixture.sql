create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_net with schema extensions;

create schema private;

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  body text not null check (body <> ''),
  price numeric(12, 2),
  meta jsonb not null default '{}',
  created_at timestamptz not null default now()
);
alter table public.notes enable row level security;
grant select, insert, delete on public.notes to authenticated;
grant update (body) on public.notes to authenticated;
create policy own on public.notes for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

-- With row level security and without a grant: nobody but its owner may touch it, whatever the API server does.
create table public.sealed (id int primary key);
alter table public.sealed enable row level security;

create table public.profiles (id uuid primary key references auth.users (id) on delete cascade, name text);
alter table public.profiles enable row level security;
grant select on public.profiles to authenticated;
create policy own on public.profiles for select to authenticated using (id = (select auth.uid()));

create function private.make_profile() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, name) values (new.id, new.raw_user_meta_data ->> 'name');
  return new;
end
$$;
revoke all on function private.make_profile() from public;
create trigger make_profile after insert on auth.users for each row execute function private.make_profile();

create function public.add_team_claim(event jsonb) returns jsonb language sql stable set search_path = '' as $$
  select jsonb_set(event, '{claims,team}', '"red"')
$$;
revoke all on function public.add_team_claim(jsonb) from public;
grant usage on schema public to supabase_auth_admin;
grant execute on function public.add_team_claim(jsonb) to supabase_auth_admin;

-- One function for each way that a result or a parameter can look.
create function public.who() returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'email', auth.email(), 'user', current_user)
$$;
create function public.add_numbers(a int, b int default 10) returns int language sql immutable set search_path = '' as $$
  select a + b
$$;
create function public.yes() returns boolean language sql immutable set search_path = '' as $$ select true $$;
create function public.greeting(name text default null) returns text language sql immutable set search_path = '' as $$
  select 'hello ' || coalesce(name, 'you')
$$;
create function public.new_id() returns uuid language sql immutable set search_path = '' as $$
  select '00000000-0000-0000-0000-000000000001'::uuid
$$;
create function public.nothing() returns void language sql set search_path = '' as $$ select $$;
create function public.json_kind(value jsonb, depth int default 1) returns text language sql immutable set search_path = '' as $$
  select jsonb_typeof(value) || ':' || depth
$$;
create function public.json_echo(value jsonb) returns jsonb language sql immutable set search_path = '' as $$ select value $$;
create function public.count_to(n int) returns setof int language sql immutable set search_path = '' as $$
  select generate_series(1, n)
$$;
create function public.pairs(n int) returns table (place int, label text, meta jsonb) language sql immutable
set search_path = '' as $$
  select i, 'item ' || i, jsonb_build_object('i', i) from generate_series(1, n) as i
$$;
create function public.my_notes() returns setof public.notes language sql stable set search_path = '' as $$
  select * from public.notes order by created_at
$$;
create function public.refuse(status int, code text) returns void language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || status, message = code, detail = 'A sentence for a person.',
    hint = '{"limit": 5}';
end
$$;
create function public.complain() returns void language plpgsql set search_path = '' as $$
begin
  raise exception 'Something is not right.';
end
$$;
create function public.slow() returns void language sql set search_path = '' as $$ select pg_sleep(10) $$;
create function public.announce(topic text, size int default 10) returns void language sql security definer
set search_path = '' as $$
  select realtime.send(jsonb_build_object('text', repeat('x', size)), 'changed', topic, true)
$$;
revoke all on all functions in schema public from public;
grant execute on function public.who(), public.refuse(int, text), public.slow() to anon;
grant execute on all functions in schema public to authenticated;
revoke execute on function public.add_team_claim(jsonb) from authenticated;

create policy read_own on realtime.messages for select to authenticated
  using (realtime.topic() = 'user:' || (select auth.uid())::text);
create policy write_own on realtime.messages for insert to authenticated
  with check (realtime.topic() = 'user:' || (select auth.uid())::text and realtime.topic() not like '%readonly');

create policy own_folder on storage.objects for all to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);

create table private.calls (at timestamptz not null default clock_timestamp(), status int);
grant usage on schema private to service_role;
grant select, insert on private.calls to service_role;
create table public.visits (id bigint generated always as identity primary key, note text not null);
alter table public.visits enable row level security;
grant select, insert on public.visits to service_role;

-- What a scheduled job of a real project does: read where to call from the vault, and call.
select cron.schedule('call-function', '1 seconds', $$
  select net.http_post(
    url := (select decrypted_secret from vault.decrypted_secrets where name = 'project_url') || '/functions/v1/echo/cron',
    headers := jsonb_build_object('apikey', (select decrypted_secret from vault.decrypted_secrets where name = 'secret_key')),
    body := '{"from": "cron"}'
  )
$$);
