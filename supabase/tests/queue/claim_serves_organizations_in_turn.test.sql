begin;
select plan(12);
select tests.start_empty();
-- One organization with a backlog, then two with one job each.
select tests.enqueue('Noisy', 'App ' || i) from generate_series(1, 5) i;
select tests.enqueue('Quiet'), tests.enqueue('Calm');
create function pg_temp.who(max_jobs int) returns text[] language sql as $$
  select array_agg(p.display_name order by q.turn_at)
  from public.claim_jobs('w', max_jobs, 60) c
  join private.job_queue q on q.job_id = c.job_id
  join public.profiles p on p.id = c.created_by;
$$;
create function pg_temp.running(name text) returns int language sql as $$
  select count(*)::int from private.job_queue where org_id = tests.org_of(name) and lease_token is not null;
$$;

select is(pg_temp.who(1), array['noisy'], 'first come, first served');
select is(pg_temp.who(2), array['quiet', 'calm'], 'then the others, before the rest of the backlog');
select is(pg_temp.who(10), array['noisy'], 'then the backlog, up to what the plan lets run at once');
select is(pg_temp.who(10), null, 'and no further');
select is(pg_temp.running('Noisy'), 2, 'two run');

select tests.act_as('Noisy');
select public.cancel_generation((select id from public.generation_jobs where status = 'running' limit 1));
select tests.act_as_schema_owner();
select is(pg_temp.who(10), array['noisy'], 'when one ends, the next starts');
select is(
  (select array_agg(prompt order by prompt) from public.generation_jobs where org_id = tests.org_of('Noisy') and status <> 'canceled'),
  array['App 2', 'App 3', 'App 4', 'App 5'], 'in the order of asking'
);
select is(
  (select array_agg(j.prompt order by q.queued_at) from public.generation_jobs j join private.job_queue q on q.job_id = j.id
   where q.org_id = tests.org_of('Noisy') and q.turn_at is null), array['App 4', 'App 5'], 'the rest waits'
);

-- A plan's head start is worth so much waiting, and not more.
insert into public.plans (id, name, max_running, head_start_seconds) values ('pro', 'Pro', 10, 60);
insert into public.plan_limits (plan_id, metric, period, allowance) values ('pro', 'generation', 'day', null);
select tests.person('Paying');
update public.organizations set plan_id = 'pro' where id = tests.org_of('Paying');
select tests.enqueue('Waiting'), tests.enqueue('Patient'), tests.enqueue('Paying', 'App 1'), tests.enqueue('Paying', 'App 2');
update private.job_queue set turn_at = clock_timestamp() - interval '30 seconds' where org_id = tests.org_of('Waiting');
update private.job_queue set turn_at = clock_timestamp() - interval '90 seconds' where org_id = tests.org_of('Patient');
select private.move_front(anew => true);
select is(
  pg_temp.who(10), array['patient', 'paying', 'paying', 'waiting'],
  'a paying organization goes before one that waits a little, and not before one that waits long'
);

-- Work that is not due holds up nobody.
select tests.enqueue('Later'), tests.enqueue('Now');
update private.job_queue set run_at = now() + interval '1 hour', turn_at = '-infinity' where org_id = tests.org_of('Later');
select is(pg_temp.who(2), array['now'], 'who is not due is passed over');

select tests.act_as('Ada');
select throws_ok($$select * from public.claim_jobs('w', 1, 60)$$, '42501', null, 'a person claims nothing');
select tests.act_as_anonymous();
select throws_ok($$select * from public.claim_jobs('w', 1, 60)$$, '42501', null, 'nor does anyone unknown');

select * from finish();
rollback;
