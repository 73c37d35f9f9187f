/*
 * What a worker calls: claim, heartbeat, record a step, complete, fail. All of it is for the service alone; each function
 * of `public` is the door to the definer function of the same name here. Every write is fenced by the lease token and
 * answers 'ok', or 'canceled' or 'lost' and then has written nothing.
 */

create function private.answer_without_lease(job_id uuid) returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case when exists (
    select 1 from public.generation_jobs j where j.id = answer_without_lease.job_id and j.status = 'canceled'
  ) then 'canceled' else 'lost' end;
end;
$$;
comment on function private.answer_without_lease(uuid) is 'What a worker is told that no longer holds the job.';

/*
 * The claim itself: the oldest turns in line, whoever's they are. (As one statement that joins what it found with the
 * queue, it measured eight times slower.) The settings keep it to its index, as in give_places.
 *
 * It does not wait for the disk. A lease that a server loses as it crashes never was: its token opens nothing, and the
 * next claim takes the job. Whatever a worker stores for its job carries the lease to the disk along with it.
 */
create function private.lease_jobs(worker text, max_jobs int, lease_seconds int)
returns table (job_id uuid, org_id uuid, lease_token uuid, attempt int)
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  since timestamptz := (select to_timestamp(f.last_value / 1e6) from private.job_queue_front f);
begin
  perform set_config('synchronous_commit', 'off', true);
  loop
    return query
      update private.job_queue q
      set
        lease_token = gen_random_uuid(),
        lease_expires_at = now() + make_interval(secs => lease_jobs.lease_seconds),
        worker = lease_jobs.worker,
        attempt = q.attempt + 1
      where q.job_id = any (array(
        select w.job_id
        from private.job_queue w
        where w.turn_at >= since and w.lease_token is null and w.run_at <= now()
        order by w.turn_at
        limit least(lease_jobs.max_jobs, 100)
        for update skip locked
      ))
      returning q.job_id, q.org_id, q.lease_token, q.attempt;
    exit when found or since = '-infinity';

    -- The line is empty. (Others wait while one fills it: going home would leave work to the next sweep.)
    perform private.fill_places();
    since := '-infinity';
  end loop;

  -- Where the line does not become empty, a place that has become free meanwhile must not wait for that.
  if random() < 0.02 then
    perform private.fill_places();
    perform private.move_front();
  end if;
end;
$$;
comment on function private.lease_jobs(text, int, int) is
  'Leases up to max_jobs jobs (at most 100) that are in line and due, the oldest turns first. Fewer than there are, perhaps; '
  'none only when there are none.';

create function private.claim_jobs(worker text, max_jobs int, lease_seconds int)
returns table (
  job_id uuid, org_id uuid, project_id uuid, created_by uuid, lease_token uuid, attempt int, mode text, prompt text,
  base_version_id uuid, steps jsonb, input jsonb, stop boolean
)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  leased record;
begin
  for leased in
    select l.* from private.lease_jobs(claim_jobs.worker, claim_jobs.max_jobs, claim_jobs.lease_seconds) l
  loop
    update public.generation_jobs j
    set status = 'running', attempts = leased.attempt, started_at = coalesce(j.started_at, now())
    where j.id = leased.job_id;
    perform private.append_event(leased.job_id, 'started', jsonb_build_object('attempt', leased.attempt));

    return query
      select
        j.id, j.org_id, j.project_id, j.created_by, leased.lease_token, leased.attempt, j.mode, j.prompt,
        j.base_version_id,
        coalesce((select jsonb_object_agg(s.step, s.output) from private.job_steps s where s.job_id = j.id), '{}'),
        coalesce((select i.input from private.job_inputs i where i.job_id = j.id), '{}'),
        j.stop_requested
      from public.generation_jobs j
      where j.id = leased.job_id;
  end loop;
end;
$$;
comment on function private.claim_jobs(text, int, int) is 'See public.claim_jobs.';

create function private.heartbeat_job(job_id uuid, lease_token uuid, lease_seconds int) returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform set_config('synchronous_commit', 'off', true); -- as for the lease itself
  update private.job_queue q
  set lease_expires_at = now() + make_interval(secs => heartbeat_job.lease_seconds)
  where q.job_id = heartbeat_job.job_id and q.lease_token = heartbeat_job.lease_token;
  if not found then
    return private.answer_without_lease(heartbeat_job.job_id);
  end if;
  return case when j.stop_requested then 'stop' else 'ok' end
    from public.generation_jobs j
    where j.id = heartbeat_job.job_id;
end;
$$;
comment on function private.heartbeat_job(uuid, uuid, int) is 'See public.heartbeat_job.';

