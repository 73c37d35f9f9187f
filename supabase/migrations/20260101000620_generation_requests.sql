/*
 * Asking for a generation.
 */

create function private.provisional_name(prompt text) returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return (
    select coalesce(
      nullif(btrim(case
        when char_length(line.words) <= 60 then line.words
        else regexp_replace(left(line.words, 61), '\s+\S*$', '')
      end, E' \t.,;:-'), ''),
      'New project'
    )
    from (select left(btrim(regexp_replace(prompt, '[\s\u0001-\u001f\u007f]+', ' ', 'g')), 400) as words) line
  );
end;
$$;
comment on function private.provisional_name(text) is
  'What a project is called until its plan has a name: the first words of the prompt.';

create function private.require_generation_input(mode text, input jsonb) returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  images jsonb := coalesce(nullif(input -> 'images', 'null'), '[]');
  problem text;
begin
  if mode not in ('new_app', 'modify', 'component', 'page', 'content', 'layout', 'design', 'plan', 'fix') or mode is null then
    raise exception using errcode = 'PT422', message = 'invalid_mode',
      detail = 'There is no such mode of generating.';
  end if;
  -- In this order: what is not an object has no keys to look at.
  problem := case
    when input is null or jsonb_typeof(input) <> 'object' then 'The input is an object.'
    when input - array['spec', 'model', 'images', 'target', 'error'] <> '{}' then
      'The input holds spec, model, images, target and error, and nothing else.'
    when jsonb_typeof(images) <> 'array' or jsonb_array_length(images) > 3 then 'At most three images go with a prompt.'
    when exists (
      select 1
      from jsonb_array_elements(images) image
      where coalesce(image ->> 'mediaType', '') not in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')
        or coalesce(image ->> 'data', '') !~ '^[A-Za-z0-9+/]+={0,2}$'
        or octet_length(image ->> 'data') > 1400000
    ) then 'An image is a PNG, JPEG, WebP or GIF in base64, of at most 1 MB.'
    when octet_length((input - 'images')::text) > 500000 then 'The plan or the error that goes with it is too long.'
    when char_length(input ->> 'model') > 200 or jsonb_typeof(input -> 'model') not in ('string', 'null') then
      'A model is named "provider/model", in at most 200 characters.'
    when octet_length((input -> 'target')::text) > 4000 or octet_length((input -> 'error')::text) > 40000 then
      'What was picked, or the error, is too long.'
    when mode = 'fix' and coalesce(jsonb_typeof(input -> 'error'), 'null') <> 'object' then
      'To fix something takes the error.'
  end;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'invalid_input', detail = problem;
  end if;
end;
$$;
comment on function private.require_generation_input(text, jsonb) is
  'PT422 invalid_mode, invalid_input: what may go with a prompt, and how much of it.';

