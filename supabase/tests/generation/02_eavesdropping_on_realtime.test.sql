-- Threat: listening to the channel of another organization or of its jobs, or speaking on one's own.
begin;
select plan(16);
select tests.start_empty();
create temporary table j on commit drop as select tests.enqueue('Ada') as id;
grant select on j to public;
select tests.join_org(tests.org_of('Ada'), 'Vic', 'viewer'), tests.person('Mallory');

-- What a topic lets its listener see, as Realtime asks when a channel is joined.
create function pg_temp.heard(topic text) returns bigint language plpgsql as $$
begin
  perform set_config('realtime.topic', topic, true);
  return (select count(*) from realtime.messages m where m.topic = heard.topic);
end;
$$;
grant execute on function pg_temp.heard(text) to public;
select is(
  (select array_agg(event || ' ' || (payload ->> 'kind')) from realtime.messages where topic = 'job:' || (select id from j)),
  array['event queued'], 'an event is sent to its job''s channel'
);
select set_eq(
  $$select payload ->> 'status' from realtime.messages where topic = 'org:' || tests.org_of('Ada') and event = 'changed'$$,
  array['generating', 'queued'], 'changes of projects and jobs go to the organization''s channel'
);
select is(
  (select count(*) from realtime.messages m where m.topic like '%' || tests.org_of('Ada') || '%' and not m.private),
  0::bigint, 'nothing is sent in public'
);

select tests.act_as('Vic');
select is(pg_temp.heard('job:' || (select id from j)), 1::bigint, 'a viewer follows the job');
select is(pg_temp.heard('org:' || tests.org_of('Ada')), 2::bigint, 'and the organization');
select ok(private.may_follow('job:' || (select id from j)), 'may');

select tests.act_as('Mallory');
select is(pg_temp.heard('job:' || (select id from j)), 0::bigint, 'a stranger hears no job');
select is(pg_temp.heard('org:' || tests.org_of('Ada')), 0::bigint, 'and no organization');
select ok(private.may_follow('org:' || tests.org_of('Mallory')), 'but their own');
select ok(not private.may_follow(topic), 'not ' || coalesce(topic, 'null'))
from unnest(array['', 'job:', 'org:*', 'job:' || gen_random_uuid(), 'org:' || tests.org_of('Mallory') || ':x']) topic;
select throws_ok(
  $$insert into realtime.messages (topic, extension, event, payload, private)
    values ('org:' || tests.org_of('Mallory'), 'broadcast', 'changed', '{}', true)$$,
  '42501', null, 'nobody speaks'
);

select tests.act_as('Ada');
select throws_ok(
  $$insert into realtime.messages (topic, extension, event, payload, private)
    values ('org:' || tests.org_of('Ada'), 'broadcast', 'changed', '{}', true)$$,
  '42501', null, 'not even at home'
);

select * from finish();
rollback;
