-- Threat: a person makes a version that the server has not verified, or changes what it reported.
begin;
select plan(13);
select tests.start_empty();
select tests.save(tests.project('Ada', 'Checked'), '{"a.txt": "secret"}');

select tests.act_as('Ada');
select throws_ok(
  $$select public.save_version(gen_random_uuid(), null, '[]', '', '{"passed": true}', 'edit', tests.person('Ada'))$$,
  '42501', null, 'save_version is the service''s'
);
select throws_ok(
  $$select private.save_version(gen_random_uuid(), null, '[]', '', '{}', 'edit', tests.person('Ada'), null, null, null)$$,
  '42501', null, 'by either name'
);
select throws_ok(
  $$select private.add_version(gen_random_uuid(), '', '{}', 'edit', null, null, null, 0, 0)$$, '42501', null, 'so is its inside'
);
select throws_ok(
  $$insert into public.project_versions (project_id, number, origin, file_count, tree_bytes)
    values (gen_random_uuid(), 1, 'edit', 0, 0)$$, '42501', null, 'no insert'
);
select throws_ok($$update public.project_versions set checks = '{"passed": true}'$$, '42501', null, 'no update');
select throws_ok('delete from public.project_versions', '42501', null, 'no delete');
select throws_ok('select 1 from private.blobs', '42501', null, 'contents are not readable beside read_version');
select throws_ok('select 1 from private.version_files', '42501', null, 'nor manifests');
select throws_ok(
  $$insert into private.version_files values (gen_random_uuid(), 'x', sha256('x'))$$, '42501', null, 'nor writable'
);

select tests.act_as_service();
select throws_ok($$update public.project_versions set checks = '{}'$$, '42501', null, 'the service changes no version');
select throws_ok('delete from public.project_versions', '42501', null, 'and removes none');
select throws_ok('select 1 from private.blobs', '42501', null, 'and reads contents by read_version');
select tests.act_as_anonymous();
select throws_ok('select 1 from public.project_versions', '42501', null, 'an anonymous caller sees nothing');

select * from finish();
rollback;
