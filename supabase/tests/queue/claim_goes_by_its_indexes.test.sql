begin;
select plan(12);
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
insert into private.job_queue (job_id, org_id, project_status) select id, org_id, 'draft' from jobs;
alter table public.projects enable trigger user;
alter table public.generation_jobs enable trigger user;
select private.fill_places();
select tests.enqueue('Quiet', 'First');
analyze private.job_queue;
select is((select count(*)::int from private.job_queue), 50002, 'the backlog is there');
select is((select count(*)::int from private.job_queue where turn_at is not null), 3, 'and all of it but what may run waits outside the line');

-- What sequential scans of the table and scans of its indexes have returned in this transaction.
create function pg_temp.read() returns jsonb language sql as $$
  select jsonb_object_agg(c.relname, pg_stat_get_xact_tuples_returned(c.oid)) || jsonb_build_object(
    'scans', pg_stat_get_xact_numscans('private.job_queue'::regclass)
  )
  from pg_class c
  where c.oid = 'private.job_queue'::regclass
    or c.oid in (select i.indexrelid from pg_index i where i.indrelid = 'private.job_queue'::regclass);
$$;
create function pg_temp.more(before jsonb, name text) returns bigint language sql as $$
  select (pg_temp.read() ->> name)::bigint - (before ->> name)::bigint;
$$;
create temporary table before on commit drop as select pg_temp.read() as read;
create temporary table claimed (place int generated always as identity, org_id uuid) on commit drop;
insert into claimed (org_id) select org_id from private.lease_jobs('w', 1, 60);
insert into claimed (org_id) select org_id from private.lease_jobs('w', 1, 60);
insert into claimed (org_id) select org_id from private.lease_jobs('w', 1, 60);
-- Nothing is left in line, and the places are taken.
insert into claimed (org_id) select org_id from private.lease_jobs('w', 1, 60);

select results_eq(
  'select org_id from claimed order by place',
  $$values (tests.org_of('Noisy')), (tests.org_of('Quiet')), (tests.org_of('Noisy'))$$,
  'who came first is served first, then the other, then the backlog as far as it may'
);
select is(pg_temp.more(read, 'scans'), 0::bigint, 'no claim reads through the queue') from before;
select is(pg_temp.more(read, 'job_queue'), 0::bigint, 'nor any part of it in passing') from before;
select cmp_ok(pg_temp.more(read, 'job_queue_line_idx'), '<=', 50::bigint, 'it reads the jobs in line') from before;
select cmp_ok(pg_temp.more(read, 'job_queue_waiting_idx'), '<=', 50::bigint, 'of what waits, who it belongs to') from before;
select cmp_ok(pg_temp.more(read, 'job_queue_places_idx'), '<=', 50::bigint, 'and the places that are taken') from before;
select cmp_ok(pg_temp.more(read, 'job_queue_pkey'), '<=', 50::bigint, 'and the jobs it leases') from before;

-- A place that becomes free goes to the next, whatever waits behind it.
delete from private.job_queue q where q.job_id = (
  select job_id from private.job_queue where org_id = tests.org_of('Noisy') and lease_token is not null limit 1
);
update before set read = pg_temp.read();
select is((select org_id from private.lease_jobs('w', 1, 60)), tests.org_of('Noisy'), 'the next of the backlog');
select cmp_ok(pg_temp.more(read, 'job_queue_waiting_idx'), '<=', 50::bigint, 'is found by the index of what waits') from before;
select is(pg_temp.more(read, 'scans'), 0::bigint, 'without reading through the queue') from before;

select * from finish();
rollback;
