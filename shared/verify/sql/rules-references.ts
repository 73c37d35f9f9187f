/**
 * Policies of rows that refer to rows of other tables: a row may be tied only to what its writer may see, and who sees the
 * parent has to be asked of this row's parent and not of any.
 */
import type { Findings } from '../findings.ts';
import { shown } from './fold.ts';
import { ownColumns } from './own-columns.ts';
import { isPrivate, type Ownership } from './ownership.ts';
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
    for (const policy of table.policies.values()) checkLookUp(model, table, policy, findings);
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
    message: `The policy "${policy.name}" on ${shown(`${table.schema}.${table.name}`)} does not ask about "${column}": people may ${command === 'insert' ? 'add rows under' : 'move rows to'} ${shown(target)} of other people.`,
    fix: `Ask in "with check" that the row of ${shown(target)} is one they may see, such as "exists (select 1 from ${target} it where it.id = ${table.name}.${column} and …)".`,
  });
}

/** `exists (select 1 from notes n where n.owner_id = auth.uid())` on the lines of notes: any note of one's own opens all. */
function checkLookUp(model: SchemaModel, table: Table, policy: Policy, findings: Findings): void {
  if (!policy.permissive || !includesClient(policy.roles)) return;
  for (const condition of [policy.using, policy.check]) {
    if (condition === null || ownColumns(model, table, [condition]).size > 0) continue;
    const read = lookedInto(condition).find((it) => isKin(model, table, it));
    if (read === undefined) continue;
    findings.add({
      rule: 'sql-policy-unrelated-look-up',
      ...policy.at,
      message: `The policy "${policy.name}" on ${shown(`${table.schema}.${table.name}`)} looks into ${shown(read)} without asking for what this row belongs to: one row there opens every row here.`,
      fix: `Compare a column of ${shown(`${table.schema}.${table.name}`)} inside the subquery, as in "where it.id = ${table.name}.…_id".`,
    });
  }
}

function lookedInto(condition: unknown): string[] {
  const found: string[] = [];
  visit([condition], (kind, value) => {
    if (kind !== 'SubLink') return undefined;
    found.push(...readRelations(value.subselect));
    return false;
  });
  return found;
}

/** Whether rows here belong to rows there, or both to rows of a third table: then which one it is matters. */
function isKin(model: SchemaModel, table: Table, other: string): boolean {
  const parents = (of: Table | undefined) => (of?.references ?? []).map((it) => it.target);
  const own = parents(table).filter((it) => it !== 'auth.users');
  return own.includes(other) || parents(model.tables.get(other)).some((it) => own.includes(it));
}
