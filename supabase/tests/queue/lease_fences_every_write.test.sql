begin;
select plan(20);
select tests.start_empty();
create temporary table j on commit drop as select tests.enqueue('Ada') as id;
create temporary table old on commit drop as select * from public.claim_jobs('slow', 1, 60);
select is((select job_id from old), (select id from j), 'claimed');
select is((select public.heartbeat_job(job_id, lease_token, 60) from old), 'ok', 'the lease is good');

-- The lease runs out, the sweep gives the job to another.
update private.job_queue set lease_expires_at = now() - interval '1 second';
select private.sweep_jobs();
select is(
  (select status from public.generation_jobs where id = (select id from j)), 'queued', 'the job waits again'
);
create temporary table new on commit drop as select * from public.claim_jobs('quick', 1, 60);
select is((select attempt from new), 2, 'the second attempt');
create temporary table version on commit drop as
  select (public.save_version(project_id, null, '[{"op":"put","path":"a","content":"1"}]', '', '{"passed":true}', 'generation',
    created_by, job_id, 'save', lease_token) ->> 'version_id')::uuid as id from new;
select throws_ok(
  $$select public.save_version(project_id, (select id from version), '[]', '', '{}', 'generation', created_by, job_id, 'repair',
    lease_token) from old$$,
  'PT409', 'lease_lost', 'the first saves nothing more'
);
select throws_ok(
  $$select public.save_version(project_id, (select id from version), '[]', '', '{}', 'generation', created_by, job_id, 'repair')
    from new$$,
  'PT409', 'lease_lost', 'nor does anyone without a token'
);

select is((select public.heartbeat_job(job_id, lease_token, 60) from old), 'lost', 'the first is told by its heartbeat');
select is((select public.record_step(job_id, lease_token, 'plan', '{"a":1}', '[{"kind":"plan"}]') from old), 'lost', 'by a step');
select is((select public.complete_job(job_id, lease_token, (select id from version)) from old), 'lost', 'on completing');
select is((select public.fail_job(job_id, lease_token, 'x', 'y', true) from old), 'lost', 'on failing');
select is((select public.complete_job(job_id, null, (select id from version)) from old), 'lost', 'no token is no token');
select is((select public.record_step(job_id, null, 'plan', '{}', '[]') from old), 'lost', 'for any write');
select is_empty('select 1 from private.job_steps', 'and has written nothing');
select results_eq(
  'select kind from public.generation_events where job_id = (select id from j) order by seq',
  array['queued', 'started', 'retry', 'started'], 'also not to the log'
);

select throws_ok(
  $$select public.complete_job(job_id, lease_token, gen_random_uuid()) from new$$, 'PT422', 'no_such_version',
  'a job is completed by a version of its project'
);
select is((select public.complete_job(job_id, lease_token, (select id from version)) from new), 'ok', 'the second completes');
select is((select public.complete_job(job_id, lease_token, (select id from version)) from new), 'ok', 'and may say so twice');
select is((select public.fail_job(job_id, lease_token, 'x', 'y', false) from new), 'lost', 'but not take it back');
select is(public.heartbeat_job(gen_random_uuid(), gen_random_uuid(), 60), 'lost', 'a job that never was is lost');

select tests.act_as('Ada');
select throws_ok(
  $$select public.complete_job(gen_random_uuid(), gen_random_uuid(), gen_random_uuid())$$, '42501', null,
  'a person completes nothing'
);

select * from finish();
rollback;
