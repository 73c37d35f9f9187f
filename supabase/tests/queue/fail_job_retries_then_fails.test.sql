begin;
select plan(20);
select tests.start_empty();
select tests.enqueue('Ada');
create function pg_temp.claim() returns table (job_id uuid, lease_token uuid, attempt int, steps jsonb) language sql as $$
  update private.job_queue q set run_at = now() where q.lease_token is null;
  select c.job_id, c.lease_token, c.attempt, c.steps from public.claim_jobs('w', 1, 60) c;
$$;
create temporary table job on commit drop as select * from pg_temp.claim();
select public.record_step(job_id, lease_token, 'plan', '{"n": 1}', '[]') from job;
select is((select public.fail_job(job_id, lease_token, 'upstream', 'It did not answer.', true) from job), 'retrying', 'again');
select results_eq(
  $$select q.lease_token, q.run_at > now() + interval '0.7 seconds', q.run_at < now() + interval '1.3 seconds'
    from private.job_queue q$$,
  $$values (null::uuid, true, true)$$, 'after about a second'
);
select is((select status from public.generation_jobs), 'queued', 'it waits');
select is(
  (select payload - 'delaySeconds' from public.generation_events where kind = 'retry'),
  '{"attempt": 1, "reason": "It did not answer."}', 'the log says why'
);
select is((select public.heartbeat_job(job_id, lease_token, 60) from job), 'lost', 'the failed attempt''s lease is over');
select is(
  (select count(*)::int from public.claim_jobs('w', 1, 60)), 0, 'it is not due before its delay is over'
);

truncate job;
insert into job select * from pg_temp.claim();
select is((select attempt from job), 2, 'the second attempt');
select is((select steps from job), '{"plan": {"n": 1}}', 'goes on from the stored steps');

select public.fail_job(job_id, lease_token, 'upstream', 'No.', true) from job;
insert into job select * from pg_temp.claim();
select public.fail_job(job_id, lease_token, 'upstream', 'No.', true) from job where attempt = 3;
insert into job select * from pg_temp.claim();
select public.fail_job(job_id, lease_token, 'upstream', 'No.', true) from job where attempt = 4;
select ok(
  (select run_at between now() + interval '5.9 seconds' and now() + interval '10.1 seconds' from private.job_queue), 'the delay grows'
);
insert into job select * from pg_temp.claim();
select is(
  (select public.fail_job(job_id, lease_token, 'upstream', 'It never answered.', true) from job where attempt = 5),
  'failed', 'five attempts, not more'
);
select results_eq(
  'select status, error_code, error_message, attempts from public.generation_jobs',
  $$values ('failed', 'upstream', 'It never answered.', 5)$$, 'the record says why'
);
select is(
  (select payload from public.generation_events order by seq desc limit 1),
  '{"code": "upstream", "message": "It never answered."}', 'so does the log'
);
select is((select status from public.projects where created_by = tests.person('Ada')), 'failed', 'a project without a version has failed');
select results_eq(
  $$select used, reserved from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'$$,
  $$values (0::bigint, 0::bigint)$$, 'nothing is charged'
);
select is((select count(*)::int from private.job_queue), 0, 'the queue is empty');
select is((select requeueable from public.generation_jobs), true, 'what was worth five attempts may be put back');

-- A project with a version is again what it was.
select tests.save(p.id, '{"a": "1"}') from (select tests.project('Ben', 'Deployed') as id) p;
update public.projects set status = 'deployed' where name = 'Deployed';
select tests.act_as('Ben');
select public.enqueue_generation('Again', project_id => (select id from public.projects));
select tests.act_as_schema_owner();
select is((select status from public.projects where name = 'Deployed'), 'generating', 'generating');
select is(
  (select public.fail_job(c.job_id, c.lease_token, 'invalid', 'No.', false) from public.claim_jobs('w', 1, 60) c),
  'failed', 'without a retry it fails at once'
);
select is((select status from public.projects where name = 'Deployed'), 'deployed', 'and the project is deployed as before');

select * from finish();
rollback;
