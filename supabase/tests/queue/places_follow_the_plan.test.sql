begin;
select plan(10);
select tests.start_empty();
insert into public.plans (id, name, max_running) values ('team', 'Team', 3);
insert into public.plan_limits (plan_id, metric, period, allowance) values ('team', 'generation', 'day', null);
select tests.person('Ada');
update public.organizations set plan_id = 'team' where id = tests.org_of('Ada');
select tests.enqueue('Ada', 'App ' || i) from generate_series(1, 6) i;
create function pg_temp.places() returns int[] language sql as $$
  select array[
    count(*) filter (where lease_token is not null), count(*) filter (where turn_at is not null and lease_token is null),
    count(*) filter (where turn_at is null)
  ]::int[]
  from private.job_queue where org_id = tests.org_of('Ada');
$$;
create function pg_temp.claim(jobs int) returns int language sql as $$
  select count(*)::int from public.claim_jobs('w', jobs, 60);
$$;
create function pg_temp.end_one() returns text language sql as $$
  select public.fail_job(job_id, lease_token, 'x', 'y', false) from private.job_queue where lease_token is not null
  order by turn_at limit 1;
$$;
select is(pg_temp.places(), array[0, 3, 3], 'three in line, three wait');
select is(pg_temp.claim(1), 1, 'one runs');

update public.plans set max_running = 1 where id = 'team';
select is(pg_temp.places(), array[1, 0, 5], 'with a smaller plan, those in line wait again');
select is(pg_temp.claim(10), 0, 'and none starts beside the one that runs');
update public.plans set max_running = 4 where id = 'team';
select is(pg_temp.places(), array[1, 3, 2], 'with a larger one, more are in line at once');
select is(pg_temp.claim(10), 3, 'and run');

update public.organizations set plan_id = 'free' where id = tests.org_of('Ada');
select pg_temp.end_one(), pg_temp.end_one();
select is(pg_temp.claim(10), 0, 'four ran where two may by now: after two have ended, none starts');
select pg_temp.end_one();
select is(pg_temp.claim(10), 1, 'after the third, one');
select is(pg_temp.places(), array[2, 0, 1], 'so that two run');

-- Jobs that go with their project leave no place taken.
delete from public.generation_jobs j using private.job_queue q where q.job_id = j.id and q.lease_token is not null;
select is(pg_temp.claim(10), 1, 'what is gone takes no place');

select * from finish();
rollback;
