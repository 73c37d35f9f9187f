-- Same schema, tables, policies and function signatures as pg_cron 1.6. C scheduler replaced by the local stack (cron.ts).
create schema cron;
create sequence cron.jobid_seq;
create sequence cron.runid_seq;
create table cron.job (
  jobid bigint primary key default pg_catalog.nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default pg_catalog.inet_server_port(),
  database text not null default pg_catalog.current_database(),
  username text not null default current_user,
  active boolean not null default 'true',
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);
grant select on cron.job to public;
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username operator(pg_catalog.=) current_user);

create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default pg_catalog.nextval('cron.runid_seq'),
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
grant select, delete on cron.job_run_details to public;
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username operator(pg_catalog.=) current_user);
grant select on sequence cron.jobid_seq to public;
grant select on sequence cron.runid_seq to public;

create function cron._caller() returns text language sql stable set search_path = '' as $$
  select case when current_setting('role') = 'none' then session_user::text else current_setting('role') end $$;

create function cron._check(schedule text) returns text language plpgsql immutable set search_path = '' as $$
declare s text := btrim(lower(schedule)); f text[]; i int; el text; m text[]; lo int[] := '{0,0,1,1,0}'; hi int[] := '{59,23,31,12,7}';
begin
  if s ~ '^([1-9]|[1-5][0-9])\s+seconds?$' or s in ('@yearly','@annually','@monthly','@weekly','@daily','@midnight','@hourly','@reboot') then return schedule; end if;
  f := regexp_split_to_array(s, '\s+');
  if array_length(f, 1) = 5 then
    for i in 1..5 loop
      foreach el in array string_to_array(f[i], ',') loop
        if i = 4 then el := (select coalesce((array_agg(o order by o))[1]::text, el) from unnest('{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}'::text[]) with ordinality x(n,o) where n = el); end if;
        if i = 5 then el := (select coalesce((array_agg(o order by o))[1]::text, el) from unnest('{mon,tue,wed,thu,fri,sat,sun}'::text[]) with ordinality x(n,o) where n = el); end if;
        if i = 3 and el = '$' then continue; end if;
        m := regexp_match(el, '^(\*|\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?(?:/(\d{1,2}))?$');
        if m is null or m[3]::int = 0
           or (m[1] ~ '^\d' and m[1]::int not between lo[i] and hi[i]) or (m[2] ~ '^\d' and m[2]::int not between lo[i] and hi[i])
           or (m[1] ~ '^[a-z]' and i not in (4,5)) then
          raise exception 'invalid schedule: %', schedule using errcode = '22023', hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
        end if;
      end loop;
    end loop;
    return schedule;
  end if;
  raise exception 'invalid schedule: %', schedule using errcode = '22023', hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
end $$;

create function cron.schedule(schedule text, command text) returns bigint language sql strict security definer set search_path = '' as $$
  insert into cron.job (schedule, command, username) values (cron._check($1), $2, cron._caller()) returning jobid $$;
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql security definer set search_path = '' as $$
  insert into cron.job (jobname, schedule, command, username) values ($1, cron._check($2), $3, cron._caller())
  on conflict on constraint jobname_username_uniq do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
create function cron.schedule_in_database(job_name text, schedule text, command text, database text, username text default null, active boolean default 'true')
returns bigint language sql security definer set search_path = '' as $$
  insert into cron.job (jobname, schedule, command, database, username, active) values ($1, cron._check($2), $3, $4, coalesce($5, cron._caller()), $6)
  on conflict on constraint jobname_username_uniq do update set schedule = excluded.schedule, command = excluded.command, database = excluded.database, active = excluded.active returning jobid $$;
create function cron.unschedule(job_id bigint) returns bool language plpgsql strict security definer set search_path = '' as $$
begin
  delete from cron.job j where j.jobid = job_id and (j.username = cron._caller() or (select rolsuper from pg_catalog.pg_roles where rolname = cron._caller()));
  if not found then raise exception 'could not find valid entry for job %', job_id; end if;
  return true;
end $$;
create function cron.unschedule(job_name text) returns bool language plpgsql strict security definer set search_path = '' as $$
begin
  delete from cron.job j where j.jobname = job_name and j.username = cron._caller();
  if not found then raise exception 'could not find valid entry for job ''%''', job_name; end if;
  return true;
end $$;
create function cron.alter_job(job_id bigint, schedule text default null, command text default null, database text default null, username text default null, active boolean default null)
returns void language plpgsql security definer set search_path = '' as $$
begin
  update cron.job j set schedule = coalesce(cron._check(alter_job.schedule), j.schedule), command = coalesce(alter_job.command, j.command),
    database = coalesce(alter_job.database, j.database), username = coalesce(alter_job.username, j.username), active = coalesce(alter_job.active, j.active)
  where j.jobid = job_id and (j.username = cron._caller() or (select rolsuper from pg_catalog.pg_roles where rolname = cron._caller()));
  if not found then raise exception 'Job % does not exist or you don''t own it', job_id; end if;
end $$;
create function cron.job_cache_invalidate() returns trigger language plpgsql as $$ begin perform pg_catalog.pg_notify('pg_cron', ''); return null; end $$;
create trigger cron_job_cache_invalidate after insert or update or delete or truncate on cron.job for statement execute procedure cron.job_cache_invalidate();
revoke all on function cron.alter_job(bigint,text,text,text,text,boolean) from public;
revoke all on function cron.schedule_in_database(text,text,text,text,text,boolean) from public;
select pg_catalog.pg_extension_config_dump('cron.job', '');
select pg_catalog.pg_extension_config_dump('cron.jobid_seq', '');
select pg_catalog.pg_extension_config_dump('cron.job_run_details', '');
select pg_catalog.pg_extension_config_dump('cron.runid_seq', '');
-- hosted after-create.sql
grant usage on schema cron to postgres with grant option;
grant all on all functions in schema cron to postgres with grant option;
grant all privileges on all tables in schema cron to postgres with grant option;
revoke all on table cron.job from postgres;
grant select on table cron.job to postgres with grant option;
