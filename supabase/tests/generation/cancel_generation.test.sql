begin;
select plan(12);
select tests.start_empty();
create temporary table j on commit drop as select tests.enqueue('Ada') as id;
grant select on j to public;
select tests.person('Mallory');
create temporary table claimed on commit drop as select * from public.claim_jobs('w', 10, 60) where job_id = (select id from j);

select tests.act_as('Mallory');
select throws_ok('select public.cancel_generation((select id from j))', 'PT404', 'not_found', 'a stranger cancels nothing');
select throws_ok('select public.cancel_generation(gen_random_uuid())', 'PT404', 'not_found', 'which is the same as nothing there');

select tests.act_as('Ada');
select is(public.cancel_generation((select id from j)), 'canceled', 'canceled while it runs');
select is(public.cancel_generation((select id from j)), 'canceled', 'again: it stays so');
select results_eq(
  'select status, version_id, finished_at is not null from public.generation_jobs',
  $$values ('canceled', null::uuid, true)$$, 'the record says so'
);
select results_eq(
  'select kind from public.generation_events order by seq', array['queued', 'started', 'canceled'], 'so does the log'
);
select is((select status from public.projects), 'draft', 'the project is what it was');
select is(public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '0', 'nothing is charged');

select tests.act_as_schema_owner();
select is(
  (select public.heartbeat_job(job_id, lease_token, 60) from claimed), 'canceled', 'the worker learns of it'
);
select is(
  (select public.record_step(job_id, lease_token, 'plan', '{}', '[{"kind":"step"}]') from claimed), 'canceled', 'and writes nothing'
);
select is((select count(*)::int from public.generation_events where job_id = (select id from j)), 3, 'more');
select is_empty('select 1 from private.job_queue', 'nothing of it is in the queue');

select * from finish();
rollback;
