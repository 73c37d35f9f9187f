-- People, organizations and projects for the tests. The runner installs this beside pgTAP, in a schema of its own that
-- it drops afterwards (with another runner: run this file once before the tests).
create schema tests;
grant usage on schema tests to public;

-- Forgets everyone and all they have made, until the test rolls back: what a database in use holds does not matter. Cron's
-- own sweep stays away meanwhile: two at a time there are none.
create function tests.start_empty() returns void
language sql
set search_path = ''
as $$
  select pg_advisory_xact_lock(hashtextextended('private.sweep_jobs', 0));
  delete from auth.users;
$$;

-- The id of a person of this name, who signs up when first mentioned. (Definer, as org_of: usable whoever acts.)
create function tests.person(name text) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  person_id uuid := md5('person ' || name)::uuid;
begin
  insert into auth.users (id, email) values (person_id, lower(name) || '@example.test') on conflict do nothing;
  return person_id;
end;
$$;

-- A person's own organization.
create function tests.org_of(name text) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  person_id uuid := tests.person(name);
begin
  return (select o.id from public.organizations o where o.personal_owner_id = person_id);
end;
$$;

create function tests.join_org(org_id uuid, name text, role text) returns void
language sql
set search_path = ''
as $$
  insert into public.organization_members (org_id, user_id, role) values (org_id, tests.person(name), role);
$$;

-- A project of this name in the person's own organization.
create function tests.project(owner text, name text) returns uuid
language sql
set search_path = ''
as $$
  select private.create_project(tests.org_of(owner), name, tests.person(owner), 'draft');
$$;

-- A version on top of the head, saved by the owner of the project's organization: {path: content}, null deletes.
create function tests.save(project_id uuid, files jsonb) returns uuid
language sql
set search_path = ''
as $$
  select (public.save_version(
    p.id, p.head_version_id,
    (
      select coalesce(jsonb_agg(case
        when f.value = 'null' then jsonb_build_object('op', 'delete', 'path', f.key)
        else jsonb_build_object('op', 'put', 'path', f.key, 'content', f.value #>> '{}')
      end), '[]')
      from jsonb_each(files) f
    ),
    'test', '{"passed": true}', 'edit', o.personal_owner_id
  ) ->> 'version_id')::uuid
  from public.projects p
  join public.organizations o on o.id = p.org_id
  where p.id = save.project_id;
$$;

-- From here on the statements of this transaction are this person's, as the API would run them.
create function tests.act_as(name text) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform tests.act_as_schema_owner();
  perform set_config(
    'request.jwt.claims', jsonb_build_object('sub', tests.person(name), 'role', 'authenticated')::text, true
  );
  perform set_config('role', 'authenticated', true);
end;
$$;

create function tests.act_as_anonymous() returns void
language plpgsql
set search_path = ''
as $$
begin
  perform set_config('request.jwt.claims', '{"role": "anon"}', true);
  perform set_config('role', 'anon', true);
end;
$$;

create function tests.act_as_service() returns void
language plpgsql
set search_path = ''
as $$
begin
  perform set_config('request.jwt.claims', '{"role": "service_role"}', true);
  perform set_config('role', 'service_role', true);
end;
$$;

create function tests.act_as_schema_owner() returns void
language plpgsql
set search_path = ''
as $$
begin
  perform set_config('role', 'none', true);
  perform set_config('request.jwt.claims', '', true);
end;
$$;

-- The job that this person asks for, in a new project of their own; who acts stays who it was.
create function tests.enqueue(name text, prompt text default 'A list of books') returns uuid
language plpgsql
set search_path = ''
as $$
declare
  job jsonb;
begin
  perform tests.act_as(name);
  job := public.enqueue_generation(prompt);
  perform tests.act_as_schema_owner();
  return (job ->> 'job_id')::uuid;
end;
$$;

grant execute on all functions in schema tests to public;
