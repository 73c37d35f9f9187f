/** What a database holds, read from its own catalog: the input of the plan, whatever made the schema. */
import type { ProbedDatabase } from './database.ts';

export type ClientRole = 'anon' | 'authenticated';

export interface Column {
  name: string;
  /** As `format_type` writes it: `character varying(80)`, `public.mood[]`. */
  type: string;
  /** Of the base type under domains: `S` text, `N` number, `B` boolean, `D` time, `A` array, `E` enum, … */
  category: string;
  base: string;
  labels: string[];
  /** Checks of the column's domain, on `VALUE`. */
  domainChecks: string[];
  notNull: boolean;
  default: string | null;
  /** Its value cannot be given. */
  generated: boolean;
  /** `role:privilege`, e.g. `anon:select`. */
  grants: string[];
}

export interface Constraint {
  kind: 'p' | 'u' | 'f' | 'c' | 'x';
  columns: string[];
  /** For checks: the condition. */
  definition: string;
  target: string | null;
  targetColumns: string[];
}

export interface CatalogPolicy {
  name: string;
  /** `r` select, `a` insert, `w` update, `d` delete, `*` all. */
  command: 'r' | 'a' | 'w' | 'd' | '*';
  permissive: boolean;
  /** `public` also where none was written: the catalog does not tell. */
  roles: string[];
  using: string | null;
  check: string | null;
  /** Own columns that the conditions mention. */
  ownColumns: string[];
  /** Other relations that the conditions read, and `relation.column` of what they read there. */
  reads: string[];
  readColumns: string[];
  /** Functions outside `pg_catalog` that the conditions call, as `schema.name`. */
  calls: string[];
}

export interface Relation {
  /** `schema.name`, unquoted: the key of everything here. */
  key: string;
  schema: string;
  name: string;
  kind: 'table' | 'view' | 'materialized view';
  partition: boolean;
  partitioned: boolean;
  rowSecurity: boolean;
  columns: Column[];
  constraints: Constraint[];
  policies: CatalogPolicy[];
  /** Of the whole relation: `role:privilege`. */
  grants: string[];
  /** Relations under a view, directly. */
  reads: string[];
  /** Bounds of its partitions, or its own where it is one, as Postgres writes them. */
  bounds: string[];
}

export interface CatalogFunction {
  oid: number;
  schema: string;
  name: string;
  arguments: { name: string; type: string }[];
  definer: boolean;
  trigger: boolean;
  /** Roles that may call it. */
  execute: string[];
  /** Its whole definition. */
  definition: string;
  /** What `comment on function` says. */
  comment: string;
}

export interface Catalog {
  relations: Map<string, Relation>;
  functions: CatalogFunction[];
}

const PLATFORM = `('pg_catalog','information_schema','pg_toast','auth','storage','realtime','extensions','vault','cron','net','graphql','graphql_public','pgtap')`;
const KEY = `n.nspname || '.' || c.relname`;
const names = (numbers: string, table: string) =>
  `(select coalesce(jsonb_agg(a.attname order by listed.at), '[]') from unnest(${numbers}) with ordinality listed(num, at)
    join pg_attribute a on a.attrelid = ${table} and a.attnum = listed.num)`;
const granted = (test: (role: string, privilege: string) => string, privileges: string) =>
  `(select coalesce(jsonb_agg(r.role || ':' || p.privilege), '[]')
    from unnest(array['anon', 'authenticated']) r(role), unnest(array[${privileges}]) p(privilege)
    where ${test('r.role', 'p.privilege')})`;

