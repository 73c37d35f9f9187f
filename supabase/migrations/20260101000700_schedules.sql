/*
 * Every job of pg_cron, in one place. They run as the role of the migrations, in UTC.
 */

do $$
declare
  -- Schedules in seconds came with pg_cron 1.5; an older one sweeps each minute. (Versions look like 1.6 or 1.4-1.)
  knows_seconds boolean := (
    select regexp_match(e.extversion, '^(\d+)\.(\d+)')::int[] >= array[1, 5]
    from pg_extension e
    where e.extname = 'pg_cron'
  );
begin
  perform cron.schedule(
    'sweep-jobs', case when knows_seconds then '10 seconds' else '* * * * *' end, 'select private.sweep_jobs()'
  );
end;
$$;

select cron.schedule('reset-quotas', '*/10 * * * *', 'select private.reset_quotas()');
select cron.schedule('forget-dead-letters', '27 * * * *', 'select private.forget_dead_letters()');
-- pg_cron keeps a row of every run, for ever.
select cron.schedule(
  'forget-runs', '17 3 * * *', $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$
);
