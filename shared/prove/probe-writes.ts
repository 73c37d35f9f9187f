/** Probes that add, change and delete rows. */
import type { Column, Relation } from './catalog.ts';
import { quoteName, quoteText } from './database.ts';
import type { Ownership } from './ownership.ts';
import { type Person, type Probe, roleOf } from './plan.ts';
import { type Assignments, insertSql, type MadeRow, table, Unfillable } from './rows.ts';
import { isFault, isInconclusive, type Outcome, USER_IDS } from './session.ts';
import { rowIn, type Seen, type Stage } from './stage.ts';

const DENIED: Seen = { seen: 'denied', because: 'They are not let.' };

export async function probeWrite(stage: Stage, probe: Probe, relation: Relation): Promise<Seen> {
  try {
    const it = stage.plan.ownership.get(relation.key);
    if (it === undefined) return await writeThroughView(stage, probe, relation);
    if (probe.attempt === 'empty') return await empty(stage, probe, relation);
    if (probe.verb === 'insert') return await insert(stage, probe, it);
    const whose =
      /_own$|^move$/.test(probe.attempt) || probe.attempt === 'update' || probe.attempt === 'delete'
        ? 'user A'
        : 'user B';
    const row = rowIn(stage, whose, relation);
    if (typeof row === 'string') return { seen: 'unknown', because: row };
    return probe.verb === 'delete' ? await remove(stage, probe, it, row) : await change(stage, probe, it, row);
  } catch (error) {
    if (error instanceof Unfillable) return { seen: 'unknown', because: error.message };
    throw error;
  }
}

/** What the rights to do it for one's own row amount to. */
const done = (probe: Probe, because: string): Seen => ({ seen: probe.expected === 'own' ? 'own' : 'allowed', because });

function failed(outcome: Outcome, probe: Probe, relation: Relation): Seen {
  const { error } = outcome;
  if (error === null) return DENIED;
  const because = `Postgres says: ${error.message}.`;
  const role = roleOf(probe.who);
  const granted = [relation, ...relation.columns].some((it) => it.grants.includes(`${role}:${probe.verb}`));
  if (granted && isFault(error)) return { seen: 'denied', fault: true, because };
  return isInconclusive(error) ? { seen: 'unknown', because } : { seen: 'denied', because };
}

function has(column: Column | undefined, role: string, privilege: string): boolean {
  return column?.grants.includes(`${role}:${privilege}`) ?? false;
}

async function insert(stage: Stage, probe: Probe, it: Ownership): Promise<Seen> {
  const { relation } = it;
  const role = roleOf(probe.who);
  const given: Assignments = new Map();
  const asOther = probe.attempt === 'insert_as_other';
  const self =
    probe.who === 'admin' ? USER_IDS.admin : probe.who === 'user A' ? USER_IDS['user A'] : USER_IDS['user B'];
  const userId = asOther ? USER_IDS['user A'] : self;
  const world = stage.worlds[asOther || probe.who === 'user A' || probe.who === 'anonymous' ? 'user A' : 'user B'];
  if (probe.attempt === 'insert_with_role')
    given.set(probe.column ?? '', roleValue(relation, probe.column ?? '', null));
  if (probe.attempt === 'reference') given.set(probe.column ?? '', neighbourKey(stage, it, probe.column ?? ''));
  const all = await stage.factory.assign(it, userId, world, given);
  const values: Assignments = new Map();
  for (const [name, value] of all) {
    const column = relation.columns.find((one) => one.name === name);
    // A column that is not granted is left to its default, unless the probe is about it or nothing else would fill it.
    const decided =
      given.has(name) || (asOther && it.owners.includes(name)) || (column?.notNull === true && column.default === null);
    if (decided || has(column, role, 'insert')) values.set(name, value);
  }
  if (probe.who === 'anonymous' && !asOther) for (const name of it.owners) values.delete(name);
  const sql = insertSql(relation.key, values);
  const holder = asOther || probe.who === 'user A' ? 'user A' : 'user B';
  let { outcome } = await stage.session.attempt(probe.who, sql);
  if (outcome.error !== null && /^23(?:505|P01)$/.test(outcome.error.code)) {
    // Where a person may have one row only, theirs makes room for the new one.
    const before = removal(stage.worlds[holder].get(relation.key));
    ({ outcome } = await stage.session.attempt(probe.who, sql, undefined, before));
  }
  if (outcome.error === null) return done(probe, 'The row is accepted.');
  return failed(outcome, probe, relation);
}