create function private.name_project(job_id uuid, name text) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.projects p
  set name = planned.name, slug = private.free_slug(p.org_id, planned.name, p.id)
  from public.generation_jobs j, (select btrim(left(btrim(name_project.name), 120)) as name) planned
  where j.id = name_project.job_id
    and p.id = j.project_id
    and p.name = private.provisional_name(j.prompt)
    and planned.name <> '';
end;
$$;
comment on function private.name_project(uuid, text) is
  'Gives a project the name of its plan, unless a person has named it in the meantime.';

create function private.record_step(job_id uuid, lease_token uuid, step text, output jsonb, events jsonb) returns text
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  if (private.lock_job(record_step.job_id)).lease_token is distinct from record_step.lease_token
    or record_step.lease_token is null then
    return private.answer_without_lease(record_step.job_id);
  end if;

  if nullif(record_step.output, 'null') is not null then
    insert into private.job_steps as s (job_id, step, output)
    values (record_step.job_id, record_step.step, record_step.output)
    on conflict (job_id, step) do update set output = excluded.output;
  end if;
  -- 'repair:2' is a part of the step 'repair'.
  update public.generation_jobs j set step = split_part(record_step.step, ':', 1) where j.id = record_step.job_id;

  if jsonb_typeof(record_step.events) = 'array' then
    perform private.append_events(record_step.job_id, record_step.events);
    perform private.name_project(record_step.job_id, planned.event -> 'payload' ->> 'name')
    from jsonb_array_elements(record_step.events) planned (event)
    where planned.event ->> 'kind' = 'plan' and planned.event -> 'payload' ->> 'name' is not null;
  end if;
  return 'ok';
end;
$$;
comment on function private.record_step(uuid, uuid, text, jsonb, jsonb) is 'See public.record_step.';

create function private.complete_job(job_id uuid, lease_token uuid, version_id uuid) returns text
language plpgsql
security definer
set search_path = ''
as $$
begin
  if (private.lock_job(complete_job.job_id)).lease_token is distinct from complete_job.lease_token
    or complete_job.lease_token is null then
    if exists (
      select 1
      from public.generation_jobs j
      where j.id = complete_job.job_id and j.status = 'completed'
        and j.version_id is not distinct from complete_job.version_id
    ) then
      return 'ok'; -- said before, and not heard
    end if;
    return private.answer_without_lease(complete_job.job_id);
  end if;

  if not exists (
    select 1
    from public.generation_jobs j
    left join public.project_versions v on v.project_id = j.project_id and v.id = complete_job.version_id
    where j.id = complete_job.job_id and (v.id is not null or (complete_job.version_id is null and j.mode = 'plan'))
  ) then
    raise exception using errcode = 'PT422', message = 'no_such_version',
      detail = 'The version is not one of the job''s project.';
  end if;
  perform private.end_job(
    job_id => complete_job.job_id, status => 'completed',
    event_payload => jsonb_strip_nulls(jsonb_build_object('versionId', complete_job.version_id)),
    error_code => null, error_message => null
  );
  return 'ok';
end;
$$;
comment on function private.complete_job(uuid, uuid, uuid) is 'See public.complete_job.';

create function private.requeue_job(job_id uuid, delay_seconds numeric, reason text) returns void
language plpgsql
set search_path = ''
as $$
declare
  attempts int;
begin
  update private.job_queue q
  set lease_token = null, lease_expires_at = null, worker = null,
    run_at = now() + make_interval(secs => requeue_job.delay_seconds::double precision),
    turn_at = clock_timestamp() + make_interval(secs => requeue_job.delay_seconds::double precision)
  where q.job_id = requeue_job.job_id
  returning q.attempt into attempts;
  update public.generation_jobs j set status = 'queued' where j.id = requeue_job.job_id;
  perform private.append_event(
    requeue_job.job_id,
    'retry',
    jsonb_build_object(
      'attempt', attempts, 'delaySeconds', requeue_job.delay_seconds, 'reason', requeue_job.reason
    )
  );
end;
$$;
comment on function private.requeue_job(uuid, numeric, text) is
  'Lets go of a job for another attempt after a delay, at the end of the line. The caller has locked it.';

create function private.fail_job(job_id uuid, lease_token uuid, code text, message text, retry boolean) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  queued private.job_queue := private.lock_job(fail_job.job_id);
begin
  if queued.lease_token is distinct from fail_job.lease_token or fail_job.lease_token is null then
    return private.answer_without_lease(fail_job.job_id);
  end if;
  if fail_job.retry and queued.attempt < 5 then
    perform private.requeue_job(
      job_id => fail_job.job_id,
      -- 1, 2, 4, 8 seconds, each a quarter more or less, so that what failed together does not come back together.
      delay_seconds => round((2 ^ (queued.attempt - 1) * (0.75 + random() / 2))::numeric, 1),
      reason => fail_job.message
    );
    return 'retrying';
  end if;
  perform private.end_job(
    job_id => fail_job.job_id, status => 'failed',
    event_payload => jsonb_build_object('code', fail_job.code, 'message', fail_job.message),
    error_code => fail_job.code, error_message => fail_job.message,
    -- What was worth five attempts may be worth a sixth, later.
    requeueable => fail_job.retry
  );
  return 'failed';
