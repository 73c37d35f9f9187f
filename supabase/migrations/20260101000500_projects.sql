/*
 * Projects and who may see and change them: the organization's people by their role, and collaborators of one project.
 */

create table public.projects (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 120 and name = btrim(name)),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 80),
  description text not null default '' check (char_length(description) <= 2000),
  kind text not null default 'app' check (kind in ('app', 'site')),
  visibility text not null default 'private' check (visibility in ('private', 'public')),
  status text not null default 'draft' check (status in ('draft', 'generating', 'ready', 'deployed', 'failed')),
  head_version_id uuid,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

create unique index projects_slug_idx on public.projects (org_id, slug) where deleted_at is null;
create index projects_org_id_idx on public.projects (org_id, updated_at desc);
create index projects_created_by_idx on public.projects (created_by);

comment on table public.projects is 'What an organization builds: a line of versions with a head.';
comment on column public.projects.head_version_id is 'The current version; null until the first is saved.';
comment on column public.projects.deleted_at is 'Set by delete_project; a deleted project is invisible to everyone.';

-- Insert and delete are not granted: rows come from enqueue_generation and end with delete_project.
grant select, update (name, description) on public.projects to authenticated;
grant select on public.projects to service_role;

alter table public.projects enable row level security;

create trigger touch_updated_at before update on public.projects
  for each row execute function private.touch_updated_at();

create table public.project_collaborators (
  project_id uuid not null references public.projects (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('editor', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (project_id, user_id)
);

create index project_collaborators_user_id_idx on public.project_collaborators (user_id, project_id) include (role);

comment on table public.project_collaborators is
  'People from outside the organization who may see (viewer) or change (editor) one project.';

-- Writes are not granted yet: invitations to a project come with teams.
grant select on public.project_collaborators to authenticated;

alter table public.project_collaborators enable row level security;

/*
 * The second half of the tenant check. Like my_org_ids it reads as its owner, so that the policies of projects and
 * project_collaborators never read each other in a circle.
 */
create function private.my_collaboration_ids(min_role text) returns setof uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
    select c.project_id
    from public.project_collaborators c
    join public.projects p on p.id = c.project_id and p.deleted_at is null
    where c.user_id = (select auth.uid())
      and private.role_rank(c.role) >= private.role_rank(min_role);
end;
$$;
comment on function private.my_collaboration_ids(text) is
  'Projects outside their organizations on which the caller collaborates with this role or a higher one.';
-- Definer: must see collaborations without their policy. It answers for auth.uid() only.
revoke all on function private.my_collaboration_ids(text) from public;
grant execute on function private.my_collaboration_ids(text) to authenticated;

create policy select_member on public.projects for select to authenticated
  using (
    deleted_at is null
    and (
      org_id = any (array(select private.my_org_ids('viewer')))
      or id = any (array(select private.my_collaboration_ids('viewer')))
    )
  );
create policy update_editor on public.projects for update to authenticated
  using (
    deleted_at is null
    and (
      org_id = any (array(select private.my_org_ids('editor')))
      or id = any (array(select private.my_collaboration_ids('editor')))
    )
  )
  with check (
    deleted_at is null
    and (
      org_id = any (array(select private.my_org_ids('editor')))
      or id = any (array(select private.my_collaboration_ids('editor')))
    )
  );

create policy select_self_or_member on public.project_collaborators for select to authenticated
  using (
    user_id = (select auth.uid())
    or exists (
      select 1 from public.projects p where p.id = project_id and p.org_id = any (array(select private.my_org_ids('viewer')))
    )
  );

create function private.project_role(project_id uuid, user_id uuid) returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select granted.role
    from (
      select m.role
      from public.projects p
      join public.organization_members m on m.org_id = p.org_id and m.user_id = project_role.user_id
      where p.id = project_role.project_id and p.deleted_at is null
      union all
      select c.role
      from public.projects p
      join public.project_collaborators c on c.project_id = p.id and c.user_id = project_role.user_id
      where p.id = project_role.project_id and p.deleted_at is null
    ) granted
    order by private.role_rank(granted.role) desc
    limit 1
  );
end;
$$;
comment on function private.project_role(uuid, uuid) is
  'A person''s strongest role on a project, by organization or collaboration; null when they may not know that it exists.';

create function private.require_project_role(project_id uuid, user_id uuid, min_role text) returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  actual text := private.project_role(require_project_role.project_id, require_project_role.user_id);
begin
  if actual is null then
    raise exception using errcode = 'PT404', message = 'not_found', detail = 'There is no such project.';
  elsif private.role_rank(actual) < private.role_rank(min_role) then
    raise exception using errcode = 'PT403', message = 'forbidden',
      detail = format('This takes the role "%s"; yours is "%s".', min_role, actual);
  end if;
end;
$$;
comment on function private.require_project_role(uuid, uuid, text) is
  'PT404 when the project is none of this person''s business, PT403 when their role is too low.';

create function private.free_slug(org_id uuid, name text, project_id uuid) returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select case
      when exists (
        select 1 from public.projects p
        where p.org_id = free_slug.org_id and p.slug = wanted.slug and p.deleted_at is null and p.id <> free_slug.project_id
      )
      then wanted.slug || '-' || left(replace(free_slug.project_id::text, '-', ''), 8)
      else wanted.slug
    end
    from (select coalesce(nullif(private.slugify(free_slug.name), ''), 'project') as slug) wanted
  );
end;
$$;
comment on function private.free_slug(uuid, text, uuid) is
  'The name as a slug; with a piece of the project''s id where another project of the organization has it.';

create function private.create_project(org_id uuid, name text, created_by uuid, status text) returns uuid
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  new_id uuid := gen_random_uuid();
begin
  insert into public.projects (id, org_id, name, slug, status, created_by)
  values (
    new_id, create_project.org_id, create_project.name,
    private.free_slug(create_project.org_id, create_project.name, new_id),
    create_project.status, create_project.created_by
  )
  on conflict (org_id, slug) where deleted_at is null do nothing;
  if not found then
    -- Another request has taken the slug a moment ago: its own id makes this one's unique.
    insert into public.projects (id, org_id, name, slug, status, created_by)
    values (
      new_id, create_project.org_id, create_project.name, 'project-' || new_id::text,
      create_project.status, create_project.created_by
    );
  end if;
  return new_id;
end;
$$;
comment on function private.create_project(uuid, text, uuid, text) is 'Makes a project with a free slug.';

create function private.delete_project(project_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller uuid := (select auth.uid());
  creator uuid;
begin
  select p.created_by into creator
  from public.projects p
  where p.id = delete_project.project_id and p.deleted_at is null
  for update;
  perform private.require_project_role(
    delete_project.project_id, caller, case when creator = caller then 'editor' else 'admin' end
  );
  -- A trigger of the next migrations cancels what runs for it.
  update public.projects p set deleted_at = now() where p.id = delete_project.project_id;
end;
$$;
comment on function private.delete_project(uuid) is 'See public.delete_project.';
-- Definer: deleted_at is writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.delete_project(uuid) from public;
grant execute on function private.delete_project(uuid) to authenticated;

create function public.delete_project(project_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.delete_project(delete_project.project_id);
end;
$$;
comment on function public.delete_project(uuid) is
  'Deletes a project and cancels what runs for it. For admins, and for editors who made it; PT403, PT404.';
revoke all on function public.delete_project(uuid) from public;
grant execute on function public.delete_project(uuid) to authenticated;