const RELATIONS = `
select ${KEY} as key, n.nspname as schema, c.relname as name,
  case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind,
  c.relispartition as partition, c.relkind = 'p' as partitioned, c.relrowsecurity as "rowSecurity",
  ${granted((role, privilege) => `has_table_privilege(${role}, c.oid, ${privilege})`, "'select','insert','update','delete','truncate'")} as grants,
  (select coalesce(jsonb_agg(pg_get_expr(b.relpartbound, b.oid)), '[]') from pg_inherits i join pg_class b on b.oid = i.inhrelid
    where b.relispartition and c.oid in (i.inhparent, b.oid)) as bounds,
  (select coalesce(jsonb_agg(distinct rn.nspname || '.' || rc.relname), '[]') from pg_rewrite w
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
    join pg_class rc on rc.oid = d.refobjid join pg_namespace rn on rn.oid = rc.relnamespace
    where w.ev_class = c.oid and rc.oid <> c.oid and rc.relkind in ('r','p','v','m')) as reads,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'category', bt.typcategory,
      'base', format_type(bt.oid, null),
      'labels', (select coalesce(jsonb_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = bt.oid),
      'domainChecks', (select coalesce(jsonb_agg(pg_get_expr(dc.conbin, 0)), '[]') from pg_constraint dc
        where t.typtype = 'd' and dc.contypid = t.oid and dc.contype = 'c'),
      'notNull', a.attnotnull or t.typnotnull, 'default', case when a.attidentity <> '' then 'identity' else coalesce(pg_get_expr(ad.adbin, ad.adrelid), t.typdefault) end,
      'generated', a.attgenerated <> '' or a.attidentity = 'a',
      'grants', ${granted((role, privilege) => `has_column_privilege(${role}, c.oid, a.attnum, ${privilege})`, "'select','insert','update'")}
    ) order by a.attnum), '[]')
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    join pg_type bt on bt.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
    left join pg_attrdef ad on ad.adrelid = c.oid and ad.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'kind', k.contype, 'columns', ${names('k.conkey', 'c.oid')},
      'definition', coalesce(pg_get_expr(k.conbin, k.conrelid), ''),
      'target', (select tn.nspname || '.' || tc.relname from pg_class tc join pg_namespace tn on tn.oid = tc.relnamespace where tc.oid = k.confrelid),
      'targetColumns', ${names('k.confkey', 'k.confrelid')}) order by k.contype, k.conname), '[]')
    from pg_constraint k where k.conrelid = c.oid and k.contype in ('p','u','f','c','x') and k.conparentid = 0) as constraints,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,
      'roles', (select jsonb_agg(case o when 0 then 'public' else pg_get_userbyid(o) end) from unnest(p.polroles) o),
      'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
      'ownColumns', (select coalesce(jsonb_agg(distinct a.attname), '[]') from pg_depend d
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refobjid = c.oid and d.refobjsubid > 0),
      'reads', (select coalesce(jsonb_agg(distinct rn.nspname || '.' || rc.relname), '[]') from pg_depend d
        join pg_class rc on rc.oid = d.refobjid and d.refclassid = 'pg_class'::regclass join pg_namespace rn on rn.oid = rc.relnamespace
        where d.classid = 'pg_policy'::regclass and d.objid = p.oid and rc.oid <> c.oid),
      'readColumns', (select coalesce(jsonb_agg(distinct rn.nspname || '.' || rc.relname || '.' || a.attname), '[]') from pg_depend d
        join pg_class rc on rc.oid = d.refobjid and d.refclassid = 'pg_class'::regclass join pg_namespace rn on rn.oid = rc.relnamespace
        join pg_attribute a on a.attrelid = rc.oid and a.attnum = d.refobjsubid and d.refobjsubid > 0
        where d.classid = 'pg_policy'::regclass and d.objid = p.oid and rc.oid <> c.oid),
      'calls', (select coalesce(jsonb_agg(distinct fn.nspname || '.' || f.proname), '[]') from pg_depend d
        join pg_proc f on f.oid = d.refobjid and d.refclassid = 'pg_proc'::regclass join pg_namespace fn on fn.oid = f.pronamespace
        where d.classid = 'pg_policy'::regclass and d.objid = p.oid and fn.nspname <> 'pg_catalog')
    ) order by p.polname), '[]') from pg_policy p where p.polrelid = c.oid) as policies
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r','p','v','m') and (n.nspname not in ${PLATFORM} and n.nspname not like 'pg\\_%'
  or (exists (select from pg_policy p where p.polrelid = c.oid)))
order by c.oid`;

const FUNCTIONS = `
select f.oid::integer as oid, n.nspname as schema, f.proname as name, f.prosecdef as definer,
  f.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) as trigger, pg_get_functiondef(f.oid) as definition,
  coalesce(obj_description(f.oid, 'pg_proc'), '') as comment,
  (select coalesce(jsonb_agg(r), '[]') from unnest(array['anon', 'authenticated']) r where has_function_privilege(r, f.oid, 'execute')) as execute,
  (select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(f.proargnames[k.at], ''), 'type', format_type(k.type, null)) order by k.at), '[]')
    from unnest(f.proargtypes::oid[]) with ordinality k(type, at)) as arguments
from pg_proc f join pg_namespace n on n.oid = f.pronamespace
where n.nspname not in ${PLATFORM} and n.nspname not like 'pg\\_%' and f.prokind in ('f', 'p')
  and not exists (select from pg_depend d where d.objid = f.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
order by f.oid`;

/** Reads the catalog; run as the owner of the schema or the superuser. */
export async function readCatalog(database: ProbedDatabase): Promise<Catalog> {
  const relations = (await database.query(RELATIONS)).rows as unknown as Relation[];
  const functions = (await database.query(FUNCTIONS)).rows as unknown as CatalogFunction[];
  return { relations: new Map(relations.map((it) => [it.key, it])), functions };
}
