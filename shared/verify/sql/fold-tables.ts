/** What `create table`, `alter table` and `create trigger` say of columns, references and keys, read into the model. */
import type { SqlNode } from './parser.ts';
import type { SchemaModel, Table, Trigger } from './schema-model.ts';
import { calledFunctions, qualified, relationName, strings } from './syntax-tree.ts';

type ColumnDef = Extract<SqlNode, { ColumnDef: unknown }>['ColumnDef'];
type Constraint = Extract<SqlNode, { Constraint: unknown }>['Constraint'];
type AlterCommand = Extract<SqlNode, { AlterTableCmd: unknown }>['AlterTableCmd'];
type CreateTrigger = Extract<SqlNode, { CreateTrigStmt: unknown }>['CreateTrigStmt'];

/** Bits of `CreateTrigStmt.events`, as in Postgres's `catalog/pg_trigger.h`. */
const EVENTS = [
  [1 << 2, 'insert'],
  [1 << 3, 'delete'],
  [1 << 4, 'update'],
] as const;

/** A column or constraint among the elements of a table. */
export function addElement(table: Table, element: SqlNode): void {
  if ('ColumnDef' in element) addColumn(table, element.ColumnDef);
  if ('Constraint' in element) addConstraint(table, element.Constraint, null);
}

export function alterTable(table: Table, { subtype, name = '', def }: AlterCommand): void {
  if (subtype === 'AT_EnableRowSecurity') table.rowSecurity = true;
  else if (subtype === 'AT_DisableRowSecurity') table.rowSecurity = false;
  else if (subtype === 'AT_DropColumn') dropColumn(table, name);
  else if (subtype === 'AT_DropConstraint') table.references = table.references.filter((it) => it.name !== name);
  else if (subtype === 'AT_ColumnDefault') setDefault(table, name, def);
  else if ((subtype === 'AT_AddColumn' || subtype === 'AT_AddConstraint') && def !== undefined) addElement(table, def);
}

export function setTrigger(model: SchemaModel, statement: CreateTrigger): void {
  const events = new Set<'insert' | 'update' | 'delete'>();
  for (const [bit, event] of EVENTS) if (((statement.events ?? 0) & bit) !== 0) events.add(event);
  const trigger: Trigger = { routine: qualified(strings(statement.funcname)), events };
  model.tables.get(relationName(statement.relation))?.triggers.set(statement.trigname ?? '', trigger);
}

/** References follow a table that gets another name. */
export function renameReferences(model: SchemaModel, from: string, to: string): void {
  for (const { references } of model.tables.values()) {
    for (const it of references) if (it.target === from) it.target = to;
  }
}

export function renameColumn(table: Table, from: string, to: string): void {
  const renamed = (names: readonly string[]) => names.map((it) => (it === from ? to : it));
  table.columns = new Set(renamed([...table.columns]));
  table.userDefaults = new Set(renamed([...table.userDefaults]));
  table.keys = table.keys.map(renamed);
  for (const it of table.references) it.columns = renamed(it.columns);
}

function addColumn(table: Table, { colname = '', constraints = [] }: ColumnDef): void {
  table.columns.add(colname);
  for (const node of constraints) if ('Constraint' in node) addConstraint(table, node.Constraint, colname);
}

/** @param column the column that it is written at; null for a constraint of the table */
function addConstraint(table: Table, constraint: Constraint, column: string | null): void {
  const { contype, conname, raw_expr, keys, fk_attrs, pktable, pk_attrs } = constraint;
  const own = (nodes: SqlNode[] | undefined) => (column === null ? strings(nodes) : [column]);
  if (contype === 'CONSTR_DEFAULT' && column !== null) setDefault(table, column, raw_expr);
  else if (contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE') table.keys.push(own(keys));
  else if (contype === 'CONSTR_FOREIGN') {
    const columns = own(fk_attrs);
    const name = conname ?? [table.name, ...columns, 'fkey'].join('_');
    table.references.push({ name, columns, target: relationName(pktable), targetColumns: strings(pk_attrs) });
  }
}

function dropColumn(table: Table, column: string): void {
  table.columns.delete(column);
  table.userDefaults.delete(column);
  table.references = table.references.filter((it) => !it.columns.includes(column));
  table.keys = table.keys.filter((it) => !it.includes(column));
}

function setDefault(table: Table, column: string, value: SqlNode | undefined): void {
  if (calledFunctions([value]).includes('auth.uid')) table.userDefaults.add(column);
  else table.userDefaults.delete(column);
}
