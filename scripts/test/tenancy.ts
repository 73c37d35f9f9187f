/** Measures the tenancy matrix: runs every probe against a real database, as the actor, and rolls it back. */
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { buildFixture, type Fixture } from './tenancy-fixture.ts';
import {
  ACTORS,
  type Actor,
  FUNCTIONS,
  type FunctionRow,
  type Outcome,
  type Reach,
  TABLES,
  type TableRow,
} from './tenancy-matrix.ts';

export type Verb = 'select' | 'insert' | 'update' | 'delete' | 'execute';
/** Object -> verb -> who reaches what. */
export type Measured = Record<string, Partial<Record<Verb, Reach>>>;

interface Relation {
  name: string;
  columns: string[];
}

/** Tables and views of schema public, with the columns that can be written. */
export async function listRelations(sql: Sql): Promise<Relation[]> {
  return await sql<Relation[]>`
    select c.relname as name,
      array_agg(a.attname::text order by a.attname)
        filter (where a.attgenerated = '' and a.attidentity = '') as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    group by c.oid, c.relname
    order by c.relname::text collate "C"`;
}

/** Functions of schema public as `name(types)`, without those that belong to an extension. */
export async function listFunctions(sql: Sql): Promise<string[]> {
  const rows = await sql<{ signature: string }[]>`
    select p.proname || '(' || array_to_string(array(
      select format_type(t.oid, null) from unnest(p.proargtypes::oid[]) with ordinality t (oid, place) order by t.place
    ), ',') || ')' as signature
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (
        select 1 from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e'
      )`;
  return rows.map((row) => row.signature).sort();
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Puts ids of the fixture in the place of `:name` (and leaves `::type` alone). */
function bind(text: string, ids: Fixture['ids']): string {
  return text.replace(/(?<!:):([a-z]+)/g, (_, name: string) => {
    const id = ids[name];
    if (!id) throw new Error(`The fixture has no :${name} (in ${text}).`);
    return `'${id}'::uuid`;
  });
}

class Rollback extends Error {}

/** Runs one statement as an actor and undoes it: the number of rows it reached, or the code of its error. */
async function probe(sql: TransactionSql, fixture: Fixture, actor: Actor, statement: string): Promise<number | string> {
  const role = actor === 'anonymous' ? 'anon' : actor === 'service' ? 'service_role' : 'authenticated';
  const claims = JSON.stringify({ role, ...(fixture.people[actor] ? { sub: fixture.people[actor] } : {}) });
  let reached = 0;
  try {
    await sql.savepoint(async (inner) => {
      await inner`select set_config('request.jwt.claims', ${claims}, true)`;
      await inner.unsafe(`set local role ${role}`);
      reached = (await inner.unsafe(statement)).count;
      throw new Rollback();
    });
  } catch (error) {
    if (error instanceof Rollback) return reached;
    if (error instanceof postgres.PostgresError) return error.code;
    throw error;
  }
  return reached;
}

/** What is not refused for want of a right has reached its rows, even when something else then stops it. */
function reachOf(result: number | string): 'denied' | 'none' | 'rows' {
  if (result === '42501') return 'denied';
  return result === 0 ? 'none' : 'rows';
}

async function reachPerActor(measure: (actor: Actor) => Promise<Outcome>): Promise<Reach> {
  const reach: Partial<Record<Actor, Outcome>> = {};
  for (const actor of ACTORS) reach[actor] = await measure(actor);
  return reach as Reach;
}

async function measureTable(
  sql: TransactionSql,
  fixture: Fixture,
  relation: Relation,
  declared: TableRow,
): Promise<Measured[string]> {
  const table = `public.${quote(relation.name)}`;
  const where = bind(declared.rows, fixture.ids);
  const [counted] = await sql.unsafe<{ rows: number }[]>(`select count(*)::int as rows from ${table} where ${where}`);
  if (!counted?.rows) throw new Error(`The fixture has nothing in ${relation.name}: its row would prove nothing.`);
  const run = (actor: Actor, statement: string) => probe(sql, fixture, actor, statement);

  return {
    select: await reachPerActor(async (actor) => reachOf(await run(actor, `select 1 from ${table} where ${where}`))),
    insert: await reachPerActor(async (actor) => reachOf(await run(actor, `insert into ${table} default values`))),
    update: await reachPerActor(async (actor) => {
      const settable: string[] = [];
      let reach: Outcome = 'denied';
      for (const column of relation.columns) {
        const result = reachOf(
          await run(actor, `update ${table} set ${quote(column)} = ${quote(column)} where ${where}`),
        );
        if (result === 'rows') settable.push(column);
        if (result !== 'denied' && reach === 'denied') reach = result;
      }
      return settable.length > 0 ? `rows: ${settable.join(', ')}` : reach;
    }),
    delete: await reachPerActor(async (actor) => reachOf(await run(actor, `delete from ${table} where ${where}`))),
  };
}

async function measureFunction(
  sql: TransactionSql,
  fixture: Fixture,
  declared: FunctionRow,
): Promise<Measured[string]> {
  const call = `select * from public.${bind(declared.call, fixture.ids)}`;
  return {
    execute: await reachPerActor(async (actor) => {
      const result = await probe(sql, fixture, actor, call);
      if (typeof result === 'number') return 'ok';
      return result === '42501' ? 'denied' : result;
    }),
  };
}

/** Measures every object of the database that the matrix declares, in one transaction that is rolled back. */
export async function measureTenancy(sql: Sql): Promise<Measured> {
  const relations = await listRelations(sql);
  const functions = await listFunctions(sql);
  const measured: Measured = {};
  try {
    await sql.begin(async (transaction) => {
      const fixture = await buildFixture(transaction);
      for (const relation of relations) {
        const declared = TABLES[relation.name];
        if (declared) measured[relation.name] = await measureTable(transaction, fixture, relation, declared);
      }
      for (const signature of functions) {
        const declared = FUNCTIONS[signature];
        if (declared) measured[signature] = await measureFunction(transaction, fixture, declared);
      }
      throw new Rollback();
    });
  } catch (error) {
    if (!(error instanceof Rollback)) throw error;
  }
  return measured;
}
