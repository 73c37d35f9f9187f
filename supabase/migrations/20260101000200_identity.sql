/*
 * Identity: what Trellis knows of a person, and what every new account is given.
 */

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null check (char_length(display_name) between 1 and 80 and display_name = btrim(display_name)),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table public.profiles is 'One row per account: how a person is shown, and their preferences.';
comment on column public.profiles.theme is 'Colour scheme of the interface; "system" follows the device.';

-- Insert and delete are not granted: rows come and go with auth.users.
grant select, update (display_name, theme) on public.profiles to authenticated;
grant select on public.profiles to service_role;

alter table public.profiles enable row level security;

create policy select_self on public.profiles for select to authenticated
  using (id = (select auth.uid()));
create policy update_self on public.profiles for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

create trigger touch_updated_at before update on public.profiles
  for each row execute function private.touch_updated_at();

create function private.display_name_of(email text, metadata jsonb) returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(
    nullif(btrim(left(regexp_replace(
      coalesce(
        nullif(btrim(metadata ->> 'display_name'), ''),
        nullif(btrim(metadata ->> 'full_name'), ''),
        nullif(btrim(metadata ->> 'name'), ''),
        split_part(email, '@', 1)
      ), '[\s\u0001-\u001f\u007f]+', ' ', 'g'), 80)), ''),
    'New member'
  );
end;
$$;
comment on function private.display_name_of(text, jsonb) is
  'How to show an account that has just signed up: the name it gave, else the local part of its address.';

/*
 * Sign-up must never fail on what a person typed, and must never leave an account without a place to work: the profile,
 * the personal organization and its owner are made here, in the transaction of the sign-up. The organization's plan is
 * the column's default, the free one. (The tables of the organization come with the next migrations.)
 */
create function private.provision_user(user_id uuid, email text, metadata jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  shown_name text := private.display_name_of(email, metadata);
  new_org_id uuid := gen_random_uuid();
begin
  insert into public.profiles (id, display_name) values (provision_user.user_id, shown_name)
  on conflict do nothing;

  insert into public.organizations (id, name, slug, personal_owner_id)
  values (
    new_org_id,
    shown_name,
    concat_ws('-', nullif(private.slugify(shown_name), ''), left(replace(new_org_id::text, '-', ''), 8)),
    provision_user.user_id
  )
  on conflict (personal_owner_id) do nothing;

  insert into public.organization_members (org_id, user_id, role)
  select o.id, provision_user.user_id, 'owner'
  from public.organizations o
  where o.personal_owner_id = provision_user.user_id
  on conflict do nothing;
end;
$$;
comment on function private.provision_user(uuid, text, jsonb) is
  'Gives an account its profile and its personal organization; does nothing where they exist.';

create function private.provision_new_user() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.provision_user(new.id, new.email, new.raw_user_meta_data);
  return null;
end;
$$;
comment on function private.provision_new_user() is 'After-insert trigger on auth.users.';
-- Definer: the auth service inserts the user and may not write here. Granted to nobody: only the trigger calls it.
revoke all on function private.provision_new_user() from public;

create trigger provision_new_user after insert on auth.users
  for each row execute function private.provision_new_user();
