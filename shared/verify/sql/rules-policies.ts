/**
 * What each policy lets people do.
 *
 * Postgres: a policy of `update` or `all` without `with check` checks the changed row by its `using`; an `insert` policy
 * has only a `with check`, and without it allows nothing.
 */
import type { Findings } from '../findings.ts';
import { type Strength, strengthOf } from './conditions.ts';
import { shown } from './fold.ts';
import { ownColumns } from './own-columns.ts';
import type { Ownership } from './ownership.ts';
import type { SqlNode } from './parser.ts';
import {
  applies,
  CLIENT_ROLES,
  type Command,
  includesClient,
  type Policy,
  type SchemaModel,
  type Table,
} from './schema-model.ts';
import { isWritable } from './write-rules.ts';

const COMMANDS: readonly Command[] = ['select', 'insert', 'update', 'delete'];
const VERB: Record<Command, string> = { select: 'read', insert: 'add', update: 'change', delete: 'delete' };

export function checkPolicies(model: SchemaModel, { owners }: Ownership, findings: Findings): void {
  for (const [name, table] of model.tables) {
    for (const policy of table.policies.values()) {
      checkForm(model, table, policy, owners.get(name) ?? new Set(), findings);
      if (policy.permissive && includesClient(policy.roles)) checkStrength(model, table, policy, findings);
    }
  }
}

/** What can be said of a policy without asking what its condition means. */
function checkForm(
  model: SchemaModel,
  table: Table,
  policy: Policy,
  owners: ReadonlySet<string>,
  findings: Findings,
): void {
  const name = `The policy "${policy.name}" on ${tableName(table)}`;
  if (!policy.rolesGiven) {
    findings.add({
      rule: 'sql-policy-without-role',
      severity: opensToVisitors(model, table, policy) ? 'error' : 'warning',
      ...policy.at,
      message: `${name} does not say whom it is for, so it is asked for everyone, signed in or not.`,
      fix: 'Add "to authenticated", or "to anon, authenticated" where visitors are meant.',
    });
  }
  if (policy.command === 'insert' && policy.check === null) {
    findings.add({
      rule: 'sql-policy-missing-check',
      ...policy.at,
      message: `${name} has no "with check", so it allows nobody to add a row.`,
      fix: 'Add "with check" with the condition that a new row must meet, such as "(select auth.uid()) = user_id".',
    });
  } else if (policy.command === 'update' && policy.check === null && policy.using !== null) {
    const asked = ownColumns(model, table, [policy.using]);
    const given = [...owners].some((it) => isWritable(table, 'update', it)) && ![...owners].some((it) => asked.has(it));
    findings.add({
      rule: 'sql-policy-missing-check',
      severity: given ? 'error' : 'warning',
      ...policy.at,
      message: `${name} has no "with check": what a row may become is decided only by the rule for which rows may be changed.`,
      fix: 'Add "with check" with the condition that the changed row must meet, usually that of "using".',
    });
  } else if (policy.command !== 'insert' && policy.using === null && policy.permissive) {
    findings.add({
      rule: 'sql-policy-missing-using',
      ...policy.at,
      message: `${name} has no "using", so it lets nobody reach a row.`,
      fix: 'Add "using" with the condition on the rows it is about.',
    });
  }
}

/** Whether visitors hold the grant for what a policy that names nobody lets anyone do, whoever's row it is. */
function opensToVisitors(model: SchemaModel, table: Table, policy: Policy): boolean {
  if (!policy.permissive) return false;
  return COMMANDS.some((command) => {
    const granted = ['anon', 'public'].some((role) => table.grants.get(role)?.has(command));
    if (!granted || (policy.command !== 'all' && policy.command !== command)) return false;
    const condition = command === 'insert' ? (policy.check ?? policy.using) : policy.using;
    return /^(?:true|row)$/.test(strengthOf(condition, model, true));
  });
}

