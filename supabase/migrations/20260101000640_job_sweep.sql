/*
 * The safety net of the queue, run by cron: jobs whose worker is gone, reservations nobody will settle, and a wake-up for
 * work that is due and that no request has picked up.
 */

create function private.wake_worker() returns boolean
language plpgsql
set search_path = ''
as $$
declare
  project_url text;
  secret_key text;
begin
  select s.decrypted_secret into project_url from vault.decrypted_secrets s where s.name = 'project_url';
  select s.decrypted_secret into secret_key from vault.decrypted_secrets s where s.name = 'secret_key';
  if project_url is null or secret_key is null then
    return false;
  end if;
  perform net.http_post(
    url => rtrim(project_url, '/') || '/functions/v1/generate/work',
    body => '{}'::jsonb,
    headers => jsonb_build_object('Content-Type', 'application/json', 'apikey', secret_key),
    timeout_milliseconds => 30000
  );
  return true;
end;
$$;
comment on function private.wake_worker() is
  'Calls the worker, at the address and with the key in Vault (project_url, secret_key). False where they are not set.';

create function private.reclaim_jobs() returns int
language plpgsql
set search_path = ''
as $$
declare
  candidate record;
  queued private.job_queue;
  reclaimed int := 0;
  lost_for_good constant text := 'The work stopped again and again without an answer. Nothing was charged.';
begin
  for candidate in
    select q.job_id, j.project_id
    from private.job_queue q
    join public.generation_jobs j on j.id = q.job_id
    where q.turn_at is not null and q.lease_expires_at <= now()
    order by q.lease_expires_at
    limit 100
  loop
    -- In the order of every other lock, but never waiting: this transaction holds the locks of other jobs.
    perform 1 from public.projects p where p.id = candidate.project_id for no key update skip locked;
    continue when not found;
    select q.* into queued
    from private.job_queue q
    where q.job_id = candidate.job_id and q.lease_token is not null and q.lease_expires_at <= now()
    for update skip locked;
    continue when not found;

    reclaimed := reclaimed + 1;
    update private.job_queue q set lost = q.lost + 1 where q.job_id = queued.job_id;
    if queued.lost >= 2 or queued.attempt >= 5 then
      perform private.end_job(
        job_id => queued.job_id,
        status => 'failed',
        event_payload => jsonb_build_object('code', 'worker_lost', 'message', lost_for_good),
        error_code => 'worker_lost',
        error_message => lost_for_good,
        requeueable => true
      );
    else
      perform private.requeue_job(
        job_id => queued.job_id, delay_seconds => 0, reason => 'The work stopped without an answer and goes on elsewhere.'
      );
    end if;
  end loop;
  return reclaimed;
end;
$$;
comment on function private.reclaim_jobs() is
  'Puts jobs with an expired lease back in the queue. What has cost three workers, or five attempts, is a dead letter.';

create function private.forget_dead_letters() returns int
language plpgsql
set search_path = ''
as $$
declare
  forgotten_jobs int;
begin
  with forgotten as (
    update public.generation_jobs j
    set requeueable = false
    where j.requeueable and j.finished_at < now() - interval '7 days'
    returning j.id
  ),
  steps as (delete from private.job_steps s using forgotten f where s.job_id = f.id),
  inputs as (delete from private.job_inputs i using forgotten f where i.job_id = f.id)
  select count(*)::int into forgotten_jobs from forgotten;
  return forgotten_jobs;
end;
$$;
comment on function private.forget_dead_letters() is
  'Run by cron: what failed a week ago and was not put back in the queue gives up its steps and its input.';

create function private.sweep_jobs() returns void
language plpgsql
set search_path = ''
as $$
begin
  -- One sweep at a time: a slow one is not joined by the next.
  if not pg_try_advisory_xact_lock(hashtextextended('private.sweep_jobs', 0)) then
    return;
  end if;

  perform private.reclaim_jobs();

  -- A job that waits long keeps its reservation.
  update public.usage_reservations r
  set expires_at = now() + interval '1 hour'
  from private.job_queue q
  where q.job_id = r.id and r.status = 'held' and r.expires_at < now() + interval '10 minutes';
  perform private.expire_reservations();

  perform private.fill_places();
  perform private.move_front(anew => true);

  if exists (
    select 1 from private.job_queue q where q.turn_at is not null and q.lease_token is null and q.run_at <= now()
  ) then
    perform private.wake_worker();
  end if;
end;
$$;
comment on function private.sweep_jobs() is 'Run by cron: see the head of this migration. Safe to run at any time.';