/** Takes a row out of the way, without triggers and references having a say. */
function removal(row: MadeRow | undefined): string {
  if (row === undefined) return '';
  return `set local session_replication_role = 'replica'; delete from ${target(row)}; set local session_replication_role = 'origin'`;
}

function target(row: MadeRow): string {
  return `${table(row.relation.key)} where ctid = '${row.ctid}' and tableoid = ${quoteText(row.stored)}::regclass`;
}

/** The key of user A's row that a column refers to. */
function neighbourKey(stage: Stage, it: Ownership, column: string): string {
  const reference = it.relation.constraints.find(
    (one) => one.kind === 'f' && one.columns.length === 1 && one.columns[0] === column,
  );
  const value = stage.worlds['user A'].get(reference?.target ?? '')?.values[reference?.targetColumns[0] ?? ''];
  if (value === null || value === undefined) throw new Unfillable(`There is no row of user A in ${reference?.target}.`);
  return quoteText(value);
}

/** Another value for a column that gives rights, as high as the schema's own words go. */
function roleValue(relation: Relation, name: string, current: string | null): string {
  const column = relation.columns.find((it) => it.name === name);
  if (column?.category === 'B') return 'true';
  const checks = relation.constraints
    .filter((it) => it.kind === 'c' && it.columns.includes(name))
    .map((it) => it.definition);
  const quoted = [...checks.join(' ').matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text);
  const words = [...(column?.labels ?? []), ...quoted, 'admin'].filter((it) => it !== current);
  const high = words.find((it) => /admin|owner|super|staff|moderator/i.test(it)) ?? words[0] ?? 'admin';
  return column?.category === 'A' ? quoteText(`{${high}}`) : `'${high}'`;
}

/** A column that the role may change, the less it matters the better, with a value it may hold. */
function changeable(it: Ownership, who: Person, row: MadeRow): [string, string] {
  const { relation } = it;
  const matters = (column: Column) =>
    Number(it.owners.includes(column.name)) * 8 +
    Number(relation.constraints.some((one) => one.kind === 'f' && one.columns.includes(column.name))) * 4 +
    Number(
      relation.constraints.some((one) => (one.kind === 'u' || one.kind === 'p') && one.columns.includes(column.name)),
    ) *
      16 +
    Number(!has(column, roleOf(who), 'update')) * 32 +
    Number(column.category === 'U') * 1;
  const [best] = relation.columns.filter((column) => !column.generated).sort((a, b) => matters(a) - matters(b));
  if (best === undefined) throw new Unfillable(`${relation.name} has no column to change.`);
  const value = row.values[best.name];
  return [best.name, value === null || value === undefined ? 'null' : quoteText(value)];
}

async function change(stage: Stage, probe: Probe, it: Ownership, row: MadeRow): Promise<Seen> {
  const { relation } = it;
  const sets = new Map<string, string>();
  if (probe.attempt === 'move') for (const name of it.owners) sets.set(name, quoteText(USER_IDS['user B']));
  else if (probe.attempt === 'reference') sets.set(probe.column ?? '', neighbourKey(stage, it, probe.column ?? ''));
  else if (probe.attempt === 'raise_role') {
    sets.set(probe.column ?? '', roleValue(relation, probe.column ?? '', row.values[probe.column ?? ''] ?? null));
  } else sets.set(...changeable(it, probe.who, row));
  const statements = [updateSql(relation, sets, row, probe.who), updateSql(relation, sets, null, probe.who)];
  if (probe.attempt === 'update' && probe.who !== 'admin') {
    // To take a row over may be let where to change it is not.
    const self = probe.who === 'user B' ? USER_IDS['user B'] : null;
    const taking = new Map(it.owners.map((name) => [name, self === null ? 'null' : quoteText(self)]));
    const may =
      it.owners.length > 0 &&
      it.owners.every((name) =>
        has(
          relation.columns.find((one) => one.name === name),
          roleOf(probe.who),
          'update',
        ),
      );
    if (may) statements.push(updateSql(relation, taking, null, probe.who), updateSql(relation, taking, row, probe.who));
  }
  return firstReach(stage, probe, relation, row, statements, 'The row is changed.');
}

