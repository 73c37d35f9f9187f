begin;
select plan(6);
select tests.start_empty();
select tests.enqueue('Ada', 'App ' || i) from generate_series(1, 5) i;

select tests.act_as('Ada');
select throws_ok($$select public.enqueue_generation('App 6')$$, 'PT429', 'quota_exceeded', 'the sixth of a day is refused');
select is((select count(*)::int from public.projects), 5, 'no project');
select is((select count(*)::int from public.generation_jobs), 5, 'no job');
select tests.act_as_schema_owner();
select is((select count(*)::int from private.job_queue where org_id = tests.org_of('Ada')), 5, 'nothing in the queue');
select is((select count(*)::int from public.usage_reservations), 5, 'no reservation');

select tests.act_as('Ada');
select public.cancel_generation((select id from public.generation_jobs limit 1));
select lives_ok($$select public.enqueue_generation('App 6')$$, 'canceling one makes room');

select * from finish();
rollback;
