begin;
select plan(7);
select tests.start_empty();
select private.reserve_quota(tests.org_of('Ada'), 'generation', 2, '00000000-0000-4000-8000-000000000001', '-1 second');
select private.reserve_quota(tests.org_of('Ada'), 'generation', 1, '00000000-0000-4000-8000-000000000002');

select is(private.expire_reservations(), 1, 'one reservation is over');
select is(
  (select reserved from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'),
  1::bigint, 'its amount is free again'
);
select is(private.expire_reservations(), 0, 'once');
select ok(private.settle_quota('00000000-0000-4000-8000-000000000001'), 'work that ends after all is charged');
select results_eq(
  $$select used, reserved from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'$$,
  $$values (2::bigint, 1::bigint)$$, 'once, and without touching other reservations'
);

-- A job that waits long keeps its reservation.
create temporary table job on commit drop as select tests.enqueue('Ben') as id;
update public.usage_reservations set expires_at = now() - interval '1 second' where id = (select id from job);
select private.sweep_jobs();
select is(
  (select status from public.usage_reservations where id = (select id from job)), 'held', 'a queued job''s reservation holds'
);
select ok(
  (select expires_at > now() from public.usage_reservations where id = (select id from job)), 'and is extended'
);

select * from finish();
rollback;
