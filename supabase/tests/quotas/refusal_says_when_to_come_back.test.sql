begin;
select plan(3);
select tests.start_empty();
select private.take_quota(tests.org_of('Ada'), 'generation', 5, false);

create function pg_temp.refusal() returns jsonb language plpgsql as $$
declare
  detail text;
  hint text;
begin
  perform private.take_quota(tests.org_of('Ada'), 'generation', 1, true);
exception when sqlstate 'PT429' then
  get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
  return jsonb_build_object('detail', detail) || hint::jsonb;
end;
$$;

select is(
  pg_temp.refusal() - 'detail' - 'resets_at', '{"metric": "generation", "limit": 5, "used": 5, "remaining": 0}',
  'what is used and left'
);
select is(
  (pg_temp.refusal() ->> 'resets_at')::timestamptz,
  (date_trunc('day', now() at time zone 'UTC') + interval '1 day') at time zone 'UTC',
  'when the window resets: at midnight UTC'
);
select alike(pg_temp.refusal() ->> 'detail', 'The plan allows 5 per day%', 'and a sentence for a person');

select * from finish();
rollback;
