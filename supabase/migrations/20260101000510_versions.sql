/*
 * Versions: immutable file trees. A version is a manifest (path -> SHA-256) over content-addressed blobs, so it costs
 * what it changed.
 */

create table private.blobs (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  size int not null check (size between 0 and 1000000),
  content bytea not null,
  encoding text not null check (encoding in ('utf-8', 'base64')),
  created_at timestamptz not null default now(),
  check (octet_length(content) = size)
);

comment on table private.blobs is 'File contents by their hash, shared by every version that holds them.';
comment on column private.blobs.encoding is
  'How the content travels in JSON: "utf-8" when the bytes are UTF-8 text without NUL, else "base64".';

-- Granted to nobody: read_version and diff_versions show contents to those who may see the version.
alter table private.blobs enable row level security;

create policy closed on private.blobs for all to anon, authenticated using (false) with check (false);

create table public.project_versions (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects (id) on delete cascade,
  number int not null check (number > 0),
  parent_id uuid references public.project_versions (id) on delete set null,
  message text not null default '' check (char_length(message) <= 500),
  origin text not null check (origin in ('generation', 'edit', 'restore', 'import', 'template', 'publish')),
  job_id uuid,
  job_step text check (job_step ~ '^[a-z_]{1,40}$'),
  checks jsonb not null default '{}' check (jsonb_typeof(checks) = 'object'),
  file_count int not null check (file_count between 0 and 500),
  tree_bytes int not null check (tree_bytes between 0 and 10000000),
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  unique (project_id, number),
  unique (project_id, id),
  unique (job_id, job_step),
  check (job_id is null or job_step is not null)
);

create index project_versions_parent_id_idx on public.project_versions (parent_id);
create index project_versions_created_by_idx on public.project_versions (created_by);

comment on table public.project_versions is 'The line of immutable versions of a project, numbered from 1.';
comment on column public.project_versions.checks is 'The verifier''s report, written by the server only.';
comment on column public.project_versions.job_id is
  'The generation that made it. Each of its steps makes one version, however often it is tried.';

alter table public.projects
  add constraint projects_head_version_fkey foreign key (id, head_version_id)
  references public.project_versions (project_id, id) on delete set null (head_version_id);
create index projects_head_version_idx on public.projects (id, head_version_id);

-- Writes are not granted: rows come from save_version and restore_version and never change.
grant select on public.project_versions to authenticated, service_role;

alter table public.project_versions enable row level security;

create policy select_member on public.project_versions for select to authenticated
  using (exists (select 1 from public.projects p where p.id = project_id));

create table private.version_files (
  version_id uuid not null references public.project_versions (id) on delete cascade,
  path text not null,
  sha256 bytea not null references private.blobs (sha256) on delete restrict,
  primary key (version_id, path)
);

create index version_files_sha256_idx on private.version_files (sha256);

comment on table private.version_files is 'Manifests: which file of a version is which blob.';

-- Granted to nobody, as blobs.
alter table private.version_files enable row level security;

create policy closed on private.version_files for all to anon, authenticated using (false) with check (false);

create function private.may_read_version(version_id uuid) returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select 1
    from public.project_versions v
    join public.projects p on p.id = v.project_id and p.deleted_at is null
    where v.id = may_read_version.version_id
      -- The role of the connection, which no token can claim for itself.
      and (
        current_setting('role', true) = 'service_role'
        or private.project_role(p.id, (select auth.uid())) is not null
      )
  );
end;
$$;
comment on function private.may_read_version(uuid) is
  'Whether the caller (a person, or the service) may see the files of a version.';

create function private.require_readable_version(version_id uuid) returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.may_read_version(require_readable_version.version_id) then
    raise exception using errcode = 'PT404', message = 'not_found', detail = 'There is no such version.';
  end if;
end;
$$;
comment on function private.require_readable_version(uuid) is 'PT404 when the caller may not see the version.';

create function private.encode_content(content bytea, encoding text) returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
  return case encoding
    when 'utf-8' then convert_from(content, 'UTF8')
    else translate(encode(content, 'base64'), E'\n', '')
  end;
end;
$$;
comment on function private.encode_content(bytea, text) is 'A blob''s bytes as they travel in JSON.';

create function private.read_version(version_id uuid)
returns table (path text, sha256 text, size int, content text, encoding text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform private.require_readable_version(read_version.version_id);
  return query
    select f.path, encode(f.sha256, 'hex'), b.size, private.encode_content(b.content, b.encoding), b.encoding
    from private.version_files f
    join private.blobs b on b.sha256 = f.sha256
    where f.version_id = read_version.version_id
    order by f.path collate "C";
end;
$$;
comment on function private.read_version(uuid) is 'See public.read_version.';
-- Definer: blobs are granted to nobody. For people (the body asks whether they may see it) and for the worker.
revoke all on function private.read_version(uuid) from public;
grant execute on function private.read_version(uuid) to authenticated, service_role;

create function public.read_version(version_id uuid)
returns table (path text, sha256 text, size int, content text, encoding text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query select * from private.read_version(read_version.version_id);
end;
$$;
comment on function public.read_version(uuid) is
  'The files of a version, by path. encoding: "utf-8" (content is the text) or "base64". PT404 when not visible.';
revoke all on function public.read_version(uuid) from public;
grant execute on function public.read_version(uuid) to authenticated, service_role;

create function private.diff_versions(a uuid, b uuid)
returns table (path text, change text, a_sha256 text, b_sha256 text, a_content text, b_content text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform private.require_readable_version(diff_versions.a);
  perform private.require_readable_version(diff_versions.b);
  return query
    select
      coalesce(fa.path, fb.path),
      case when fa.path is null then 'added' when fb.path is null then 'removed' else 'modified' end,
      encode(fa.sha256, 'hex'),
      encode(fb.sha256, 'hex'),
      case when ba.encoding = 'utf-8' then private.encode_content(ba.content, ba.encoding) end,
      case when bb.encoding = 'utf-8' then private.encode_content(bb.content, bb.encoding) end
    from (select f.path, f.sha256 from private.version_files f where f.version_id = diff_versions.a) fa
    full join (select f.path, f.sha256 from private.version_files f where f.version_id = diff_versions.b) fb
      on fb.path = fa.path
    left join private.blobs ba on ba.sha256 = fa.sha256
    left join private.blobs bb on bb.sha256 = fb.sha256
    where fa.sha256 is distinct from fb.sha256
    order by coalesce(fa.path, fb.path) collate "C";
end;
$$;
comment on function private.diff_versions(uuid, uuid) is 'See public.diff_versions.';
-- Definer: blobs are granted to nobody. For people; the body asks whether they may see both.
revoke all on function private.diff_versions(uuid, uuid) from public;
grant execute on function private.diff_versions(uuid, uuid) to authenticated;

create function public.diff_versions(a uuid, b uuid)
returns table (path text, change text, a_sha256 text, b_sha256 text, a_content text, b_content text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query select * from private.diff_versions(diff_versions.a, diff_versions.b);
end;
$$;
comment on function public.diff_versions(uuid, uuid) is
  'What changed from version a to version b: added, removed or modified files with both contents, null for binary ones. '
  'A rename is a removal and an addition with the same hash. PT404 when either is not visible.';
revoke all on function public.diff_versions(uuid, uuid) from public;
grant execute on function public.diff_versions(uuid, uuid) to authenticated;
