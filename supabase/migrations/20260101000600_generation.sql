/*
 * Generation: the record a person sees (jobs and their event log), and how it reaches the browser.
 */

create table public.generation_jobs (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organizations (id) on delete cascade,
  project_id uuid not null references public.projects (id) on delete cascade,
  created_by uuid references auth.users (id) on delete set null,
  idempotency_key text check (char_length(idempotency_key) between 1 and 200),
  mode text not null check (
    mode in ('new_app', 'modify', 'component', 'page', 'content', 'layout', 'design', 'plan', 'fix')
  ),
  prompt text not null check (char_length(prompt) between 1 and 10000),
  request jsonb not null default '{}' check (jsonb_typeof(request) = 'object'),
  base_version_id uuid references public.project_versions (id) on delete set null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'canceled')),
  step text check (step ~ '^[a-z_]{1,40}$'),
  attempts int not null default 0,
  stop_requested boolean not null default false,
  error_code text,
  error_message text,
  requeueable boolean not null default false,
  requeues int not null default 0 check (requeues between 0 and 3),
  version_id uuid references public.project_versions (id) on delete set null,
  provider text,
  model text,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  cost_microusd bigint not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  check (status = 'failed' or not requeueable)
);

create unique index generation_jobs_idempotency_idx on public.generation_jobs (created_by, idempotency_key)
  where idempotency_key is not null;
create unique index generation_jobs_unfinished_idx on public.generation_jobs (project_id)
  where status in ('queued', 'running');
create index generation_jobs_org_id_idx on public.generation_jobs (org_id, created_at desc);
create index generation_jobs_project_id_idx on public.generation_jobs (project_id, created_at desc);
create index generation_jobs_created_by_idx on public.generation_jobs (created_by);
create index generation_jobs_base_version_id_idx on public.generation_jobs (base_version_id);
create index generation_jobs_version_id_idx on public.generation_jobs (version_id);
create index generation_jobs_requeueable_idx on public.generation_jobs (finished_at) where requeueable;

comment on table public.generation_jobs is 'Requests to generate, and how they went.';
comment on column public.generation_jobs.base_version_id is 'The project''s head when the job was asked for.';
comment on column public.generation_jobs.request is
  'What was asked for beside the prompt and is worth keeping: {model, target, error}.';
comment on column public.generation_jobs.stop_requested is
  'Somebody wants the model to stop, and to keep what stands: the worker hears of it with its next heartbeat.';
comment on column public.generation_jobs.requeueable is
  'A dead letter: it failed of something that may have passed, and its finished steps are kept for a while.';
comment on column public.generation_jobs.requeues is 'How often it was put back in the queue after it had failed.';
comment on column public.generation_jobs.error_message is 'A sentence that says to the person what went wrong.';
comment on column public.generation_jobs.cost_microusd is 'Millionths of a US dollar.';

alter table public.project_versions
  add constraint project_versions_job_id_fkey foreign key (job_id)
  references public.generation_jobs (id) on delete set null;

-- Writes are not granted: rows come from enqueue_generation and change with the job's work.
grant select on public.generation_jobs to authenticated, service_role;

alter table public.generation_jobs enable row level security;

create policy select_member on public.generation_jobs for select to authenticated
  using (
    org_id = any (array(select private.my_org_ids('viewer')))
    or project_id = any (array(select private.my_collaboration_ids('viewer')))
  );

create table public.generation_events (
  job_id uuid not null references public.generation_jobs (id) on delete cascade,
  seq int not null check (seq > 0),
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object'),
  created_at timestamptz not null default now(),
  primary key (job_id, seq)
);

comment on table public.generation_events is
  'The log of a job: numbered from 1 without gaps, so that whoever went away reads on from where they stopped.';

-- Append-only, and writes are not granted: rows come from the functions that do the work.
grant select on public.generation_events to authenticated, service_role;

alter table public.generation_events enable row level security;

create policy select_member on public.generation_events for select to authenticated
  using (exists (select 1 from public.generation_jobs j where j.id = job_id));

