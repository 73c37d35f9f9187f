begin;
select plan(24);
select tests.start_empty();
create temporary table p on commit drop as select tests.project('Ada', 'Books') as id;
grant select on p to public;
create function pg_temp.ask(mode text, input jsonb, project_id uuid default null) returns jsonb language sql as $$
  select public.enqueue_generation('Make it so', project_id => project_id, mode => mode, input => input);
$$;
grant execute on function pg_temp.ask(text, jsonb, uuid) to public;

select tests.act_as('Ada');
-- What is refused.
select throws_ok($$select pg_temp.ask('destroy', '{}')$$, 'PT422', 'invalid_mode', 'an unknown mode');
select throws_ok($$select pg_temp.ask(null, '{}')$$, 'PT422', 'invalid_mode', 'no mode');
select throws_ok($$select pg_temp.ask('new_app', '[]')$$, 'PT422', 'invalid_input', 'no object');
select throws_ok($$select pg_temp.ask('new_app', '{"shell": "rm"}')$$, 'PT422', 'invalid_input', 'an unknown key');
select throws_ok(
  $$select pg_temp.ask('new_app', jsonb_build_object('spec', repeat('x', 600000)))$$, 'PT422', 'invalid_input', 'too long a plan'
);
select throws_ok(
  $$select pg_temp.ask('new_app', '{"model": 1}')$$, 'PT422', 'invalid_input', 'a model that is no name'
);
select throws_ok(
  $$select pg_temp.ask('new_app', '{"images": [{"mediaType": "image/svg+xml", "data": "AAAA"}]}')$$, 'PT422', 'invalid_input',
  'a picture that is a program'
);
select throws_ok(
  $$select pg_temp.ask('new_app', '{"images": [{"mediaType": "image/png", "data": "https://example.test/x.png"}]}')$$,
  'PT422', 'invalid_input', 'an address instead of a picture'
);
select throws_ok(
  $$select pg_temp.ask('new_app', jsonb_build_object('images', jsonb_build_array(
    jsonb_build_object('mediaType', 'image/png', 'data', repeat('A', 1400004)))))$$,
  'PT422', 'invalid_input', 'too large a picture'
);
select throws_ok(
  $$select pg_temp.ask('new_app', jsonb_build_object('images', (
    select jsonb_agg('{"mediaType": "image/png", "data": "AAAA"}'::jsonb) from generate_series(1, 4))))$$,
  'PT422', 'invalid_input', 'too many pictures'
);
select throws_ok($$select pg_temp.ask('modify', '{}')$$, 'PT422', 'project_required', 'a change of nothing');
select throws_ok(
  $$select pg_temp.ask('page', '{}', (select id from p))$$, 'PT409', 'no_version', 'a change of a project without a version'
);
select throws_ok($$select pg_temp.ask('fix', '{}', (select id from p))$$, 'PT422', 'invalid_input', 'a fix without the error');
select is((select count(*)::int from public.generation_jobs), 0, 'none of it has left anything');

-- What is asked for reaches the worker whole; what is worth keeping stays with the job.
select tests.act_as_schema_owner();
select tests.save((select id from p), '{"a": "1"}');
select tests.act_as('Ada');
select pg_temp.ask(
  'modify',
  '{"model": "openai/small", "target": {"file": "a", "line": 1}, "images": [{"mediaType": "image/png", "data": "AAAA"}]}',
  (select id from p)
);
select results_eq(
  'select mode, request from public.generation_jobs',
  $$values ('modify', '{"model": "openai/small", "target": {"file": "a", "line": 1}}'::jsonb)$$, 'the conversation keeps it, without the picture'
);
select throws_ok('select 1 from private.job_inputs', '42501', null, 'pictures are for the worker alone');
select tests.act_as_schema_owner();
create temporary table job on commit drop as select * from public.claim_jobs('w', 1, 60);
select is(
  (select input from job),
  '{"model": "openai/small", "target": {"file": "a", "line": 1}, "images": [{"mediaType": "image/png", "data": "AAAA"}]}',
  'the worker is given all of it'
);
select public.fail_job(job_id, lease_token, 'refused', 'No.', false) from job;
select is((select count(*)::int from private.job_inputs), 0, 'what has ended for good keeps no picture');

-- Plans and fixes are free, and counted for themselves.
truncate job;
select tests.act_as('Ada');
select pg_temp.ask('fix', '{"error": {"message": "x is not a function"}}', (select id from p));
select results_eq(
  $$select metric, used + reserved from public.usage_counters where used + reserved > 0 and period = 'day'$$,
  $$values ('fix', 1::bigint)$$, 'a fix takes no generation'
);
select tests.act_as_schema_owner();
insert into job select * from public.claim_jobs('w', 1, 60);
select public.fail_job(job_id, lease_token, 'x', 'y', false) from job;
update public.usage_counters set used = 20 where metric = 'fix';
select tests.act_as('Ada');
select throws_ok(
  $$select pg_temp.ask('fix', '{"error": {"message": "x"}}', (select id from p))$$, 'PT429', 'quota_exceeded', 'and has a limit of its own'
);

-- A plan ends without a version.
select pg_temp.ask('plan', '{}');
select tests.act_as_schema_owner();
truncate job;
insert into job select * from public.claim_jobs('w', 1, 60);
select is((select public.complete_job(job_id, lease_token, null) from job), 'ok', 'a plan is complete without a version');
select results_eq(
  $$select j.status, j.version_id, p.status, e.payload from public.generation_jobs j
    join public.projects p on p.id = j.project_id
    join public.generation_events e on e.job_id = j.id and e.kind = 'completed'
    where j.mode = 'plan'$$,
  $$values ('completed', null::uuid, 'draft', '{}'::jsonb)$$, 'its project is a draft'
);
select is((select public.complete_job(job_id, lease_token, null) from job), 'ok', 'and may say so twice');
select tests.enqueue('Ben');
truncate job;
insert into job select * from public.claim_jobs('w', 1, 60);
select throws_ok(
  'select public.complete_job(job_id, lease_token, null) from job', 'PT422', 'no_such_version', 'an application is not'
);

select * from finish();
rollback;
