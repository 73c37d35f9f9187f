/** pgTAP of comments and votes: one for each person, in nobody else's name, and counts that nobody writes. */
import type { EntityModel } from '../model.ts';
import { sqlName, sqlString } from '../source-text.ts';
import { ADA, BEN, type Who } from './pgtap-people.ts';

interface Check {
  readonly who: Who;
  readonly sql: string;
}

/** Checks against a row of Ada's with this id, which Ben sees unless it is managed. */
export function socialChecks(it: EntityModel, id: string): Check[] {
  const table = `public.${sqlName(it.table)}`;
  const denied = (who: Who, sql: string, what: string): Check => ({
    who,
    sql: `select throws_ok($$${sql}$$, '42501', null, ${sqlString(what)});`,
  });
  const works = (who: Who, sql: string, what: string): Check => ({
    who,
    sql: `select lives_ok($$${sql}$$, ${sqlString(what)});`,
  });
  const counts = (who: Who, column: string, value: number, what: string): Check => ({
    who,
    sql: `select is((select ${column} from ${table} where id = '${id}'), ${value}, ${sqlString(what)});`,
  });
  const checks: Check[] = [];
  if (it.comments) {
    const { table: name, parent, counter } = it.comments;
    const add = `insert into public.${name} (${parent}, body) values ('${id}', 'Hello')`;
    checks.push(
      works('ada', add, 'whoever sees a row comments on it'),
      counts('ada', counter, 1, 'and the row counts it'),
      denied('ada', `update public.${name} set body = 'Other'`, 'a comment is not rewritten'),
      denied(
        'ben',
        `insert into public.${name} (${parent}, body, owner_id) values ('${id}', 'Hello', '${ADA}')`,
        'nobody comments in the name of another',
      ),
      {
        who: 'ben',
        sql: `select is_empty($$delete from public.${name} returning id$$, 'nor deletes the comment of another');`,
      },
      denied('ben', `update ${table} set ${counter} = 99`, 'nor writes the count'),
      denied('visitor', add, 'a visitor may not comment'),
    );
    if (it.access === 'managed') checks.push(denied('ben', add, 'nobody comments on what they cannot see'));
  }
  if (it.votes) {
    const { table: name, parent, counter, kind } = it.votes;
    const columns = kind === 'votes' ? `${parent}, value` : parent;
    const values = kind === 'votes' ? `'${id}', 1` : `'${id}'`;
    const add = `insert into public.${name} (${columns}) values (${values})`;
    checks.push(
      works('ada', add, 'a person votes once'),
      { who: 'ada', sql: `select throws_ok($$${add}$$, '23505', null, 'and not twice');` },
      counts('ada', counter, 1, 'the row keeps the count'),
      denied(
        'ben',
        `insert into public.${name} (${columns}, owner_id) values (${values}, '${ADA}')`,
        'nobody votes for another',
      ),
      { who: 'ben', sql: `select is_empty($$select 1 from public.${name}$$, 'nor sees who voted');` },
      {
        who: 'ben',
        sql: `select is_empty($$delete from public.${name} returning 1$$, 'nor takes back the vote of another');`,
      },
      denied('ben', `update public.${name} set owner_id = '${BEN}'`, 'nor takes it over'),
      denied('ben', `update ${table} set ${counter} = 99`, 'nor writes the count by hand'),
      denied('visitor', add, 'a visitor may not vote'),
    );
    if (kind === 'votes') {
      checks.push({
        who: 'ada',
        sql: `select throws_ok($$update public.${name} set value = 5$$, '23514', null, 'a vote is one for or one against');`,
      });
    }
  }
  return checks;
}