/**
 * An update of one row or, blindly, of all: without a condition no policy for `select` stands in the way.
 *
 * @param row null for all
 */
function updateSql(relation: Relation, sets: ReadonlyMap<string, string>, row: MadeRow | null, who: Person): string {
  const list = [...sets].map(([name, value]) => `${quoteName(name)} = ${value}`).join(', ');
  const where = row === null ? '' : ` where ${locator(relation, row, who)}`;
  return `update ${table(relation.key)} set ${list}${where}`;
}

/** A condition that finds a row by what the person may read. */
function locator(relation: Relation, row: MadeRow, who: Person): string {
  const role = roleOf(who);
  if (relation.grants.includes(`${role}:select`))
    return `ctid = '${row.ctid}' and tableoid = ${quoteText(row.stored)}::regclass`;
  const key = relation.constraints.find((it) => it.kind === 'p')?.columns ?? [];
  const columns = key.length > 0 ? key : relation.columns.map(({ name }) => name);
  return columns
    .map((name) => {
      const value = row.values[name];
      return value === null || value === undefined
        ? `${quoteName(name)} is null`
        : `${quoteName(name)}::text = ${quoteText(value)}`;
    })
    .join(' and ');
}

async function remove(stage: Stage, probe: Probe, { relation }: Ownership, row: MadeRow): Promise<Seen> {
  const from = `delete from ${table(relation.key)}`;
  const statements = [`${from} where ${locator(relation, row, probe.who)}`, from];
  return firstReach(stage, probe, relation, row, statements, 'The row is deleted.');
}

/** Tries statements until one reaches the row. */
async function firstReach(
  stage: Stage,
  probe: Probe,
  relation: Relation,
  row: MadeRow,
  statements: readonly string[],
  because: string,
): Promise<Seen> {
  let best: Seen = DENIED;
  for (const [at, sql] of statements.entries()) {
    // One's own row is reached as an application does, by its key.
    if (at > 0 && /_own$/.test(probe.attempt)) break;
    const { outcome, looked } = await stage.session.attempt(probe.who, sql, () => stage.session.touched([row]));
    if (outcome.error === null) {
      if ((looked ?? []).length > 0) return done(probe, because);
      continue;
    }
    // A delete that only a reference holds up has passed the policies; a blind one may be held up by other rows.
    if (outcome.error.code === '23503' && probe.verb === 'delete' && at === 0)
      return done(probe, `Only a reference to it keeps it from being deleted.`);
    const seen = failed(outcome, probe, relation);
    if (seen.fault === true) return seen;
    best = seen;
  }
  return best;
}

/** Truncate cannot be undone by halves: that it is let is told by the error that follows the check of rights. */
async function empty(stage: Stage, probe: Probe, relation: Relation): Promise<Seen> {
  const { outcome } = await stage.session.attempt(probe.who, `truncate ${table(relation.key)}`);
  if (outcome.error === null) return { seen: 'allowed', because: 'The table is emptied.' };
  if (outcome.error.code === '42501') return DENIED;
  return { seen: 'allowed', because: 'The right to empty it is granted; only references to its rows hold it up.' };
}

async function writeThroughView(stage: Stage, probe: Probe, view: Relation): Promise<Seen> {
  const rows = [...stage.worlds['user A'].values()];
  const column = view.columns.find((it) => has(it, roleOf(probe.who), 'update')) ?? view.columns[0];
  const sql =
    probe.verb === 'delete'
      ? `delete from ${table(view.key)}`
      : `update ${table(view.key)} set ${quoteName(column?.name ?? '')} = ${quoteName(column?.name ?? '')}`;
  const { outcome, looked } = await stage.session.attempt(probe.who, sql, () => stage.session.touched(rows));
  if (outcome.error !== null) return isInconclusive(outcome.error) ? failed(outcome, probe, view) : DENIED;
  const [first] = looked ?? [];
  return first === undefined
    ? DENIED
    : { seen: 'allowed', because: `A row of user A in ${first.relation.name} is changed.` };
}