end;
$$;
comment on function private.fail_job(uuid, uuid, text, text, boolean) is 'See public.fail_job.';

-- Definers: queue, steps and log are writable by nobody. For the service alone: whoever holds its key is the worker.
revoke all on function
  private.claim_jobs(text, int, int),
  private.heartbeat_job(uuid, uuid, int),
  private.record_step(uuid, uuid, text, jsonb, jsonb),
  private.complete_job(uuid, uuid, uuid),
  private.fail_job(uuid, uuid, text, text, boolean)
from public;
grant execute on function
  private.claim_jobs(text, int, int),
  private.heartbeat_job(uuid, uuid, int),
  private.record_step(uuid, uuid, text, jsonb, jsonb),
  private.complete_job(uuid, uuid, uuid),
  private.fail_job(uuid, uuid, text, text, boolean)
to service_role;

create function public.claim_jobs(worker text, max_jobs int, lease_seconds int)
returns table (
  job_id uuid, org_id uuid, project_id uuid, created_by uuid, lease_token uuid, attempt int, mode text, prompt text,
  base_version_id uuid, steps jsonb, input jsonb, stop boolean
)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query select * from private.claim_jobs(claim_jobs.worker, claim_jobs.max_jobs, claim_jobs.lease_seconds);
end;
$$;
comment on function public.claim_jobs(text, int, int) is
  'Leases up to max_jobs due jobs, whoever has waited longest first, never more of an organization than its plan lets run. steps holds '
  'what earlier attempts put out: {step: output}; stop says that the person wants to keep what stands and no more.';

create function public.heartbeat_job(job_id uuid, lease_token uuid, lease_seconds int) returns text
language plpgsql
set search_path = ''
as $$
begin
  return private.heartbeat_job(heartbeat_job.job_id, heartbeat_job.lease_token, heartbeat_job.lease_seconds);
end;
$$;
comment on function public.heartbeat_job(uuid, uuid, int) is
  'Extends the lease: ''ok'', ''stop'' (go on without the model, from what stands), ''canceled'' or ''lost''.';

create function public.record_step(job_id uuid, lease_token uuid, step text, output jsonb, events jsonb) returns text
language plpgsql
set search_path = ''
as $$
begin
  return private.record_step(
    record_step.job_id, record_step.lease_token, record_step.step, record_step.output, record_step.events
  );
end;
$$;
comment on function public.record_step(uuid, uuid, text, jsonb, jsonb) is
  'In one transaction: stores the output of a step or of a part of it (''repair:2''; null: it has only started), makes it '
  'the job''s step, and appends [{kind, payload}] to its log. A plan event with a name names the project. ''ok'', ''canceled'' or ''lost''.';

create function public.complete_job(job_id uuid, lease_token uuid, version_id uuid) returns text
language plpgsql
set search_path = ''
as $$
begin
  return private.complete_job(complete_job.job_id, complete_job.lease_token, complete_job.version_id);
end;
$$;
comment on function public.complete_job(uuid, uuid, uuid) is
  'The job is done and this is its version (null for a plan alone): charges the quota. ''ok'' (also when said again), ''canceled'' or ''lost''.';

create function public.fail_job(job_id uuid, lease_token uuid, code text, message text, retry boolean) returns text
language plpgsql
set search_path = ''
as $$
begin
  return private.fail_job(fail_job.job_id, fail_job.lease_token, fail_job.code, fail_job.message, fail_job.retry);
end;
$$;
comment on function public.fail_job(uuid, uuid, text, text, boolean) is
  'The attempt failed. ''retrying'' (retry asked for and fewer than five attempts), ''failed'' (the quota is released), '
  '''canceled'' or ''lost''.';

revoke all on function
  public.claim_jobs(text, int, int),
  public.heartbeat_job(uuid, uuid, int),
  public.record_step(uuid, uuid, text, jsonb, jsonb),
  public.complete_job(uuid, uuid, uuid),
  public.fail_job(uuid, uuid, text, text, boolean)
from public;
grant execute on function
  public.claim_jobs(text, int, int),
  public.heartbeat_job(uuid, uuid, int),
  public.record_step(uuid, uuid, text, jsonb, jsonb),
  public.complete_job(uuid, uuid, uuid),
  public.fail_job(uuid, uuid, text, text, boolean)
to service_role;
