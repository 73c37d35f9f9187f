begin;
select plan(13);
select tests.start_empty();

insert into auth.users (id, email, raw_user_meta_data)
values ('00000000-0000-4000-8000-000000000001', 'ada@example.test', '{"full_name": "  Ada \n Lovelace "}');

select is(
  (select display_name from public.profiles where id = '00000000-0000-4000-8000-000000000001'),
  'Ada Lovelace', 'the profile shows the name that was given, tidied'
);
select is(
  (select theme from public.profiles where id = '00000000-0000-4000-8000-000000000001'), 'system', 'the theme follows the device'
);
select results_eq(
  $$select o.name, o.plan_id, m.role
    from public.organizations o join public.organization_members m on m.org_id = o.id
    where o.personal_owner_id = '00000000-0000-4000-8000-000000000001'
      and m.user_id = '00000000-0000-4000-8000-000000000001'$$,
  $$values ('Ada Lovelace', 'free', 'owner')$$,
  'a personal organization on the free plan, owned by the person'
);
select alike(
  (select slug from public.organizations where personal_owner_id = '00000000-0000-4000-8000-000000000001'),
  'ada-lovelace-%', 'its slug is readable'
);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000002', 'grace.hopper@example.test');
select is(
  (select display_name from public.profiles where id = '00000000-0000-4000-8000-000000000002'),
  'grace.hopper', 'without a name: the local part of the address'
);

select lives_ok(
  $$insert into auth.users (id, email, raw_user_meta_data) values
    ('00000000-0000-4000-8000-000000000003', null, jsonb_build_object('name', repeat('x', 100000)))$$,
  'sign-up does not fail on an endless name'
);
select is(
  (select char_length(display_name) from public.profiles where id = '00000000-0000-4000-8000-000000000003'),
  80, 'it is cut'
);
select lives_ok(
  $$insert into auth.users (id, email, raw_user_meta_data) values
    ('00000000-0000-4000-8000-000000000004', null, '{"name": {"not": "text"}}'),
    ('00000000-0000-4000-8000-000000000006', null, '{"name": "\u0007\u0008"}'),
    ('00000000-0000-4000-8000-000000000007', null, '{"name": "日本"}')$$,
  'sign-up does not fail on metadata of any form'
);
select is(
  (select display_name from public.profiles where id = '00000000-0000-4000-8000-000000000006'),
  'New member', 'a name of nothing visible is no name'
);
select matches(
  (select slug from public.organizations where personal_owner_id = '00000000-0000-4000-8000-000000000007'),
  '^[0-9a-f]{8}$', 'a name without Latin letters still has a slug'
);

select lives_ok(
  $$select private.provision_user(u.id, u.email, u.raw_user_meta_data) from auth.users u
    where u.id = '00000000-0000-4000-8000-000000000001'$$,
  'provisioning again is harmless'
);
select is(
  (select count(*)::int from public.organizations where personal_owner_id = '00000000-0000-4000-8000-000000000001'),
  1, 'and adds nothing'
);

delete from auth.users where id = '00000000-0000-4000-8000-000000000001';
select is_empty(
  $$select 1 from public.organizations where slug like 'ada-lovelace-%'$$, 'the personal organization goes with the account'
);

select * from finish();
rollback;
