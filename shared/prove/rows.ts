/** Makes the rows that probes need, in any schema: types, checks, references and keys are read from the catalog. */
import type { Column, Constraint, Relation } from './catalog.ts';
import { type ProbedDatabase, quoteName, quoteText, type Row, sqlError } from './database.ts';
import type { Ownership } from './ownership.ts';
import { candidateValues } from './values.ts';

/** Why no row could be made. */
export class Unfillable extends Error {}

export interface MadeRow {
  relation: Relation;
  ctid: string;
  /** Where it is stored: a partition's own name. */
  stored: string;
  /** Its values as text. */
  values: Record<string, string | null>;
}

/** A person's rows, at most one in each table. */
export type World = Map<string, MadeRow>;

/** SQL expressions by column. */
export type Assignments = Map<string, string>;

const VARIANTS = ['required', 'numbered', 'everything'] as const;
export type Variant = (typeof VARIANTS)[number];

export class RowFactory {
  readonly #database: ProbedDatabase;
  readonly #ownership: ReadonlyMap<string, Ownership>;
  readonly #accepted = new Map<string, string[]>();
  readonly #variant = new Map<string, Variant>();
  #serial = 0;

  constructor(database: ProbedDatabase, ownership: ReadonlyMap<string, Ownership>) {
    this.#database = database;
    this.#ownership = ownership;
  }

  /**
   * Makes one row of a person's in every table of `public`, parents first.
   *
   * Lists of administrators are left out: `makeEntry`.
   *
   * @returns why tables could not be filled, by their key
   */
  async makeWorld(userId: string, world: World): Promise<Map<string, string>> {
    const failures = new Map<string, string>();
    const open = new Set<string>();
    const make = async (it: Ownership): Promise<void> => {
      const { key } = it.relation;
      if (world.has(key) || open.has(key) || failures.has(key)) return;
      open.add(key);
      for (const { kind, target } of it.relation.constraints) {
        const parent = this.#ownership.get(target ?? '');
        if (kind === 'f' && parent !== undefined) await make(parent);
      }
      open.delete(key);
      try {
        world.set(key, await this.#makeRow(it, userId, world));
      } catch (error) {
        if (!(error instanceof Unfillable)) throw error;
        failures.set(key, error.message);
      }
    };
    for (const it of this.#ownership.values()) {
      if (it.relation.partition) continue;
      if (it.relation.schema === 'public' && !it.grantsRights) await make(it);
    }
    return failures;
  }

  /** Lists a person in a table, with references to the rows of a world. */
  async makeEntry(it: Ownership, userId: string, world: World): Promise<MadeRow | Unfillable> {
    try {
      return await this.#makeRow(it, userId, world);
    } catch (error) {
      if (error instanceof Unfillable) return error;
      throw error;
    }
  }

  /**
   * Reads the rows of a world again: later rows may have changed them, as a like changes the count of likes. Those that
   * are no longer there are left out.
   *
   * @returns the keys of tables whose row is gone
   */
  async refresh(world: World): Promise<string[]> {
    const gone: string[] = [];
    for (const [key, row] of world) {
      const primary = row.relation.constraints.find((it) => it.kind === 'p')?.columns ?? [];
      const where =
        primary.length > 0
          ? primary.map((name) => `${quoteName(name)}::text = ${quoteText(row.values[name] ?? '')}`).join(' and ')
          : `ctid = '${row.ctid}' and tableoid = ${quoteText(row.stored)}::regclass`;
      const current = await this.#fetch(row.relation, `select * from ${table(key)} where ${where}`);
      if (current !== null) world.set(key, current);
      else {
        world.delete(key);
        gone.push(key);
      }
    }
    return gone;
  }

  /**
   * What to give the columns of a new row.
   *
   * @param given values that are decided already
   * @throws Unfillable
   */
  async assign(it: Ownership, userId: string, world: World, given: Assignments = new Map()): Promise<Assignments> {
    return this.#assign(it, userId, world, given, this.#variant.get(it.relation.key) ?? 'required');
  }

  async #makeRow(it: Ownership, userId: string, world: World): Promise<MadeRow> {
    const existing = await this.#existing(it, userId);
    if (existing !== null) return existing;
    let reason = '';
    for (const variant of VARIANTS) {
      const values = await this.#assign(it, userId, world, new Map(), variant);
      try {
        await this.#database.exec('savepoint row');
        const row = await this.#fetch(it.relation, insertSql(it.relation.key, values));
        this.#variant.set(it.relation.key, variant);
        if (row !== null) return row;
        throw new Unfillable(`A row of ${it.relation.name} is not kept: a trigger or rule takes it away.`);
      } catch (error) {
        if (error instanceof Unfillable) throw error;
        reason = sqlError(error).message;
        await this.#database.exec('rollback to savepoint row');
      }
    }
    throw new Unfillable(`No row could be made in ${it.relation.name}: ${reason}.`);
  }

