-- Threat: making oneself a member, or more than one is; making or taking over organizations; changing the plan.
begin;
select plan(11);
select tests.start_empty();
select tests.join_org(tests.org_of('Ada'), 'Vic', 'viewer');

select tests.act_as('Vic');
select throws_ok(
  $$insert into public.organization_members (org_id, user_id, role)
    values (tests.org_of('Ada'), tests.person('Vic'), 'owner')$$,
  '42501', null, 'nobody inserts memberships'
);
select throws_ok($$update public.organization_members set role = 'owner'$$, '42501', null, 'nobody changes roles');
select throws_ok('delete from public.organization_members', '42501', null, 'nobody removes members');
select throws_ok(
  $$insert into public.organizations (name, slug) values ('x', 'x')$$, '42501', null, 'nobody inserts organizations'
);
select throws_ok($$update public.organizations set plan_id = 'free'$$, '42501', null, 'nobody changes plans');
select throws_ok(
  $$update public.organizations set personal_owner_id = tests.person('Vic')$$, '42501', null, 'nobody takes over'
);
select throws_ok('delete from public.organizations', '42501', null, 'nobody deletes organizations');
select throws_ok(
  $$insert into public.organization_invitations (org_id, email, role, token_hash, expires_at)
    values (tests.org_of('Ada'), 'x@example.test', 'admin', sha256('x'), now())$$,
  '42501', null, 'nobody inserts invitations'
);
select throws_ok(
  $$update public.organization_invitations set role = 'admin'$$, '42501', null, 'nobody changes invitations'
);
select throws_ok($$update public.plan_limits set allowance = null$$, '42501', null, 'nobody changes limits');

select tests.act_as('Ada');
select throws_ok(
  $$update public.organization_members set role = 'admin'$$, '42501', null, 'an owner does not either, by hand'
);

select * from finish();
rollback;
