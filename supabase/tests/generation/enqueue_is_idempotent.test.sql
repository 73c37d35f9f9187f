begin;
select plan(10);
select tests.start_empty();
select tests.act_as('Ada');
create temporary table first on commit drop as
  select public.enqueue_generation('A list of books', idempotency_key => 'k1') as result;

select is(
  public.enqueue_generation('A list of books', idempotency_key => 'k1'),
  (select result || '{"replayed": true}' from first), 'the same key and prompt: the same job'
);
select is((select count(*)::int from public.generation_jobs), 1, 'one job');
select is((select count(*)::int from public.projects), 1, 'one project');
select is(public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '1', 'one charge');
select throws_ok(
  $$select public.enqueue_generation('A list of films', idempotency_key => 'k1')$$,
  'PT409', 'idempotency_mismatch', 'the same key for another prompt'
);
select throws_ok(
  $$select public.enqueue_generation('A list of books', project_id => gen_random_uuid(), idempotency_key => 'k1')$$,
  'PT409', 'idempotency_mismatch', 'the same key for another project'
);
select lives_ok(
  $$select public.cancel_generation((select (result ->> 'job_id')::uuid from first))$$, 'also when the job has ended'
);
select is(
  public.enqueue_generation('A list of books', idempotency_key => 'k1') ->> 'replayed', 'true', 'it is the same job'
);
select throws_ok(
  $$select public.enqueue_generation('x1', idempotency_key => '')$$, 'PT422', 'invalid_idempotency_key', 'a key is not empty'
);

select tests.act_as('Ben');
select is(
  public.enqueue_generation('A list of books', idempotency_key => 'k1') ->> 'replayed', 'false', 'a key is one person''s'
);

select * from finish();
rollback;
