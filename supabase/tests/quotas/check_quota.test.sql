begin;
select plan(11);
select tests.start_empty();
select tests.join_org(tests.org_of('Ada'), 'Vic', 'viewer');
select tests.person('Mallory');

select tests.act_as('Vic');
select is(
  public.check_quota(tests.org_of('Ada'), 'generation') - 'resets_at' - 'windows',
  '{"allowed": true, "used": 0, "limit": 5, "remaining": 5}', 'before anything was used: the tightest window is the day'
);
select is(
  jsonb_path_query_array(public.check_quota(tests.org_of('Ada'), 'generation'), '$.windows[*].period'),
  '["day", "month"]', 'all windows are told'
);

select tests.act_as_schema_owner();
select private.take_quota(tests.org_of('Ada'), 'generation', 3, false);
select private.take_quota(tests.org_of('Ada'), 'generation', 2, true);
select tests.act_as('Vic');
select is(
  public.check_quota(tests.org_of('Ada'), 'generation') - 'resets_at' - 'windows',
  '{"allowed": false, "used": 5, "limit": 5, "remaining": 0}', 'what is under way counts'
);

select tests.act_as_schema_owner();
update public.usage_counters set used = 50 where org_id = tests.org_of('Ada') and period = 'month';
select tests.act_as('Vic');
select is(
  (public.check_quota(tests.org_of('Ada'), 'generation') ->> 'resets_at')::timestamptz,
  (date_trunc('month', now() at time zone 'UTC') + interval '1 month') at time zone 'UTC',
  'of two full windows, the one that lasts longer says when to come back'
);

select tests.act_as_schema_owner();
update public.usage_counters set period_start = period_start - interval '1 month', period_end = now()
where org_id = tests.org_of('Ada');
select tests.act_as('Vic');
select is(
  public.check_quota(tests.org_of('Ada'), 'generation') ->> 'used', '0', 'a window that is over counts nothing'
);
select is(
  public.check_quota(tests.org_of('Ada'), 'teleportation') - 'windows',
  '{"allowed": false, "used": 0, "limit": 0, "remaining": 0, "resets_at": null}', 'a metric that the plan does not have'
);

select tests.act_as_schema_owner();
update public.plan_limits set allowance = null where metric = 'generation' and plan_id = 'free';
select tests.act_as('Vic');
select is(
  public.check_quota(tests.org_of('Ada'), 'generation') - 'resets_at' - 'windows' - 'used',
  '{"allowed": true, "limit": null, "remaining": null}', 'an unlimited metric is always allowed'
);

select tests.act_as('Mallory');
select throws_ok(
  $$select public.check_quota(tests.org_of('Ada'), 'generation')$$, 'PT404', 'not_found', 'a stranger learns nothing'
);
select throws_ok(
  $$select public.check_quota(gen_random_uuid(), 'generation')$$, 'PT404', 'not_found', 'nor of what is not there'
);
select tests.act_as_anonymous();
select throws_ok(
  $$select public.check_quota(gen_random_uuid(), 'generation')$$, '42501', null, 'an anonymous caller may not ask'
);
select tests.act_as_service();
select is(
  public.check_quota(tests.org_of('Ada'), 'generation') ->> 'allowed', 'true', 'the service may'
);

select * from finish();
rollback;
