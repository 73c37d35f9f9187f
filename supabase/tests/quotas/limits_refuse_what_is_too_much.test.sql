begin;
select plan(14);
select tests.start_empty();
select tests.person('Ada');

select is(
  (select jsonb_object_agg(period, allowance) from public.plan_limits where plan_id = 'free' and metric = 'generation'),
  '{"day": 5, "month": 50}', 'the free plan: 5 generations a day, 50 a month'
);

select lives_ok(
  $$select private.take_quota(tests.org_of('Ada'), 'generation', 5, false)$$, 'five fit'
);
prepare sixth as select private.take_quota(tests.org_of('Ada'), 'generation', 1, false);
select throws_ok('sixth', 'PT429', 'quota_exceeded', 'the sixth of a day is refused');
select is(
  (select array_agg(used order by period) from public.usage_counters where org_id = tests.org_of('Ada')),
  array[5, 5]::bigint[], 'a refusal takes nothing from any window'
);

update public.usage_counters set period_start = period_start - interval '1 day', period_end = period_end - interval '1 day'
where org_id = tests.org_of('Ada') and period = 'day';
select lives_ok('sixth', 'the next day it is accepted, without any cron job');
select results_eq(
  $$select period, used, period_end > now() from public.usage_counters where org_id = tests.org_of('Ada') order by 1$$,
  $$values ('day', 1::bigint, true), ('month', 6::bigint, true)$$,
  'the day has rolled over, the month goes on'
);
select results_eq(
  $$select period, used, allowance from public.quota_usage_history where org_id = tests.org_of('Ada')$$,
  $$values ('day', 5::bigint, 5::bigint)$$,
  'what was used that day is kept'
);

update public.usage_counters set used = 50 where org_id = tests.org_of('Ada') and period = 'month';
select throws_ok('sixth', 'PT429', 'quota_exceeded', 'a full month refuses');
select is(
  (select used from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'),
  1::bigint, 'and gives back what was taken from the day'
);

select throws_ok(
  $$select private.take_quota(tests.org_of('Ada'), 'teleportation', 1, false)$$, 'PT429', 'quota_exceeded',
  'a metric that the plan does not have is refused'
);
select throws_ok(
  $$select private.take_quota(tests.org_of('Ada'), 'generation', 0, false)$$, 'PT422', 'invalid_amount', 'not nothing'
);
select throws_ok(
  $$select private.take_quota(tests.org_of('Ada'), 'generation', -5, false)$$, 'PT422', 'invalid_amount', 'not less'
);

insert into public.plan_limits (plan_id, metric, period, allowance) values ('free', 'page_view', 'day', null);
select lives_ok(
  $$select private.take_quota(tests.org_of('Ada'), 'page_view', 1000000, false)$$, 'an unlimited metric takes anything'
);
select is(
  (select used from public.usage_counters where org_id = tests.org_of('Ada') and metric = 'page_view'),
  1000000::bigint, 'and counts it'
);

select * from finish();
rollback;
