-- Threat: seeing, changing or deleting a project of an organization one does not belong to.
begin;
select plan(13);
select tests.start_empty();
create temporary table target on commit drop as select tests.project('Ada', 'Secret plan') as id;
grant select on target to public;
select tests.person('Mallory');

select tests.act_as('Mallory');
select is_empty('select 1 from public.projects', 'it is not visible');
update public.projects set name = 'owned' where id = (select id from target);
select throws_ok(
  'select public.delete_project((select id from target))', 'PT404', 'not_found', 'deleting answers as if it were not there'
);
select throws_ok(
  'select public.delete_project(gen_random_uuid())', 'PT404', 'not_found', 'which is the same answer'
);
select throws_ok(
  $$select public.enqueue_generation('Take it over', project_id => (select id from target))$$,
  'PT404', 'not_found', 'nor can anything be generated in it'
);
select throws_ok(
  $$select public.enqueue_generation('Put it there', org_id => tests.org_of('Ada'))$$,
  'PT404', 'not_found', 'nor in its organization'
);
select throws_ok(
  $$select public.enqueue_generation('Both', project_id => (select id from target), org_id => tests.org_of('Mallory'))$$,
  'PT404', 'not_found', 'naming one''s own organization does not help'
);
select throws_ok(
  $$insert into public.projects (org_id, name, slug) values (tests.org_of('Ada'), 'x', 'x')$$, '42501', null, 'no insert'
);
select throws_ok(
  $$insert into public.project_collaborators (project_id, user_id, role)
    values ((select id from target), tests.person('Mallory'), 'editor')$$,
  '42501', null, 'nobody makes themselves a collaborator'
);

select tests.act_as_schema_owner();
select is((select name from public.projects where id = (select id from target)), 'Secret plan', 'it is unchanged');

select tests.act_as('Ada');
select throws_ok(
  $$update public.projects set org_id = tests.org_of('Mallory')$$, '42501', null, 'a project does not move'
);
select is((select count(*)::int from public.projects), 1, 'its owner sees it');

select tests.act_as_anonymous();
select throws_ok('select 1 from public.projects', '42501', null, 'an anonymous caller reads nothing');
select throws_ok('select public.delete_project(gen_random_uuid())', '42501', null, 'and deletes nothing');

select * from finish();
rollback;
