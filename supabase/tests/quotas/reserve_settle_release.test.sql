begin;
select plan(17);
select tests.start_empty();
select tests.person('Ada');

create function pg_temp.counters() returns text language sql as $$
  select string_agg(format('%s %s+%s', period, used, reserved), ', ' order by period)
  from public.usage_counters where org_id = tests.org_of('Ada');
$$;

select ok(
  private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000001'), 'reserved'
);
select is(pg_temp.counters(), 'day 0+1, month 0+1', 'it counts as under way');
select ok(
  not private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000001'),
  'the same key again reserves nothing'
);
select is(pg_temp.counters(), 'day 0+1, month 0+1', 'and counts nothing');
select ok(private.settle_quota('00000000-0000-4000-8000-000000000001'), 'settled');
select is(pg_temp.counters(), 'day 1+0, month 1+0', 'it counts as used');
select ok(not private.settle_quota('00000000-0000-4000-8000-000000000001'), 'settling again does nothing');
select ok(not private.release_quota('00000000-0000-4000-8000-000000000001'), 'nor does releasing');
select is(pg_temp.counters(), 'day 1+0, month 1+0', 'charged once');
select ok(
  not private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000001'),
  'a key that was charged cannot be charged again'
);

select private.reserve_quota(tests.org_of('Ada'), 'generation', 2, '00000000-0000-4000-8000-000000000002');
select ok(private.release_quota('00000000-0000-4000-8000-000000000002'), 'released');
select is(pg_temp.counters(), 'day 1+0, month 1+0', 'as if it had not been');
select ok(not private.settle_quota('00000000-0000-4000-8000-000000000002'), 'what was released is not charged');

select throws_ok(
  $$select private.reserve_quota(tests.org_of('Ada'), 'generation', 5, '00000000-0000-4000-8000-000000000003')$$,
  'PT429', 'quota_exceeded', 'reserving is refused like taking'
);

-- Reserved yesterday, settled today: it belongs to yesterday.
select private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000004');
update public.usage_reservations set created_at = created_at - interval '1 day'
where id = '00000000-0000-4000-8000-000000000004';
update public.usage_counters set period_start = period_start - interval '1 day', period_end = period_end - interval '1 day'
where org_id = tests.org_of('Ada') and period = 'day';
update public.usage_counters set period_start = period_start - interval '1 month'
where org_id = tests.org_of('Ada') and period = 'month';
select private.take_quota(tests.org_of('Ada'), 'generation', 1, false);
select ok(private.settle_quota('00000000-0000-4000-8000-000000000004'), 'settled after midnight');
select is(pg_temp.counters(), 'day 1+0, month 3+0', 'not charged to today, but to the month');
select is(
  (select used from public.quota_usage_history where org_id = tests.org_of('Ada') and period = 'day'),
  2::bigint, 'charged to the day it was reserved in'
);

select * from finish();
rollback;
