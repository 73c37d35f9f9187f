-- Roles, schemas and defaults of a hosted project. Runs as the superuser at each start, so every statement is idempotent.
do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (values
      ('anon', 'nologin inherit'),
      ('authenticated', 'nologin inherit'),
      ('service_role', 'nologin inherit bypassrls'),
      ('authenticator', 'nologin noinherit'),
      ('supabase_auth_admin', 'nologin noinherit'),
      ('supabase_storage_admin', 'nologin noinherit'),
      ('supabase_realtime_admin', 'nologin noinherit'),
      ('supabase_functions_admin', 'nologin noinherit'),
      ('supabase_replication_admin', 'nologin replication'),
      ('supabase_read_only_user', 'nologin bypassrls'),
      ('dashboard_user', 'nologin createdb createrole replication'),
      ('supabase_lite', 'login noinherit'),
      ('postgres', 'login nosuperuser createdb createrole replication bypassrls')
    ) as role (name, options)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I with %s', wanted.name, wanted.options);
    end if;
  end loop;
end
$$;

-- What a token's `role` may name is what `authenticator` is a member of.
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to postgres with admin option;

-- The login of the API server: it may use the auth and storage tables itself, and become an API role, nothing else.
do $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    execute 'grant supabase_auth_admin, supabase_storage_admin to supabase_lite with inherit true, set false';
    execute 'grant anon, authenticated, service_role to supabase_lite with inherit false, set true';
    execute 'grant pg_create_subscription to postgres';
  else
    -- Postgres 15 knows inheritance of a role as a whole only.
    alter role supabase_lite inherit;
    grant supabase_auth_admin, supabase_storage_admin, anon, authenticated, service_role to supabase_lite;
  end if;
end
$$;

grant authenticator to supabase_storage_admin;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
grant pg_read_all_data to supabase_read_only_user;
grant all on database postgres to postgres, dashboard_user;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role postgres set search_path = "$user", public, extensions;
alter role supabase_admin set search_path = "$user", public, auth, extensions;
alter role supabase_auth_admin set search_path = auth;
alter role supabase_storage_admin set search_path = storage;

alter schema public owner to pg_database_owner;
alter database postgres owner to postgres;
grant usage on schema public to postgres, anon, authenticated, service_role;

create schema if not exists extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role;
grant all on schema extensions to postgres, dashboard_user;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;

-- New objects in `public` are granted to nobody, as on projects made since 2026: migrations grant explicitly.
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges for role postgres in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges for role postgres in schema public revoke all on functions from anon, authenticated, service_role;

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
end
$$;

create schema if not exists auth;
create schema if not exists storage;
create schema if not exists realtime;
create schema if not exists graphql_public;
create schema if not exists vault;
create extension if not exists supabase_vault with schema vault;

-- The real pg_cron, where the server has loaded it. As on the platform, the superuser makes it and lends it to `postgres`;
-- the stand-in does the same for itself when the migrations make it.
do $$
begin
  if current_setting('cron.database_name', true) is null then
    return;
  end if;
  create extension if not exists pg_cron with schema pg_catalog;
  grant usage on schema cron to postgres with grant option;
  grant all on all functions in schema cron to postgres with grant option;
  grant all privileges on all tables in schema cron to postgres with grant option;
  revoke all on table cron.job from postgres;
  grant select on table cron.job to postgres with grant option;
end
$$;
