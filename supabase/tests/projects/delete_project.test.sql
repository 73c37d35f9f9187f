begin;
select plan(14);
select tests.start_empty();
select tests.join_org(tests.org_of('Ada'), 'Ann', 'admin'), tests.join_org(tests.org_of('Ada'), 'Ed', 'editor'),
  tests.join_org(tests.org_of('Ada'), 'Vic', 'viewer');
create temporary table target on commit drop as
  select tests.project('Ada', 'First') as first, tests.project('Ada', 'Second') as second,
    private.create_project(tests.org_of('Ada'), 'Third', tests.person('Ed'), 'draft') as third,
    private.create_project(tests.org_of('Ada'), 'Fourth', tests.person('Vic'), 'draft') as fourth;
grant select on target to public;
select tests.save((select first from target), '{"a.txt": "a"}');

select tests.act_as('Ada');
select public.enqueue_generation('More of it', project_id => (select first from target));

select tests.act_as('Vic');
select throws_ok('select public.delete_project((select first from target))', 'PT403', 'forbidden', 'a viewer may not');
select throws_ok(
  'select public.delete_project((select fourth from target))', 'PT403', 'forbidden', 'not even what they made when they were more'
);
select tests.act_as('Ed');
select throws_ok('select public.delete_project((select first from target))', 'PT403', 'forbidden', 'an editor may not');
select lives_ok('select public.delete_project((select third from target))', 'but what they made, they may');
select tests.act_as('Ann');
select lives_ok('select public.delete_project((select first from target))', 'an admin may');

select tests.act_as('Ada');
select results_eq(
  'select name from public.projects order by name', $$values ('Fourth'), ('Second')$$, 'deleted projects are invisible'
);
select is_empty('select 1 from public.project_versions', 'so are their versions');
select throws_ok(
  'select public.delete_project((select first from target))', 'PT404', 'not_found', 'deleting twice: not there'
);
select throws_ok(
  $$select public.enqueue_generation('x', project_id => (select first from target))$$, 'PT404', 'not_found', 'nothing is made in it'
);

select tests.act_as_schema_owner();
select is(
  (select status from public.generation_jobs where project_id = (select first from target)), 'canceled', 'what ran for it is canceled'
);
select is_empty('select 1 from private.job_queue', 'and leaves the queue');
select is(
  (select reserved from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'),
  0::bigint, 'and is not charged'
);
select is(
  (select count(*)::int from private.version_files), 1, 'its files are kept, for an undo'
);
select lives_ok($$select tests.project('Ada', 'First')$$, 'its slug is free again');

select * from finish();
rollback;
