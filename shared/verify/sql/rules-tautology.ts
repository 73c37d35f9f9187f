/**
 * A column compared with itself, which holds for every row. Mostly it is a column of the outer table that the inner one
 * has too: in `exists (select 1 from members m where m.org_id = org_id)` both sides are `m.org_id`.
 */
import type { Findings } from '../findings.ts';
import { shown } from './fold.ts';
import type { SqlNode } from './parser.ts';
import type { SchemaModel } from './schema-model.ts';
import { relationName, strings, visit } from './syntax-tree.ts';

export function checkSelfComparison(model: SchemaModel, findings: Findings): void {
  for (const table of model.tables.values()) {
    for (const policy of table.policies.values()) {
      visit([policy.using, policy.check], (kind, value) => {
        if (kind !== 'SelectStmt') return undefined;
        const column = selfCompared(model, value as Select);
        if (column === null) return undefined;
        findings.add({
          rule: 'sql-policy-self-comparison',
          ...policy.at,
          message: `The policy "${policy.name}" on ${shown(`${table.schema}.${table.name}`)} compares ${column} with itself, which always holds.`,
          fix: `Write the outer column with its table: "${table.name}.${column.split('.').at(-1) ?? ''}".`,
        });
        return undefined;
      });
    }
  }
}

type Select = Extract<SqlNode, { SelectStmt: unknown }>['SelectStmt'];

function selfCompared(model: SchemaModel, select: Select): string | null {
  const sources = sourcesOf(select.fromClause ?? []);
  let found: string | null = null;
  visit(select.whereClause, (kind, value) => {
    // A subquery inside has sources of its own and is looked at by itself.
    if (kind === 'SubLink') return false;
    if (kind !== 'A_Expr' || found !== null || strings(value.name as SqlNode[] | undefined)[0] !== '=')
      return undefined;
    const left = columnOf(model, value.lexpr as SqlNode | undefined, sources);
    const right = columnOf(model, value.rexpr as SqlNode | undefined, sources);
    if (left !== null && left === right) found = left;
    return undefined;
  });
  return found;
}

/** alias -> relation, for the tables of a `from` clause. */
function sourcesOf(from: readonly SqlNode[]): Map<string, string> {
  const sources = new Map<string, string>();
  visit(from, (kind, value) => {
    if (kind === 'RangeSubselect') return false;
    if (kind === 'RangeVar') {
      const alias = value.alias as { aliasname?: string } | undefined;
      sources.set(alias?.aliasname ?? String(value.relname), relationName(value));
    }
    return undefined;
  });
  return sources;
}

/** `alias.column` of a reference that surely means a column of these sources. */
function columnOf(model: SchemaModel, node: SqlNode | undefined, sources: ReadonlyMap<string, string>): string | null {
  if (node === undefined || !('ColumnRef' in node)) return null;
  const parts = strings(node.ColumnRef.fields);
  const column = parts.at(-1) ?? '';
  const qualifier = parts.at(-2);
  if (qualifier !== undefined) return sources.has(qualifier) ? `${qualifier}.${column}` : null;
  for (const [alias, relation] of sources) {
    if (model.tables.get(relation)?.columns.has(column) === true) return `${alias}.${column}`;
  }
  return null;
}
