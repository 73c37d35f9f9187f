/** Tables, views and grants: what the API would hand out. */
import type { Findings } from '../findings.ts';
import { shown } from './fold.ts';
import { CLIENT_ROLES, type Grants, type SchemaModel, type View } from './schema-model.ts';
import { readRelations } from './syntax-tree.ts';

/** The schema that the API serves. */
const EXPOSED = 'public';

export function checkTables(model: SchemaModel, findings: Findings): void {
  for (const [name, table] of model.tables) {
    if (table.schema !== EXPOSED) continue;
    if (!table.rowSecurity && !model.dynamic.rowSecurity) {
      findings.add({
        rule: 'sql-table-without-rls',
        ...table.at,
        message: `The table ${shown(name)} has no row level security: whoever may reach it reaches every row.`,
        fix: `Add "alter table ${name} enable row level security;" and policies for those who may use it.`,
      });
    } else if (table.policies.size === 0 && isGranted(table.grants) && !model.dynamic.policies) {
      findings.add({
        rule: 'sql-table-without-policy',
        severity: 'warning',
        ...table.at,
        message: `The table ${shown(name)} is granted to people and has no policy, so nobody sees a row of it.`,
        fix: 'Add policies for those who may use it, or revoke the grant.',
      });
    }
  }
}

export function checkViews(model: SchemaModel, findings: Findings): void {
  for (const [name, view] of model.views) {
    if (view.schema !== EXPOSED || view.invoker) continue;
    if (view.materialized && !isGranted(view.grants)) continue;
    const guarded = guardedRelation(model, view, new Set());
    if (guarded === null) continue;
    findings.add({
      rule: 'sql-view-bypasses-rls',
      ...view.at,
      message: `The view ${shown(name)} reads ${shown(guarded)} with its owner's rights and shows every row, past row level security.`,
      fix: view.materialized
        ? 'Revoke it from anon and authenticated, or move it to a schema that is not exposed.'
        : 'Create it "with (security_invoker = true)".',
    });
  }
}

/** A table with row security that a view reads, itself or through other definer views. */
function guardedRelation(model: SchemaModel, view: View, seen: Set<string>): string | null {
  for (const name of readRelations(view.query)) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (name.startsWith('auth.') || model.tables.get(name)?.rowSecurity === true) return name;
    const inner = model.views.get(name);
    const found = inner === undefined ? null : guardedRelation(model, inner, seen);
    if (found !== null) return found;
  }
  return null;
}

/** `grant all` gives also what row security does not guard: `truncate`. */
export function checkGrants(model: SchemaModel, findings: Findings): void {
  for (const table of model.tables.values()) {
    if (table.schema !== EXPOSED) continue;
    for (const role of ['public', ...CLIENT_ROLES]) {
      const truncate = table.grants.get(role)?.get('truncate');
      if (truncate === undefined) continue;
      const everyone = role !== 'authenticated';
      findings.add({
        rule: 'sql-grant-too-broad',
        severity: everyone ? 'error' : 'warning',
        ...truncate.at,
        message: `Everything is granted to ${role}, also to empty the whole table, which no policy guards.`,
        fix: `Grant ${role} only what is used, such as "grant select, insert on … to ${role}".`,
      });
    }
  }
}

function isGranted(grants: Grants): boolean {
  return ['public', ...CLIENT_ROLES].some((role) => (grants.get(role)?.size ?? 0) > 0);
}
