-- Threat: reading or changing another account's profile, or making and removing profiles by hand.
begin;
select plan(10);
select tests.start_empty();
select tests.person('Ada'), tests.person('Mallory');

select tests.act_as('Mallory');
select is_empty($$select 1 from public.profiles where id = tests.person('Ada')$$, 'another profile is not visible');
update public.profiles set display_name = 'owned' where id = tests.person('Ada');
select tests.act_as_schema_owner();
select isnt(
  (select display_name from public.profiles where id = tests.person('Ada')), 'owned', 'nor changed'
);

select tests.act_as('Mallory');
select throws_ok(
  $$update public.profiles set id = tests.person('Ada') where id = tests.person('Mallory')$$, '42501', null, 'no new identity'
);
select throws_ok($$update public.profiles set created_at = now()$$, '42501', null, 'only name and theme change');
select throws_ok(
  $$insert into public.profiles (id, display_name) values (gen_random_uuid(), 'x')$$, '42501', null, 'no insert'
);
select throws_ok('delete from public.profiles', '42501', null, 'no delete');

select tests.act_as_anonymous();
select throws_ok('select 1 from public.profiles', '42501', null, 'an anonymous caller reads nothing');
select throws_ok($$update public.profiles set theme = 'dark'$$, '42501', null, 'and changes nothing');
select throws_ok(
  $$select private.provision_user(gen_random_uuid(), 'x', null)$$, '42501', null, 'and provisions nobody'
);

select tests.act_as('Mallory');
select throws_ok(
  $$select private.provision_user(tests.person('Ada'), 'x', null)$$, '42501', null, 'nor does a signed-in one'
);

select * from finish();
rollback;
