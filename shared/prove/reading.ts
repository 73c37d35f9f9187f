/**
 * Whether someone sees what is private to user A, through a table, a view or a function, by non-interference: what they
 * see must be the same when those rows are not there. It finds a sum or a join that gives rows away as well as a row.
 */
import type { ClientRole, Relation } from './catalog.ts';
import { type ProbedDatabase, quoteName, quoteText, type SqlError } from './database.ts';
import type { Ownership } from './ownership.ts';
import { type Person, roleOf } from './plan.ts';
import { type MadeRow, table, type World } from './rows.ts';
import { Session, USER_IDS } from './session.ts';

export interface View {
  count: number;
  fingerprint: string;
}

/** What someone saw of an object, or the error they met. */
export type Sight = { view: View; error: null } | { view: null; error: SqlError };

/** Rows of user A's that a role may not read, and the tables they are in. */
export interface Private {
  rows: MadeRow[];
  tables: Ownership[];
}

/** Which tables hold rows of user A's that a role may not read: nothing opens the row. */
export async function privateFrom(
  database: ProbedDatabase,
  ownership: ReadonlyMap<string, Ownership>,
  world: World,
  role: ClientRole,
): Promise<Private> {
  const opened = new Map<string, boolean>();
  const isOpen = async (key: string): Promise<boolean> => {
    const it = ownership.get(key);
    const known = opened.get(key);
    if (it === undefined || known !== undefined) return known ?? false;
    opened.set(key, false);
    for (const { condition, reads } of it.openTo[role]) {
      let holding = condition === 'true';
      if (!holding) {
        holding = await holds(
          database,
          it.relation,
          world.get(key),
          [condition],
          role === 'anon' ? 'anonymous' : 'user B',
        );
      }
      for (const read of reads) holding = holding && (await isOpen(read));
      if (holding) opened.set(key, true);
    }
    return opened.get(key) ?? false;
  };
  const found: Private = { rows: [], tables: [] };
  for (const it of ownership.values()) {
    if (it.relation.partition || (await isOpen(it.relation.key))) continue;
    const row = world.get(it.relation.key);
    found.tables.push(it);
    if (row !== undefined) found.rows.push(row);
  }
  return found;
}

/** Whether one of the conditions holds for a row, in the eyes of a person. Policies have no say. */
export async function holds(
  database: ProbedDatabase,
  relation: Relation,
  row: MadeRow | undefined,
  conditions: readonly string[],
  who: Person,
): Promise<boolean> {
  if (conditions.length === 0) return false;
  const where =
    row === undefined ? '' : ` where ctid = '${row.ctid}' and tableoid = ${quoteText(row.stored)}::regclass`;
  const any = conditions.map((one) => `coalesce((${one}), false)`).join(' or ');
  await database.exec(Session.claims(who));
  const { rows } = await database.query(
    `select coalesce(bool_or(${any}), false) as open from ${table(relation.key)}${where}`,
  );
  await database.exec("select set_config('request.jwt.claims', '', true)");
  return rows[0]?.open === true;
}

/** SQL of the superuser that takes away what is private to user A, without triggers and references having a say. */
export function withoutPrivate({ rows, tables }: Private): string {
  const made = rows.map(
    (row) =>
      `delete from ${table(row.relation.key)} where ctid = '${row.ctid}' and tableoid = ${quoteText(row.stored)}::regclass`,
  );
  const owned = tables
    .filter((it) => it.owners.length > 0)
    .map((it) => {
      const where = it.owners.map((name) => `${quoteName(name)}::text = ${quoteText(USER_IDS['user A'])}`);
      return `delete from ${table(it.relation.key)} where ${where.join(' and ')}`;
    });
  return [
    "set local session_replication_role = 'replica'",
    ...made,
    ...owned,
    "set local session_replication_role = 'origin'",
  ].join('; ');
}

/** What a person sees of a relation. */
export async function look(session: Session, who: Person, relation: Relation, before: string): Promise<Sight> {
  const readable = relation.columns.filter((it) => it.grants.includes(`${roleOf(who)}:select`));
  const columns = (readable.length > 0 ? readable : relation.columns).map(({ name }) => quoteName(name)).join(', ');
  return see(session, who, `select ${columns || '1'} from ${table(relation.key)}`, before);
}

/** What a person sees of a query. */
export async function see(session: Session, who: Person, query: string, before: string): Promise<Sight> {
  const sql = `select count(*)::integer as count, md5(coalesce(string_agg(it::text, '|' order by it::text), '')) as fingerprint from (${query}) it`;
  const { outcome } = await session.attempt(who, sql, undefined, before);
  if (outcome.error !== null) return { view: null, error: outcome.error };
  const [row] = outcome.rows;
  return { view: { count: Number(row?.count), fingerprint: String(row?.fingerprint) }, error: null };
}
