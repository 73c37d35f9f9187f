begin;
select plan(32);
select tests.start_empty();
create temporary table p on commit drop as select tests.project('Ada', 'Limits') as id;
create function pg_temp.save(changes jsonb) returns jsonb language sql as $$
  select public.save_version(p.id, p.head_version_id, changes, null, null, 'edit', tests.person('Ada'))
  from public.projects p where p.id = (select id from p);
$$;
create function pg_temp.put(path text, content text default '') returns jsonb language sql as $$
  select pg_temp.save(jsonb_build_array(jsonb_build_object('op', 'put', 'path', path, 'content', content)));
$$;

select throws_ok(format('select pg_temp.put(%L)', path), 'PT422', 'invalid_path', format('the path %s', to_json(path)))
from unnest(array[
  '../up', 'a/../../up', 'a/..', '/etc/passwd', 'C:/x', 'c:x', 'a\b', '', '.', './', '//', E'a\nb', E'a\tb', E'a\u007fb',
  repeat('x', 256), repeat('😀', 128)
]) path;

select lives_ok(format('select pg_temp.put(%L)', path), format('the path %s', left(to_json(path)::text, 40)))
from unnest(array['a b/c.d', '..a', 'a..b/...', '[id]/$x', repeat('é', 255), repeat('😀', 127)]) path;

select pg_temp.put(E'cafe\u0301.txt');
select isnt_empty(
  $$select 1 from private.version_files where path = U&'caf\00E9.txt'$$, 'decomposed characters are composed (NFC)'
);
select throws_ok(
  $$select pg_temp.save('[{"op":"put","path":"Readme.md","content":""},{"op":"put","path":"README.md","content":""}]')$$,
  'PT422', 'duplicate_path', 'paths that differ only in case'
);
select throws_ok(
  $$select pg_temp.save('[{"op":"put","path":"ÉTÉ","content":""},{"op":"put","path":"été","content":""}]')$$,
  'PT422', 'duplicate_path', 'in any script'
);

select throws_ok(
  $$select pg_temp.put('big', repeat('x', 1000001))$$, 'PT413', 'file_too_large', 'a file over 1 MB'
);
select throws_ok(
  $$select pg_temp.put('big', repeat('é', 500001))$$, 'PT413', 'file_too_large', 'bytes count, not characters'
);
select lives_ok($$select pg_temp.put('big', repeat('x', 1000000))$$, 'a file of 1 MB');
select throws_ok(
  $$select pg_temp.save((
    select jsonb_agg(jsonb_build_object('op', 'put', 'path', 'b' || i, 'content', repeat('x', 1000000)))
    from generate_series(1, 10) i
  ))$$,
  'PT413', 'tree_too_large', 'a tree over 10 MB, with what is there already'
);
select throws_ok(
  $$select pg_temp.save((
    select jsonb_agg(jsonb_build_object('op', 'put', 'path', 'f' || i, 'content', '')) from generate_series(1, 493) i
  ))$$,
  'PT413', 'too_many_files', 'more than 500 files, with what is there already'
);

select throws_ok($$select pg_temp.save('{"op":"put"}')$$, 'PT422', 'invalid_changes', 'changes are a list');
select throws_ok($$select pg_temp.save('[{"op":"chmod","path":"a"}]')$$, 'PT422', 'invalid_changes', 'of known operations');

select * from finish();
rollback;
