begin;
select plan(8);
select tests.start_empty();
select tests.enqueue('Ada');
create temporary table job on commit drop as select * from public.claim_jobs('w', 1, 60);
grant select on job to public;
create function pg_temp.call(key text, model text, outcome text, tokens int) returns boolean language sql as $$
  select public.record_model_call(
    job_id, key, 1, 'openai', model, 'plan', tokens, tokens / 10, null, tokens * 2, 900, 120, outcome
  ) from job;
$$;
grant execute on function pg_temp.call(text, text, text, int) to public;
select tests.act_as_service();
select is(pg_temp.call('plan:1', 'large', 'unavailable', 0), true, 'a failed call is recorded');
select is((select model from public.generation_jobs), null, 'and is not what the job was made with');
select is(pg_temp.call('plan:2', 'small', 'done', 1000), true, 'so is the next');
select is(pg_temp.call('plan:2', 'small', 'done', 1000), false, 'once, however often it is reported');
select is(pg_temp.call('edit:1', 'large', 'done', 500), true, 'another call');
select results_eq(
  'select provider, model, input_tokens, output_tokens, cost_microusd from public.generation_jobs',
  $$values ('openai', 'large', 1500::bigint, 150::bigint, 3000::bigint)$$, 'the job''s totals are those of its calls'
);
select tests.act_as_schema_owner();
select public.fail_job(job_id, lease_token, 'x', 'y', false) from job;
select is(pg_temp.call('edit:2', 'large', 'done', 10), true, 'a call that ended after the job was made all the same');
select is(
  public.record_model_call(gen_random_uuid(), 'k', 1, 'p', 'm', 'plan', 1, 1, 0, 1, 1, 1, 'done'), false, 'of no job: nothing'
);

select * from finish();
rollback;
