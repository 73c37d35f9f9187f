/** pgTAP of workflows and bookings: no step is skipped or taken by the wrong person, no time is taken twice. */
import type { EntityModel } from '../model.ts';
import { sqlName, sqlString } from '../source-text.ts';
import { BEN, type Who } from './pgtap-people.ts';

interface Check {
  readonly who: Who;
  readonly sql: string;
}

const denied = (who: Who, sql: string, code: string, what: string): Check => ({
  who,
  sql: `select throws_ok($$${sql}$$, '${code}', null, ${sqlString(what)});`,
});

/**
 * @param id a row of Ada's, who is the admin where there is one
 * @param hasBens whether Ben has added a row of his own by then
 */
export function workflowChecks(it: EntityModel, id: string, hasBens: boolean): Check[] {
  if (!it.workflow) return [];
  const { field, initial, steps } = it.workflow;
  const table = `public.${sqlName(it.table)}`;
  const column = sqlName(field.column);
  const values = (field.spec.choices ?? []).map((choice) => choice.value);
  const open = steps.filter((step) => step.from.includes(initial));
  const skipped = values.find((value) => value !== initial && !open.some((step) => step.to === value));
  const checks: Check[] = [
    denied(
      'ada',
      `insert into ${table} (${column}) values (${sqlString(initial)})`,
      '42501',
      'nobody chooses where a row begins',
    ),
  ];
  if (skipped) {
    const skip = `update ${table} set ${column} = ${sqlString(skipped)} where id = '${id}'`;
    checks.push(denied('ada', skip, '42501', 'no step is skipped'));
  }
  const adminOnly = open.find(
    (step) => step.by === 'admin' && !open.some((one) => one.by === 'owner' && one.to === step.to),
  );
  if (it.access === 'managed' && hasBens && adminOnly) {
    const step = `update ${table} set ${column} = ${sqlString(adminOnly.to)} where owner_id = '${BEN}'`;
    checks.push(denied('ben', step, '42501', 'a member does not take the step of an admin'), {
      who: 'ada',
      sql: `select isnt_empty($$${step} returning id$$, 'the admin takes it');`,
    });
    const title = it.fields.find((f) => f.writable && f.type === 'text');
    if (title) {
      const rewrite = `update ${table} set ${sqlName(title.column)} = 'Rewritten' where owner_id = '${BEN}'`;
      checks.push(denied('ben', rewrite, '42501', 'what was taken up is not rewritten'));
    }
    checks.push({
      who: 'ben',
      sql: `select is_empty($$delete from ${table} where owner_id = '${BEN}' returning id$$, 'nor deleted');`,
    });
  }
  return checks;
}

/** @param again the insert of a row that takes the same thing at the same time as one that is there */
export function bookingChecks(it: EntityModel, again: string): Check[] {
  const { resource, start } = it.booking ?? {};
  if (!resource?.required || !start?.required || it.access === 'private') return [];
  if (resource.reference?.access === 'private' || resource.reference?.access === 'managed') return [];
  const who = it.access === 'catalog' ? 'ada' : 'ben';
  return [denied(who, again, '23P01', 'a time that is taken is not given again')];
}
