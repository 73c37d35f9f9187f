-- Threat: reading the hash of an invitation's token.
begin;
select plan(3);
select tests.start_empty();
insert into public.organization_invitations (org_id, email, role, token_hash, expires_at)
values (tests.org_of('Ada'), 'new@example.test', 'editor', sha256('secret'), now() + interval '7 days');

select tests.act_as('Ada');
select throws_ok('select token_hash from public.organization_invitations', '42501', null, 'not even by the owner');
select throws_ok('select * from public.organization_invitations', '42501', null, 'nor by a star');
select is((select count(id)::int from public.organization_invitations), 1, 'the rest is readable');

select * from finish();
rollback;