create function private.enqueue_generation(
  prompt text, project_id uuid, org_id uuid, mode text, idempotency_key text, input jsonb
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  caller uuid := (select auth.uid());
  earlier public.generation_jobs;
  project public.projects;
  target_org_id uuid := enqueue_generation.org_id;
  target_project_id uuid := enqueue_generation.project_id;
  new_job_id uuid := gen_random_uuid();
  -- What the conversation shows of it later.
  request jsonb := jsonb_strip_nulls(enqueue_generation.input - array['spec', 'images']);
begin
  if caller is null then
    raise exception using errcode = 'PT401', message = 'unauthorized', detail = 'Sign in first.';
  end if;
  if enqueue_generation.prompt is null or enqueue_generation.prompt !~ '[[:alnum:]]' then
    raise exception using errcode = 'PT422', message = 'invalid_prompt',
      detail = 'Describe what you want to build in a few words.';
  elsif char_length(enqueue_generation.prompt) > 10000 then
    raise exception using errcode = 'PT422', message = 'invalid_prompt',
      detail = 'The description is longer than 10,000 characters.';
  elsif char_length(enqueue_generation.idempotency_key) not between 1 and 200 then
    raise exception using errcode = 'PT422', message = 'invalid_idempotency_key',
      detail = 'An idempotency key has 1 to 200 characters.';
  end if;
  perform private.require_generation_input(enqueue_generation.mode, enqueue_generation.input);
  if target_project_id is null and enqueue_generation.mode not in ('new_app', 'plan') then
    raise exception using errcode = 'PT422', message = 'project_required',
      detail = 'Say which project is to change.';
  end if;

  if enqueue_generation.idempotency_key is not null then
    -- Two requests with one key, at the same time: the second waits here and finds the first one's job.
    perform pg_advisory_xact_lock(hashtextextended(caller::text || enqueue_generation.idempotency_key, 0));
    select j.* into earlier
    from public.generation_jobs j
    where j.created_by = caller and j.idempotency_key = enqueue_generation.idempotency_key;
    if earlier.id is not null then
      if earlier.prompt <> enqueue_generation.prompt
        or earlier.mode <> enqueue_generation.mode
        or earlier.request <> request
        or earlier.project_id <> coalesce(target_project_id, earlier.project_id)
        or earlier.org_id <> coalesce(target_org_id, earlier.org_id) then
        raise exception using errcode = 'PT409', message = 'idempotency_mismatch',
          detail = 'This idempotency key was used for another request.',
          hint = jsonb_build_object('job_id', earlier.id)::text;
      end if;
      return jsonb_build_object('job_id', earlier.id, 'project_id', earlier.project_id, 'replayed', true);
    end if;
  end if;

  if target_project_id is not null then
    perform private.require_project_role(target_project_id, caller, 'editor');
    select p.* into project from public.projects p where p.id = target_project_id for no key update;
    if project.deleted_at is not null or project.org_id <> coalesce(target_org_id, project.org_id) then
      raise exception using errcode = 'PT404', message = 'not_found', detail = 'There is no such project.';
    end if;
    if exists (
      select 1 from public.generation_jobs j where j.project_id = project.id and j.status in ('queued', 'running')
    ) then
      raise exception using errcode = 'PT409', message = 'job_running',
        detail = 'Something is being generated for this project already. Wait for it, or cancel it.';
    elsif project.head_version_id is null and enqueue_generation.mode not in ('new_app', 'plan') then
      raise exception using errcode = 'PT409', message = 'no_version',
        detail = 'This project has nothing to change yet: let it be built first.';
    end if;
    target_org_id := project.org_id;
    update public.projects p set status = 'generating' where p.id = project.id;
  else
    if target_org_id is null then
      select o.id into target_org_id from public.organizations o where o.personal_owner_id = caller;
    end if;
    perform private.require_org_role(target_org_id, caller, 'editor');
    target_project_id := private.create_project(
      org_id => target_org_id, name => private.provisional_name(enqueue_generation.prompt),
      created_by => caller, status => 'generating'
    );
  end if;

  insert into public.generation_jobs
    (id, org_id, project_id, created_by, idempotency_key, mode, prompt, request, base_version_id)
  values (
    new_job_id, target_org_id, target_project_id, caller, enqueue_generation.idempotency_key,
    enqueue_generation.mode, enqueue_generation.prompt, request, project.head_version_id
  );
  if enqueue_generation.input <> '{}' then
    insert into private.job_inputs (job_id, input) values (new_job_id, enqueue_generation.input);
  end if;
  perform private.queue_job(
    job_id => new_job_id, org_id => target_org_id, project_status => coalesce(project.status, 'draft')
  );
  perform private.append_event(new_job_id, 'queued', '{}');
  perform private.reserve_quota(
    org_id => target_org_id,
    -- Plans and fixes are free of charge, and counted for themselves.
    metric => case when enqueue_generation.mode in ('plan', 'fix') then enqueue_generation.mode else 'generation' end,
    amount => 1,
    reservation_id => new_job_id
  );

  return jsonb_build_object('job_id', new_job_id, 'project_id', target_project_id, 'replayed', false);
end;
$$;
comment on function private.enqueue_generation(text, uuid, uuid, text, text, jsonb) is 'See public.enqueue_generation.';
-- Definer: jobs, queue and counters are writable by nobody. For signed-in people; the body asks for the role.
revoke all on function private.enqueue_generation(text, uuid, uuid, text, text, jsonb) from public;
grant execute on function private.enqueue_generation(text, uuid, uuid, text, text, jsonb) to authenticated;

create function public.enqueue_generation(
  prompt text, project_id uuid default null, org_id uuid default null, mode text default 'new_app',
  idempotency_key text default null, input jsonb default '{}'
) returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return private.enqueue_generation(
    enqueue_generation.prompt, enqueue_generation.project_id, enqueue_generation.org_id, enqueue_generation.mode,
    enqueue_generation.idempotency_key, coalesce(enqueue_generation.input, '{}')
  );
end;
$$;
comment on function public.enqueue_generation(text, uuid, uuid, text, text, jsonb) is
  'Asks for a generation, in a new project of the organization (default: the caller''s own) or in an existing one: '
  '{job_id, project_id, replayed}. One transaction: project, job, queue, first event, quota. input: {spec, model, images: '
  '[{mediaType, data}], target, error}. PT429 quota_exceeded; PT409 job_running, no_version, idempotency_mismatch; PT403, '
  'PT404; PT422 invalid_prompt, invalid_mode, invalid_input, invalid_idempotency_key, project_required.';
revoke all on function public.enqueue_generation(text, uuid, uuid, text, text, jsonb) from public;
grant execute on function public.enqueue_generation(text, uuid, uuid, text, text, jsonb) to authenticated;
