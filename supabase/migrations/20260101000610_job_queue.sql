/*
 * The queue. job_queue is the hot table: rows of queued and leased jobs only, deleted when a job ends, so that it stays
 * small whatever the history grows to.
 *
 * A job waits (no turn), then stands in line (a turn), then runs (a lease). In line and running together are its
 * organization's places, never more than the plan lets run at once: so the cap holds before the line, a claim takes the
 * oldest turn without looking at organizations, and a backlog stands in nobody's way. A turn is the time at which a job
 * got its place; whoever has waited longest goes first. The second place of an organization counts a second later than
 * its first, its third two, so that of several that come at once each gets its first job before any its second. A plan's
 * priority is a head start of so many seconds; a longer wait beats it.
 *
 * Places are given when a job is asked for, and whenever the line runs short. They are counted then, under a lock, from
 * the rows that are there: a job that ends only deletes its own, and nothing can be left counted wrong.
 *
 * Crashes: a worker that dies leaves a lease that runs out; sweep_jobs puts the job back, and it goes on from its stored
 * steps. A worker that was only slow finds its lease token unknown: every write asks for the token first.
 *
 * Locks are taken in one order everywhere: the project, the queue row, the job, the organization's places, the counters.
 * Of rows that are not the caller's own, those that are locked are passed over.
 */

create table private.job_queue (
  job_id uuid primary key references public.generation_jobs (id) on delete cascade,
  -- Without a foreign key: the job's row has it, and takes this one along.
  org_id uuid not null,
  project_status text not null,
  queued_at timestamptz not null default clock_timestamp(),
  turn_at timestamptz,
  run_at timestamptz not null default now(),
  attempt int not null default 0,
  lost int not null default 0,
  lease_token uuid,
  lease_expires_at timestamptz,
  worker text
  -- No check constraints: each statement on the table would read them anew, and that alone was a sixth of a claim's cost.
) with (fillfactor = 60);

-- Leasing changes no column of an index, so that it is written in place (HOT): the table has room for it.
create index job_queue_line_idx on private.job_queue (turn_at) where turn_at is not null;
create index job_queue_places_idx on private.job_queue (org_id) where turn_at is not null;
create index job_queue_waiting_idx on private.job_queue (org_id, queued_at) where turn_at is null;

comment on table private.job_queue is 'Jobs that wait, stand in line or run.';
comment on column private.job_queue.project_status is 'The project''s status before the job, to go back to when it fails.';
comment on column private.job_queue.turn_at is 'The oldest is claimed first. Null while the job waits for a place in line.';
comment on column private.job_queue.run_at is 'Not before: of a job that is tried again after a pause, which it spends in line.';
comment on column private.job_queue.lost is 'How many workers went silent over it. The third makes it a dead letter.';
comment on column private.job_queue.lease_token is 'Whoever holds it may write for the job; null while nobody does.';

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
  -- A job that saved a version has left its project ready; otherwise the project is again what it was.
  update public.projects p
  set status = case
    when end_job.status = 'completed' and v.checks ->> 'passed' = 'true' then 'ready'
    when p.head_version_id is not null then q.project_status
    when end_job.status = 'failed' then 'failed'
    else 'draft'
  end
  from public.generation_jobs j
  join private.job_queue q on q.job_id = j.id
  left join public.project_versions v on v.id = j.version_id
  where j.id = end_job.job_id and p.id = j.project_id and p.status = 'generating';

  delete from private.job_queue q where q.job_id = end_job.job_id;

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
