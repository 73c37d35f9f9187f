/** Grants and policies of a table: the one place where an access rule becomes SQL. */
import type { Access } from '../../app-spec.ts';
import type { EntityModel } from '../model.ts';
import { code, sqlName } from '../source-text.ts';

interface Rule {
  /** Who holds the grant and is named in the policy. */
  readonly to: string;
  readonly when: string;
}

interface Rules {
  readonly select: Rule;
  readonly insert: Rule;
  /** Update and delete. */
  readonly change: Rule;
}

const OWNER = 'owner_id = (select auth.uid())';
const ADMIN = '(select private.is_admin())';
const EVERYONE = 'anon, authenticated';
const MEMBERS = 'authenticated';

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
};

/** Who may read a table: the same may read the views over it. */
export function readersOf(access: Access): string {
  return RULES[access].select.to;
}

/**
 * What a written row must satisfy beyond its owner: a reference to a private row leads to a row of the writer's own.
 * A foreign key alone would accept a neighbour's id, and tell that it exists.
 */
function referenceChecks(it: EntityModel): string[] {
  return it.fields.flatMap((f) => {
    if (f.reference?.access !== 'private' || !f.writable) return [];
    const column = `${sqlName(it.table)}.${sqlName(f.column)}`;
    const target = sqlName(f.reference.table);
    const own = `exists (
  select 1 from public.${target} target
  where target.id = ${column} and target.owner_id = (select auth.uid())
)`;
    return [f.required ? own : `(${column} is null or ${own})`];
  });
}

/** All of `conditions`, one to a line where they are several. */
function all(conditions: readonly string[]): string {
  const [only, ...more] = conditions.filter((it) => it !== 'true');
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

export function grants(it: EntityModel): string {
  const rules = RULES[it.access];
  const table = `public.${sqlName(it.table)}`;
  const columns = it.fields
    .filter((f) => f.writable)
    .map((f) => sqlName(f.column))
    .join(', ');
  const list = columns.length > 80 ? `\n  ${columns.replace(/, /g, ',\n  ')}\n` : columns;
  return code`
    grant select on table ${table} to ${rules.select.to};
    grant insert (${list}) on table ${table} to ${rules.insert.to};
    grant update (${list}) on table ${table} to ${rules.change.to};
    grant delete on table ${table} to ${rules.change.to};
    grant select, insert, update, delete on table ${table} to service_role;
  `;
}

export function policies(it: EntityModel): string {
  const rules = RULES[it.access];
  const table = `public.${sqlName(it.table)}`;
  const references = referenceChecks(it);
  const suffix = (rule: Rule) =>
    rule.when === OWNER ? 'owner' : rule.when === ADMIN ? 'admin' : rule.to === EVERYONE ? 'everyone' : 'member';
  return code`
    create policy select_${suffix(rules.select)} on ${table}
      for select to ${rules.select.to} using (${rules.select.when});
    create policy insert_${suffix(rules.insert)} on ${table}
      for insert to ${rules.insert.to} with check ${all([rules.insert.when, ...references])};
    create policy update_${suffix(rules.change)} on ${table}
      for update to ${rules.change.to}
      using (${rules.change.when})
      with check ${all([rules.change.when, ...references])};
    create policy delete_${suffix(rules.change)} on ${table}
      for delete to ${rules.change.to} using (${rules.change.when});
  `;
}
