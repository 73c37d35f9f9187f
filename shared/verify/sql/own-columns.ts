/** Which columns of its own row a condition depends on. */
import type { SqlNode } from './parser.ts';
import type { SchemaModel, Table } from './schema-model.ts';
import { readRelations, strings, visit } from './syntax-tree.ts';

/** Columns of the table that the conditions name, inside subqueries too; every column where they take the whole row. */
export function ownColumns(model: SchemaModel, table: Table, conditions: readonly (SqlNode | null)[]): Set<string> {
  const found = new Set<string>();
  const look = (node: unknown, inner: ReadonlySet<string>) =>
    visit(node, (kind, value) => {
      if (kind === 'SubLink') {
        look(value.testexpr, inner);
        look(value.subselect, readRelations(value.subselect));
        return false;
      }
      if (kind !== 'ColumnRef') return undefined;
      const fields = (value.fields as SqlNode[] | undefined) ?? [];
      const parts = strings(fields);
      const column = parts.at(-1) ?? '';
      const wholeRow = parts.length === 1 && column === table.name && !table.columns.has(column);
      if (wholeRow) for (const each of table.columns) found.add(each);
      else if (parts.length > 1 ? parts.at(-2) === table.name : isOwn(model, table, column, inner)) found.add(column);
      return undefined;
    });
  look(conditions, new Set());
  return found;
}

/** A name alone is the row's, unless a table of the subquery around it has such a column. */
function isOwn(model: SchemaModel, table: Table, column: string, inner: ReadonlySet<string>): boolean {
  const hidden = [...inner].some((it) => model.tables.get(it)?.columns.has(column) === true);
  return table.columns.has(column) && !hidden;
}
