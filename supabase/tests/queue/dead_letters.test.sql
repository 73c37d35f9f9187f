begin;
select plan(27);
select tests.start_empty();
create temporary table j on commit drop as select tests.enqueue('Ada') as id;
grant select on j to public;
select tests.enqueue('Ben');
create temporary table job on commit drop as select * from public.claim_jobs('w', 1, 60);
create function pg_temp.die() returns void language sql as $$
  update private.job_queue set lease_expires_at = now() - interval '1 second' where lease_token is not null;
  select private.sweep_jobs();
$$;
create function pg_temp.claim() returns void language sql as $$
  truncate job;
  insert into job select * from public.claim_jobs('w', 1, 60);
$$;

-- It kills its worker three times, and nobody else's work waits for it.
select public.record_step(job_id, lease_token, 'plan', '{"n": 1}', '[{"kind": "plan", "payload": {}}]') from job;
select pg_temp.die();
select pg_temp.claim();
select isnt((select job_id from job), (select id from j), 'others come first');
select public.fail_job(job_id, lease_token, 'x', 'y', false) from job;
select pg_temp.claim();
select is((select job_id from job), (select id from j), 'then it, again');
select pg_temp.die();
select pg_temp.claim();
select pg_temp.die();
select results_eq(
  'select status, error_code, requeueable from public.generation_jobs where id = (select id from j)',
  $$values ('failed', 'worker_lost', true)$$, 'the third time it is a dead letter'
);
select pg_temp.claim();
select is_empty('select 1 from job', 'and is claimed no more');
select is(public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '0', 'nothing is charged');
select is((select output from private.job_steps), '{"n": 1}', 'what it has made is kept');

-- Back in the queue.
select tests.act_as('Mallory');
select throws_ok('select public.requeue_generation((select id from j))', 'PT404', 'not_found', 'a stranger requeues nothing');
select tests.act_as('Ada');
select is(public.requeue_generation((select id from j)), 'queued', 'its person may try once more');
select throws_ok('select public.requeue_generation((select id from j))', 'PT409', 'not_requeueable', 'once at a time');
select is(public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '1', 'for one generation');
select is((select status from public.projects where created_by = tests.person('Ada')), 'generating', 'the project is being generated');
select tests.act_as_schema_owner();
select pg_temp.claim();
select results_eq(
  'select job_id, attempt, steps from job', $$select id, 1, '{"plan": {"n": 1}}'::jsonb from j$$, 'it goes on from its stored steps'
);
create temporary table version on commit drop as
  select (public.save_version(project_id, null, '[{"op":"put","path":"a","content":"1"}]', '', '{"passed":true}', 'generation',
    created_by, job_id, 'save', lease_token) ->> 'version_id')::uuid as id from job;
select is((select public.complete_job(job_id, lease_token, (select id from version)) from job), 'ok', 'and ends well');
select results_eq(
  'select seq, kind from public.generation_events where job_id = (select id from j) order by seq',
  $$values (1, 'queued'), (2, 'started'), (3, 'plan'), (4, 'retry'), (5, 'started'), (6, 'retry'), (7, 'started'), (8, 'failed'),
    (9, 'queued'), (10, 'started'), (11, 'completed')$$, 'in one log'
);
select is(public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '1', 'charged once');
select is((select count(*)::int from private.job_steps), 0, 'its steps have served');
select is((select status from public.usage_reservations where id = (select id from j)), 'settled', 'the reservation is settled');

-- Not what has failed for good, not over another's work, not beyond the quota.
truncate j;
insert into j select tests.enqueue('Cleo');
select pg_temp.claim();
select public.fail_job(job_id, lease_token, 'refused', 'No.', false) from job;
select tests.act_as('Cleo');
select throws_ok('select public.requeue_generation((select id from j))', 'PT409', 'not_requeueable', 'a refusal does not pass');
select tests.act_as_schema_owner();
update public.generation_jobs set requeueable = true where id = (select id from j);
select tests.save((select project_id from public.generation_jobs where id = (select id from j)), '{"a": "2"}');
select tests.act_as('Cleo');
select throws_ok(
  'select public.requeue_generation((select id from j))', 'PT409', 'head_moved', 'the project has changed meanwhile'
);
select tests.act_as_schema_owner();
update public.generation_jobs set base_version_id = (select head_version_id from public.projects p where p.id = project_id)
where id = (select id from j);
update public.usage_counters set used = 5 where org_id = tests.org_of('Cleo') and metric = 'generation' and period = 'day';
select tests.act_as('Cleo');
select throws_ok('select public.requeue_generation((select id from j))', 'PT429', 'quota_exceeded', 'a try takes quota');
select is((select status from public.generation_jobs where id = (select id from j)), 'failed', 'or nothing happens');
select tests.act_as_schema_owner();
update public.usage_counters set used = 0;
update public.generation_jobs set requeues = 2 where id = (select id from j);
select tests.act_as('Cleo');
select is(public.requeue_generation((select id from j)), 'queued', 'a third time');
select tests.act_as_schema_owner();
update private.job_queue set attempt = 4;
select pg_temp.claim();
select public.fail_job(job_id, lease_token, 'unavailable', 'It does not answer.', true) from job;
select is((select requeueable from public.generation_jobs where id = (select id from j)), false, 'and not a fourth');
update public.generation_jobs set requeueable = true where id = (select id from j);

-- After a week nothing is left to go on from.
select tests.act_as_schema_owner();
insert into private.job_steps (job_id, step, output) select id, 'plan', '{}' from j;
insert into private.job_inputs (job_id, input) select id, '{}' from j;
select is(private.forget_dead_letters(), 0, 'a dead letter is kept for a while');
update public.generation_jobs set finished_at = now() - interval '8 days' where id = (select id from j);
select is(private.forget_dead_letters(), 1, 'for a week');
select is(
  (select count(*)::int from private.job_steps) + (select count(*)::int from private.job_inputs)
  + (select count(*)::int from public.generation_jobs where requeueable), 0, 'and then forgotten'
);

select * from finish();
rollback;
