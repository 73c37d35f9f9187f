begin;
select plan(6);
select tests.start_empty();
select tests.person('Ada');

select tests.act_as('Ada');
select lives_ok(
  $$update public.profiles set display_name = 'Ada L', theme = 'dark' where id = tests.person('Ada')$$,
  'a person changes their name and theme'
);
select results_eq(
  'select display_name, theme from public.profiles', $$values ('Ada L', 'dark')$$, 'and reads them back'
);
select throws_ok(
  $$update public.profiles set theme = 'pink'$$, '23514', null, 'a theme is one of three'
);
select throws_ok($$update public.profiles set display_name = ' '$$, '23514', null, 'a name is not blank');
select throws_ok(
  $$update public.profiles set display_name = repeat('x', 81)$$, '23514', null, 'a name is not endless'
);

select tests.act_as_schema_owner();
update public.profiles set updated_at = '2020-01-01' where id = tests.person('Ada');
select ok(
  (select updated_at = now() from public.profiles where id = tests.person('Ada')), 'updated_at keeps itself'
);

select * from finish();
rollback;
