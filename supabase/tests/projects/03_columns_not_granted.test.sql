-- Threat: an editor sets by hand what only the server may say: status, head, owner, slug, deletion.
begin;
select plan(9);
select tests.start_empty();
select tests.project('Ada', 'Mine');
select tests.join_org(tests.org_of('Ada'), 'Mem', 'member');

select tests.act_as('Ada');
select throws_ok($$update public.projects set status = 'ready'$$, '42501', null, 'status');
select throws_ok($$update public.projects set head_version_id = gen_random_uuid()$$, '42501', null, 'head');
select throws_ok($$update public.projects set created_by = null$$, '42501', null, 'creator');
select throws_ok($$update public.projects set visibility = 'public'$$, '42501', null, 'visibility');
select throws_ok($$update public.projects set deleted_at = now()$$, '42501', null, 'deletion');
select throws_ok('delete from public.projects', '42501', null, 'delete');
select lives_ok(
  $$update public.projects set name = 'New name', description = 'About it'$$, 'name and description are an editor''s'
);
select throws_ok($$update public.projects set name = ' padded '$$, '23514', null, 'a name is tidy');

select tests.act_as('Mem');
update public.projects set name = 'By a member';
select is((select name from public.projects), 'New name', 'a member changes nothing');

select * from finish();
rollback;
