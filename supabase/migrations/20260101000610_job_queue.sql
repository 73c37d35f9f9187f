/*
 * The queue. job_queue is the hot table: rows of queued and leased jobs only, deleted when a job ends, so that it stays
 * small whatever the history grows to. org_queue has one row per organization: the lock, the cap and the place in the
 * round. A worker takes the organization whose turn is oldest, and one job of it; so a backlog of one organization delays
 * nobody else, and never more than the plan's number of jobs run at once.
 *
 * Crashes: a worker that dies leaves a lease that runs out; sweep_jobs puts the job back, and it goes on from its stored
 * steps. A worker that was only slow finds its lease token unknown: every write asks for the token first.
 *
 * Locks are taken in one order everywhere: the project, the queue row, the job, the organization's row, the counters.
 */

create table private.org_queue (
  org_id uuid primary key references public.organizations (id) on delete cascade,
  turn_at timestamptz not null default clock_timestamp(),
  due_at timestamptz,
  running int not null default 0,
  max_running int not null default 1,
  head_start_seconds int not null default 0
) with (fillfactor = 50);

create index org_queue_turn_idx on private.org_queue (turn_at) where due_at is not null and running < max_running;

comment on table private.org_queue is 'An organization in the queue: its turn, its cap, and when it next has work.';
comment on column private.org_queue.turn_at is
  'The oldest is served next. When served: now, less the head start of the plan; so waiting always wins in the end.';
comment on column private.org_queue.due_at is 'When the first of its waiting jobs may run; null without one.';

-- Granted to nobody.
alter table private.org_queue enable row level security;

create policy closed on private.org_queue for all to anon, authenticated using (false) with check (false);

create table private.job_queue (
  job_id uuid primary key references public.generation_jobs (id) on delete cascade,
  org_id uuid not null references public.organizations (id) on delete cascade,
  kind text not null default 'generation' check (kind in ('generation')),
  project_status text not null,
  run_at timestamptz not null default now(),
  attempt int not null default 0,
  lease_token uuid,
  lease_expires_at timestamptz,
  worker text,
  check ((lease_token is null) = (lease_expires_at is null))
);

create index job_queue_org_id_idx on private.job_queue (org_id, run_at, job_id);
create index job_queue_running_idx on private.job_queue (org_id) where lease_token is not null;
create index job_queue_lease_idx on private.job_queue (lease_expires_at) where lease_token is not null;

comment on table private.job_queue is 'Jobs that wait or run.';
comment on column private.job_queue.project_status is 'The project''s status before the job, to go back to when it fails.';
comment on column private.job_queue.lease_token is 'Whoever holds it may write for the job; null while it waits.';

-- Granted to nobody.
alter table private.job_queue enable row level security;

create policy closed on private.job_queue for all to anon, authenticated using (false) with check (false);

create table private.job_steps (
  job_id uuid not null references public.generation_jobs (id) on delete cascade,
  step text not null,
  output jsonb not null,
  created_at timestamptz not null default now(),
  primary key (job_id, step)
);

comment on table private.job_steps is 'What finished steps of unfinished jobs put out: where the next attempt goes on.';

-- Granted to nobody.
alter table private.job_steps enable row level security;

create policy closed on private.job_steps for all to anon, authenticated using (false) with check (false);

/*
 * The organization's row is computed from job_queue rather than counted up and down: it cannot drift, whatever deletes a
 * job. The row is locked before its jobs are looked at, so two changes of one organization see each other.
 */
create function private.refresh_org_queue(org_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform 1 from private.org_queue q where q.org_id = refresh_org_queue.org_id for update;
  update private.org_queue q
  set
    running = (
      select count(*) from private.job_queue j where j.org_id = q.org_id and j.lease_token is not null
    ),
    due_at = (
      select min(j.run_at) from private.job_queue j where j.org_id = q.org_id and j.lease_token is null
    ),
    max_running = p.max_running,
    head_start_seconds = p.head_start_seconds
  from public.organizations o
  join public.plans p on p.id = o.plan_id
  where o.id = refresh_org_queue.org_id and q.org_id = o.id;
end;
$$;
comment on function private.refresh_org_queue(uuid) is 'Brings an organization''s row in line with its jobs and its plan.';

create function private.follow_job_queue() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    insert into private.org_queue (org_id) values (new.org_id) on conflict do nothing;
  end if;
  perform private.refresh_org_queue(case when tg_op = 'DELETE' then old.org_id else new.org_id end);
  return null;
end;
$$;
comment on function private.follow_job_queue() is 'After trigger on job_queue: refreshes the organization''s row.';
-- Definer: also fires when a deletion elsewhere cascades to the queue. Granted to nobody: only the trigger calls it.
revoke all on function private.follow_job_queue() from public;

create trigger follow_job_queue after insert or delete or update of lease_token, run_at on private.job_queue
  for each row execute function private.follow_job_queue();

create function private.lock_job(job_id uuid, out queued private.job_queue)
language plpgsql
set search_path = ''
as $$
begin
  perform 1
  from public.projects p
  where p.id = (select j.project_id from public.generation_jobs j where j.id = lock_job.job_id)
  for no key update;
  select q.* into queued from private.job_queue q where q.job_id = lock_job.job_id for update;
end;
$$;
comment on function private.lock_job(uuid) is 'The queue row of an unfinished job, locked after its project; else null.';

create function private.end_job(job_id uuid, status text, event_payload jsonb, error_code text, error_message text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  status_before text;
begin
  perform private.append_event(end_job.job_id, end_job.status, end_job.event_payload);

  delete from private.job_steps s where s.job_id = end_job.job_id;
  delete from private.job_queue q where q.job_id = end_job.job_id returning q.project_status into status_before;

  update public.generation_jobs j
  set
    status = end_job.status,
    step = case when end_job.status = 'completed' then null else j.step end,
    version_id = case when end_job.status = 'completed' then (end_job.event_payload ->> 'versionId')::uuid end,
    error_code = end_job.error_code,
    error_message = end_job.error_message,
    finished_at = now()
  where j.id = end_job.job_id;

  -- A job that saved a version has left its project ready; otherwise the project is again what it was.
  update public.projects p
  set status = case
    when end_job.status = 'completed' and v.checks ->> 'passed' = 'true' then 'ready'
    when p.head_version_id is not null then status_before
    when end_job.status = 'failed' then 'failed'
    else 'draft'
  end
  from public.generation_jobs j
  left join public.project_versions v on v.id = j.version_id
  where j.id = end_job.job_id and p.id = j.project_id and p.status = 'generating';

  if end_job.status = 'completed' then
    perform private.settle_quota(end_job.job_id);
  else
    perform private.release_quota(end_job.job_id);
  end if;
end;
$$;
comment on function private.end_job(uuid, text, jsonb, text, text) is
  'Completed, failed or canceled: the event, the record, the project, the queue and last the quota. The caller has '
  'locked the job.';
