-- Threat: a person writes jobs, events or costs by hand, or reads those of another organization.
begin;
select plan(19);
select tests.start_empty();
select tests.enqueue('Ada');
insert into public.ai_usage (org_id, provider, model, purpose, outcome, input_tokens, output_tokens, cost_microusd)
values (tests.org_of('Ada'), 'p', 'm', 'plan', 'done', 1, 1, 1);
select tests.join_org(tests.org_of('Ada'), 'Ed', 'editor'), tests.person('Mallory');

select tests.act_as('Ada');
select throws_ok($$update public.generation_jobs set status = 'completed'$$, '42501', null, 'no update of jobs');
select throws_ok(
  $$insert into public.generation_jobs (org_id, project_id, mode, prompt)
    values (tests.org_of('Ada'), gen_random_uuid(), 'new_app', 'x')$$, '42501', null, 'no insert'
);
select throws_ok('delete from public.generation_jobs', '42501', null, 'no delete');
select throws_ok(
  $$insert into public.generation_events (job_id, seq, kind) select id, 2, 'completed' from public.generation_jobs$$,
  '42501', null, 'no insert of events'
);
select throws_ok($$update public.generation_events set kind = 'failed'$$, '42501', null, 'no update');
select throws_ok('delete from public.generation_events', '42501', null, 'no delete');
select throws_ok('delete from public.ai_usage', '42501', null, 'no delete of costs');
select is((select count(*)::int from public.ai_usage), 1, 'an admin reads what models cost');
select throws_ok('select 1 from private.job_queue', '42501', null, 'the queue is not readable');
select throws_ok('select 1 from private.job_steps', '42501', null, 'nor are steps');
select throws_ok('select private.cancel_job(gen_random_uuid())', '42501', null, 'nor can it be worked on');
select throws_ok(
  $$select private.append_event(gen_random_uuid(), 'x', '{}')$$, '42501', null, 'nor the log'
);

select tests.act_as('Ed');
select is_empty('select 1 from public.ai_usage', 'an editor does not read costs');

select tests.act_as('Mallory');
select is_empty('select 1 from public.generation_jobs', 'a stranger sees no jobs');
select is_empty('select 1 from public.generation_events', 'and no events');
select is_empty('select 1 from public.ai_usage', 'and no costs');

select tests.act_as_service();
select throws_ok($$update public.generation_events set kind = 'failed'$$, '42501', null, 'the service changes no event');
select throws_ok($$update public.ai_usage set cost_microusd = 0$$, '42501', null, 'and no cost');
select tests.act_as_anonymous();
select throws_ok('select 1 from public.generation_jobs', '42501', null, 'an anonymous caller sees nothing');

select * from finish();
rollback;
