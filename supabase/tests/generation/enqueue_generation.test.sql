begin;
select plan(18);
select tests.start_empty();
select tests.person('Ada');

select tests.act_as('Ada');
create temporary table asked on commit drop as
  select public.enqueue_generation(E'  A workout log,\n where each member records exercises and sets and the weight they lift.') as result;
select ok(not (result ->> 'replayed')::boolean, 'accepted') from asked;
select results_eq(
  'select name, slug, status, kind, created_by = tests.person(''Ada''), org_id = tests.org_of(''Ada'') from public.projects',
  $$values ('A workout log, where each member records exercises and sets', 'a-workout-log-where-each-member-records-exercise',
    'generating', 'app', true, true)$$,
  'a project in the caller''s own organization, called by the first words'
);
select results_eq(
  'select status, mode, step, attempts, base_version_id, version_id from public.generation_jobs',
  $$values ('queued', 'new_app', null::text, 0, null::uuid, null::uuid)$$, 'a queued job'
);
select results_eq(
  'select seq, kind, payload from public.generation_events', $$values (1, 'queued', '{}'::jsonb)$$, 'and its first event'
);
select is(public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '1', 'and its reservation');

select tests.act_as_schema_owner();
select results_eq(
  'select q.project_status, q.attempt, q.lease_token from private.job_queue q join asked on true
    where q.job_id = (result ->> ''job_id'')::uuid',
  $$values ('draft', 0, null::uuid)$$, 'and its row in the queue'
);
select ok((select turn_at <= clock_timestamp() and run_at <= now() from private.job_queue), 'in line, and due');

-- In an existing project.
select tests.save(tests.project('Ada', 'Existing'), '{"a": "1"}');
select tests.act_as('Ada');
create temporary table again on commit drop as
  select public.enqueue_generation('Another one', project_id => p.id) as result, p.id, p.head_version_id
  from public.projects p where p.name = 'Existing';
select is(
  (select base_version_id from public.generation_jobs j join again on j.id = (result ->> 'job_id')::uuid),
  (select head_version_id from again), 'the job remembers the head it was asked on'
);
select is((select name || ' ' || status from public.projects where id = (select id from again)), 'Existing generating',
  'the project keeps its name');
select throws_ok(
  $$select public.enqueue_generation('And another', project_id => (select id from again))$$,
  'PT409', 'job_running', 'one at a time in a project'
);

-- What is no prompt.
select throws_ok(format('select public.enqueue_generation(%L)', bad), 'PT422', 'invalid_prompt', 'not a prompt: ' || left(to_json(bad)::text, 20))
from unnest(array['', E' \n\t ', '!?', repeat('x', 10001)]) bad;
select throws_ok($$select public.enqueue_generation(null)$$, 'PT422', 'invalid_prompt', 'not a prompt: null');
select throws_ok(
  $$select public.enqueue_generation('x', mode => 'new_world')$$, 'PT422', 'invalid_mode', 'an unknown mode'
);
select lives_ok($$select public.enqueue_generation('日本語のメモ帳')$$, 'a prompt in another language');
select is(
  public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '3', 'nothing was charged for what was refused'
);

select * from finish();
rollback;
