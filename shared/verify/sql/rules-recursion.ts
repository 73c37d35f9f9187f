/**
 * Policies that read each other, which Postgres refuses at run time with "infinite recursion detected in policy" (42P17).
 *
 * As the rewriter does (`fireRIRrules`): the policies of a table are expanded for a command; every table that their
 * subqueries read is expanded for `select`; meeting a table that is being expanded, whose policies hold subqueries,
 * is the error. `(select auth.uid())` is a subquery too. Definer functions and definer views run as their owner, whom
 * policies do not concern: they end the search. Functions that run as the caller are followed by a search of their own,
 * since they recurse while running.
 */
import type { Findings } from '../findings.ts';
import { shown } from './fold.ts';
import type { SqlNode } from './parser.ts';
import { applies, CLIENT_ROLES, type Command, type Policy, routinesNamed, type SchemaModel } from './schema-model.ts';
import { calledFunctions, readRelations, visit } from './syntax-tree.ts';

const COMMANDS: readonly Command[] = ['select', 'insert', 'update', 'delete'];

interface Step {
  table: string;
  policy: Policy;
}

export function checkRecursion(model: SchemaModel, findings: Findings): void {
  const reported = new Set<Policy>();
  for (const role of CLIENT_ROLES) {
    for (const [name, table] of model.tables) {
      if (!table.rowSecurity) continue;
      for (const command of COMMANDS) {
        const cycle =
          expand(model, name, command, role, []) ?? (command === 'select' ? follow(model, name, role, []) : null);
        if (cycle !== null) report(cycle, reported, findings);
      }
    }
  }
}

/** Steps of the first cycle found, in order. */
function expand(
  model: SchemaModel,
  name: string,
  command: Command,
  role: string,
  path: readonly Step[],
): Step[] | null {
  const policies = policiesOf(model, name, command, role);
  if (!policies.some(hasSubquery)) return null;
  const met = path.findIndex((step) => step.table === name);
  if (met >= 0) return path.slice(met);
  for (const policy of policies) {
    for (const read of tablesRead(model, conditions(policy, command))) {
      const cycle = expand(model, read, 'select', role, [...path, { table: name, policy }]);
      if (cycle !== null) return cycle;
    }
  }
  return null;
}

/** The same through the bodies of functions that run as the caller, for reading alone. */
function follow(model: SchemaModel, name: string, role: string, path: readonly Step[]): Step[] | null {
  const met = path.findIndex((step) => step.table === name);
  if (met >= 0) return path.slice(met);
  for (const policy of policiesOf(model, name, 'select', role)) {
    const nodes = conditions(policy, 'select');
    const reads = new Set([...tablesRead(model, nodes), ...tablesReadByFunctions(model, nodes, new Set())]);
    for (const read of reads) {
      if (model.tables.get(read)?.rowSecurity !== true) continue;
      const cycle = follow(model, read, role, [...path, { table: name, policy }]);
      if (cycle !== null) return cycle;
    }
  }
  return null;
}

function policiesOf(model: SchemaModel, name: string, command: Command, role: string): Policy[] {
  const table = model.tables.get(name);
  if (table?.rowSecurity !== true) return [];
  return [...table.policies.values()].filter((it) => applies(it, command, role));
}

function conditions(policy: Policy, command: Command): SqlNode[] {
  const parts = command === 'insert' ? [policy.check ?? policy.using] : [policy.using];
  if (command === 'update') parts.push(policy.check);
  return parts.filter((it) => it !== null);
}

function hasSubquery(policy: Policy): boolean {
  let found = false;
  visit([policy.using, policy.check], (kind) => {
    if (kind === 'SubLink') found = true;
    return undefined;
  });
  return found;
}

/** Tables that subqueries read, through views that read as the caller. */
function tablesRead(model: SchemaModel, nodes: readonly SqlNode[], seen = new Set<string>()): string[] {
  return [...readRelations(nodes)].flatMap((name) => {
    const view = model.views.get(name);
    if (view === undefined) return [name];
    if (!view.invoker || seen.has(name)) return [];
    seen.add(name);
    return view.query === undefined ? [] : tablesRead(model, [view.query], seen);
  });
}

function tablesReadByFunctions(model: SchemaModel, nodes: readonly SqlNode[], seen: Set<string>): string[] {
  return calledFunctions(nodes).flatMap((name) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return routinesNamed(model, name).flatMap((routine) => {
      if (routine.definer) return [];
      if (routine.statements.length === 0) return namesInCode(routine.body);
      return [...tablesRead(model, routine.statements), ...tablesReadByFunctions(model, routine.statements, seen)];
    });
  });
}

/** The tables that a plpgsql body names after `from` and `join`. */
function namesInCode(body: string): string[] {
  const code = body.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '');
  return [...code.matchAll(/\b(?:from|join)\s+(?:only\s+)?"?(\w+)"?(?:\s*\.\s*"?(\w+)"?)?/gi)].map(
    ([, first = '', second]) => (second === undefined ? `public.${first}` : `${first}.${second}`),
  );
}

/** Says it once, at the policy that came last: the one that closed the circle. */
function report(cycle: readonly Step[], reported: Set<Policy>, findings: Findings): void {
  if (cycle.some(({ policy }) => reported.has(policy))) return;
  const last = cycle.reduce((a, b) => (b.policy.order > a.policy.order ? b : a));
  for (const { policy } of cycle) reported.add(policy);
  const tables = cycle.map(({ table }) => shown(table));
  const message =
    cycle.length === 1
      ? `The policy "${last.policy.name}" on ${tables[0]} reads ${tables[0]} itself: every query fails with "infinite recursion".`
      : `The policies of ${tables.join(' and ')} read each other: every query fails with "infinite recursion".`;
  findings.add({
    rule: 'sql-policy-recursion',
    ...last.policy.at,
    message,
    fix: 'Move the look-up into a "security definer" function in the schema private, and call that in the policy.',
  });
}
