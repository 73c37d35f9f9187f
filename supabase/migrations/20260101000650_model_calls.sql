/*
 * Models: what their calls were, and what they cost.
 */

create table public.ai_usage (
  id bigint generated always as identity primary key,
  org_id uuid not null references public.organizations (id) on delete cascade,
  project_id uuid references public.projects (id) on delete set null,
  job_id uuid references public.generation_jobs (id) on delete set null,
  call_key text check (char_length(call_key) between 1 and 200),
  attempt int not null default 1 check (attempt > 0),
  provider text not null,
  model text not null,
  purpose text not null,
  outcome text not null check (outcome ~ '^[a-z_]{1,40}$'),
  input_tokens bigint not null check (input_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  cached_tokens bigint not null default 0 check (cached_tokens >= 0),
  cost_microusd bigint not null check (cost_microusd >= 0),
  latency_ms int check (latency_ms >= 0),
  first_token_ms int check (first_token_ms >= 0),
  created_at timestamptz not null default now(),
  unique (job_id, call_key)
);

create index ai_usage_org_id_idx on public.ai_usage (org_id, created_at desc);
create index ai_usage_project_id_idx on public.ai_usage (project_id);

comment on table public.ai_usage is 'One row per call of a model, failed ones too: tokens, cost and time.';
comment on column public.ai_usage.call_key is 'Names the call within its job: recorded once, however often it is reported.';
comment on column public.ai_usage.attempt is 'Which try of the same request this was, counted over the whole chain of models.';
comment on column public.ai_usage.outcome is '"done", or the kind of its error.';
comment on column public.ai_usage.cached_tokens is 'Those of the input tokens that the provider had in its cache.';

-- Writes are not granted: rows come from record_model_call.
grant select on public.ai_usage to authenticated, service_role;

alter table public.ai_usage enable row level security;

create policy select_admin on public.ai_usage for select to authenticated
  using (org_id = any (array(select private.my_org_ids('admin'))));

create function private.record_model_call(
  job_id uuid, call_key text, attempt int, provider text, model text, purpose text, input_tokens bigint,
  output_tokens bigint, cached_tokens bigint, cost_microusd bigint, latency_ms int, first_token_ms int, outcome text
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  insert into public.ai_usage (
    org_id, project_id, job_id, call_key, attempt, provider, model, purpose, outcome, input_tokens, output_tokens,
    cached_tokens, cost_microusd, latency_ms, first_token_ms
  )
  select
    j.org_id, j.project_id, j.id, record_model_call.call_key, record_model_call.attempt, record_model_call.provider,
    record_model_call.model, record_model_call.purpose, record_model_call.outcome, record_model_call.input_tokens,
    record_model_call.output_tokens, coalesce(record_model_call.cached_tokens, 0), record_model_call.cost_microusd,
    record_model_call.latency_ms, record_model_call.first_token_ms
  from public.generation_jobs j
  where j.id = record_model_call.job_id
  on conflict (job_id, call_key) do nothing;
  if not found then
    return false;
  end if;

  update public.generation_jobs j
  set
    provider = case when record_model_call.outcome = 'done' then record_model_call.provider else j.provider end,
    model = case when record_model_call.outcome = 'done' then record_model_call.model else j.model end,
    input_tokens = j.input_tokens + record_model_call.input_tokens,
    output_tokens = j.output_tokens + record_model_call.output_tokens,
    cost_microusd = j.cost_microusd + record_model_call.cost_microusd
  where j.id = record_model_call.job_id;
  return true;
end;
$$;
comment on function private.record_model_call(uuid, text, int, text, text, text, bigint, bigint, bigint, bigint, int, int, text)
  is 'See public.record_model_call.';
-- Definer: usage and jobs are writable by nobody. For the service alone: it is what called the model.
revoke all on function
  private.record_model_call(uuid, text, int, text, text, text, bigint, bigint, bigint, bigint, int, int, text)
from public;
grant execute on function
  private.record_model_call(uuid, text, int, text, text, text, bigint, bigint, bigint, bigint, int, int, text)
to service_role;

create function public.record_model_call(
  job_id uuid, call_key text, attempt int, provider text, model text, purpose text, input_tokens bigint,
  output_tokens bigint, cached_tokens bigint, cost_microusd bigint, latency_ms int, first_token_ms int, outcome text
) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  return private.record_model_call(
    record_model_call.job_id, record_model_call.call_key, record_model_call.attempt, record_model_call.provider,
    record_model_call.model, record_model_call.purpose, record_model_call.input_tokens, record_model_call.output_tokens,
    record_model_call.cached_tokens, record_model_call.cost_microusd, record_model_call.latency_ms,
    record_model_call.first_token_ms, record_model_call.outcome
  );
end;
$$;
comment on function public.record_model_call(uuid, text, int, text, text, text, bigint, bigint, bigint, bigint, int, int, text)
  is 'A model was called for a job: its usage row, and the job''s totals. Whoever holds the job by now: the call was made. '
  'False, and nothing counted, when a call of this key is recorded already or the job is gone.';
revoke all on function
  public.record_model_call(uuid, text, int, text, text, text, bigint, bigint, bigint, bigint, int, int, text)
from public;
grant execute on function
  public.record_model_call(uuid, text, int, text, text, text, bigint, bigint, bigint, bigint, int, int, text)
to service_role;
