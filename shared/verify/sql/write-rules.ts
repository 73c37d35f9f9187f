/** What a person's write must meet: the grant, the policies that let it, and who else has a say. */
import { NEUTRAL_SCHEMA, strengthOf } from './conditions.ts';
import { ownColumns } from './own-columns.ts';
import type { SqlNode } from './parser.ts';
import { applies, type Policy, routinesNamed, type SchemaModel, type Table } from './schema-model.ts';
import { calledFunctions, readRelations } from './syntax-tree.ts';

export type Write = 'insert' | 'update';

/** What the row must meet once it is written. Postgres takes `using` where a policy for both has no `with check`. */
export function checkOf(policy: Policy, command: Write): SqlNode | null {
  return policy.check ?? (command === 'update' || policy.command === 'all' ? policy.using : null);
}

/** Whether people who signed in may write a column. */
export function isWritable(table: Table, command: Write, column: string): boolean {
  return ['authenticated', 'public'].some((role) => {
    const held = table.grants.get(role)?.get(command);
    return held !== undefined && (held.columns === null || held.columns.has(column));
  });
}

/**
 * The policy by which someone who signed in writes whatever they like into a column of a row that is theirs: its check
 * asks who they are and not what is in the column, and neither a restrictive policy nor a trigger looks at it. Null when
 * there is none. A check that asks about the person alone (an admin) is no such policy.
 */
export function unaskedPolicy(model: SchemaModel, table: Table, command: Write, column: string): Policy | null {
  if (!isWritable(table, command, column) || isSetByTrigger(model, table, command, column)) return null;
  const policies = [...table.policies.values()].filter((it) => applies(it, command, 'authenticated'));
  const asked = (policy: Policy) => ownColumns(model, table, [checkOf(policy, command)]);
  if (policies.some((it) => !it.permissive && asked(it).has(column))) return null;
  return (
    policies.find((it) => {
      if (!it.permissive || strengthOf(checkOf(it, command), model, false) !== 'bound') return false;
      const columns = asked(it);
      return columns.size > 0 && !columns.has(column);
    }) ?? null
  );
}

function isSetByTrigger(model: SchemaModel, table: Table, command: Write, column: string): boolean {
  const named = new RegExp(`(?<!\\w)${column.replace(/\W/g, '\\$&')}(?!\\w)`, 'i');
  return [...table.triggers.values()].some(
    ({ routine, events }) => events.has(command) && routinesNamed(model, routine).some(({ body }) => named.test(body)),
  );
}

/** Whether a condition holds for a row that someone makes about themselves: nothing in it looks anything up. */
export function holdsForSelf(condition: SqlNode | null, model: SchemaModel): boolean {
  if (condition === null || strengthOf(condition, model, false) === 'never') return false;
  if ('BoolExpr' in condition && condition.BoolExpr.boolop !== 'NOT_EXPR') {
    const parts = condition.BoolExpr.args ?? [];
    const holds = (it: SqlNode) => holdsForSelf(it, model);
    return condition.BoolExpr.boolop === 'AND_EXPR' ? parts.every(holds) : parts.some(holds);
  }
  const looks = calledFunctions([condition]).some((name) => name.includes('.') && !NEUTRAL_SCHEMA.test(name));
  return !looks && readRelations(condition).size === 0;
}
