/*
 * Quotas: what a plan allows, what has been used, and a counter that cannot be overrun.
 *
 * A counter row is one window (day, month) of one metric of one organization. Taking from it is one conditional update
 * that also rolls the window over when its time has come, so it is right even when no cron job ever runs. A window that
 * rolls over leaves its total in quota_usage_history.
 *
 * Callers take from a counter as the last thing in their transaction: the row is hot, and whoever holds it makes the
 * whole organization wait. Windows are taken in the order of their name, so two callers never wait for each other.
 */

create table public.plans (
  id text primary key check (id ~ '^[a-z][a-z0-9_]{0,31}$'),
  name text not null,
  max_running int not null check (max_running > 0),
  head_start_seconds int not null default 0 check (head_start_seconds between 0 and 3600),
  created_at timestamptz not null default now()
);

comment on table public.plans is 'What an organization can be on.';
comment on column public.plans.max_running is 'Jobs of one organization that may run at the same time.';
comment on column public.plans.head_start_seconds is
  'How much longer than it really has, an organization on this plan counts as having waited for its turn in the queue.';

-- Writes are not granted: plans come from migrations.
grant select on public.plans to authenticated, service_role;

alter table public.plans enable row level security;

create policy select_all on public.plans for select to authenticated using (true);

create table public.plan_limits (
  plan_id text not null references public.plans (id) on delete cascade,
  metric text not null check (metric ~ '^[a-z][a-z0-9_]{0,31}$'),
  period text not null check (period in ('day', 'month')),
  allowance bigint check (allowance >= 0),
  primary key (plan_id, metric, period)
);

comment on table public.plan_limits is
  'How much of a metric a plan allows in a window. A metric without any row is not part of the plan.';
comment on column public.plan_limits.allowance is 'Null: counted, not limited.';

-- Writes are not granted: limits come from migrations.
grant select on public.plan_limits to authenticated, service_role;

alter table public.plan_limits enable row level security;

create policy select_all on public.plan_limits for select to authenticated using (true);

insert into public.plans (id, name, max_running) values ('free', 'Free', 2);
insert into public.plan_limits (plan_id, metric, period, allowance) values
  ('free', 'generation', 'day', 5),
  ('free', 'generation', 'month', 50),
  ('free', 'plan', 'day', 20),
  ('free', 'fix', 'day', 20);

alter table public.organizations
  add column plan_id text not null default 'free' references public.plans (id) on delete restrict;
create index organizations_plan_id_idx on public.organizations (plan_id);

-- Accounts that were there before Trellis was.
select private.provision_user(u.id, u.email, u.raw_user_meta_data) from auth.users u;

create table public.usage_counters (
  org_id uuid not null references public.organizations (id) on delete cascade,
  metric text not null,
  period text not null check (period in ('day', 'month')),
  period_start timestamptz not null,
  period_end timestamptz not null,
  used bigint not null default 0 check (used >= 0),
  reserved bigint not null default 0 check (reserved >= 0),
  primary key (org_id, metric, period)
) with (fillfactor = 50);

comment on table public.usage_counters is 'The current window of each metric of each organization, in UTC.';
comment on column public.usage_counters.reserved is 'Taken by work that has not ended yet.';

-- Writes are not granted: rows come from enqueue_generation and increment_quota.
grant select on public.usage_counters to authenticated, service_role;

alter table public.usage_counters enable row level security;

create policy select_member on public.usage_counters for select to authenticated
  using (org_id = any (array(select private.my_org_ids('viewer'))));

create table public.usage_reservations (
  id uuid primary key,
  org_id uuid not null references public.organizations (id) on delete cascade,
  metric text not null,
  amount bigint not null check (amount > 0),
  status text not null default 'held' check (status in ('held', 'settled', 'released', 'expired')),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz
);

create index usage_reservations_org_id_idx on public.usage_reservations (org_id, metric);
create index usage_reservations_expires_at_idx on public.usage_reservations (expires_at) where status = 'held';

comment on table public.usage_reservations is
  'Amounts set aside for work under way. Closed rows stay for 35 days, so that a key cannot be charged twice.';
comment on column public.usage_reservations.id is 'The idempotency key: the id of the job it pays for.';

-- Writes are not granted: rows come from reserve_quota.
grant select on public.usage_reservations to authenticated;

alter table public.usage_reservations enable row level security;

create policy select_member on public.usage_reservations for select to authenticated
  using (org_id = any (array(select private.my_org_ids('viewer'))));

create table public.quota_usage_history (
  org_id uuid not null references public.organizations (id) on delete cascade,
  metric text not null,
  period text not null check (period in ('day', 'month')),
  period_start timestamptz not null,
  period_end timestamptz not null,
  used bigint not null,
  allowance bigint,
  primary key (org_id, metric, period, period_start)
);

comment on table public.quota_usage_history is 'What was used in windows that are over.';
comment on column public.quota_usage_history.allowance is 'What the plan allowed when the window ended.';

-- Writes are not granted: rows come from the trigger on usage_counters.
grant select on public.quota_usage_history to authenticated;

alter table public.quota_usage_history enable row level security;

create policy select_member on public.quota_usage_history for select to authenticated
  using (org_id = any (array(select private.my_org_ids('viewer'))));

create function private.archive_usage() returns trigger
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  if old.used + old.reserved > 0 then
    insert into public.quota_usage_history as h
      (org_id, metric, period, period_start, period_end, used, allowance)
    select old.org_id, old.metric, old.period, old.period_start, old.period_end, old.used, (
      select l.allowance
      from public.organizations o
      join public.plan_limits l on l.plan_id = o.plan_id and l.metric = old.metric and l.period = old.period
      where o.id = old.org_id
    )
    on conflict (org_id, metric, period, period_start) do update set used = h.used + excluded.used;
  end if;
  return new;
end;
$$;
comment on function private.archive_usage() is 'Before-update trigger: keeps the total of a window that rolls over.';

create trigger archive_usage before update of period_start on public.usage_counters
  for each row when (new.period_start > old.period_start)
  execute function private.archive_usage();
