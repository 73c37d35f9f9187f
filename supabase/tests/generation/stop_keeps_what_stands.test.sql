begin;
select plan(9);
select tests.start_empty();
create temporary table j on commit drop as select tests.enqueue('Ada') as id;
grant select on j to public;
create temporary table job on commit drop as select * from public.claim_jobs('w', 1, 60);
grant select on job to public;
select is((select stop from job), false, 'nobody has asked yet');

select tests.act_as('Mallory');
select throws_ok('select public.cancel_generation((select id from j), keep => true)', 'PT404', 'not_found', 'a stranger stops nothing');
select tests.act_as('Ada');
select is(public.cancel_generation((select id from j), keep => true), 'running', 'the job goes on');
select tests.act_as_service();
select is((select public.heartbeat_job(job_id, lease_token, 60) from job), 'stop', 'the worker hears of it');
select is(
  (select public.record_step(job_id, lease_token, 'repair:2', '{"n": 1}', '[]') from job), 'ok', 'and goes on writing'
);
select is((select step from public.generation_jobs), 'repair', 'a part of a step is of its step');

-- Another worker takes over.
select tests.act_as_schema_owner();
update private.job_queue set lease_expires_at = now() - interval '1 second';
select private.sweep_jobs();
truncate job;
insert into job select * from public.claim_jobs('w', 1, 60);
select results_eq('select stop, steps from job', $$values (true, '{"repair:2": {"n": 1}}'::jsonb)$$, 'the next worker knows from the start');

-- What has not started has nothing to keep.
create temporary table waiting on commit drop as select tests.enqueue('Ben') as id;
grant select on waiting to public;
select tests.act_as('Ben');
select is(public.cancel_generation((select id from waiting), keep => true), 'canceled', 'a job that waits is canceled');
select is(public.cancel_generation((select id from waiting), keep => true), 'canceled', 'and stays so');

select * from finish();
rollback;