function checkStrength(model: SchemaModel, table: Table, policy: Policy, findings: Findings): void {
  const weak = weakCommands(model, table, policy);
  const always = weak.filter((it) => it.strength === 'true').map((it) => it.command);
  const unbound = weak.filter((it) => it.strength !== 'true').map((it) => it.command);
  const name = `The policy "${policy.name}" on ${tableName(table)}`;
  const verbs = (commands: Command[]) => [...new Set(commands)].map((it) => VERB[it]).join(', ');
  if (always.length > 0) {
    findings.add({
      rule: 'sql-policy-always-true',
      ...policy.at,
      message: `${name} holds for every row: ${who(policy)} may ${verbs(always)} rows of other people.`,
      fix: 'Bind the row to the person, for example "using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id)".',
    });
  } else if (unbound.length > 0) {
    const only = weak.every((it) => it.strength === 'signed-in')
      ? 'only asks whether someone is signed in'
      : 'does not ask whose row it is';
    findings.add({
      rule: 'sql-policy-not-bound',
      ...policy.at,
      message: `${name} ${only}: ${who(policy)} may ${verbs(unbound)} rows of other people.`,
      fix: 'Bind the row to the person, for example with "(select auth.uid()) = user_id" or a check of membership.',
    });
  }
}

interface WeakCommand {
  command: Command;
  strength: Strength;
}

/** The writes that a policy allows without binding the row to a person. */
function weakCommands(model: SchemaModel, table: Table, policy: Policy): WeakCommand[] {
  const anonymous = policy.roles.some((role) => role !== 'authenticated');
  const strength = (condition: SqlNode | null) => strengthOf(condition, model, anonymous);
  const is = (command: Command) => policy.command === 'all' || policy.command === command;
  const weak: WeakCommand[] = [];
  const judge = (command: Command, condition: SqlNode | null) => {
    const found = strength(condition);
    if (found === 'bound' || found === 'never' || isRestricted(model, table, command, policy)) return;
    weak.push({ command, strength: found });
  };
  if (is('update')) judge('update', policy.using);
  if (is('delete')) judge('delete', policy.using);
  if (is('insert') && !isInbox(model, table)) {
    const check = policy.check ?? (policy.command === 'all' ? policy.using : null);
    const found = strength(check);
    const upload = table.schema === 'storage' && found === 'row';
    if (!upload) judge('insert', check);
  }
  // Who may change a row may hand it to someone else, unless the columns that bind it cannot be changed.
  if (is('update') && policy.check !== null && strength(policy.using) === 'bound') {
    const found = strength(policy.check);
    if (found === 'true' || !ownerColumnsAreFixed(table, policy)) judge('update', policy.check);
  }
  return weak;
}

/** A restrictive policy binds what the permissive ones leave open. */
function isRestricted(model: SchemaModel, table: Table, command: Command, policy: Policy): boolean {
  return [...table.policies.values()].some((it) => {
    if (it.permissive || !policy.roles.every((role) => applies(it, command, role))) return false;
    const condition = command === 'insert' ? (it.check ?? it.using) : it.using;
    const found = strengthOf(condition, model, false);
    return found === 'bound' || (found === 'never' && condition !== null);
  });
}

/**
 * Whether a table is one that people only put something into: a contact form, sign-ups for a newsletter. Only those whom
 * a condition names whatever the row (admins) may read, change or delete what is in it, so a row needs no owner.
 */
function isInbox(model: SchemaModel, table: Table): boolean {
  return [...table.policies.values()].every((policy) => {
    if (!policy.permissive || policy.command === 'insert' || !includesClient(policy.roles)) return true;
    const found = strengthOf(policy.using, model, true);
    return found === 'never' || (found === 'bound' && ownColumns(model, table, [policy.using]).size === 0);
  });
}

/** Whether the grants leave out every column that the policy's `using` mentions. */
function ownerColumnsAreFixed(table: Table, policy: Policy): boolean {
  const condition = JSON.stringify(policy.using);
  const grants = [...CLIENT_ROLES, 'public'].flatMap((role) => table.grants.get(role)?.get('update') ?? []);
  return (
    grants.length > 0 &&
    grants.every(({ columns }) => columns !== null && ![...columns].some((it) => condition.includes(`"sval":"${it}"`)))
  );
}

function who(policy: Policy): string {
  return policy.roles.some((role) => role !== 'authenticated') ? 'anyone' : 'anyone signed in';
}

function tableName(table: Table): string {
  return shown(`${table.schema}.${table.name}`);
}