create function private.append_events(job_id uuid, events jsonb) returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  insert into public.generation_events (job_id, seq, kind, payload)
  select
    append_events.job_id,
    coalesce((
      select max(e.seq) from public.generation_events e where e.job_id = append_events.job_id
    ), 0) + item.place::int,
    item.value ->> 'kind',
    coalesce(nullif(item.value -> 'payload', 'null'::jsonb), '{}')
  from jsonb_array_elements(append_events.events) with ordinality item (value, place)
  order by item.place;
end;
$$;
comment on function private.append_events(uuid, jsonb) is
  'Appends [{kind, payload}] to a job''s log. The caller holds the lock on the job''s queue row, so numbers have no gaps.';

create function private.append_event(job_id uuid, kind text, payload jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.append_events(
    append_event.job_id,
    jsonb_build_array(jsonb_build_object('kind', append_event.kind, 'payload', append_event.payload))
  );
end;
$$;
comment on function private.append_event(uuid, text, jsonb) is 'Appends one event to a job''s log.';

/*
 * Realtime: private Broadcast, sent from the database in the transaction that made the change. A message may be lost
 * (realtime.send never fails its caller); clients read the log and take a message as a reason to look.
 */
create function private.may_follow(topic text) returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  subject text := split_part(topic, ':', 1);
  subject_id uuid;
begin
  if topic !~ '^(job|org):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return false;
  end if;
  subject_id := split_part(topic, ':', 2)::uuid;
  if subject = 'org' then
    return subject_id = any (array(select private.my_org_ids('viewer')));
  end if;
  return exists (
    select 1
    from public.generation_jobs j
    where j.id = subject_id
      and (
        j.org_id = any (array(select private.my_org_ids('viewer')))
        or j.project_id = any (array(select private.my_collaboration_ids('viewer')))
      )
  );
end;
$$;
comment on function private.may_follow(text) is 'Whether the caller may listen to a topic: job:<id> or org:<id>.';
-- Definer: called by the policy of a table of the platform. It answers for auth.uid() only.
revoke all on function private.may_follow(text) from public;
grant execute on function private.may_follow(text) to authenticated;

-- Listening only: there is no insert policy, so that clients cannot send.
create policy follow_job_or_org on realtime.messages for select to authenticated
  using (extension = 'broadcast' and (select private.may_follow((select realtime.topic()))));

create function private.broadcast_event() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('seq', new.seq, 'kind', new.kind, 'payload', new.payload, 'created_at', new.created_at),
    'event', 'job:' || new.job_id, true
  );
  return null;
end;
$$;
comment on function private.broadcast_event() is 'After-insert trigger: sends an event to those who follow the job.';
-- Definer: writes to realtime.messages. Granted to nobody: only the trigger calls it.
revoke all on function private.broadcast_event() from public;

create trigger broadcast_event after insert on public.generation_events
  for each row execute function private.broadcast_event();

create function private.broadcast_job() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('project_id', new.project_id, 'job_id', new.id, 'status', new.status),
    'changed', 'org:' || new.org_id, true
  );
  return null;
end;
$$;
comment on function private.broadcast_job() is 'After trigger: tells the organization that a job''s status is another.';
-- Definer: writes to realtime.messages. Granted to nobody: only the triggers call it.
revoke all on function private.broadcast_job() from public;

create trigger broadcast_new_job after insert on public.generation_jobs
  for each row execute function private.broadcast_job();
create trigger broadcast_job after update of status on public.generation_jobs
  for each row when (old.status is distinct from new.status) execute function private.broadcast_job();

create function private.broadcast_project() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('project_id', new.id, 'job_id', null, 'status', new.status),
    'changed', 'org:' || new.org_id, true
  );
  return null;
end;
$$;
comment on function private.broadcast_project() is
  'After trigger: tells the organization that a project is new, renamed, deleted, or has another status or head.';
-- Definer: writes to realtime.messages, also when a person renames a project. Granted to nobody.
revoke all on function private.broadcast_project() from public;

create trigger broadcast_new_project after insert on public.projects
  for each row execute function private.broadcast_project();
create trigger broadcast_project after update on public.projects
  for each row when (
    (old.status, old.head_version_id, old.name, old.deleted_at)
    is distinct from (new.status, new.head_version_id, new.name, new.deleted_at)
  ) execute function private.broadcast_project();
