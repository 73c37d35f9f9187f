/*
 * Keys for models that organizations bring. The key itself is in Vault; of it, people see the last four characters.
 */

create table private.model_keys (
  org_id uuid not null references public.organizations (id) on delete cascade,
  provider text not null check (provider ~ '^[a-z][a-z0-9_-]{0,31}$'),
  secret_id uuid not null unique,
  base_url text check (char_length(base_url) <= 300),
  model text check (model ~ '^[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,119}$'),
  hint text not null check (char_length(hint) <= 4),
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  primary key (org_id, provider)
);

create index model_keys_created_by_idx on private.model_keys (created_by);

comment on table private.model_keys is 'Which providers an organization pays by itself, and where in Vault the key is.';
comment on column private.model_keys.model is 'The model that is asked with it; null: the best known of the provider.';
comment on column private.model_keys.hint is 'The last four characters of the key, to tell it from others.';

-- Granted to nobody.
alter table private.model_keys enable row level security;

create policy closed on private.model_keys for all to anon, authenticated using (false) with check (false);

create function private.forget_secret() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from vault.secrets s where s.id = old.secret_id;
  return null;
end;
$$;
comment on function private.forget_secret() is 'After-delete trigger: a key goes with the row that names it.';
-- Definer: also fires when an organization is deleted. Granted to nobody: only the trigger calls it.
revoke all on function private.forget_secret() from public;

create trigger forget_secret after delete on private.model_keys
  for each row execute function private.forget_secret();

create function private.is_public_url(url text) returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return url ~ '^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$'
    and split_part(split_part(url, '/', 3), ':', 1) !~ '(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|arpa)$';
end;
$$;
comment on function private.is_public_url(text) is
  'An https address with a host name that the Internet knows: no numbers, no names of a private network, no credentials.';

create function private.set_model_key(org_id uuid, provider text, key text, base_url text, model text) returns void
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  caller uuid := (select auth.uid());
  known uuid;
begin
  perform private.require_org_role(set_model_key.org_id, caller, 'admin');
  if set_model_key.provider is null or set_model_key.provider !~ '^[a-z][a-z0-9_-]{0,31}$' then
    raise exception using errcode = 'PT422', message = 'invalid_provider', detail = 'There is no such provider.';
  elsif set_model_key.key is null or set_model_key.key !~ '^[!-~]+$'
    or char_length(set_model_key.key) not between 8 and 500 then
    raise exception using errcode = 'PT422', message = 'invalid_key',
      detail = 'A key has 8 to 500 characters, without spaces.';
  elsif not private.is_public_url(set_model_key.base_url) or char_length(set_model_key.base_url) > 300 then
    raise exception using errcode = 'PT422', message = 'invalid_base_url',
      detail = 'The address starts with https:// and names a host on the Internet.';
  elsif set_model_key.model !~ '^[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,119}$' then
    raise exception using errcode = 'PT422', message = 'invalid_model',
      detail = 'The name of a model has up to 120 letters, digits and . : / @ _ -, as its provider writes it.';
  end if;

  -- Two at the same time, for a provider that has no row yet to lock.
  perform pg_advisory_xact_lock(hashtextextended('model_key ' || set_model_key.org_id || ' ' || set_model_key.provider, 0));
  select k.secret_id into known
  from private.model_keys k
  where k.org_id = set_model_key.org_id and k.provider = set_model_key.provider;
  if known is not null then
    perform vault.update_secret(known, set_model_key.key);
  else
    known := vault.create_secret(set_model_key.key);
  end if;
  insert into private.model_keys as k (org_id, provider, secret_id, base_url, model, hint, created_by)
  values (
    set_model_key.org_id, set_model_key.provider, known, set_model_key.base_url, set_model_key.model,
    right(set_model_key.key, 4), caller
  )
  on conflict (org_id, provider) do update set
    base_url = excluded.base_url, model = excluded.model, hint = excluded.hint, created_by = excluded.created_by, created_at = now();
end;
$$;
comment on function private.set_model_key(uuid, text, text, text, text) is 'See public.set_model_key.';

