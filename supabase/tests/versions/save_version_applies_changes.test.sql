begin;
select plan(20);
select tests.start_empty();
create temporary table p on commit drop as select tests.project('Ada', 'Files') as id;

-- Applies a list of changes on top of the head.
create function pg_temp.save(changes jsonb) returns jsonb language sql as $$
  select public.save_version(p.id, p.head_version_id, changes, 'm', '{"passed": true}', 'edit', tests.person('Ada'))
  from public.projects p where p.id = (select id from p);
$$;
-- The head as {path: content}.
create function pg_temp.tree() returns jsonb language sql as $$
  select coalesce(jsonb_object_agg(f.path, private.encode_content(b.content, b.encoding)), '{}')
  from public.projects p
  join private.version_files f on f.version_id = p.head_version_id
  join private.blobs b on b.sha256 = f.sha256
  where p.id = (select id from p);
$$;

select is(
  (pg_temp.save('[{"op":"put","path":"a.txt","content":"A"},{"op":"put","path":"./src//b.ts","content":"B"}]') ->> 'number'),
  '1', 'the first version is number 1'
);
select is(pg_temp.tree(), '{"a.txt": "A", "src/b.ts": "B"}', 'paths are normalised');
select is(
  (select array_agg((file_count, tree_bytes, origin, message)::text) from public.project_versions),
  array['(2,2,edit,m)'], 'the version knows its size'
);
select is((select status from public.projects where id = (select id from p)), 'ready', 'checked and passed: ready');

select is((pg_temp.save('[{"op":"put","path":"a.txt","content":"A2"}]') ->> 'number'), '2', 'then 2');
select is(pg_temp.tree(), '{"a.txt": "A2", "src/b.ts": "B"}', 'what is not changed stays');
select is(
  (select count(*)::int from private.blobs where content in ('A', 'A2', 'B')), 3, 'and is stored once'
);
select is(
  (select v.parent_id from public.project_versions v where v.number = 2),
  (select v.id from public.project_versions v where v.number = 1), 'its parent is the version before'
);

select pg_temp.save('[{"op":"rename","path":"a.txt","to":"c.txt"},{"op":"delete","path":"src/b.ts"}]');
select is(pg_temp.tree(), '{"c.txt": "A2"}', 'rename and delete');

select pg_temp.save('[
  {"op":"put","path":"x","content":"X"}, {"op":"rename","path":"x","to":"y"}, {"op":"put","path":"x","content":"X2"},
  {"op":"rename","path":"y","to":"z"}, {"op":"rename","path":"x","to":"y"}, {"op":"rename","path":"c.txt","to":"x"}
]');
select is(pg_temp.tree(), '{"x": "A2", "y": "X2", "z": "X"}', 'changes apply in order: renames follow what was put');

select pg_temp.save('[
  {"op":"rename","path":"x","to":"t"}, {"op":"rename","path":"y","to":"x"}, {"op":"rename","path":"t","to":"y"}
]');
select is(pg_temp.tree(), '{"x": "X2", "y": "A2", "z": "X"}', 'two files swap names');

select pg_temp.save('[
  {"op":"delete","path":"x"}, {"op":"put","path":"x","content":"again"}, {"op":"put","path":"x","content":"last"},
  {"op":"rename","path":"z","to":"z"}, {"op":"put","path":"n","content":"n"}, {"op":"delete","path":"n"}
]');
select is(pg_temp.tree(), '{"x": "last", "y": "A2", "z": "X"}', 'the last word on a path counts');

prepare changes (jsonb) as select pg_temp.save($1);
select throws_ok(
  $$execute changes ('[{"op":"delete","path":"nope"}]')$$, 'PT422', 'no_such_file', 'nothing to delete'
);
select throws_ok(
  $$execute changes ('[{"op":"rename","path":"nope","to":"x"}]')$$, 'PT422', 'no_such_file', 'nothing to rename'
);
select throws_ok(
  $$execute changes ('[{"op":"delete","path":"x"},{"op":"delete","path":"x"}]')$$, 'PT422', 'no_such_file', 'gone by then'
);
select throws_ok(
  $$execute changes ('[{"op":"rename","path":"x","to":"y"}]')$$, 'PT422', 'path_taken', 'the target is taken'
);
select throws_ok(
  $$execute changes ('[{"op":"put","path":"new","content":""},{"op":"rename","path":"x","to":"new"}]')$$,
  'PT422', 'path_taken', 'taken by a change before'
);
select lives_ok(
  $$execute changes ('[{"op":"delete","path":"y"},{"op":"rename","path":"x","to":"y"}]')$$, 'free by then'
);
select is(pg_temp.tree(), '{"y": "last", "z": "X"}', 'as asked');
select is(
  (select count(*) from public.project_versions), (select max(number)::bigint from public.project_versions),
  'what was refused left no version and no gap'
);

select * from finish();
rollback;
