begin;
select plan(12);
select tests.start_empty();
select tests.join_org(tests.org_of('Ada'), 'Ed', 'editor');
select tests.person('Mallory');

select tests.act_as('Ada');
select ok(public.has_role(tests.org_of('Ada'), 'owner'), 'an owner is an owner');
select ok(public.has_role(tests.org_of('Ada'), 'viewer'), 'and all below');

select tests.act_as('Ed');
select ok(public.has_role(tests.org_of('Ada'), 'editor'), 'an editor is an editor');
select ok(public.has_role(tests.org_of('Ada'), 'member'), 'and a member');
select ok(not public.has_role(tests.org_of('Ada'), 'admin'), 'not an admin');
select ok(not public.has_role(tests.org_of('Ada'), 'Editor'), 'a role that does not exist is never had');
select ok(not public.has_role(tests.org_of('Ada'), null), 'nor is none');
select is(
  (select count(*)::int from private.my_org_ids('owner')), 1, 'my_org_ids: the organizations with at least that role'
);

select tests.act_as('Mallory');
select ok(not public.has_role(tests.org_of('Ada'), 'viewer'), 'a stranger has no role');
select ok(not public.has_role(gen_random_uuid(), 'viewer'), 'nor has anyone where there is nothing');

select tests.act_as_anonymous();
select throws_ok(
  $$select public.has_role(gen_random_uuid(), 'viewer')$$, '42501', null, 'an anonymous caller may not ask'
);
select tests.act_as_service();
select throws_ok(
  $$select * from private.my_org_ids('viewer')$$, '42501', null, 'the service is nobody''s member'
);

select * from finish();
rollback;
