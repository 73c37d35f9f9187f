/*
 * Quotas, the functions: look, take, reserve, settle, release, and what cron repairs.
 */

-- (Not in SQL: with its search_path pinned that would be planned at each call.)
create function private.quota_window(period text, at timestamptz, out starts_at timestamptz, out ends_at timestamptz)
language plpgsql
immutable
set search_path = ''
as $$
declare
  starts timestamp := date_trunc(period, at at time zone 'UTC');
begin
  starts_at := starts at time zone 'UTC';
  ends_at := (starts + case period when 'day' then interval '1 day' when 'month' then interval '1 month' end)
    at time zone 'UTC';
end;
$$;
comment on function private.quota_window(text, timestamptz) is 'The UTC calendar day or month around an instant.';

create function private.refuse_quota(metric text, allowance bigint, used bigint, period text, resets_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using
    errcode = 'PT429',
    message = 'quota_exceeded',
    detail = case when period is null
      then format('The plan of this organization does not include "%s".', metric)
      else format('The plan allows %s per %s of "%s", and %s are used or under way. It starts again at %s UTC.',
        allowance, period, metric, used, to_char(resets_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'))
    end,
    hint = jsonb_build_object(
      'metric', metric,
      'limit', allowance,
      'used', used,
      'remaining', greatest(allowance - used, 0),
      'resets_at', resets_at
    )::text;
end;
$$;
comment on function private.refuse_quota(text, bigint, bigint, text, timestamptz) is
  'Raises PT429 quota_exceeded with what is used and when the window resets.';

/*
 * The conditional update. It refuses by raising, which undoes the windows taken before the one that is full. A window's
 * row is made, or moved on to the window of today, when the update has missed it: taking is one statement for each.
 *
 * (Here and below enable_seqscan: planned while a table is small, a scan of all of it would stay when it has grown.)
 */
create function private.take_quota(org_id uuid, metric text, amount bigint, hold boolean) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  window_limit record;
  counter public.usage_counters;
begin
  if take_quota.amount is null or take_quota.amount <= 0 then
    raise exception using errcode = 'PT422', message = 'invalid_amount', detail = 'The amount must be positive.';
  end if;

  for window_limit in
    select l.period, l.allowance
    from public.organizations o
    join public.plan_limits l on l.plan_id = o.plan_id
    where o.id = take_quota.org_id and l.metric = take_quota.metric
    order by l.period
  loop
    loop
      update public.usage_counters c
      set
        used = c.used + case when take_quota.hold then 0 else take_quota.amount end,
        reserved = c.reserved + case when take_quota.hold then take_quota.amount else 0 end
      where c.org_id = take_quota.org_id
        and c.metric = take_quota.metric
        and c.period = window_limit.period
        and c.period_end > now()
        and (window_limit.allowance is null or c.used + c.reserved + take_quota.amount <= window_limit.allowance);
      exit when found;

      insert into public.usage_counters as c (org_id, metric, period, period_start, period_end)
      select take_quota.org_id, take_quota.metric, window_limit.period, w.starts_at, w.ends_at
      from private.quota_window(window_limit.period, now()) w
      on conflict (org_id, metric, period) do update
      set period_start = excluded.period_start, period_end = excluded.period_end, used = 0, reserved = 0
      where c.period_end <= now();
      continue when found;

      select c.* into counter
      from public.usage_counters c
      where c.org_id = take_quota.org_id and c.metric = take_quota.metric and c.period = window_limit.period;
      -- Somebody else was first to make it or to move it on, and has left enough.
      continue when window_limit.allowance is null
        or counter.used + counter.reserved + take_quota.amount <= window_limit.allowance;
      perform private.refuse_quota(
        metric => take_quota.metric,
        allowance => window_limit.allowance,
        used => counter.used + counter.reserved,
        period => window_limit.period,
        resets_at => counter.period_end
      );
    end loop;
  end loop;

  if not found then
    perform private.refuse_quota(take_quota.metric, 0, 0, null, null);
  end if;
end;
$$;
comment on function private.take_quota(uuid, text, bigint, boolean) is
  'Takes an amount from every window of a metric, as used or (hold) as reserved; PT429 when one has not enough left.';

create function private.reserve_quota(
  org_id uuid, metric text, amount bigint, reservation_id uuid, lifetime interval default interval '1 hour'
) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  insert into public.usage_reservations (id, org_id, metric, amount, expires_at)
  values (
    reserve_quota.reservation_id, reserve_quota.org_id, reserve_quota.metric, reserve_quota.amount,
    now() + reserve_quota.lifetime
  )
  on conflict do nothing;
  if not found then
    return false;
  end if;
  perform private.take_quota(
    org_id => reserve_quota.org_id, metric => reserve_quota.metric, amount => reserve_quota.amount, hold => true
  );
  return true;
end;
$$;
comment on function private.reserve_quota(uuid, text, bigint, uuid, interval) is
  'Sets an amount aside under an idempotency key. False: the key was there already and nothing was taken.';

create function private.hold_quota_again(reservation_id uuid, lifetime interval default interval '1 hour') returns void
language plpgsql
set search_path = ''
as $$
declare
  reservation public.usage_reservations;
begin
  update public.usage_reservations r
  set status = 'held', created_at = now(), expires_at = now() + hold_quota_again.lifetime, closed_at = null
  where r.id = hold_quota_again.reservation_id and r.status in ('released', 'expired')
  returning r.* into strict reservation;
  perform private.take_quota(
    org_id => reservation.org_id, metric => reservation.metric, amount => reservation.amount, hold => true
  );
end;
$$;
comment on function private.hold_quota_again(uuid, interval) is
  'The work that a reservation was given back for is tried once more: takes the amount anew, PT429 when it is too much.';

/*
 * Where a reservation's amount goes when it closes. It belongs to the windows in which it was made: those are the
 * counter's as long as the counter has not rolled over since, and rows of the history afterwards.
 */
create function private.close_reservation(reservation_id uuid, outcome text) returns boolean
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  reservation public.usage_reservations;
  held boolean;
  period_name text;
begin
  update public.usage_reservations r
  set status = outcome, closed_at = now()
  where r.id = close_reservation.reservation_id and r.status = 'held'
  returning r.* into reservation;
  held := found;
  if not held then
    if outcome <> 'settled' then
      return false;
    end if;
    -- Work that ended after its reservation had expired is charged all the same: it was done.
    update public.usage_reservations r
    set status = outcome, closed_at = now()
    where r.id = close_reservation.reservation_id and r.status = 'expired'
    returning r.* into reservation;
    if not found then
      return false;
    end if;
  end if;

  -- No window ends within a day.
  if outcome = 'settled' and reservation.created_at < date_trunc('day', now(), 'UTC') then
    update public.quota_usage_history h
    set used = h.used + reservation.amount
    where h.org_id = reservation.org_id
      and h.metric = reservation.metric
      and h.period_start <= reservation.created_at
      and h.period_end > reservation.created_at;
  end if;

  foreach period_name in array array['day', 'month'] loop
    update public.usage_counters c
    set
      reserved = greatest(c.reserved - case when held then reservation.amount else 0 end, 0),
      used = c.used + case when outcome = 'settled' then reservation.amount else 0 end
    where c.org_id = reservation.org_id
      and c.metric = reservation.metric
      and c.period = period_name
      and c.period_start <= reservation.created_at;
  end loop;
  return true;
end;
$$;
comment on function private.close_reservation(uuid, text) is
  'Ends a reservation as settled, released or expired. False when it had ended already or never was.';

create function private.settle_quota(reservation_id uuid) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  return private.close_reservation(settle_quota.reservation_id, 'settled');
end;
$$;
comment on function private.settle_quota(uuid) is 'The work was done: what was reserved counts as used. Idempotent.';

create function private.release_quota(reservation_id uuid) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  return private.close_reservation(release_quota.reservation_id, 'released');
end;
$$;
comment on function private.release_quota(uuid) is 'The work was not done: what was reserved is free again. Idempotent.';

create function private.expire_reservations() returns int
language plpgsql
set search_path = ''
as $$
begin
  return (
    select count(*) filter (where private.close_reservation(due.id, 'expired'))::int
    from (
      select r.id
      from public.usage_reservations r
      where r.status = 'held' and r.expires_at <= now()
      order by r.org_id, r.metric
      limit 500
      for update skip locked
    ) due
  );
end;
$$;
comment on function private.expire_reservations() is 'Frees what was reserved by work that never reported back.';

create function public.check_quota(org_id uuid, metric text) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  windows jsonb;
begin
  if not exists (select 1 from public.organizations o where o.id = check_quota.org_id) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = 'There is no such organization.';
  end if;

  -- The tightest first; of two that are equally tight, the one that lasts longer.
  select jsonb_agg(
    jsonb_build_object(
      'period', w.period, 'limit', w.allowance, 'used', w.used, 'remaining', w.remaining, 'resets_at', w.resets_at
    )
    order by w.remaining nulls last, w.resets_at desc
  )
  into windows
  from (
    select
      l.period,
      l.allowance,
      coalesce(c.used + c.reserved, 0) as used,
      -- (greatest passes over a null, which here means without limit)
      case when l.allowance is not null then greatest(l.allowance - coalesce(c.used + c.reserved, 0), 0) end as remaining,
      coalesce(c.period_end, (private.quota_window(l.period, now())).ends_at) as resets_at
    from public.organizations o
    join public.plan_limits l on l.plan_id = o.plan_id and l.metric = check_quota.metric
    left join public.usage_counters c
      on c.org_id = o.id and c.metric = l.metric and c.period = l.period and c.period_end > now()
    where o.id = check_quota.org_id
  ) w;

  if windows is null then
    return jsonb_build_object(
      'allowed', false, 'used', 0, 'limit', 0, 'remaining', 0, 'resets_at', null, 'windows', '[]'::jsonb
    );
  end if;
  return (windows -> 0) - 'period' || jsonb_build_object(
    'allowed', coalesce((windows -> 0 ->> 'remaining')::bigint > 0, true),
    'windows', windows
  );
end;
$$;
comment on function public.check_quota(uuid, text) is
  '{allowed, used, limit, remaining, resets_at, windows} of a metric: the tightest window, and all of them. Work under '
  'way counts as used. limit and remaining are null where nothing limits. PT404 for an organization that is not the caller''s.';
revoke all on function public.check_quota(uuid, text) from public;
grant execute on function public.check_quota(uuid, text) to authenticated, service_role;
-- check_quota runs as its caller and asks for the current window.
revoke all on function private.quota_window(text, timestamptz) from public;
grant execute on function private.quota_window(text, timestamptz) to authenticated, service_role;

create function private.increment_quota(org_id uuid, metric text, amount bigint) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.take_quota(increment_quota.org_id, increment_quota.metric, increment_quota.amount, false);
end;
$$;
comment on function private.increment_quota(uuid, text, bigint) is 'See public.increment_quota.';
-- Definer: counters are writable by nobody. For the service alone, which has decided whose usage it counts.
revoke all on function private.increment_quota(uuid, text, bigint) from public;
grant execute on function private.increment_quota(uuid, text, bigint) to service_role;

create function public.increment_quota(org_id uuid, metric text, amount bigint default 1) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  perform private.increment_quota(increment_quota.org_id, increment_quota.metric, increment_quota.amount);
  return public.check_quota(increment_quota.org_id, increment_quota.metric);
end;
$$;
comment on function public.increment_quota(uuid, text, bigint) is
  'Counts usage at once, without a reservation, and says what is left (as check_quota does). PT429 when it is too much.';
revoke all on function public.increment_quota(uuid, text, bigint) from public;
grant execute on function public.increment_quota(uuid, text, bigint) to service_role;

/*
 * What cron does: rolls windows that nobody has touched (so that reports see them), corrects `reserved` where it is not
 * the sum of the open reservations, and forgets closed ones. Each counter is locked before its reservations are summed,
 * and reservations are inserted before their counter is taken, so the sum cannot miss one.
 */
create function private.reset_quotas() returns int
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  counter record;
  rolled int := 0;
begin
  for counter in
    select c.org_id, c.metric, c.period, c.period_end <= now() as over
    from public.usage_counters c
    where c.period_end <= now() or c.reserved > 0
    order by c.org_id, c.metric, c.period
    for update skip locked
  loop
    if counter.over then
      update public.usage_counters c
      set (period_start, period_end) = (select w.starts_at, w.ends_at from private.quota_window(c.period, now()) w),
        used = 0,
        reserved = 0
      where c.org_id = counter.org_id and c.metric = counter.metric and c.period = counter.period;
      rolled := rolled + 1;
    else
      update public.usage_counters c
      set reserved = held.amount
      from (
        select coalesce(sum(r.amount), 0) as amount
        from public.usage_counters k
        left join public.usage_reservations r
          on r.org_id = k.org_id and r.metric = k.metric and r.status = 'held' and r.created_at >= k.period_start
        where k.org_id = counter.org_id and k.metric = counter.metric and k.period = counter.period
      ) held
      where c.org_id = counter.org_id and c.metric = counter.metric and c.period = counter.period
        and c.reserved <> held.amount;
    end if;
  end loop;

  delete from public.usage_reservations r where r.status <> 'held' and r.closed_at < now() - interval '35 days';
  return rolled;
end;
$$;
comment on function private.reset_quotas() is 'See public.reset_quotas.';
-- Definer: counters are writable by nobody. For cron and the service.
revoke all on function private.reset_quotas() from public;
grant execute on function private.reset_quotas() to service_role;

create function public.reset_quotas() returns int
language plpgsql
set search_path = ''
as $$
begin
  return private.reset_quotas();
end;
$$;
comment on function public.reset_quotas() is
  'Rolls over every window that has ended and repairs counters; returns how many rolled. Safe to run at any time.';
revoke all on function public.reset_quotas() from public;
grant execute on function public.reset_quotas() to service_role;
