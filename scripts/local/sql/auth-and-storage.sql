-- Runs after @supabase/lite made its auth and storage tables, at each start: Lite re-creates auth.uid(), role(), email()
-- and jwt() with definitions that ignore request.jwt.claims, which policies and pgTAP tests rely on.
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;
create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;
create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

do $$
declare
  item record;
begin
  for item in
    select n.nspname as schema, c.relname as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('auth', 'storage') and c.relkind in ('r', 'p')
  loop
    execute format('alter table %I.%I owner to %I', item.schema, item.name, 'supabase_' || item.schema || '_admin');
    execute format('alter table %I.%I enable row level security', item.schema, item.name);
  end loop;
  for item in
    select n.nspname as schema, p.oid::regprocedure::text as name
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('auth', 'storage')
  loop
    execute format('alter function %s owner to %I', item.name, 'supabase_' || item.schema || '_admin');
  end loop;
end
$$;

grant usage on schema auth to anon, authenticated, service_role, postgres;
grant all on schema auth to supabase_auth_admin, dashboard_user;
grant all on all tables in schema auth to postgres, dashboard_user, supabase_auth_admin;
grant all on all routines in schema auth to postgres, dashboard_user, supabase_auth_admin;
revoke all on all tables in schema auth from anon, authenticated, service_role;

grant usage on schema storage to anon, authenticated, service_role;
grant usage on schema storage to postgres with grant option;
grant all on schema storage to supabase_storage_admin, dashboard_user;
grant all on all tables in schema storage to postgres with grant option;
grant all on all tables in schema storage to anon, authenticated, service_role;
grant all on all routines in schema storage to postgres, anon, authenticated, service_role;
-- The platform lets `postgres` make policies on storage.objects without owning it; plain Postgres asks for ownership.
grant supabase_storage_admin to postgres;

-- Lite stores jsonb columns double-encoded (a JSON string that holds JSON), which breaks every trigger and claim that
-- reads them. Undone on the way in.
create or replace function auth._local_decode_json() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_table_name = 'users' then
    if jsonb_typeof(new.raw_app_meta_data) = 'string' then
      new.raw_app_meta_data := (new.raw_app_meta_data #>> '{}')::jsonb;
    end if;
    if jsonb_typeof(new.raw_user_meta_data) = 'string' then
      new.raw_user_meta_data := (new.raw_user_meta_data #>> '{}')::jsonb;
    end if;
  elsif tg_table_name = 'identities' then
    if jsonb_typeof(new.identity_data) = 'string' then
      new.identity_data := (new.identity_data #>> '{}')::jsonb;
    end if;
  else
    if jsonb_typeof(new.metadata) = 'string' then
      new.metadata := (new.metadata #>> '{}')::jsonb;
    end if;
    if jsonb_typeof(new.user_metadata) = 'string' then
      new.user_metadata := (new.user_metadata #>> '{}')::jsonb;
    end if;
  end if;
  return new;
end
$$;
alter function auth._local_decode_json() owner to supabase_auth_admin;
-- Named to fire before any trigger of a migration.
create or replace trigger aaa_local_decode_json before insert or update on auth.users
  for each row execute function auth._local_decode_json();
create or replace trigger aaa_local_decode_json before insert or update on auth.identities
  for each row execute function auth._local_decode_json();
create or replace trigger aaa_local_decode_json before insert or update on storage.objects
  for each row execute function auth._local_decode_json();
