/*
 * Making versions: save_version is the only way in, restore_version the only way back.
 */

create function private.add_version(
  project_id uuid, message text, checks jsonb, origin text, created_by uuid, job_id uuid,
  job_step text, file_count int, tree_bytes int, out version_id uuid, out number int
)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  insert into public.project_versions as v
    (project_id, number, parent_id, message, origin, job_id, job_step, checks, file_count, tree_bytes, created_by)
  select
    p.id,
    coalesce((select max(last.number) from public.project_versions last where last.project_id = p.id), 0) + 1,
    p.head_version_id,
    left(coalesce(add_version.message, ''), 500),
    add_version.origin,
    add_version.job_id,
    add_version.job_step,
    coalesce(add_version.checks, '{}'),
    add_version.file_count,
    add_version.tree_bytes,
    add_version.created_by
  from public.projects p
  where p.id = add_version.project_id
  returning v.id, v.number into add_version.version_id, add_version.number;

  update public.projects p
  set
    head_version_id = add_version.version_id,
    status = case
      when add_version.checks ->> 'passed' = 'true' then 'ready'
      -- A head with problems is not ready; what it was before stays in the list of versions.
      when p.status in ('ready', 'deployed') then 'draft'
      else p.status
    end
  where p.id = add_version.project_id;
end;
$$;
comment on function private.add_version(uuid, text, jsonb, text, uuid, uuid, text, int, int) is
  'Adds a version row on top of the head and makes it the head. The caller holds the lock on the project''s row.';