  /** A row that a trigger made for the person, where there can be only one. */
  async #existing(it: Ownership, userId: string): Promise<MadeRow | null> {
    const single = it.relation.constraints.some(
      ({ kind, columns }) => (kind === 'p' || kind === 'u') && columns.every((column) => it.owners.includes(column)),
    );
    if (!single) return null;
    const where = it.owners.map((column) => `${quoteName(column)}::text = ${quoteText(userId)}`).join(' and ');
    return this.#fetch(it.relation, `select * from ${table(it.relation.key)} where ${where} limit 1`);
  }

  async #fetch(relation: Relation, source: string): Promise<MadeRow | null> {
    const list = [
      'ctid::text as "#ctid"',
      'tableoid::regclass::text as "#stored"',
      ...relation.columns.map(({ name }) => `${quoteName(name)}::text as ${quoteName(name)}`),
    ].join(', ');
    const query = source.startsWith('insert')
      ? `${source} returning ${list}`
      : source.replace('select *', `select ${list}`);
    const [row] = (await this.#database.query(query)).rows;
    return row === undefined ? null : toMade(relation, row);
  }

  async #assign(
    it: Ownership,
    userId: string,
    world: World,
    given: Assignments,
    variant: Variant,
  ): Promise<Assignments> {
    this.#serial += 1;
    const values: Assignments = new Map(given);
    for (const reference of it.relation.constraints) {
      if (reference.kind === 'f') this.#refer(it, reference, world, values);
    }
    for (const column of it.owners) if (!values.has(column)) values.set(column, quoteText(userId));
    for (const [position, column] of it.relation.columns.entries()) {
      if (values.has(column.name) || column.generated) continue;
      const needed = column.notNull && column.default === null;
      if (!needed && !this.#worthFilling(it.relation, column, variant)) continue;
      const value = await this.#valueOf(it.relation, column, position, variant);
      if (value !== null) values.set(column.name, value);
      else if (needed)
        throw new Unfillable(`No value is known for ${it.relation.name}.${column.name} (${column.type}).`);
    }
    return values;
  }

  /** Whether a column that may be left out is given a value, once rows without it were refused. */
  #worthFilling(relation: Relation, column: Column, variant: Variant): boolean {
    if (
      variant === 'required' ||
      relation.constraints.some((it) => it.kind === 'f' && it.columns.includes(column.name))
    ) {
      return false;
    }
    // A default need not meet the check of its column: an empty list where one entry is asked for.
    return column.notNull ? checksOf(relation, column).length > 0 : variant === 'everything' && column.default === null;
  }

  #refer(it: Ownership, { columns, target, targetColumns }: Constraint, world: World, values: Assignments): void {
    const row = world.get(target ?? '');
    if (row === undefined) {
      const required = columns.filter((name) => it.relation.columns.find((one) => one.name === name)?.notNull);
      const missing = required.find((name) => !values.has(name) && !it.owners.includes(name));
      if (missing !== undefined && target !== it.relation.key && target !== 'auth.users') {
        throw new Unfillable(`${it.relation.name}.${missing} needs a row of ${target}, which could not be made.`);
      }
      return;
    }
    for (const [at, name] of columns.entries()) {
      const value = row.values[targetColumns[at] ?? ''];
      if (value !== null && value !== undefined && !values.has(name)) values.set(name, quoteText(value));
    }
  }

  async #valueOf(relation: Relation, column: Column, position: number, variant: Variant): Promise<string | null> {
    const checks = checksOf(relation, column);
    const hints = [...checks.map((it) => it.definition), ...column.domainChecks, ...relation.bounds];
    const serial = variant === 'required' ? this.#serial : position + 1;
    const candidates = candidateValues(column, serial, position, hints);
    if (checks.length === 0 && column.domainChecks.length === 0) return candidates[0] ?? null;
    const key = `${relation.key}.${column.name}`;
    let accepted = this.#accepted.get(key);
    if (accepted === undefined || !accepted.includes(candidates[0] ?? '')) {
      accepted = await this.#satisfying(
        column,
        candidates,
        checks.map((it) => it.definition),
      );
      this.#accepted.set(key, accepted);
    }
    return accepted[0] ?? null;
  }

  /** The candidates that meet the checks of a column, as Postgres itself finds. */
  async #satisfying(column: Column, candidates: readonly string[], checks: readonly string[]): Promise<string[]> {
    if (candidates.length === 0) return [];
    const rows = candidates.map((value, at) => `(${at}, ${value}::${column.base})`).join(', ');
    const own = checks.map((it) => `(${it}) is not false`);
    const ofDomain = column.domainChecks.map((it) => `(${it}) is not false`);
    const sql = `select at from (select at, value, value as ${quoteName(column.name === 'value' ? 'value_' : column.name)}
      from (values ${rows}) candidates (at, value)) it where ${[...own, ...ofDomain].join(' and ')} order by at`;
    try {
      await this.#database.exec('savepoint candidates');
      const { rows: found } = await this.#database.query(sql);
      return found.flatMap(({ at }) => candidates[Number(at)] ?? []);
    } catch (error) {
      sqlError(error);
      await this.#database.exec('rollback to savepoint candidates');
      return [...candidates];
    }
  }
}

/** The checks on one column alone. */
function checksOf(relation: Relation, column: Column): Constraint[] {
  return relation.constraints.filter(
    ({ kind, columns }) => kind === 'c' && columns.length === 1 && columns[0] === column.name,
  );
}

function toMade(relation: Relation, row: Row): MadeRow {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const values = Object.fromEntries(relation.columns.map(({ name }) => [name, text(row[name])]));
  return { relation, ctid: String(row['#ctid']), stored: String(row['#stored']), values };
}

/** A relation's name in SQL. */
export function table(key: string): string {
  const dot = key.indexOf('.');
  return `${quoteName(key.slice(0, dot))}.${quoteName(key.slice(dot + 1))}`;
}

export function insertSql(key: string, values: Assignments): string {
  if (values.size === 0) return `insert into ${table(key)} default values`;
  const columns = [...values.keys()].map(quoteName).join(', ');
  return `insert into ${table(key)} (${columns}) values (${[...values.values()].join(', ')})`;
}
