/** Messages: the view of who one has written with, and the pgTAP of who may do what with a message. */
import type { EntityModel } from '../model.ts';
import { code, sqlName, sqlString } from '../source-text.ts';
import { ADA, BEN, type Who } from './pgtap-people.ts';

const ME = '(select auth.uid())';

/** One row for each person: their name, the newest message either way, and how many wait to be read. */
export function conversationsSql(it: EntityModel): string[] {
  if (it.exchange?.kind !== 'chat' || !it.exchange.recipient.reference) return [];
  const { body, conversations, recipient } = it.exchange;
  return [
    code`
      create view public.${sqlName(conversations)} with (security_invoker = true) as
      select distinct on (person.id)
        person.id as person_id,
        person.display_name as person_name,
        it.owner_id = ${ME} as is_own,
        it.${sqlName(body.column)} as text,
        it.created_at,
        (count(*) filter (where it.recipient_id = ${ME} and it.read_at is null) over (partition by person.id))::integer
          as unread
      from public.${sqlName(it.table)} it
      join public.${recipient.reference?.table ?? ''} person
        on person.id = case when it.owner_id = ${ME} then it.recipient_id else it.owner_id end
      order by person.id, it.created_at desc, it.id;
      grant select on table public.${sqlName(conversations)} to authenticated, service_role;
    `,
  ];
}

interface Check {
  readonly who: Who;
  readonly sql: string;
}

/**
 * Checks of a message from Ada to Ben.
 *
 * @param insert the app's own insert of a message to Ben
 * @param foreign the same with Ada as its sender
 */
export function exchangeChecks(it: EntityModel, id: string, insert: string, foreign: string): Check[] {
  const table = `public.${sqlName(it.table)}`;
  const body = sqlName(it.exchange?.body.column ?? 'id');
  const denied = (who: Who, sql: string, what: string): Check => ({
    who,
    sql: `select throws_ok($$${sql}$$, '42501', null, ${sqlString(what)});`,
  });
  const finds = (who: Who, sql: string, what: string): Check => ({
    who,
    sql: `select isnt_empty($$${sql}$$, ${sqlString(what)});`,
  });
  const misses = (who: Who, sql: string, what: string): Check => ({
    who,
    sql: `select is_empty($$${sql}$$, ${sqlString(what)});`,
  });
  const one = `select id from ${table} where id = '${id}'`;
  const read = `update ${table} set read_at = now() where id = '${id}' returning id`;
  const remove = `delete from ${table} where id = '${id}' returning id`;
  return [
    finds('ada', one, 'the sender sees a message'),
    misses('ada', read, 'the sender does not say that it was read'),
    denied('ada', `update ${table} set ${body} = ${body}`, 'nor rewrites it'),
    { who: 'ada', sql: `select lives_ok($$${insert}$$, 'a member writes to another');` },
    finds('ben', one, 'the recipient sees it'),
    finds('ben', read, 'the recipient says that it was read'),
    denied('ben', `update ${table} set ${body} = ${body}`, 'but does not rewrite it'),
    denied('ben', `update ${table} set recipient_id = '${ADA}'`, 'nor passes it on'),
    misses('ben', remove, 'nor takes it from its sender'),
    denied('ben', foreign, 'nobody writes in the name of another'),
    misses('cleo', `select id from ${table}`, 'a third person sees none of them'),
    misses('cleo', read, 'nor changes any'),
    misses('cleo', remove, 'nor deletes any'),
    denied('visitor', one, 'a visitor may not read'),
    denied('visitor', insert, 'a visitor may not write'),
    denied('visitor', `update ${table} set read_at = now()`, 'a visitor may not change'),
    denied('visitor', `delete from ${table}`, 'a visitor may not delete'),
    misses('ada', remove, 'the sender does not take back what was read'),
    finds('ada', `delete from ${table} where read_at is null returning id`, 'but what was not'),
  ];
}

/** What a message of the tests needs beyond its fields. */
export const TO_BEN = { column: 'recipient_id', value: sqlString(BEN) };
