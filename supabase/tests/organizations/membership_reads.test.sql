begin;
select plan(8);
select tests.start_empty();
select tests.person('Ada'), tests.person('Mallory');
select tests.join_org(tests.org_of('Ada'), 'Vic', 'viewer'), tests.join_org(tests.org_of('Ada'), 'Ann', 'admin');
insert into public.organization_invitations (org_id, email, role, token_hash, expires_at)
values (tests.org_of('Ada'), 'new@example.test', 'editor', sha256('secret'), now() + interval '7 days');

select tests.act_as('Vic');
select is(
  (select count(*)::int from public.organizations), 2, 'a member sees the organizations they belong to'
);
select is(
  (select count(*)::int from public.organization_members where org_id = tests.org_of('Ada')),
  3, 'and everyone in them'
);
select is_empty('select id from public.organization_invitations', 'a viewer sees no invitations');

select tests.act_as('Ann');
select results_eq(
  'select email, role from public.organization_invitations', $$values ('new@example.test', 'editor')$$, 'an admin does'
);

select tests.act_as('Mallory');
select is_empty(
  $$select 1 from public.organizations where id = tests.org_of('Ada')$$, 'a stranger sees no organization'
);
select is_empty(
  $$select 1 from public.organization_members where org_id = tests.org_of('Ada')$$, 'and no members'
);
select is_empty('select id from public.organization_invitations', 'and no invitations');

select tests.act_as_anonymous();
select throws_ok('select 1 from public.organizations', '42501', null, 'an anonymous caller is refused');

select * from finish();
rollback;
