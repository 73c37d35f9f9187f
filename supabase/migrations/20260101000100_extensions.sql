/*
 * Extensions, the schema `private`, and what nobody is granted by default.
 *
 * Conventions of every migration here
 * - Lowercase, snake_case, plural tables. A table is told in one place and one order: table, indexes, comments, grants,
 *   row level security, policies, functions, triggers.
 * - `public` is the API: tables, `security_invoker` views and invoker functions. `private` is never exposed: helpers of
 *   policies, job internals, and every `security definer` function. A definer function checks its caller in its own
 *   body, and is granted by name with the reason beside the grant.
 * - Every function has `set search_path = ''` and writes full names.
 * - Errors for a caller: errcode `PTnnn` (PostgREST answers with HTTP status nnn), `message` the stable code, `detail` a
 *   sentence for a person, `hint` JSON details.
 */

create extension if not exists pgcrypto with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_net with schema extensions;
-- No schema named: its control file states `vault`, which does not exist everywhere before the extension does.
create extension if not exists supabase_vault;

create schema private;
comment on schema private is 'Helpers of policies, job internals and definer functions. Never exposed by the API.';

revoke all on schema private from public;
-- Policies and the invoker functions of `public` call functions here; what may be called is granted function by function.
grant usage on schema private to authenticated, service_role;

-- New objects are granted to nobody, also on projects that still carry the platform's older, generous defaults.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.touch_updated_at() is 'Before-update trigger: keeps updated_at.';

create function private.slugify(value text) returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
  return rtrim(left(btrim(
    regexp_replace(
      regexp_replace(normalize(lower(value), nfkd), '[\u0300-\u036f]', '', 'g'),
      '[^a-z0-9]+', '-', 'g'
    ), '-'), 48), '-');
end;
$$;
comment on function private.slugify(text) is
  'Lower-case ASCII words joined by hyphens, at most 48 characters; empty when the value holds no Latin letter or digit.';
