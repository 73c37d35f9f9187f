/** Rights that people could give themselves: a place on the list of admins, a role in their own profile. */
import type { Findings } from '../findings.ts';
import { strengthOf } from './conditions.ts';
import { shown } from './fold.ts';
import type { Ownership } from './ownership.ts';
import { ADMIN_TABLE, ROLE_COLUMN } from './rights-names.ts';
import { applies, routinesNamed, type SchemaModel, type Table } from './schema-model.ts';
import { calledFunctions, visit } from './syntax-tree.ts';
import { checkOf, holdsForSelf, isWritable, unaskedPolicy } from './write-rules.ts';

export function checkRights(model: SchemaModel, { owners }: Ownership, findings: Findings): void {
  if (model.dynamic.policies || model.dynamic.tables) return;
  for (const [name, table] of model.tables) {
    const own = owners.get(name);
    if (table.schema !== 'public' || own === undefined || own.size === 0) continue;
    if (ADMIN_TABLE.test(table.name)) checkList(model, table, [...own], findings);
    for (const column of table.columns) {
      if (ROLE_COLUMN.test(column) && givesRights(model, table, column)) checkRole(model, table, column, findings);
    }
  }
}

function checkList(model: SchemaModel, table: Table, owners: readonly string[], findings: Findings): void {
  const writable = owners.some((it) => isWritable(table, 'insert', it) || table.userDefaults.has(it));
  const policies = [...table.policies.values()].filter((it) => applies(it, 'insert', 'authenticated'));
  if (!writable || !['authenticated', 'public'].some((role) => table.grants.get(role)?.has('insert'))) return;
  if (policies.some((it) => !it.permissive && !holdsForSelf(checkOf(it, 'insert'), model))) return;
  const open = policies.find((it) => {
    const check = checkOf(it, 'insert');
    return it.permissive && strengthOf(check, model, false) === 'bound' && holdsForSelf(check, model);
  });
  if (open === undefined) return;
  findings.add({
    rule: 'sql-rights-self-granted',
    ...open.at,
    message: `The policy "${open.name}" on ${shown(`${table.schema}.${table.name}`)} lets people put themselves on a list that gives rights.`,
    fix: `Do not grant insert on ${shown(`${table.schema}.${table.name}`)} to authenticated, or ask that an admin adds the row.`,
  });
}

function checkRole(model: SchemaModel, table: Table, column: string, findings: Findings): void {
  for (const command of ['insert', 'update'] as const) {
    const policy = unaskedPolicy(model, table, command, column);
    if (policy === null) continue;
    findings.add({
      rule: 'sql-rights-self-granted',
      ...policy.at,
      message: `The policy "${policy.name}" on ${shown(`${table.schema}.${table.name}`)} lets people write "${column}", which decides what they may do.`,
      fix: `Grant ${command} on the other columns alone, without "${column}".`,
    });
    return;
  }
}

/** Whether a policy, or a function that one calls, reads the column. */
function givesRights(model: SchemaModel, table: Table, column: string): boolean {
  const policies = [...model.tables.values()].flatMap((it) => [...it.policies.values()]);
  const conditions = policies.flatMap(({ using, check }) => [using, check]);
  const bodies = calledFunctions(conditions).flatMap((name) => routinesNamed(model, name));
  const word = (text: string, name: string) => new RegExp(`(?<!\\w)${name.replace(/\W/g, '\\$&')}(?!\\w)`).test(text);
  return (
    bodies.some(({ body }) => word(body, table.name) && word(body, column)) ||
    [...model.tables.values()].some((it) =>
      [...it.policies.values()].some(({ using, check }) => readsColumn([using, check], table, column)),
    )
  );
}

function readsColumn(conditions: unknown, table: Table, column: string): boolean {
  let read = false;
  visit(conditions, (kind, value) => {
    if (kind !== 'SubLink') return undefined;
    const text = JSON.stringify(value.subselect);
    read ||= text.includes(`"relname":"${table.name}"`) && text.includes(`"sval":"${column}"`);
    return undefined;
  });
  return read;
}
