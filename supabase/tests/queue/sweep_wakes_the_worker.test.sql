begin;
select plan(7);
select tests.start_empty();
create function pg_temp.calls() returns bigint language sql as $$
  select count(*) from net.http_request_queue where url = 'https://project.test/functions/v1/generate/work';
$$;
delete from vault.secrets where name in ('project_url', 'secret_key');
select tests.enqueue('Ada');
select lives_ok('select private.sweep_jobs()', 'without an address nothing is called, and nothing fails');

select vault.create_secret('https://project.test/', 'project_url');
select lives_ok('select private.sweep_jobs()', 'nor without a key');
select vault.create_secret('sb_secret_test', 'secret_key');
select is(pg_temp.calls(), 0::bigint, 'so far no call');
select private.sweep_jobs();
select is(pg_temp.calls(), 1::bigint, 'something is due: the worker is called');
select is(
  (select headers ->> 'apikey' from net.http_request_queue where url like 'https://project.test/%'), 'sb_secret_test', 'with the key'
);

create temporary table job on commit drop as select * from public.claim_jobs('w', 100, 60);
select private.sweep_jobs();
select is(pg_temp.calls(), 1::bigint, 'nothing is due any more: no call');
select is((select count(*)::int from job where created_by = tests.person('Ada')), 1, 'the job runs');

select * from finish();
rollback;
