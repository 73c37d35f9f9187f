begin;
select plan(8);
select tests.start_empty();
select is(private.slugify('Café — Zürich & Söhne!'), 'cafe-zurich-sohne', 'accents fall off');
select is(private.slugify('日本語'), '', 'nothing Latin: nothing');
select is(private.slugify(repeat('long ', 30)), left(rtrim(repeat('long-', 30), '-'), 48) , 'it is cut');
select unalike(private.slugify(repeat('abcdefghijk-', 30)), '%-', 'never at a hyphen');

create temporary table made on commit drop as
  select tests.project('Ada', 'Books') as a, tests.project('Ada', 'Books!') as b, tests.project('Ben', 'Books') as c,
    tests.project('Ada', '本') as d;
select is((select slug from public.projects where id = (select a from made)), 'books', 'the first has the name');
select matches(
  (select slug from public.projects where id = (select b from made)), '^books-[0-9a-f]{8}$', 'the second something of its id'
);
select is((select slug from public.projects where id = (select c from made)), 'books', 'another organization is another world');
select is((select slug from public.projects where id = (select d from made)), 'project', 'there is always one');

select * from finish();
rollback;
