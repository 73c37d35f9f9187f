begin;
select plan(20);
select tests.start_empty();
create temporary table p on commit drop as select tests.project('Ada', 'Head') as id;
create temporary table j on commit drop as select tests.enqueue('Ben') as id;
create temporary table c on commit drop as select * from public.claim_jobs('w', 1, 60);
create function pg_temp.save(base uuid, person text, checks jsonb default '{}', job uuid default null, step text default null)
returns uuid
language sql as $$
  select (public.save_version(
    coalesce((select project_id from public.generation_jobs where id = job), (select id from p)),
    base, '[{"op":"put","path":"a","content":"1"}]', 'm', checks, 'edit', tests.person(person), job, step,
    (select c.lease_token from c)
  ) ->> 'version_id')::uuid;
$$;
create function pg_temp.refusal(base uuid) returns jsonb language plpgsql as $$
declare hint text;
begin
  perform pg_temp.save(base, 'Ada');
exception when sqlstate 'PT409' then
  get stacked diagnostics hint = pg_exception_hint;
  return hint::jsonb;
end;
$$;

select throws_ok(
  $$select pg_temp.save(gen_random_uuid(), 'Ada')$$, 'PT409', 'head_moved', 'a base where there is none yet'
);
select set_config('tests.v1', pg_temp.save(null, 'Ada', '{"passed": false}')::text, true);
select is((select status from public.projects where id = (select id from p)), 'draft', 'checks that failed do not make it ready');
select throws_ok($$select pg_temp.save(null, 'Ada')$$, 'PT409', 'head_moved', 'no base where there is one');
select set_config('tests.v2', pg_temp.save(current_setting('tests.v1')::uuid, 'Ada', '{"passed": true}')::text, true);
select is((select status from public.projects where id = (select id from p)), 'ready', 'checks that passed do');
select throws_ok(
  $$select pg_temp.save(current_setting('tests.v1')::uuid, 'Ada')$$, 'PT409', 'head_moved', 'the head has moved'
);
select is(
  pg_temp.refusal(current_setting('tests.v1')::uuid) ->> 'head_version_id', current_setting('tests.v2'), 'and says where to'
);

select set_config('tests.v3', pg_temp.save(current_setting('tests.v2')::uuid, 'Ada', '{"passed": false}')::text, true);
select is((select status from public.projects where id = (select id from p)), 'draft', 'a head with problems is not ready');
select set_config('tests.v2', pg_temp.save(current_setting('tests.v3')::uuid, 'Ada', '{"passed": true}')::text, true);

-- Roles, of the person in whose name it is saved.
select tests.join_org(tests.org_of('Ada'), 'Mem', 'member');
select throws_ok(
  $$select pg_temp.save(current_setting('tests.v2')::uuid, 'Mem')$$, 'PT403', 'forbidden', 'a member does not save'
);
select throws_ok(
  $$select pg_temp.save(current_setting('tests.v2')::uuid, 'Mallory')$$, 'PT404', 'not_found', 'for a stranger it is not there'
);
select throws_ok(
  $$select public.save_version((select id from p), current_setting('tests.v2')::uuid, '[]', '', '{}', 'edit', null)$$,
  'PT404', 'not_found', 'nor for nobody'
);
select throws_ok(
  $$select public.save_version((select id from p), current_setting('tests.v2')::uuid, '[]', '', '{}', 'theft', tests.person('Ada'))$$,
  '23514', null, 'an unknown origin'
);

-- Each step of a job makes one version.
select set_config('tests.v3', pg_temp.save(null, 'Ben', '{"passed": true}', (select id from j))::text, true);
select is(
  pg_temp.save(null, 'Ben', '{"passed": true}', (select id from j))::text, current_setting('tests.v3'),
  'a worker that saves again is given what it saved'
);
select is(
  (select count(*)::int from public.project_versions where job_id = (select id from j)), 1, 'there is one'
);
select set_config(
  'tests.v4', pg_temp.save(current_setting('tests.v3')::uuid, 'Ben', '{"passed": true}', (select id from j), 'repair')::text, true
);
select isnt(current_setting('tests.v4'), current_setting('tests.v3'), 'another step makes another');
select is(
  pg_temp.save(null, 'Ben', '{"passed": true}', (select id from j), 'save')::text, current_setting('tests.v3'),
  'the step without a name is the one that saves'
);
select tests.act_as('Cleo');
select set_config('tests.canceled', public.enqueue_generation('A list of films') ->> 'job_id', true);
select public.cancel_generation(current_setting('tests.canceled')::uuid);
select tests.act_as_schema_owner();
select throws_ok(
  $$select pg_temp.save(null, 'Cleo', '{"passed": true}', current_setting('tests.canceled')::uuid)$$,
  'PT409', 'job_ended', 'a canceled job makes no version'
);
select is(
  (select count(*)::int from public.project_versions where job_id = current_setting('tests.canceled')::uuid), 0,
  'and leaves none'
);
select throws_ok(
  $$select public.save_version((select id from p), current_setting('tests.v2')::uuid, '[]', '', '{}', 'edit',
      tests.person('Ada'), (select id from j))$$,
  'PT409', 'job_mismatch', 'a job does not save elsewhere'
);
select is(
  (select head_version_id::text from public.projects where id = (select id from p)), current_setting('tests.v2'), 'the head is unmoved'
);
select throws_ok(
  $$update public.projects set head_version_id = current_setting('tests.v3')::uuid where id = (select id from p)$$,
  '23503', null, 'a head is a version of its own project'
);

select * from finish();
rollback;
