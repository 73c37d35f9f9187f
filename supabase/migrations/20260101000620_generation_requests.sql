/*
 * Asking for a generation, and calling it off.
 */

create function private.provisional_name(prompt text) returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(
    nullif(btrim(case
      when char_length(line.words) <= 60 then line.words
      else regexp_replace(left(line.words, 61), '\s+\S*$', '')
    end, E' \t.,;:-'), ''),
    'New project'
  )
  from (select left(btrim(regexp_replace(prompt, '[\s\u0001-\u001f\u007f]+', ' ', 'g')), 400) as words) line;
$$;
comment on function private.provisional_name(text) is
  'What a project is called until its plan has a name: the first words of the prompt.';

create function private.enqueue_generation(
  prompt text, project_id uuid, org_id uuid, mode text, idempotency_key text
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  caller uuid := (select auth.uid());
  earlier public.generation_jobs;
  project public.projects;
  target_org_id uuid := enqueue_generation.org_id;
  target_project_id uuid := enqueue_generation.project_id;
  target_role text;
  new_job_id uuid := gen_random_uuid();
begin
  if caller is null then
    raise exception using errcode = 'PT401', message = 'unauthorized', detail = 'Sign in first.';
  end if;
  if enqueue_generation.prompt is null or enqueue_generation.prompt !~ '[[:alnum:]]' then
    raise exception using errcode = 'PT422', message = 'invalid_prompt',
      detail = 'Describe what you want to build in a few words.';
  elsif char_length(enqueue_generation.prompt) > 10000 then
    raise exception using errcode = 'PT422', message = 'invalid_prompt',
      detail = 'The description is longer than 10,000 characters.';
  elsif enqueue_generation.mode is distinct from 'new_app' then
    raise exception using errcode = 'PT422', message = 'invalid_mode', detail = 'The only mode is "new_app".';
  elsif char_length(enqueue_generation.idempotency_key) not between 1 and 200 then
    raise exception using errcode = 'PT422', message = 'invalid_idempotency_key',
      detail = 'An idempotency key has 1 to 200 characters.';
  end if;

  if enqueue_generation.idempotency_key is not null then
    -- Two requests with one key, at the same time: the second waits here and finds the first one's job.
    perform pg_advisory_xact_lock(hashtextextended(caller::text || enqueue_generation.idempotency_key, 0));
    select j.* into earlier
    from public.generation_jobs j
    where j.created_by = caller and j.idempotency_key = enqueue_generation.idempotency_key;
    if earlier.id is not null then
      if earlier.prompt <> enqueue_generation.prompt
        or earlier.mode <> enqueue_generation.mode
        or earlier.project_id <> coalesce(target_project_id, earlier.project_id)
        or earlier.org_id <> coalesce(target_org_id, earlier.org_id) then
        raise exception using errcode = 'PT409', message = 'idempotency_mismatch',
          detail = 'This idempotency key was used for another request.',
          hint = jsonb_build_object('job_id', earlier.id)::text;
      end if;
      return jsonb_build_object('job_id', earlier.id, 'project_id', earlier.project_id, 'replayed', true);
    end if;
  end if;

  if target_project_id is not null then
    perform private.require_project_role(target_project_id, caller, 'editor');
    select p.* into project from public.projects p where p.id = target_project_id for no key update;
    if project.deleted_at is not null or project.org_id <> coalesce(target_org_id, project.org_id) then
      raise exception using errcode = 'PT404', message = 'not_found', detail = 'There is no such project.';
    end if;
    if exists (
      select 1 from public.generation_jobs j where j.project_id = project.id and j.status in ('queued', 'running')
    ) then
      raise exception using errcode = 'PT409', message = 'job_running',
        detail = 'Something is being generated for this project already. Wait for it, or cancel it.';
    end if;
    target_org_id := project.org_id;
    update public.projects p set status = 'generating' where p.id = project.id;
  else
    if target_org_id is null then
      select o.id into target_org_id from public.organizations o where o.personal_owner_id = caller;
    end if;
    target_role := private.org_role(target_org_id, caller);
    if target_role is null then
      raise exception using errcode = 'PT404', message = 'not_found', detail = 'There is no such organization.';
    elsif private.role_rank(target_role) < private.role_rank('editor') then
      raise exception using errcode = 'PT403', message = 'forbidden',
        detail = format('This takes the role "editor"; yours is "%s".', target_role);
    end if;
    target_project_id := private.create_project(
      org_id => target_org_id, name => private.provisional_name(enqueue_generation.prompt),
      created_by => caller, status => 'generating'
    );
  end if;

  insert into public.generation_jobs (id, org_id, project_id, created_by, idempotency_key, mode, prompt, base_version_id)
  values (
    new_job_id, target_org_id, target_project_id, caller, enqueue_generation.idempotency_key,
    enqueue_generation.mode, enqueue_generation.prompt, project.head_version_id
  );
  insert into private.job_queue (job_id, org_id, project_status)
  values (new_job_id, target_org_id, coalesce(project.status, 'draft'));
  perform private.append_event(new_job_id, 'queued', '{}');
  perform private.reserve_quota(
    org_id => target_org_id, metric => 'generation', amount => 1, reservation_id => new_job_id
  );

  return jsonb_build_object('job_id', new_job_id, 'project_id', target_project_id, 'replayed', false);
end;
$$;
comment on function private.enqueue_generation(text, uuid, uuid, text, text) is 'See public.enqueue_generation.';
-- Definer: jobs, queue and counters are writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.enqueue_generation(text, uuid, uuid, text, text) from public;
grant execute on function private.enqueue_generation(text, uuid, uuid, text, text) to authenticated;

create function public.enqueue_generation(
  prompt text, project_id uuid default null, org_id uuid default null, mode text default 'new_app',
  idempotency_key text default null
) returns jsonb
language sql
set search_path = ''
as $$
  select private.enqueue_generation(
    enqueue_generation.prompt, enqueue_generation.project_id, enqueue_generation.org_id, enqueue_generation.mode,
    enqueue_generation.idempotency_key
  );
$$;
comment on function public.enqueue_generation(text, uuid, uuid, text, text) is
  'Asks for a generation, in a new project of the organization (default: the caller''s own) or in an existing one: '
  '{job_id, project_id, replayed}. One transaction: project, job, queue, first event, quota. PT429 quota_exceeded; PT409 '
  'job_running, idempotency_mismatch; PT403, PT404; PT422 invalid_prompt, invalid_mode, invalid_idempotency_key.';
revoke all on function public.enqueue_generation(text, uuid, uuid, text, text) from public;
grant execute on function public.enqueue_generation(text, uuid, uuid, text, text) to authenticated;

create function private.cancel_job(job_id uuid) returns text
language plpgsql
set search_path = ''
as $$
declare
  current_status text;
begin
  if (private.lock_job(cancel_job.job_id)).job_id is not null then
    perform private.end_job(
      job_id => cancel_job.job_id, status => 'canceled', event_payload => '{}', error_code => null, error_message => null
    );
  end if;
  select j.status into current_status from public.generation_jobs j where j.id = cancel_job.job_id;
  return current_status;
end;
$$;
comment on function private.cancel_job(uuid) is 'Cancels a job unless it has ended; returns its status.';

create function private.cancel_generation(job_id uuid) returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.require_project_role(
    (select j.project_id from public.generation_jobs j where j.id = cancel_generation.job_id),
    (select auth.uid()),
    'editor'
  );
  return private.cancel_job(cancel_generation.job_id);
end;
$$;
comment on function private.cancel_generation(uuid) is 'See public.cancel_generation.';
-- Definer: jobs are writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.cancel_generation(uuid) from public;
grant execute on function private.cancel_generation(uuid) to authenticated;

create function public.cancel_generation(job_id uuid) returns text
language sql
set search_path = ''
as $$
  select private.cancel_generation(cancel_generation.job_id);
$$;
comment on function public.cancel_generation(uuid) is
  'Cancels a job and returns its status; one that has ended keeps its own. For editors; PT403, PT404.';
revoke all on function public.cancel_generation(uuid) from public;
grant execute on function public.cancel_generation(uuid) to authenticated;

create function private.cancel_jobs_of_deleted_project() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.cancel_job(j.id)
  from public.generation_jobs j
  where j.project_id = new.id and j.status in ('queued', 'running');
  return null;
end;
$$;
comment on function private.cancel_jobs_of_deleted_project() is 'After-update trigger: nothing runs for what is deleted.';
-- Definer: jobs are writable by nobody. Granted to nobody: only the trigger calls it.
revoke all on function private.cancel_jobs_of_deleted_project() from public;

create trigger cancel_jobs after update of deleted_at on public.projects
  for each row when (old.deleted_at is null and new.deleted_at is not null)
  execute function private.cancel_jobs_of_deleted_project();