create function private.delete_model_key(org_id uuid, provider text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.require_org_role(delete_model_key.org_id, (select auth.uid()), 'admin');
  delete from private.model_keys k
  where k.org_id = delete_model_key.org_id and k.provider = delete_model_key.provider;
  return found;
end;
$$;
comment on function private.delete_model_key(uuid, text) is 'See public.delete_model_key.';

create function private.list_model_keys(org_id uuid)
returns table (provider text, hint text, base_url text, model text, created_at timestamptz)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform private.require_org_role(list_model_keys.org_id, (select auth.uid()), 'admin');
  return query
    select k.provider, k.hint, k.base_url, k.model, k.created_at
    from private.model_keys k
    where k.org_id = list_model_keys.org_id
    order by k.provider;
end;
$$;
comment on function private.list_model_keys(uuid) is 'See public.list_model_keys.';

create function private.model_providers(org_id uuid) returns table (provider text, model text)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform private.require_org_role(model_providers.org_id, (select auth.uid()), 'viewer');
  return query
    select k.provider, k.model from private.model_keys k where k.org_id = model_providers.org_id order by k.provider;
end;
$$;
comment on function private.model_providers(uuid) is 'See public.model_providers.';

create function private.read_model_keys(job_id uuid)
returns table (provider text, key text, base_url text, model text)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select k.provider, s.decrypted_secret, k.base_url, k.model
    from public.generation_jobs j
    join private.model_keys k on k.org_id = j.org_id
    join vault.decrypted_secrets s on s.id = k.secret_id
    where j.id = read_model_keys.job_id and j.status = 'running';
end;
$$;
comment on function private.read_model_keys(uuid) is 'See public.read_model_keys.';

-- Definers: keys are granted to nobody. For signed-in people, whose role the bodies ask for; reading, for the service
-- alone, and only for an organization that has a job running.
revoke all on function
  private.set_model_key(uuid, text, text, text, text), private.delete_model_key(uuid, text), private.list_model_keys(uuid),
  private.model_providers(uuid), private.read_model_keys(uuid)
from public;
grant execute on function
  private.set_model_key(uuid, text, text, text, text), private.delete_model_key(uuid, text), private.list_model_keys(uuid),
  private.model_providers(uuid)
to authenticated;
grant execute on function private.read_model_keys(uuid) to service_role;

create function public.set_model_key(
  org_id uuid, provider text, key text, base_url text default null, model text default null
) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.set_model_key(
    set_model_key.org_id, set_model_key.provider, set_model_key.key, set_model_key.base_url, set_model_key.model
  );
end;
$$;
comment on function public.set_model_key(uuid, text, text, text, text) is
  'Sets or replaces the organization''s key for a provider, and which of its models is asked. The key cannot be read again. '
  'For admins; PT403, PT404; PT422 invalid_provider, invalid_key, invalid_base_url, invalid_model.';

create function public.delete_model_key(org_id uuid, provider text) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  return private.delete_model_key(delete_model_key.org_id, delete_model_key.provider);
end;
$$;
comment on function public.delete_model_key(uuid, text) is
  'Deletes the organization''s key for a provider, here and in Vault; false when there was none. For admins; PT403, PT404.';

create function public.list_model_keys(org_id uuid)
returns table (provider text, hint text, base_url text, model text, created_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query select * from private.list_model_keys(list_model_keys.org_id);
end;
$$;
comment on function public.list_model_keys(uuid) is
  'The keys of an organization by their last four characters. For admins; PT403, PT404.';

create function public.model_providers(org_id uuid) returns table (provider text, model text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query select * from private.model_providers(model_providers.org_id);
end;
$$;
comment on function public.model_providers(uuid) is
  'The providers that the organization has a key for: what its people may choose models from. For members; PT404.';

create function public.read_model_keys(job_id uuid)
returns table (provider text, key text, base_url text, model text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query select * from private.read_model_keys(read_model_keys.job_id);
end;
$$;
comment on function public.read_model_keys(uuid) is 'The keys that a running job may use: those of its organization.';

revoke all on function
  public.set_model_key(uuid, text, text, text, text), public.delete_model_key(uuid, text), public.list_model_keys(uuid),
  public.model_providers(uuid), public.read_model_keys(uuid)
from public;
grant execute on function
  public.set_model_key(uuid, text, text, text, text), public.delete_model_key(uuid, text), public.list_model_keys(uuid),
  public.model_providers(uuid)
to authenticated;
grant execute on function public.read_model_keys(uuid) to service_role;
