begin;
select plan(9);
select tests.start_empty();
create temporary table p on commit drop as select tests.project('Ada', 'Bytes') as id;
create function pg_temp.put(path text, content text, encoding text) returns jsonb language sql as $$
  select public.save_version(
    p.id, p.head_version_id,
    jsonb_build_array(jsonb_build_object('op', 'put', 'path', path, 'content', content, 'encoding', encoding)),
    null, null, 'edit', tests.person('Ada')
  )
  from public.projects p where p.id = (select id from p);
$$;
select pg_temp.put('text', E'né\r\n', 'utf-8');
select pg_temp.put('binary', 'AAEC/w==', 'base64');
select pg_temp.put('nul', 'YQBi', 'base64');
select pg_temp.put('text-in-base64', 'aGVsbG8=', 'base64');
select pg_temp.put('no-encoding', 'x', null);
select set_config('tests.head', (select head_version_id::text from public.projects where id = (select id from p)), true);

select tests.act_as('Ada');
select results_eq(
  $$select path, content, encoding, size from public.read_version(current_setting('tests.head')::uuid)$$,
  $$values
    ('binary', 'AAEC/w==', 'base64', 4), ('no-encoding', 'x', 'utf-8', 1), ('nul', 'YQBi', 'base64', 3),
    ('text', E'né\r\n', 'utf-8', 5), ('text-in-base64', 'hello', 'utf-8', 5)$$,
  'bytes come back as they went in; what is text travels as text'
);
select is(
  (select sha256 from public.read_version(current_setting('tests.head')::uuid) where path = 'text-in-base64'),
  '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 'with their SHA-256 in hex'
);

select tests.act_as_schema_owner();
select is(
  (select count(*)::int from private.blobs b where b.encoding <> private.encoding_of(b.content)), 0,
  'a blob''s encoding follows from its bytes, whoever stored it first'
);
select lives_ok(
  $$select pg_temp.put('big', encode(convert_to(repeat('x', 100000), 'UTF8'), 'base64'), 'base64')$$, 'base64 with line ends'
);
select throws_ok($$select pg_temp.put('a', '?', 'base64')$$, 'PT422', 'invalid_content', 'not base64');
select throws_ok($$select pg_temp.put('a', 'abc', 'base64')$$, 'PT422', 'invalid_content', 'base64 cut short');
select throws_ok($$select pg_temp.put('a', 'x', 'utf-16')$$, 'PT422', 'invalid_content', 'an unknown encoding');
select throws_ok($$select pg_temp.put('a', null, null)$$, 'PT422', 'invalid_content', 'no content');
select is(length(private.encode_content(decode(repeat('00', 300), 'hex'), 'base64')), 400, 'base64 without line ends');

select * from finish();
rollback;
