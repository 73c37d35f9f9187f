begin;
select plan(9);
select tests.start_empty();
-- 50,000 jobs of one tenant, and one of another who came after all of them.
select tests.enqueue('Noisy', 'App'), tests.org_of('Quiet');
alter table public.projects disable trigger user;
alter table public.generation_jobs disable trigger user;
with made as (
  insert into public.projects (org_id, name, slug)
  select tests.org_of('Noisy'), 'Backlog', 'backlog-' || n from generate_series(1, 50000) n
  returning id, org_id
), jobs as (
  insert into public.generation_jobs (org_id, project_id, mode, prompt) select org_id, id, 'new_app', 'x' from made returning id, org_id
)
insert into private.job_queue (job_id, org_id, project_status, run_at) select id, org_id, 'draft', now() - interval '1 hour' from jobs;
alter table public.projects enable trigger user;
alter table public.generation_jobs enable trigger user;
select tests.enqueue('Quiet', 'First');
analyze private.job_queue, private.org_queue;
select is((select count(*)::int from private.job_queue), 50002, 'the backlog is there');

create function pg_temp.read(relation regclass) returns bigint language sql as $$
  -- Rows that sequential scans of a table, or scans of an index, have returned in this transaction.
  select pg_stat_get_xact_tuples_returned(relation);
$$;
create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare line text; plan text := '';
begin
  for line in execute 'explain ' || query loop
    plan := plan || line || E'\n';
  end loop;
  return plan;
end;
$$;
create temporary table before on commit drop as
  select pg_temp.read('private.job_queue') as jobs, pg_temp.read('private.job_queue_waiting_idx') as waiting,
    pg_temp.read('private.org_queue_turn_idx') as turns, pg_stat_get_xact_numscans('private.job_queue'::regclass) as scans;
create temporary table first on commit drop as select * from private.lease_jobs('w', 1, 60);
create temporary table second on commit drop as select * from private.lease_jobs('w', 1, 60);
create temporary table after on commit drop as
  select pg_temp.read('private.job_queue') as jobs, pg_temp.read('private.job_queue_waiting_idx') as waiting,
    pg_temp.read('private.org_queue_turn_idx') as turns, pg_stat_get_xact_numscans('private.job_queue'::regclass) as scans;

select is((select org_id from first), tests.org_of('Noisy'), 'who came first is served first');
select is((select org_id from second), tests.org_of('Quiet'), 'and then the other, before the rest of the backlog');
select is((select a.scans - b.scans from after a, before b), 0::bigint, 'no claim reads through the queue');
select is((select a.jobs - b.jobs from after a, before b), 0::bigint, 'nor any part of it in passing');
select ok((select a.waiting - b.waiting between 1 and 10 from after a, before b), 'it reads the jobs it needs');
select cmp_ok((select a.turns - b.turns from after a, before b), '<=', 10::bigint, 'and the turns it needs');
select matches(
  pg_temp.plan_of($$select q from private.org_queue q where q.due_at <= now() and q.running < q.max_running
    order by q.turn_at limit 1 for update skip locked$$),
  'org_queue_turn_idx|Seq Scan on org_queue', 'the turn is found by its index (or in a table of two rows)'
);
select matches(
  pg_temp.plan_of(format($$select w.job_id from private.job_queue w where w.org_id = %L and w.lease_token is null
    and w.run_at <= now() order by w.run_at, w.job_id limit 1 for update skip locked$$, tests.org_of('Noisy'))),
  'Index (Only )?Scan using job_queue_waiting_idx', 'the job by its own'
);

select * from finish();
rollback;
