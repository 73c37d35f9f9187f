/**
 * Policies of rows that refer to rows of other tables: a row may be tied only to what its writer may see, and who sees the
 * parent has to be asked of this row's parent and not of any.
 */
import type { Findings } from '../findings.ts';
import { shown } from './fold.ts';
import { ownColumns } from './own-columns.ts';
import { isPrivate, type Ownership } from './ownership.ts';
import { ADMIN_TABLE, ROLE_COLUMN } from './rights-names.ts';
import { includesClient, type Policy, type SchemaModel, type Table } from './schema-model.ts';
import { readRelations, visit } from './syntax-tree.ts';
import { unaskedPolicy, type Write } from './write-rules.ts';

export function checkReferences(model: SchemaModel, ownership: Ownership, findings: Findings): void {
  if (model.dynamic.policies || model.dynamic.tables) return;
  for (const [name, table] of model.tables) {
    if (table.schema !== 'public') continue;
    for (const { column, target } of privateReferences(model, ownership, name, table)) {
      for (const command of ['insert', 'update'] as const) report(model, table, command, column, target, findings);
    }
    for (const policy of table.policies.values()) checkLookUp(model, ownership, name, policy, findings);
  }
}

/** Columns that refer to rows which their owners alone may read. */
function privateReferences(model: SchemaModel, ownership: Ownership, name: string, table: Table) {
  return table.references.flatMap(({ columns, target }) => {
    const [column = ''] = columns;
    const owner = ownership.owners.get(name)?.has(column) === true;
    if (columns.length !== 1 || owner || target === name || !isPrivate(model, ownership, target)) return [];
    // A key of several columns, the owner's among them, holds the reference to what is the owner's.
    const held = table.references.some(
      (it) => it.target === target && it.columns.length > 1 && it.columns.includes(column),
    );
    return held ? [] : [{ column, target }];
  });
}

function report(
  model: SchemaModel,
  table: Table,
  command: Write,
  column: string,
  target: string,
  findings: Findings,
): void {
  const policy = unaskedPolicy(model, table, command, column);
  if (policy === null) return;
  findings.add({
    rule: 'sql-policy-unchecked-reference',
    ...policy.at,
    message: `The policy "${policy.name}" on ${shown(`${table.schema}.${table.name}`)} does not ask about "${column}": people may ${command === 'insert' ? 'add rows' : 'move rows'} under rows of ${shown(target)} that they may not see.`,
    fix: `Ask in "with check" that the row of ${shown(target)} is one they may see, such as "exists (select 1 from ${target} it where it.id = ${table.name}.${column} and …)".`,
  });
}

/** `exists (select 1 from notes n where n.owner_id = auth.uid())` on the lines of notes: any note of one's own opens all. */
function checkLookUp(
  model: SchemaModel,
  { owners }: Ownership,
  name: string,
  policy: Policy,
  findings: Findings,
): void {
  const table = model.tables.get(name);
  if (table === undefined || !policy.permissive || !includesClient(policy.roles)) return;
  const parents = parentsOf(table, owners.get(name));
  for (const condition of [policy.using, policy.check]) {
    if (condition === null || ownColumns(model, table, [condition]).size > 0) continue;
    const read = lookedInto(condition).find(
      (it) =>
        parents.includes(it) || parentsOf(model.tables.get(it), owners.get(it)).some((one) => parents.includes(one)),
    );
    if (read === undefined) continue;
    findings.add({
      rule: 'sql-policy-unrelated-look-up',
      ...policy.at,
      message: `The policy "${policy.name}" on ${shown(`${table.schema}.${table.name}`)} looks into ${shown(read)} without asking for what this row belongs to: one row there opens every row here.`,
      fix: `Compare a column of ${shown(`${table.schema}.${table.name}`)} inside the subquery, as in "where it.id = ${table.name}.…_id".`,
    });
  }
}

/** Tables that subqueries read, but for those of rights: an admin is one whatever the row. */
function lookedInto(condition: unknown): string[] {
  const found: string[] = [];
  visit([condition], (kind, value) => {
    if (kind !== 'SubLink') return undefined;
    const names = [...JSON.stringify(value.subselect).matchAll(/"sval":"(\w+)"/g)].map(([, name = '']) => name);
    if (!names.some((name) => ROLE_COLUMN.test(name))) found.push(...readRelations(value.subselect));
    return false;
  });
  return found.filter((name) => !ADMIN_TABLE.test(name));
}

/** The tables that a row belongs under; whom it belongs to is no such thing. */
function parentsOf(table: Table | undefined, owners: ReadonlySet<string> = new Set()): string[] {
  return (table?.references ?? []).filter((it) => !owners.has(it.columns[0] ?? '')).map((it) => it.target);
}
