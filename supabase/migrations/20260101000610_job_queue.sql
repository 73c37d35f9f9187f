/*
 * The queue. job_queue is the hot table: rows of queued and leased jobs only, deleted when a job ends, so that it stays
 * small whatever the history grows to. org_queue has one row per organization: the lock, the cap and the place in the
 * round. A worker takes the organization whose turn is oldest, and one job of it; so a backlog of one organization delays
 * nobody else, and never more than the plan's number of jobs run at once. A plan's priority is a head start in the round,
 * so many seconds: whoever has waited longer than that goes first all the same.
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
  running int not null default 0 check (running >= 0),
  max_running int not null default 1,
  head_start_seconds int not null default 0
) with (fillfactor = 50);

create index org_queue_turn_idx on private.org_queue (turn_at) where due_at is not null and running < max_running;

comment on table private.org_queue is 'An organization in the queue: its turn, its cap, and when it next has work.';
comment on column private.org_queue.turn_at is
  'The oldest is served next. When served: now, less the head start of the plan; so waiting always wins in the end.';
comment on column private.org_queue.due_at is
  'Not later than when the first of its waiting jobs may run; null without one.';

-- Granted to nobody.
alter table private.org_queue enable row level security;

create policy closed on private.org_queue for all to anon, authenticated using (false) with check (false);

create table private.job_queue (
  job_id uuid primary key references public.generation_jobs (id) on delete cascade,
  -- Without a foreign key: the job's row has it, and takes this one along.
  org_id uuid not null,
  kind text not null default 'generation' check (kind in ('generation')),
  project_status text not null,
  run_at timestamptz not null default now(),
  attempt int not null default 0,
  lost int not null default 0,
  lease_token uuid,
  lease_expires_at timestamptz,
  worker text,
  check ((lease_token is null) = (lease_expires_at is null))
);

create index job_queue_waiting_idx on private.job_queue (org_id, run_at, job_id) where lease_token is null;
create index job_queue_lease_idx on private.job_queue (lease_expires_at) where lease_token is not null;

comment on table private.job_queue is 'Jobs that wait or run.';
comment on column private.job_queue.project_status is 'The project''s status before the job, to go back to when it fails.';
comment on column private.job_queue.lost is 'How many workers went silent over it. The third makes it a dead letter.';
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

create table private.job_inputs (
  job_id uuid primary key references public.generation_jobs (id) on delete cascade,
  input jsonb not null check (jsonb_typeof(input) = 'object')
);

comment on table private.job_inputs is
  'What unfinished jobs were given beside their prompt: {spec, model, images, target, error}. Kept as long as their steps.';

-- Granted to nobody.
alter table private.job_inputs enable row level security;

create policy closed on private.job_inputs for all to anon, authenticated using (false) with check (false);

/*
 * How an organization's row follows its jobs. `running` is counted up and down: leasing adds, and every other way in which
 * a job's row changes or goes passes one of these triggers. `due_at` is never later than the first waiting job's time, and
 * exact after each claim: whoever claims finds out, under the lock of the row. So each change is one statement, and two
 * changes at the same time come to the same end in either order.
 */
create function private.follow_added_jobs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  insert into private.org_queue as q (org_id, turn_at, due_at, max_running, head_start_seconds)
  select
    o.id, clock_timestamp() - make_interval(secs => p.head_start_seconds), min(added.run_at), p.max_running,
    p.head_start_seconds
  from added_jobs added
  join public.organizations o on o.id = added.org_id
  join public.plans p on p.id = o.plan_id
  group by o.id, p.id
  order by o.id
  on conflict (org_id) do update set due_at = least(q.due_at, excluded.due_at);
  return null;
end;
$$;
comment on function private.follow_added_jobs() is 'After-insert trigger of job_queue: the organization has work.';

create function private.follow_changed_job() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.org_queue q
  set
    running = q.running - (old.lease_token is not null)::int + (new.lease_token is not null)::int,
    due_at = case when new.lease_token is null then least(q.due_at, new.run_at) else q.due_at end
  where q.org_id = new.org_id;
  return null;
end;
$$;
comment on function private.follow_changed_job() is
  'After-update trigger of job_queue, for jobs that are let go of or put off. (Leasing touches no run_at.)';

create function private.follow_removed_jobs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.org_queue q
  set running = q.running - ended.jobs
  from (
    select o.org_id, removed.jobs
    from private.org_queue o
    join (
      select r.org_id, count(*)::int as jobs from removed_jobs r where r.lease_token is not null group by r.org_id
    ) removed on removed.org_id = o.org_id
    order by o.org_id
    for update of o
  ) ended
  where q.org_id = ended.org_id;
  return null;
end;
$$;
comment on function private.follow_removed_jobs() is 'After-delete trigger of job_queue: the organization''s places are free.';

create trigger follow_added_jobs after insert on private.job_queue
  referencing new table as added_jobs for each statement execute function private.follow_added_jobs();
create trigger follow_changed_job after update of run_at on private.job_queue
  for each row execute function private.follow_changed_job();
create trigger follow_removed_jobs after delete on private.job_queue
  referencing old table as removed_jobs for each statement execute function private.follow_removed_jobs();

create function private.follow_plan() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.org_queue q
  set max_running = p.max_running, head_start_seconds = p.head_start_seconds
  from public.organizations o
  join public.plans p on p.id = o.plan_id
  where q.org_id = o.id
    and case tg_table_name when 'plans' then p.id = to_jsonb(new) ->> 'id' else o.id::text = to_jsonb(new) ->> 'id' end;
  return null;
end;
$$;
comment on function private.follow_plan() is
  'After-update trigger of plans and organizations: what a plan allows holds at once, also for what waits already.';

create trigger follow_plan after update of max_running, head_start_seconds on public.plans
  for each row execute function private.follow_plan();
create trigger follow_plan after update of plan_id on public.organizations
  for each row execute function private.follow_plan();

-- Definers: the queue is writable by nobody, and what makes these fire may be anyone's doing. Granted to nobody.
revoke all on function
  private.follow_added_jobs(), private.follow_changed_job(), private.follow_removed_jobs(), private.follow_plan()
from public;

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

create function private.end_job(
  job_id uuid, status text, event_payload jsonb, error_code text, error_message text, requeueable boolean default false
) returns void
language plpgsql
set search_path = ''
as $$
declare
  status_before text;
begin
  perform private.append_event(end_job.job_id, end_job.status, end_job.event_payload);

  update public.generation_jobs j
  set
    status = end_job.status,
    step = case when end_job.status = 'completed' then null else j.step end,
    version_id = case when end_job.status = 'completed' then (end_job.event_payload ->> 'versionId')::uuid end,
    error_code = end_job.error_code,
    error_message = end_job.error_message,
    requeueable = end_job.requeueable and j.requeues < 3,
    finished_at = now()
  where j.id = end_job.job_id
  returning j.requeueable into requeueable;

  if not requeueable then
    delete from private.job_steps s where s.job_id = end_job.job_id;
    delete from private.job_inputs i where i.job_id = end_job.job_id;
  end if;
  delete from private.job_queue q where q.job_id = end_job.job_id returning q.project_status into status_before;

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
comment on function private.end_job(uuid, text, jsonb, text, text, boolean) is
  'Completed, failed or canceled: the event, the record, the project, the queue and last the quota. Of a failed job that '
  'may be put back in the queue, steps and input stay. The caller has locked the job.';
