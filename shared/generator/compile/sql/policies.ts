/** Grants and policies of a table: the one place where an access rule becomes SQL. */
import type { Access } from '../../app-spec.ts';
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import { isOwnRowsOnly } from '../model-people.ts';
import { writtenFields } from '../model-quiz.ts';
import { code, sqlName, sqlString } from '../source-text.ts';
import { namelessColumns } from './anonymous.ts';

interface Rule {
  /** Who holds the grant and is named in the policy. */
  readonly to: string;
  readonly when: string;
}

interface Rules {
  readonly select: Rule;
  readonly insert: Rule;
  /** Update, and delete where it has no rule of its own. */
  readonly change: Rule;
  readonly remove?: Rule;
}

const OWNER = 'owner_id = (select auth.uid())';
const RECIPIENT = 'recipient_id = (select auth.uid())';
/** What was read is no longer its sender's alone. */
const UNREAD_OWN = `${OWNER} and read_at is null`;
const PARTY = `${OWNER} or ${RECIPIENT}`;
const ADMIN = '(select private.is_admin())';
const OWNER_OR_ADMIN = `${OWNER} or ${ADMIN}`;
const MEMBER = '(select private.is_member())';
const EVERYONE = 'anon, authenticated';
const MEMBERS = 'authenticated';

/** What a policy is named after. */
const NAMES: Readonly<Record<string, string>> = {
  [OWNER]: 'owner',
  [RECIPIENT]: 'recipient',
  [PARTY]: 'party',
  [UNREAD_OWN]: 'owner',
  [ADMIN]: 'admin',
  [OWNER_OR_ADMIN]: 'owner_or_admin',
};

const RULES: Record<Access, Rules> = {
  private: {
    select: { to: MEMBERS, when: OWNER },
    insert: { to: MEMBERS, when: OWNER },
    change: { to: MEMBERS, when: OWNER },
  },
  members: {
    select: { to: MEMBERS, when: 'true' },
    insert: { to: MEMBERS, when: OWNER },
    change: { to: MEMBERS, when: OWNER },
  },
  public: {
    select: { to: EVERYONE, when: 'true' },
    insert: { to: MEMBERS, when: OWNER },
    change: { to: MEMBERS, when: OWNER },
  },
  catalog: {
    select: { to: EVERYONE, when: 'true' },
    insert: { to: MEMBERS, when: ADMIN },
    change: { to: MEMBERS, when: ADMIN },
  },
  inbox: {
    select: { to: MEMBERS, when: ADMIN },
    insert: { to: EVERYONE, when: 'true' },
    change: { to: MEMBERS, when: ADMIN },
  },
  managed: {
    select: { to: MEMBERS, when: OWNER_OR_ADMIN },
    insert: { to: MEMBERS, when: OWNER },
    change: { to: MEMBERS, when: OWNER_OR_ADMIN },
  },
  team: {
    select: { to: MEMBERS, when: MEMBER },
    insert: { to: MEMBERS, when: `${OWNER} and ${MEMBER}` },
    change: { to: MEMBERS, when: MEMBER },
  },
  exchanged: {
    select: { to: MEMBERS, when: PARTY },
    insert: { to: MEMBERS, when: OWNER },
    change: { to: MEMBERS, when: RECIPIENT },
    remove: { to: MEMBERS, when: UNREAD_OWN },
  },
};

/** Who may read a table: the same may read the views over it. */
export function readersOf(access: Access): string {
  return RULES[access].select.to;
}

/** Tables that the policies of an entity's table read: those of the private rows it refers to. */
function privateTargets(app: AppModel, it: EntityModel): EntityModel[] {
  return it.fields.flatMap((f) =>
    f.reference && isOwnRowsOnly(f.reference.access) && f.writable ? [entityOf(app, f.reference.entity)] : [],
  );
}

/**
 * Whether the policies of `target` lead back to the table of `it`. Postgres refuses a policy that reads a table whose
 * policies read it in turn (42P17), even where the policies in question differ.
 */
function leadsBack(app: AppModel, it: EntityModel, target: EntityModel): boolean {
  const seen = new Set<EntityModel>();
  const open = [target];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next === it) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...privateTargets(app, next));
  }
  return false;
}

function ownsFunction(target: EntityModel): string {
  return `owns_${target.table.slice(0, 58)}`;
}

/** Functions for references in a circle: a definer asks without meeting the policies of the table again. */
export function ownershipFunctions(app: AppModel): string[] {
  const circular = app.entities.flatMap((it) => privateTargets(app, it).filter((target) => leadsBack(app, it, target)));
  return [...new Set(circular)].map((target) => {
    const name = `private.${ownsFunction(target)}(uuid)`;
    return code`
      -- Definer, since policies that read each other's tables recurse; it tells about the caller's own rows only.
      create function private.${ownsFunction(target)}(row_id uuid) returns boolean
      language sql stable security definer
      set search_path = ''
      as $$
        select exists (
          select 1 from public.${sqlName(target.table)} target
          where target.id = row_id and target.owner_id = (select auth.uid())
        );
      $$;
      revoke execute on function ${name} from public;
      grant execute on function ${name} to authenticated;
    `;
  });
}

