/**
 * Whose rows a table holds, as far as the text of its migrations tells: the probes of `shared/prove/ownership.ts` read the
 * same from a running database.
 */
import { isIdentity, strengthOf } from './conditions.ts';
import { ownColumns } from './own-columns.ts';
import type { SqlNode } from './parser.ts';
import { applies, type SchemaModel, type Table } from './schema-model.ts';
import { strings, visit } from './syntax-tree.ts';

const USERS = 'auth.users';

export interface Ownership {
  /** Columns of each table that name the person a row belongs to. */
  owners: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables whose rows belong to people: by a column, through another table, or by a list of members. */
  tied: ReadonlySet<string>;
}

export function readOwnership(model: SchemaModel): Ownership {
  const owners = ownerColumns(model);
  return { owners, tied: tiedTables(model, owners) };
}

/** Whether rows of a table are read by their owners alone: every policy that lets people read asks about the row. */
export function isPrivate(model: SchemaModel, { tied }: Ownership, name: string): boolean {
  const table = model.tables.get(name);
  if (table === undefined || !table.rowSecurity || !tied.has(name)) return false;
  return [...table.policies.values()]
    .filter((it) => it.permissive && applies(it, 'select', 'authenticated'))
    .every(({ using }) => {
      const strength = strengthOf(using, model, false);
      return strength === 'never' || (strength === 'bound' && ownColumns(model, table, [using]).size > 0);
    });
}

function ownerColumns(model: SchemaModel): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  for (const [name, table] of model.tables) owners.set(name, new Set([...table.userDefaults, ...compared(table)]));
  // A reference to a profile names the person whose profile it is, and so on through any number of tables.
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, { references }] of model.tables) {
      const own = owners.get(name);
      for (const { columns, target, targetColumns } of references) {
        const [column = ''] = columns;
        if (own === undefined || columns.length !== 1 || target === name || own.has(column)) continue;
        const key = targetColumns[0] ?? model.tables.get(target)?.keys[0]?.[0] ?? '';
        if (target !== USERS && owners.get(target)?.has(key) !== true) continue;
        own.add(column);
        changed = true;
      }
    }
  }
  return owners;
}

/** Columns that a policy compares with who asks. */
function compared(table: Table): string[] {
  const columns: string[] = [];
  const note = (column: SqlNode | undefined, other: SqlNode | undefined) => {
    if (column === undefined || other === undefined || !('ColumnRef' in column) || !isIdentity(other)) return;
    const parts = strings(column.ColumnRef.fields);
    const name = parts.at(-1) ?? '';
    if (table.columns.has(name) && (parts.length === 1 || parts.at(-2) === table.name)) columns.push(name);
  };
  for (const { using, check } of table.policies.values()) {
    visit([using, check], (kind, value) => {
      if (kind === 'SubLink' && value.subLinkType !== 'EXPR_SUBLINK') return false;
      if (kind === 'A_Expr') {
        note(value.lexpr as SqlNode | undefined, value.rexpr as SqlNode | undefined);
        note(value.rexpr as SqlNode | undefined, value.lexpr as SqlNode | undefined);
      }
      return undefined;
    });
  }
  return columns;
}

function tiedTables(model: SchemaModel, owners: Ownership['owners']): Set<string> {
  const tied = new Set([...owners].flatMap(([name, columns]) => (columns.size > 0 ? [name] : [])));
  for (const [name, { keys, references }] of model.tables) {
    // A list of members: its key is a person together with what they are a member of.
    if (!keys.some((key) => key.some((column) => owners.get(name)?.has(column)))) continue;
    for (const { columns, target } of references) {
      const keyed = keys.some((key) => key.length > 1 && key.includes(columns[0] ?? ''));
      if (keyed && target !== USERS) tied.add(target);
    }
  }
  for (let size = -1; size !== tied.size; ) {
    size = tied.size;
    for (const [name, { references }] of model.tables) {
      if (references.some(({ target }) => target !== name && tied.has(target))) tied.add(name);
    }
  }
  return tied;
}
