/*
 * Places in line: who gets one, and when. See the head of job_queue.
 */

/*
 * Where the line begins. Postgres cannot remove what a transaction elsewhere may still look at (a backup, a report); as
 * long as that lasts, every claim would pass over all jobs that have ended since. So claims begin at the front, which one
 * in so many moves on. It is a hint and no more: who finds too few jobs from there on looks before it too, and the sweep
 * looks for it anew. A sequence (of microseconds since 1970), because it is written in place and seen by all at once.
 */
create sequence private.job_queue_front minvalue 0 start 0;

create function private.move_front(anew boolean default false) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  front timestamptz := (select to_timestamp(f.last_value / 1e6) from private.job_queue_front f);
  first_turn timestamptz;
begin
  select q.turn_at into first_turn
  from private.job_queue q
  where q.turn_at >= case when move_front.anew then '-infinity' else front end and q.lease_token is null
  order by q.turn_at
  limit 1;
  if found then
    -- Not up to now: later turns may be on their way, in transactions that have not ended yet, or have a head start.
    first_turn := least(
      first_turn, now() - make_interval(secs => 0.25 + (select max(p.head_start_seconds) from public.plans p))
    );
    if move_front.anew or first_turn > front then
      perform setval('private.job_queue_front', (extract(epoch from first_turn) * 1e6)::bigint);
    end if;
  end if;
end;
$$;
comment on function private.move_front(boolean) is
  'Moves the front to the first job in line: from where it is, or (anew) wherever that stands.';

create function private.places_lock(org_id uuid) returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return hashtextextended('places of ' || org_id::text, 0);
end;
$$;
comment on function private.places_lock(uuid) is 'The advisory lock under which an organization''s places are given.';

/*
 * The settings keep each step to its index: planned once for any number of organizations, while the queue is empty, it
 * would join the whole queue when that holds 50,000 jobs.
 */
create function private.give_places(org_ids uuid[]) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  update private.job_queue q
  set turn_at = next.turn_at
  from (
    select waiting.job_id, clock_timestamp() + make_interval(secs => taken.places - p.head_start_seconds) as turn_at
    from unnest(give_places.org_ids) org (id)
    join public.organizations o on o.id = org.id
    join public.plans p on p.id = o.plan_id
    cross join lateral (
      select count(*)::int as places from private.job_queue t where t.org_id = o.id and t.turn_at is not null
    ) taken
    cross join lateral (
      select w.job_id
      from private.job_queue w
      where w.org_id = o.id and w.turn_at is null
      order by w.queued_at
      limit greatest(p.max_running - taken.places, 0)
      for update skip locked
    ) waiting
  ) next
  where q.job_id = next.job_id;
end;
$$;
comment on function private.give_places(uuid[]) is
  'Gives the free places of these organizations to what waits longest there. The caller holds their places_lock.';

create function private.fill_places() returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  org_ids uuid[];
begin
  -- One at a time: who comes second sees what the first has given.
  perform pg_advisory_xact_lock(hashtextextended('private.fill_places', 0));

  -- From one organization to the next by the index, however many jobs each of them has.
  with recursive queued (id) as (
    (select q.org_id from private.job_queue q where q.turn_at is null order by q.org_id limit 1)
    union all
    select (
      select q.org_id from private.job_queue q where q.turn_at is null and q.org_id > queued.id order by q.org_id limit 1
    )
    from queued
    where queued.id is not null
  )
  select array_agg(queued.id) into org_ids
  from queued
  -- Where a job is being asked for just now, whoever asks gives the places, and calls a worker afterwards.
  where queued.id is not null and pg_try_advisory_xact_lock_shared(private.places_lock(queued.id));
  perform private.give_places(org_ids);
end;
$$;
comment on function private.fill_places() is 'Gives all free places of all organizations.';

create function private.queue_job(job_id uuid, org_id uuid, project_status text) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(private.places_lock(queue_job.org_id));
  insert into private.job_queue (job_id, org_id, project_status)
  values (queue_job.job_id, queue_job.org_id, queue_job.project_status);
  perform private.give_places(array[queue_job.org_id]);
end;
$$;
comment on function private.queue_job(uuid, uuid, text) is 'Puts a job into the queue, and in line where there is a place.';

create function private.follow_plan() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  org record;
begin
  for org in
    select o.id, p.max_running
    from public.organizations o
    join public.plans p on p.id = o.plan_id
    where case tg_table_name when 'plans' then p.id = to_jsonb(new) ->> 'id' else o.id::text = to_jsonb(new) ->> 'id' end
      and exists (select 1 from private.job_queue q where q.org_id = o.id)
    order by o.id
  loop
    perform pg_advisory_xact_lock(private.places_lock(org.id));
    update private.job_queue q
    set turn_at = null
    where q.job_id = any (array(
      select l.job_id
      from private.job_queue l
      where l.org_id = org.id and l.turn_at is not null and l.lease_token is null
      order by l.turn_at desc
      limit greatest(
        (select count(*) from private.job_queue t where t.org_id = org.id and t.turn_at is not null) - org.max_running, 0
      )
      for update skip locked
    ));
    perform private.give_places(array[org.id]);
  end loop;
  return null;
end;
$$;
comment on function private.follow_plan() is
  'After-update trigger of plans and organizations: what a plan lets run holds at once, also for what waits already. Jobs '
  'that run go on; those that are too many in line wait again.';
-- Definer: the queue is writable by nobody, and what makes this fire may be anyone's doing. Granted to nobody.
revoke all on function private.follow_plan() from public;

create trigger follow_plan after update of max_running on public.plans
  for each row execute function private.follow_plan();
create trigger follow_plan after update of plan_id on public.organizations
  for each row execute function private.follow_plan();
