/** What holds for the whole schema, read from the catalog: each function lists what breaks one rule. */
import type { Sql } from 'postgres';

const OURS = "('public', 'private')";
/** Objects of an extension are the extension's business. */
const notOfExtension = (catalog: string, alias: string) => `not exists (
  select 1 from pg_depend d where d.objid = ${alias}.oid and d.classid = '${catalog}'::regclass and d.deptype = 'e'
)`;

async function names(sql: Sql, query: string): Promise<string[]> {
  const rows = await sql.unsafe<{ name: string }[]>(query);
  return rows.map((row) => row.name).sort();
}

export const tablesWithoutRowLevelSecurity = (sql: Sql) =>
  names(
    sql,
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace::regnamespace::text in ${OURS} and c.relkind in ('r', 'p') and not c.relrowsecurity`,
  );

export const tablesWithoutPolicy = (sql: Sql) =>
  names(
    sql,
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace::regnamespace::text in ${OURS} and c.relkind in ('r', 'p')
       and not exists (select 1 from pg_policy p where p.polrelid = c.oid)`,
  );

/** A policy without `to` holds for every role there will ever be. */
export const policiesForEveryone = (sql: Sql) =>
  names(
    sql,
    `select p.polname || ' on ' || p.polrelid::regclass as name
     from pg_policy p join pg_class c on c.oid = p.polrelid
     where (c.relnamespace::regnamespace::text in ${OURS} or c.oid = 'realtime.messages'::regclass)
       and 0 = any (p.polroles)`,
  );

export const viewsWithTheirOwnersRights = (sql: Sql) =>
  names(
    sql,
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace::regnamespace::text in ${OURS} and c.relkind in ('v', 'm')
       and not coalesce('security_invoker=true' = any (c.reloptions), false)`,
  );

export const functionsWithoutPinnedSearchPath = (sql: Sql) =>
  names(
    sql,
    `select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace::regnamespace::text in ${OURS} and ${notOfExtension('pg_proc', 'p')}
       and not coalesce('search_path=""' = any (p.proconfig), false)`,
  );

/**
 * With its search_path pinned a function in SQL is neither inlined nor kept planned, but planned anew at each call: a
 * policy that called one cost six times as much as with the same in plpgsql.
 */
export const functionsPlannedAtEachCall = (sql: Sql) =>
  names(
    sql,
    `select p.oid::regprocedure::text as name from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace::regnamespace::text in ${OURS} and ${notOfExtension('pg_proc', 'p')} and l.lanname = 'sql'`,
  );

export const definersOutsidePrivate = (sql: Sql) =>
  names(
    sql,
    `select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace::regnamespace::text = 'public' and p.prosecdef and ${notOfExtension('pg_proc', 'p')}`,
  );

export const foreignKeysWithoutDeleteRule = (sql: Sql) =>
  names(
    sql,
    `select c.conname || ' on ' || c.conrelid::regclass as name from pg_constraint c
     where c.contype = 'f' and c.connamespace::regnamespace::text in ${OURS} and c.confdeltype = 'a'`,
  );

/** Covered: an index over all rows whose first columns are those of the key, in any order. */
export const foreignKeysWithoutIndex = (sql: Sql) =>
  names(
    sql,
    `select c.conname || ' on ' || c.conrelid::regclass as name from pg_constraint c
     where c.contype = 'f' and c.connamespace::regnamespace::text in ${OURS}
       and not exists (
         select 1 from pg_index i
         where i.indrelid = c.conrelid and i.indpred is null
           and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
       )`,
  );

export const objectsWithoutComment = (sql: Sql) =>
  names(
    sql,
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace::regnamespace::text in ${OURS} and c.relkind in ('r', 'p', 'v', 'm')
       and not c.relispartition and obj_description(c.oid, 'pg_class') is null
     union all
     select p.oid::regprocedure::text from pg_proc p
     where p.pronamespace::regnamespace::text in ${OURS} and ${notOfExtension('pg_proc', 'p')}
       and obj_description(p.oid, 'pg_proc') is null`,
  );

export const columnsWithoutTimeZone = (sql: Sql) =>
  names(
    sql,
    `select a.attrelid::regclass || '.' || a.attname as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace::regnamespace::text in ${OURS} and c.relkind in ('r', 'p')
       and a.atttypid = 'timestamp'::regtype`,
  );

/** State that is constrained is text and a check. */
export const enumTypes = (sql: Sql) =>
  names(
    sql,
    `select t.oid::regtype::text as name from pg_type t
     where t.typtype = 'e' and t.typnamespace::regnamespace::text in ${OURS}`,
  );

/**
 * Everything granted in our schemas to anyone but the owner, one line per role and object, in the words of the grant:
 * `authenticated: select, update (display_name, theme) on public.profiles`.
 */
export async function grants(sql: Sql): Promise<string[]> {
  const rows = await sql.unsafe<{ grantee: string; object: string; privileges: string }[]>(`
    with entries as (
      select n.nspowner as owner, x.grantee, 'schema ' || n.nspname as object, x.privilege_type as privilege
      from pg_namespace n cross join lateral aclexplode(n.nspacl) x
      where n.nspname = 'private'
      union all
      select c.relowner, x.grantee, c.oid::regclass::text, x.privilege_type
      from pg_class c cross join lateral aclexplode(c.relacl) x
      where c.relnamespace::regnamespace::text in ${OURS}
      union all
      select c.relowner, x.grantee, c.oid::regclass::text,
        x.privilege_type || ' (' || string_agg(a.attname, ', ' order by a.attnum) || ')'
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid
      cross join lateral aclexplode(a.attacl) x
      where c.relnamespace::regnamespace::text in ${OURS}
      group by c.oid, c.relowner, x.grantee, x.privilege_type
      union all
      select p.proowner, x.grantee, p.oid::regprocedure::text, x.privilege_type
      from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
      where p.pronamespace::regnamespace::text in ${OURS} and ${notOfExtension('pg_proc', 'p')}
    )
    select
      case when e.grantee = 0 then 'public' else e.grantee::regrole::text end as grantee,
      e.object,
      string_agg(lower(split_part(e.privilege, ' ', 1)) || substr(e.privilege, length(split_part(e.privilege, ' ', 1)) + 1),
        ', ' order by e.privilege) as privileges
    from entries e
    where e.grantee <> e.owner
    group by e.grantee, e.object`);
  return rows
    .map(({ grantee, object, privileges }) => {
      const qualified = /^(private\.|schema )/.test(object) ? object : `public.${object.replace(/^public\./, '')}`;
      return `${grantee}: ${privileges} on ${qualified}`;
    })
    .sort();
}
