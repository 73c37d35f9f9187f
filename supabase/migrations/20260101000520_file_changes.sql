/*
 * Changes to a file tree. The path rules and the limits are those of shared/files/file-tree.ts, and a list of changes
 * means what applyChanges in shared/files/changes.ts makes of it: a tree that passes there is not refused here.
 */

create function private.normalize_path(path text) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  parts text[];
  normalized text;
  why text;
begin
  if path ~ '[\u0001-\u001f\u007f]' then
    why := 'holds a control character';
  elsif position('\' in path) > 0 then
    why := 'holds a backslash; use "/"';
  elsif path ~ '^(/|[A-Za-z]:)' then
    why := 'is absolute; paths are relative to the project';
  else
    parts := array(
      select split.part
      from string_to_table(normalize(path, nfc), '/') with ordinality as split (part, place)
      where split.part not in ('', '.')
      order by split.place
    );
    normalized := array_to_string(parts, '/');
    if '..' = any (parts) then
      why := 'leaves the project';
    elsif cardinality(parts) = 0 then
      why := 'is empty';
    elsif octet_length(normalized) > 255
      -- Counted as JavaScript counts: a character outside the basic plane is two.
      and char_length(regexp_replace(normalized, '[\U00010000-\U0010ffff]', '..', 'g')) > 255 then
      why := 'is longer than 255 characters';
    else
      return normalized;
    end if;
  end if;
  raise exception using
    errcode = 'PT422',
    message = 'invalid_path',
    detail = format('The path %s %s.', to_json(path), why),
    hint = jsonb_build_object('path', path)::text;
end;
$$;
comment on function private.normalize_path(text) is
  'A path in its normal form (NFC, no "." parts, no doubled slashes); PT422 invalid_path when it has none.';

create function private.decode_content(path text, content text, encoding text) returns bytea
language plpgsql
immutable
set search_path = ''
as $$
declare
  bytes bytea;
begin
  if content is null or coalesce(encoding, 'utf-8') not in ('utf-8', 'base64') then
    raise exception using errcode = 'PT422', message = 'invalid_content',
      detail = format('The file %s needs content, as "utf-8" or "base64".', to_json(path));
  end if;
  if encoding = 'base64' then
    begin
      bytes := decode(content, 'base64');
    exception
      when invalid_parameter_value then
        raise exception using errcode = 'PT422', message = 'invalid_content',
          detail = format('The content of %s is not valid base64.', to_json(path));
    end;
  else
    bytes := convert_to(content, 'UTF8');
  end if;
  if octet_length(bytes) > 1000000 then
    raise exception using errcode = 'PT413', message = 'file_too_large',
      detail = format('%s has %s bytes; a file holds at most 1 MB.', to_json(path), octet_length(bytes)),
      hint = jsonb_build_object('path', path, 'size', octet_length(bytes), 'limit', 1000000)::text;
  end if;
  return bytes;
end;
$$;
comment on function private.decode_content(text, text, text) is
  'The bytes of a file in a change; PT422 invalid_content, PT413 file_too_large.';

create function private.encoding_of(content bytea) returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- PostgreSQL's text holds no NUL: convert_from refuses it as it refuses bytes that are not UTF-8.
  perform convert_from(content, 'UTF8');
  return 'utf-8';
exception
  when character_not_in_repertoire or untranslatable_character then
    return 'base64';
end;
$$;
comment on function private.encoding_of(bytea) is 'Whether bytes travel as text ("utf-8") or not ("base64").';

create type private.file_touch as (
  change int, -- place in the list of changes, from 1
  part int, -- 0; 1 for the second half of a rename
  path text,
  kind text, -- put, drop (a delete, or the first half of a rename), make (the second half of a rename)
  sha256 bytea -- of a put
);
comment on type private.file_touch is 'What one change does to one path.';

create function private.store_changes(changes jsonb) returns private.file_touch[]
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  touches private.file_touch[];
begin
  if jsonb_typeof(changes) is distinct from 'array' or exists (
    select 1
    from jsonb_array_elements(changes) change
    where jsonb_typeof(change) is distinct from 'object'
      or coalesce(change ->> 'op', '') not in ('put', 'delete', 'rename')
      or change ->> 'path' is null
      or (change ->> 'op' = 'rename' and change ->> 'to' is null)
  ) then
    raise exception using errcode = 'PT422', message = 'invalid_changes',
      detail = 'Changes are a list of {op: "put" | "delete" | "rename", path, content?, encoding?, to?}.';
  end if;

  with change as materialized (
    select
      item.place::int as place,
      item.value ->> 'op' as op,
      private.normalize_path(item.value ->> 'path') as path,
      case when item.value ->> 'op' = 'rename' then private.normalize_path(item.value ->> 'to') end as target,
      case when item.value ->> 'op' = 'put'
        then private.decode_content(item.value ->> 'path', item.value ->> 'content', item.value ->> 'encoding')
      end as content,
      item.value ->> 'encoding' as encoding
    from jsonb_array_elements(changes) with ordinality item (value, place)
  ),
  put as materialized (
    select c.place, sha256(c.content) as sha256, c.content, c.encoding from change c where c.op = 'put'
  ),
  stored as (
    insert into private.blobs (sha256, size, content, encoding)
    select distinct on (p.sha256)
      p.sha256,
      octet_length(p.content),
      p.content,
      case when p.encoding = 'base64' then private.encoding_of(p.content) else 'utf-8' end
    from put p
    -- In one order for everyone: two saves of the same new files never wait for each other in a circle.
    order by p.sha256
    on conflict do nothing
  )
  select array_agg(
    row (touch.place, touch.part, touch.path, touch.kind, touch.sha256)::private.file_touch
    order by touch.place, touch.part
  )
  into touches
  from (
    select c.place, 0 as part, c.path, case c.op when 'put' then 'put' else 'drop' end as kind, p.sha256
    from change c
    left join put p on p.place = c.place
    union all
    select c.place, 1, c.target, 'make', null from change c where c.op = 'rename'
  ) touch;
  return coalesce(touches, '{}');
end;
$$;
comment on function private.store_changes(jsonb) is
  'Checks the form of a list of changes, stores the contents it brings, and says what it does to which path.';

/*
 * The tree after the changes, without a loop over files. What a touch finds at its path is what the last touch of that
 * path before it left there, or the base tree. So a window over the touches of each path answers whether a delete has
 * something to delete and whether a rename's target is free. Only renames are followed back, to the put or the base file
 * whose content they carry.
 */
create function private.apply_changes(base_version_id uuid, touches private.file_touch[])
returns table (path text, sha256 bytea, error text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    with recursive
    seen as materialized (
      select
        t.change,
        t.part,
        t.path,
        t.kind,
        t.sha256,
        base.sha256 as base_sha256,
        lag(t.change) over earlier as before_change,
        lag(t.kind) over earlier as before_kind,
        lag(t.sha256) over earlier as before_sha256,
        lead(t.change) over earlier is null as is_last
      from unnest(touches) t
      left join private.version_files base on base.version_id = base_version_id and base.path = t.path
      window earlier as (partition by t.path order by t.change, t.part)
    ),
    carried (change, source_change, source_kind, sha256) as (
      select
        make.change, source.before_change, source.before_kind,
        case when source.before_kind is null then source.base_sha256 else source.before_sha256 end
      from seen make
      join seen source on source.change = make.change and source.part = 0
      where make.kind = 'make'
      union all
      select
        c.change, source.before_change, source.before_kind,
        case when source.before_kind is null then source.base_sha256 else source.before_sha256 end
      from carried c
      join seen source on source.change = c.source_change and source.part = 0
      where c.source_kind = 'make'
    )
    (
      select
        s.path,
        null::bytea,
        case s.kind when 'drop' then 'no_such_file' else 'path_taken' end
      from seen s
      where s.kind <> 'put'
        and (s.kind = 'make') = case when s.before_kind is null then s.base_sha256 is not null else s.before_kind <> 'drop' end
      order by s.change, s.part
      limit 1
    )
    union all
    select base.path, base.sha256, null
    from private.version_files base
    where base.version_id = base_version_id
      and not exists (select 1 from seen s where s.path = base.path)
    union all
    select s.path, coalesce(s.sha256, c.sha256), null
    from seen s
    left join carried c on c.change = s.change and s.kind = 'make' and c.sha256 is not null
    where s.is_last and s.kind <> 'drop';
end;
$$;
comment on function private.apply_changes(uuid, private.file_touch[]) is
  'The manifest after the changes; where a change has nothing to act on, its path first, with the error''s code.';

create function private.check_tree(paths text[], tree_bytes bigint) returns void
language plpgsql
set search_path = ''
as $$
declare
  twins text[];
begin
  if cardinality(paths) > 500 then
    raise exception using errcode = 'PT413', message = 'too_many_files',
      detail = format('A project holds at most 500 files; this has %s.', cardinality(paths));
  end if;

  select array_agg(p.path order by p.path) into twins
  from unnest(paths) p (path)
  -- Lower case by Unicode's full mapping, as JavaScript has it, whatever the database's own collation is.
  group by lower(p.path collate "und-x-icu")
  having count(*) > 1
  limit 1;
  if twins is not null then
    raise exception using errcode = 'PT422', message = 'duplicate_path',
      detail = format('%s and %s differ only in case.', to_json(twins[1]), to_json(twins[2])),
      hint = jsonb_build_object('paths', twins)::text;
  end if;

  if tree_bytes > 10000000 then
    raise exception using errcode = 'PT413', message = 'tree_too_large',
      detail = format('The project has %s bytes; it may hold at most 10 MB.', tree_bytes),
      hint = jsonb_build_object('size', tree_bytes, 'limit', 10000000)::text;
  end if;
end;
$$;
comment on function private.check_tree(text[], bigint) is
  'The limits of a tree: PT413 too_many_files, tree_too_large; PT422 duplicate_path.';
