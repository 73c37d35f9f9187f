begin;
select plan(14);
select tests.start_empty();
select tests.enqueue('Ada', 'A list of books');
create temporary table job on commit drop as select * from public.claim_jobs('w', 1, 60);
select is(
  (select public.record_step(job_id, lease_token, 'plan', '{"name":"Bookshelf"}',
    '[{"kind":"step","payload":{"step":"plan","state":"done"}},{"kind":"plan","payload":{"name":" Bookshelf "}}]') from job),
  'ok', 'a step is recorded'
);
select results_eq(
  'select name, slug from public.projects p join job on job.project_id = p.id', $$values ('Bookshelf', 'bookshelf')$$,
  'the plan names the project'
);
select public.record_step(job_id, lease_token, 'verify', null, null) from job;
select is((select step from public.generation_jobs), 'verify', 'a step that has started is the job''s step');
select is((select count(*)::int from private.job_steps), 1, 'and has no output yet');

create temporary table version on commit drop as
  select (public.save_version(project_id, null, '[{"op":"put","path":"a","content":"1"}]', '', '{"passed":true}', 'generation',
    created_by, job_id, 'save', lease_token) ->> 'version_id')::uuid as id from job;
select public.complete_job(job_id, lease_token, (select id from version)) from job;

select results_eq(
  'select status, version_id, step, finished_at is not null, error_code from public.generation_jobs',
  $$select 'completed', id, null::text, true, null::text from version$$, 'the record'
);
select results_eq(
  'select seq, kind from public.generation_events order by seq',
  $$values (1, 'queued'), (2, 'started'), (3, 'step'), (4, 'plan'), (5, 'completed')$$, 'the log, without gaps'
);
select is(
  (select payload from public.generation_events where kind = 'completed'),
  (select jsonb_build_object('versionId', id) from version), 'its end names the version'
);
select is((select status from public.projects where id = (select project_id from job)), 'ready', 'the project is ready');
select is(
  (select count(*) from private.job_queue) + (select count(*) from private.job_steps), 0::bigint, 'the queue is empty'
);
select results_eq(
  $$select used, reserved from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'$$,
  $$values (1::bigint, 0::bigint)$$, 'charged once'
);

-- A name that a person gave stays.
select tests.enqueue('Ada', 'A list of films');
create temporary table other on commit drop as select * from public.claim_jobs('w', 1, 60);
update public.projects set name = 'Mine' where id = (select project_id from other);
select public.record_step(job_id, lease_token, 'plan', '{}', '[{"kind":"plan","payload":{"name":"Films"}}]') from other;
select is((select name from public.projects where id = (select project_id from other)), 'Mine', 'the plan does not rename it');

select * from finish();
rollback;
