begin;
select plan(8);
select tests.start_empty();
select tests.join_org(tests.org_of('Ada'), 'Ed', 'editor'), tests.join_org(tests.org_of('Ada'), 'Mem', 'member'),
  tests.join_org(tests.org_of('Ada'), 'Vic', 'viewer');

select tests.act_as('Ed');
select lives_ok($$select public.enqueue_generation('A list', org_id => tests.org_of('Ada'))$$, 'an editor generates');
select is((select count(*)::int from public.projects where org_id = tests.org_of('Ada')), 1, 'in the organization named');
select tests.act_as('Mem');
select throws_ok(
  $$select public.enqueue_generation('A list', org_id => tests.org_of('Ada'))$$, 'PT403', 'forbidden', 'a member does not'
);
select throws_ok(
  $$select public.cancel_generation((select id from public.generation_jobs))$$, 'PT403', 'forbidden', 'nor cancels'
);
select tests.act_as('Vic');
select throws_ok(
  $$select public.enqueue_generation('A list', project_id => (select id from public.projects where org_id = tests.org_of('Ada')))$$,
  'PT403', 'forbidden', 'nor does a viewer'
);
select is((select count(*)::int from public.generation_events), 1, 'who may look on');

select tests.act_as_anonymous();
select throws_ok($$select public.enqueue_generation('A list')$$, '42501', null, 'an anonymous caller does not');
select tests.act_as_service();
select throws_ok($$select public.enqueue_generation('A list')$$, '42501', null, 'nor does the service, being nobody');

select * from finish();
rollback;