/**
 * What a written row must satisfy beyond its owner: a reference to a private row leads to a row of the writer's own.
 * A foreign key alone would accept a neighbour's id, and tell that it exists.
 */
function referenceChecks(app: AppModel, it: EntityModel): string[] {
  return it.fields.flatMap((f) => {
    if (!f.reference || !isOwnRowsOnly(f.reference.access) || !f.writable) return [];
    const target = entityOf(app, f.reference.entity);
    const column = `${sqlName(it.table)}.${sqlName(f.column)}`;
    const own = leadsBack(app, it, target)
      ? `private.${ownsFunction(target)}(${column})`
      : code`
          exists (
            select 1 from public.${sqlName(target.table)} target
            where target.id = ${column} and target.owner_id = (select auth.uid())
          )
        `;
    const allowed = [
      ...(f.required ? [] : [`${column} is null`]),
      // Admins change what members hand in, with references to rows of theirs.
      ...(it.access === 'managed' || it.workflow?.byAdmin ? [ADMIN] : []),
    ];
    return [allowed.length === 0 ? own : `(${[...allowed, own].join(' or ')})`];
  });
}

/** All of `conditions`, one to a line where they are several. */
function all(conditions: readonly string[]): string {
  const [only, ...more] = conditions
    .filter((it) => it !== 'true')
    .map((it, _, every) => (every.length > 1 && it === OWNER_OR_ADMIN ? `(${it})` : it));
  if (only === undefined) return '(true)';
  if (more.length === 0 && !only.includes('\n')) return `(${only})`;
  return [
    '(',
    ...[only, ...more]
      .join('\nand ')
      .split('\n')
      .map((line) => `  ${line}`),
    ')',
  ].join('\n');
}

/** The rules of an entity. Admins who take a step of its workflow update rows of others; the step's trigger says how. */
function rulesOf(it: EntityModel): Rules {
  const rules = RULES[it.access];
  return it.workflow?.byAdmin && rules.change.when === OWNER
    ? { ...rules, change: { ...rules.change, when: OWNER_OR_ADMIN } }
    : rules;
}

/** Who deletes: what was handed in and taken up stays. */
function deleteRule(it: EntityModel, rules: Rules): string {
  if (it.access !== 'managed' || !it.workflow) return (rules.remove ?? rules.change).when;
  const column = sqlName(it.workflow.field.column);
  return `(${OWNER} and ${column} = ${sqlString(it.workflow.initial)}) or ${ADMIN}`;
}

/** Columns of a grant, one to a line where they are many. */
function columnList(columns: string): string {
  return columns.length > 80 ? `\n  ${columns.replace(/, /g, ',\n  ')}\n` : columns;
}

export function grants(it: EntityModel): string {
  const rules = rulesOf(it);
  const table = `public.${sqlName(it.table)}`;
  const written = writtenFields(it)
    .filter((f) => f.writable)
    .map((f) => sqlName(f.column));
  const columns = [...(it.exchange ? ['recipient_id'] : []), ...written].join(', ');
  const list = columnList(columns);
  const step = it.workflow && sqlName(it.workflow.field.column);
  // Nobody rewrites what was sent; that it was read is for its recipient to say.
  const changed = it.exchange ? 'read_at' : step ? `${list.trimEnd()}, ${step}` : list;
  const read = (it.spec.anonymous || it.secret) && columnList(namelessColumns(it).map(sqlName).join(', '));
  if (it.ordered) {
    return code`
      -- Insert and delete are not granted: rows come from the cart, and what was ordered stays.
      grant select on table ${table} to ${rules.select.to};
      ${step && `grant update (${step}) on table ${table} to ${rules.change.to};`}
      grant select, insert, update, delete on table ${table} to service_role;
    `;
  }
  return code`
    ${read && (it.secret ? '-- The right answer is granted to nobody.' : '-- Whose a row is, owner_id, is granted to nobody.')}
    grant select${read && ` (${read})`} on table ${table} to ${rules.select.to};
    grant insert (${list}) on table ${table} to ${rules.insert.to};
    grant update (${changed}) on table ${table} to ${rules.change.to};
    grant delete on table ${table} to ${rules.change.to};
    grant select, insert, update, delete on table ${table} to service_role;
  `;
}

export function policies(app: AppModel, it: EntityModel): string {
  const rules = rulesOf(it);
  const table = `public.${sqlName(it.table)}`;
  const references = referenceChecks(app, it);
  const remove = rules.remove ?? rules.change;
  const suffix = (rule: Rule) => NAMES[rule.when] ?? (rule.to === EVERYONE ? 'everyone' : 'member');
  return code`
    create policy select_${suffix(rules.select)} on ${table}
      for select to ${rules.select.to} using (${rules.select.when});
    ${
      !it.ordered &&
      code`
        create policy insert_${suffix(rules.insert)} on ${table}
          for insert to ${rules.insert.to} with check ${all([rules.insert.when, ...references])};
      `
    }
    create policy update_${suffix(rules.change)} on ${table}
      for update to ${rules.change.to}
      using (${rules.change.when})
      with check ${all([rules.change.when, ...(it.exchange ? [] : references)])};
    ${
      !it.ordered &&
      code`
        create policy delete_${suffix(remove)} on ${table}
          for delete to ${remove.to} using (${deleteRule(it, rules)});
      `
    }
  `;
}
