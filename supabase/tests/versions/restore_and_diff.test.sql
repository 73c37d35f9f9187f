begin;
select plan(16);
select tests.start_empty();
create temporary table v on commit drop as
  select p.id as project_id, null::uuid as one, null::uuid as two, null::uuid as three from (select tests.project('Ada', 'Line') as id) p;
grant select on v to public;
update v set one = tests.save(project_id, '{"a.txt": "A", "b.txt": "B", "keep": "K"}');
update v set two = tests.save(project_id, '{"a.txt": "A2", "b.txt": null, "c.txt": "C"}');
update public.project_versions set checks = '{"passed": true, "note": 1}' where id = (select one from v);
select tests.join_org(tests.org_of('Ada'), 'Mem', 'member'), tests.person('Mallory');

select tests.act_as('Mem');
select results_eq(
  'select path, change, a_content, b_content from public.diff_versions((select one from v), (select two from v))',
  $$values ('a.txt', 'modified', 'A', 'A2'), ('b.txt', 'removed', 'B', null), ('c.txt', 'added', null, 'C')$$,
  'a difference, file by file, for any member'
);
select is_empty('select * from public.diff_versions((select two from v), (select two from v))', 'none with itself');
select is(
  (select a_sha256 from public.diff_versions((select one from v), (select two from v)) where path = 'c.txt'),
  null, 'no hash on the side that has no file'
);
select throws_ok(
  'select public.restore_version((select one from v))', 'PT403', 'forbidden', 'a member does not restore'
);

select tests.act_as('Ada');
create temporary table restored on commit drop as select public.restore_version((select one from v)) as id;
select is(
  (select head_version_id from public.projects), (select id from restored), 'what was restored is the head'
);
select results_eq(
  'select number, origin, parent_id, checks, message, created_by from public.project_versions where id = (select id from restored)',
  $$select 3, 'restore', two, '{"passed": true, "note": 1}'::jsonb, 'Restored version 1', tests.person('Ada') from v$$,
  'a new version on top, with the checks of the old one'
);
select is_empty(
  'select 1 from public.diff_versions((select one from v), (select id from restored))', 'and its files'
);
select results_eq(
  'select path from public.read_version((select id from restored))', array['a.txt', 'b.txt', 'keep'], 'all of them'
);

select tests.act_as_schema_owner();
select tests.save((select project_id from v), '{"bin": "x"}');
select public.save_version(
  p.id, p.head_version_id, '[{"op":"put","path":"bin","content":"AAEC","encoding":"base64"}]', '', '{}', 'edit',
  tests.person('Ada')
) from public.projects p where p.id = (select project_id from v);
select tests.act_as('Ada');
select results_eq(
  $$select change, a_content, b_content, b_sha256 is not null
    from public.diff_versions((select id from restored), (select head_version_id from public.projects))$$,
  $$values ('added', null::text, null::text, true)$$, 'binary content is not shown in a difference'
);

select tests.act_as('Mallory');
select throws_ok('select public.restore_version((select one from v))', 'PT404', 'not_found', 'a stranger restores nothing');
select throws_ok(
  'select public.diff_versions((select one from v), (select two from v))', 'PT404', 'not_found', 'compares nothing'
);
select throws_ok('select public.read_version((select one from v))', 'PT404', 'not_found', 'reads nothing');
select throws_ok('select public.read_version(gen_random_uuid())', 'PT404', 'not_found', 'which is the same as nothing there');

select tests.act_as_service();
select is((select count(*)::int from public.read_version((select one from v))), 3, 'the service reads');
select throws_ok('select public.restore_version((select one from v))', '42501', null, 'and does not restore');
select tests.act_as_anonymous();
select throws_ok('select public.read_version(gen_random_uuid())', '42501', null, 'an anonymous caller may not ask');

select * from finish();
rollback;