create function private.save_version(
  project_id uuid, base_version_id uuid, changes jsonb, message text, checks jsonb, origin text, created_by uuid,
  job_id uuid, job_step text, lease_token uuid
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  head_id uuid;
  step text := case when save_version.job_id is not null then coalesce(save_version.job_step, 'save') end;
  queued record;
  earlier public.project_versions;
  touches private.file_touch[];
  tree record;
  added record;
begin
  select p.head_version_id into head_id
  from public.projects p
  where p.id = save_version.project_id and p.deleted_at is null
  for no key update;
  perform private.require_project_role(save_version.project_id, save_version.created_by, 'editor');

  -- A worker that died after saving saves again: it is given what it saved.
  select v.* into earlier
  from public.project_versions v
  where v.job_id = save_version.job_id and v.job_step = step;
  if earlier.id is not null then
    if earlier.project_id <> save_version.project_id then
      raise exception using errcode = 'PT409', message = 'job_mismatch',
        detail = 'This job has made a version of another project.';
    end if;
    return jsonb_build_object('version_id', earlier.id, 'number', earlier.number);
  end if;

  -- What was canceled or given up meanwhile makes no version: every end of a job takes the lock that is held here.
  if save_version.job_id is not null then
    select * into queued from private.lock_job(save_version.job_id);
    if queued.job_id is null then
      raise exception using errcode = 'PT409', message = 'job_ended',
        detail = 'The job that made this version is not running any more.';
    elsif queued.lease_token is distinct from save_version.lease_token or save_version.lease_token is null then
      raise exception using errcode = 'PT409', message = 'lease_lost',
        detail = 'Another worker has taken over the job that made this version.';
    end if;
  end if;

  if save_version.base_version_id is distinct from head_id then
    raise exception using errcode = 'PT409', message = 'head_moved',
      detail = 'The project has a newer version than the one these changes were made on.',
      hint = jsonb_build_object('head_version_id', head_id)::text;
  end if;

  touches := private.store_changes(save_version.changes);

  select
    min(f.path) filter (where f.error is not null) as error_path,
    min(f.error) as error,
    array_agg(f.path) filter (where f.error is null) as paths,
    array_agg(f.sha256) filter (where f.error is null) as hashes,
    coalesce(sum(b.size), 0) as bytes
  into tree
  from private.apply_changes(head_id, touches) f
  left join private.blobs b on b.sha256 = f.sha256;

  if tree.error is not null then
    raise exception using errcode = 'PT422', message = tree.error,
      detail = case tree.error
        when 'no_such_file' then format('There is no file %s to delete or rename.', to_json(tree.error_path))
        else format('There is a file %s already.', to_json(tree.error_path))
      end,
      hint = jsonb_build_object('path', tree.error_path)::text;
  end if;
  perform private.check_tree(coalesce(tree.paths, '{}'), tree.bytes);

  select v.version_id, v.number into added
  from private.add_version(
    project_id => save_version.project_id, message => save_version.message, checks => save_version.checks,
    origin => save_version.origin, created_by => save_version.created_by, job_id => save_version.job_id,
    job_step => step, file_count => coalesce(cardinality(tree.paths), 0), tree_bytes => tree.bytes::int
  ) v;

  insert into private.version_files (version_id, path, sha256)
  select added.version_id, f.path, f.sha256
  from unnest(tree.paths, tree.hashes) f (path, sha256);

  return jsonb_build_object('version_id', added.version_id, 'number', added.number);
end;
$$;
comment on function private.save_version(uuid, uuid, jsonb, text, jsonb, text, uuid, uuid, text, uuid) is
  'See public.save_version.';
-- Definer: versions and blobs are writable by nobody. For the service alone, which has verified the tree.
revoke all on function private.save_version(uuid, uuid, jsonb, text, jsonb, text, uuid, uuid, text, uuid) from public;
grant execute on function private.save_version(uuid, uuid, jsonb, text, jsonb, text, uuid, uuid, text, uuid) to service_role;

create function public.save_version(
  project_id uuid, base_version_id uuid, changes jsonb, message text, checks jsonb, origin text, created_by uuid,
  job_id uuid default null, job_step text default null, lease_token uuid default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return private.save_version(
    save_version.project_id, save_version.base_version_id, save_version.changes, save_version.message,
    save_version.checks, save_version.origin, save_version.created_by, save_version.job_id, save_version.job_step,
    save_version.lease_token
  );
end;
$$;
comment on function public.save_version(uuid, uuid, jsonb, text, jsonb, text, uuid, uuid, text, uuid) is
  'Applies changes to the base version and makes the result the head: {version_id, number}. The base is null for the '
  'first version. PT403, PT404 by the role of created_by; PT409 head_moved, job_ended, lease_lost; PT422 invalid_path, invalid_content, '
  'invalid_changes, duplicate_path, no_such_file, path_taken; PT413 file_too_large, too_many_files, tree_too_large. For a '
  'job: the lease token is asked for, and a second call for the same step (default: save) returns the first result.';
revoke all on function public.save_version(uuid, uuid, jsonb, text, jsonb, text, uuid, uuid, text, uuid) from public;
grant execute on function public.save_version(uuid, uuid, jsonb, text, jsonb, text, uuid, uuid, text, uuid) to service_role;

create function private.restore_version(version_id uuid) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  source public.project_versions;
  added record;
begin
  perform private.require_readable_version(restore_version.version_id);
  select v.* into source from public.project_versions v where v.id = restore_version.version_id;

  perform 1 from public.projects p where p.id = source.project_id and p.deleted_at is null for no key update;
  perform private.require_project_role(source.project_id, (select auth.uid()), 'editor');

  select v.version_id, v.number into added
  from private.add_version(
    project_id => source.project_id, message => format('Restored version %s', source.number), checks => source.checks,
    origin => 'restore', created_by => (select auth.uid()), job_id => null,
    job_step => null, file_count => source.file_count, tree_bytes => source.tree_bytes
  ) v;

  insert into private.version_files (version_id, path, sha256)
  select added.version_id, f.path, f.sha256
  from private.version_files f
  where f.version_id = source.id;

  return added.version_id;
end;
$$;
comment on function private.restore_version(uuid) is 'See public.restore_version.';
-- Definer: versions are writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.restore_version(uuid) from public;
grant execute on function private.restore_version(uuid) to authenticated;

create function public.restore_version(version_id uuid) returns uuid
language plpgsql
set search_path = ''
as $$
begin
  return private.restore_version(restore_version.version_id);
end;
$$;
comment on function public.restore_version(uuid) is
  'A new version with the files and checks of an earlier one, as the head; returns its id. For editors; PT403, PT404.';
revoke all on function public.restore_version(uuid) from public;
grant execute on function public.restore_version(uuid) to authenticated;
