begin;
select plan(11);
select tests.start_empty();
select tests.enqueue('Ada');
create function pg_temp.lose() returns int language plpgsql as $$
declare number int;
begin
  select c.attempt into number from public.claim_jobs('doomed', 1, 60) c;
  update private.job_queue set lease_expires_at = now() - interval '1 second';
  perform private.sweep_jobs();
  return number;
end;
$$;

select private.sweep_jobs();
select is((select attempts from public.generation_jobs), 0, 'what waits is left alone');
select is(pg_temp.lose(), 1, 'a worker dies');
select results_eq(
  'select lease_token, worker, run_at <= now() from private.job_queue', $$values (null::uuid, null::text, true)$$, 'the job is due again'
);
select is(
  (select payload - 'reason' from public.generation_events where kind = 'retry'), '{"attempt": 1, "delaySeconds": 0}', 'the log says so'
);
select is((select count(*)::int from private.job_queue where lease_token is not null), 0, 'nobody works on it');
select is(pg_temp.lose(), 2, 'and another');
select is(pg_temp.lose(), 3, 'and a third');
select results_eq(
  'select status, error_code, requeueable from public.generation_jobs', $$values ('failed', 'worker_lost', true)$$,
  'then it is a dead letter'
);
select is(
  (select reserved + used from public.usage_counters where org_id = tests.org_of('Ada') and period = 'day'), 0::bigint, 'for free'
);

-- Before pg_cron 1.6 the column is of type name, which sorts by a collation of its own.
select results_eq(
  'select jobname::text collate "default", command from cron.job order by 1',
  $$values ('forget-dead-letters', 'select private.forget_dead_letters()'),
    ('forget-runs', $c$delete from cron.job_run_details where end_time < now() - interval '7 days'$c$),
    ('reset-quotas', 'select private.reset_quotas()'), ('sweep-jobs', 'select private.sweep_jobs()')$$,
  'cron sweeps'
);
select tests.act_as_service();
select throws_ok('select private.sweep_jobs()', '42501', null, 'cron alone does');

select * from finish();
rollback;
