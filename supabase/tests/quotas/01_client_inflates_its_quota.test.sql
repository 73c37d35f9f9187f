-- Threat: a person lowers their usage, raises their limit, or counts for another organization.
begin;
select plan(14);
select tests.start_empty();
select private.take_quota(tests.org_of('Ada'), 'generation', 1, false);
select private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000001');
select tests.person('Mallory');

select tests.act_as('Ada');
select is((select count(*)::int from public.usage_counters), 2, 'a member reads the counters');
select throws_ok('update public.usage_counters set used = 0', '42501', null, 'and changes none');
select throws_ok('delete from public.usage_counters', '42501', null, 'removes none');
select throws_ok('delete from public.usage_reservations', '42501', null, 'nor a reservation');
select throws_ok('delete from public.quota_usage_history', '42501', null, 'nor history');
select throws_ok($$insert into public.plans (id, name, max_running) values ('vip', 'x', 9)$$, '42501', null, 'nor plans');
select throws_ok(
  $$select public.increment_quota(tests.org_of('Ada'), 'generation', 1)$$, '42501', null, 'counting is the service''s'
);
select throws_ok(
  $$select private.release_quota('00000000-0000-4000-8000-000000000001')$$, '42501', null, 'so is releasing'
);
select throws_ok(
  $$select private.take_quota(tests.org_of('Ada'), 'generation', 1, false)$$, '42501', null, 'and taking'
);

select tests.act_as('Mallory');
select is_empty('select 1 from public.usage_counters', 'a stranger sees no counters');
select is_empty('select 1 from public.usage_reservations', 'and no reservations');

select tests.act_as_service();
select is(
  public.increment_quota(tests.org_of('Ada'), 'generation', 2) ->> 'used', '4', 'the service counts, and is told what is used'
);
select throws_ok(
  $$select public.increment_quota(tests.org_of('Ada'), 'generation', 2)$$, 'PT429', 'quota_exceeded', 'within the limit'
);
select throws_ok('update public.usage_counters set used = 0', '42501', null, 'and not by hand');

select * from finish();
rollback;
