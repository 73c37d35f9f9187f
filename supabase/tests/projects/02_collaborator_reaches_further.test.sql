-- Threat: a collaborator of one project reaches other projects, the organization, or more than their role.
begin;
select plan(17);
select tests.start_empty();
create temporary table target on commit drop as
  select tests.project('Ada', 'Shared') as shared, tests.project('Ada', 'Other') as other;
grant select on target to public;
insert into public.project_collaborators (project_id, user_id, role)
select shared, tests.person('Vic'), 'viewer' from target union all select shared, tests.person('Ed'), 'editor' from target;
select tests.save((select shared from target), '{"a.txt": "a"}');
create temporary table job on commit drop as
  select public.enqueue_generation('For the other', (select other from target)) as result
  from (select set_config('request.jwt.claims', jsonb_build_object('sub', tests.person('Ada'))::text, true)) caller;
grant select on job to public;

select tests.act_as('Vic');
select results_eq('select name from public.projects', $$values ('Shared')$$, 'a collaborator sees that project alone');
select is((select count(*)::int from public.project_versions), 1, 'and its versions');
select is_empty(
  $$select 1 from public.organizations where id = tests.org_of('Ada')$$, 'not the organization'
);
select is_empty(
  $$select 1 from public.organization_members where org_id = tests.org_of('Ada')$$, 'not its members'
);
select is_empty('select 1 from public.generation_jobs', 'not the jobs of other projects');
select is_empty('select 1 from public.generation_events', 'nor their events');
select is((select count(*)::int from public.project_collaborators), 1, 'of the collaborators, themselves');
update public.projects set name = 'owned';
select tests.act_as_schema_owner();
select is_empty($$select 1 from public.projects where name = 'owned'$$, 'a viewer changes nothing');

select tests.act_as('Vic');
select throws_ok(
  $$select public.enqueue_generation('More', project_id => (select shared from target))$$,
  'PT403', 'forbidden', 'a viewer generates nothing'
);
select throws_ok(
  'select public.restore_version((select id from public.project_versions))', 'PT403', 'forbidden', 'and restores nothing'
);
select throws_ok(
  $$update public.project_collaborators set role = 'editor'$$, '42501', null, 'and does not promote themselves'
);

select tests.act_as('Ed');
select lives_ok($$update public.projects set name = 'Renamed'$$, 'an editor changes');
select results_eq('select name from public.projects', $$values ('Renamed')$$, 'that project');
select throws_ok(
  'select public.delete_project((select shared from target))', 'PT403', 'forbidden', 'an editor does not delete it'
);
select throws_ok(
  'select public.delete_project((select other from target))', 'PT404', 'not_found', 'nor knows of another'
);

select tests.act_as('Ada');
select is((select count(*)::int from public.project_collaborators), 2, 'a member sees who collaborates');
select public.delete_project((select shared from target));
select tests.act_as('Ed');
select is_empty('select 1 from public.projects', 'a deleted project is gone for collaborators');

select * from finish();
rollback;
