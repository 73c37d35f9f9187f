begin;
select plan(8);
select tests.start_empty();
select private.take_quota(tests.org_of('Ada'), 'generation', 3, false);
select private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000001');

update public.usage_counters set reserved = 4 where org_id = tests.org_of('Ada');
select is(public.reset_quotas(), 0, 'nothing to roll over');
select is(
  (select array_agg(reserved) from public.usage_counters where org_id = tests.org_of('Ada')),
  array[1, 1]::bigint[], 'reserved is the sum of the open reservations again'
);

update public.usage_counters set period_start = period_start - interval '2 days', period_end = period_end - interval '2 days'
where org_id = tests.org_of('Ada') and period = 'day';
select is(public.reset_quotas(), 1, 'a window that nobody touched rolls over');
select results_eq(
  $$select used, reserved, period_start <= now() and period_end > now() from public.usage_counters
    where org_id = tests.org_of('Ada') and period = 'day'$$,
  $$values (0::bigint, 0::bigint, true)$$, 'to the current day, however late'
);
select is(
  (select used from public.quota_usage_history where org_id = tests.org_of('Ada')), 3::bigint, 'its total is kept'
);

select private.settle_quota('00000000-0000-4000-8000-000000000001');
update public.usage_reservations set closed_at = now() - interval '36 days';
select public.reset_quotas();
select is_empty('select 1 from public.usage_reservations', 'old closed reservations are forgotten');

select tests.act_as_service();
select lives_ok('select public.reset_quotas()', 'the service may run it');
select tests.act_as('Ada');
select throws_ok('select public.reset_quotas()', '42501', null, 'a person may not');

select * from finish();
rollback;
