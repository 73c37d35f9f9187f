/** What a Supabase project holds before an application's first migration. */

/**
 * Roles with the usage of schemas that the platform gives them and nothing more, the schema for extensions, helpers that
 * read the token, and the columns of `auth.users` that seeds written for Supabase fill.
 */
export const PLATFORM_SQL = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin noinherit bypassrls; end if;
  if not exists (select from pg_roles where rolname = 'supabase_auth_admin') then create role supabase_auth_admin nologin noinherit; end if;
end $$;
create schema if not exists extensions;
grant usage on schema public, auth, extensions to anon, authenticated, service_role;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb
$$;
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub')::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), auth.jwt() ->> 'role')
$$;
create or replace function auth.email() returns text language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim.email', true), ''), auth.jwt() ->> 'email')
$$;
grant execute on all functions in schema auth to anon, authenticated, service_role;

alter table auth.users
  add column if not exists instance_id uuid,
  add column if not exists is_super_admin boolean,
  alter column id set default gen_random_uuid();
alter table auth.identities alter column id set default gen_random_uuid();
`;

/**
 * `@supabase/lite` stores a user's metadata as JSON text inside a JSON string. Unwrapped before other triggers see it:
 * Postgres fires triggers in the order of their names.
 */
export const USER_METADATA_SQL = `
create or replace function auth.unwrap_metadata() returns trigger language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(new.raw_user_meta_data) = 'string' then
    new.raw_user_meta_data := (new.raw_user_meta_data #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(new.raw_app_meta_data) = 'string' then
    new.raw_app_meta_data := (new.raw_app_meta_data #>> '{}')::jsonb;
  end if;
  return new;
end $$;
create or replace trigger "000_unwrap_metadata" before insert or update on auth.users
  for each row execute function auth.unwrap_metadata();
`;

/**
 * The tables of auth, storage and realtime as far as migrations and policies name them, for a Postgres without
 * `@supabase/lite`. Runs before `PLATFORM_SQL`.
 */
export const PLATFORM_TABLES_SQL = `
create schema auth;
create schema storage;
create schema realtime;
create table auth.users (
  instance_id uuid, id uuid primary key default gen_random_uuid(), aud text, role text, email text unique, phone text,
  encrypted_password text, email_confirmed_at timestamptz, invited_at timestamptz, last_sign_in_at timestamptz,
  raw_app_meta_data jsonb, raw_user_meta_data jsonb, is_super_admin boolean, is_anonymous boolean not null default false,
  confirmation_token text, recovery_token text, email_change text, email_change_token_new text,
  created_at timestamptz default now(), updated_at timestamptz default now(), deleted_at timestamptz
);
create table auth.identities (
  id uuid primary key default gen_random_uuid(), provider text, provider_id text,
  user_id uuid references auth.users (id) on delete cascade, identity_data jsonb, last_sign_in_at timestamptz,
  created_at timestamptz, updated_at timestamptz, unique (provider_id, provider)
);
alter table auth.users enable row level security;
alter table auth.identities enable row level security;
create table storage.buckets (id text primary key, name text, public boolean default false, owner uuid, owner_id text,
  file_size_limit bigint, allowed_mime_types text[], created_at timestamptz default now(), updated_at timestamptz default now());
create table storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets (id),
  name text, owner uuid, owner_id text, metadata jsonb, user_metadata jsonb, version text,
  created_at timestamptz default now(), updated_at timestamptz default now(), last_accessed_at timestamptz default now(),
  path_tokens text[] generated always as (string_to_array(name, '/')) stored);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
create function storage.foldername(name text) returns text[] language sql immutable as $$
  select (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1]
$$;
create function storage.filename(name text) returns text language sql immutable as $$
  select (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)]
$$;
create function storage.extension(name text) returns text language sql immutable as $$
  select reverse(split_part(reverse(storage.filename(name)), '.', 1))
$$;
create table realtime.messages (id uuid primary key default gen_random_uuid(), topic text not null, extension text not null,
  payload jsonb, event text, private boolean default false, inserted_at timestamp default now(), updated_at timestamp default now());
alter table realtime.messages enable row level security;
create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')
$$;
create publication supabase_realtime;
`;
