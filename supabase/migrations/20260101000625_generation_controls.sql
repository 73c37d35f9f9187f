/*
 * What a person may do about a generation afterwards: stop it, call it off, or put it back in the queue when it failed.
 */

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

create function private.stop_job(job_id uuid) returns text
language plpgsql
set search_path = ''
as $$
declare
  queued private.job_queue := private.lock_job(stop_job.job_id);
begin
  if queued.job_id is null or queued.attempt = 0 then
    return private.cancel_job(stop_job.job_id); -- nothing stands that could be kept
  end if;
  update public.generation_jobs j set stop_requested = true where j.id = stop_job.job_id;
  return (select j.status from public.generation_jobs j where j.id = stop_job.job_id);
end;
$$;
comment on function private.stop_job(uuid) is
  'Asks the worker to go on without the model, from what stands; a job that has not started is canceled. Its status.';

create function private.cancel_generation(job_id uuid, keep boolean) returns text
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
  return case when cancel_generation.keep
    then private.stop_job(cancel_generation.job_id)
    else private.cancel_job(cancel_generation.job_id)
  end;
end;
$$;
comment on function private.cancel_generation(uuid, boolean) is 'See public.cancel_generation.';
-- Definer: jobs are writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.cancel_generation(uuid, boolean) from public;
grant execute on function private.cancel_generation(uuid, boolean) to authenticated;

create function public.cancel_generation(job_id uuid, keep boolean default false) returns text
language plpgsql
set search_path = ''
as $$
begin
  return private.cancel_generation(cancel_generation.job_id, coalesce(cancel_generation.keep, false));
end;
$$;
comment on function public.cancel_generation(uuid, boolean) is
  'Cancels a job and returns its status; one that has ended keeps its own. keep: the model stops, and the job ends with '
  'what stands by then. For editors; PT403, PT404.';
revoke all on function public.cancel_generation(uuid, boolean) from public;
grant execute on function public.cancel_generation(uuid, boolean) to authenticated;

create function private.requeue_generation(job_id uuid) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  job public.generation_jobs;
  project public.projects;
begin
  select j.* into job from public.generation_jobs j where j.id = requeue_generation.job_id;
  perform private.require_project_role(job.project_id, (select auth.uid()), 'editor');
  select p.* into project from public.projects p where p.id = job.project_id for no key update;
  -- Again, now that nobody else can do this or anything to the project.
  select j.* into job from public.generation_jobs j where j.id = requeue_generation.job_id for no key update;

  if not job.requeueable or project.deleted_at is not null then
    raise exception using errcode = 'PT409', message = 'not_requeueable',
      detail = 'This generation cannot go on where it stopped. Ask for it again.';
  elsif exists (
    select 1 from public.generation_jobs j where j.project_id = project.id and j.status in ('queued', 'running')
  ) then
    raise exception using errcode = 'PT409', message = 'job_running',
      detail = 'Something is being generated for this project already. Wait for it, or cancel it.';
  elsif project.head_version_id is distinct from job.base_version_id and not exists (
    select 1 from public.project_versions v where v.id = project.head_version_id and v.job_id = job.id
  ) then
    raise exception using errcode = 'PT409', message = 'head_moved',
      detail = 'The project has changed since this generation failed. Ask for it again.';
  end if;

  update public.generation_jobs j
  set
    status = 'queued', requeues = j.requeues + 1, requeueable = false, stop_requested = false,
    error_code = null, error_message = null, finished_at = null
  where j.id = job.id;
  update public.projects p set status = 'generating' where p.id = project.id;
  perform private.queue_job(
    job_id => job.id, org_id => job.org_id,
    project_status => case when project.status = 'failed' then 'draft' else project.status end
  );
  perform private.append_event(job.id, 'queued', '{"again": true}');
  perform private.hold_quota_again(job.id);
  return 'queued';
end;
$$;
comment on function private.requeue_generation(uuid) is 'See public.requeue_generation.';
-- Definer: jobs, queue and counters are writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.requeue_generation(uuid) from public;
grant execute on function private.requeue_generation(uuid) to authenticated;

create function public.requeue_generation(job_id uuid) returns text
language plpgsql
set search_path = ''
as $$
begin
  return private.requeue_generation(requeue_generation.job_id);
end;
$$;
comment on function public.requeue_generation(uuid) is
  'Puts a failed job that is requeueable back in the queue: it goes on from its finished steps, in the same log. Takes '
  'quota anew; at most three times. For editors; PT403, PT404; PT409 not_requeueable, job_running, head_moved; PT429.';
revoke all on function public.requeue_generation(uuid) from public;
grant execute on function public.requeue_generation(uuid) to authenticated;

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
