/** Acting as a person inside the transaction of a proof, and being the superuser again afterwards. */
import { type ProbedDatabase, quoteText, type Row, type SqlError, sqlError } from './database.ts';
import { type Person, roleOf } from './plan.ts';
import { type MadeRow, table } from './rows.ts';

export const USER_IDS: Record<Exclude<Person, 'anonymous'>, string> = {
  'user A': '00000000-0000-4000-8000-0000000000a1',
  'user B': '00000000-0000-4000-8000-0000000000b2',
  admin: '00000000-0000-4000-8000-0000000000c3',
};

export function userIdOf(who: Person): string | null {
  return who === 'anonymous' ? null : USER_IDS[who];
}

export function emailOf(who: Person): string {
  return `${who.replaceAll(' ', '-').toLowerCase()}@probe.test`;
}

/** What a statement came to: its rows, or Postgres's error. */
export type Outcome = { rows: Row[]; error: null } | { rows: null; error: SqlError };

export class Session {
  readonly #database: ProbedDatabase;

  constructor(database: ProbedDatabase) {
    this.#database = database;
  }

  /** SQL that sets the claims of a person's token; the role only where it is theirs to act in. */
  static claims(who: Person): string {
    const sub = userIdOf(who);
    const claims = {
      role: roleOf(who),
      aal: 'aal2',
      is_anonymous: false,
      ...(sub === null ? {} : { sub, email: emailOf(who), app_metadata: {}, user_metadata: {} }),
    };
    return `select set_config('request.jwt.claims', ${quoteText(JSON.stringify(claims))}, true)`;
  }

  /**
   * Runs statements as a person, then `look` as the superuser, and undoes all of it.
   *
   * @param before statements of the superuser that come first
   */
  async attempt<T = null>(
    who: Person,
    sql: string,
    look: () => Promise<T> = () => Promise.resolve(null as T),
    before = '',
  ): Promise<{ outcome: Outcome; looked: T | null }> {
    await this.#database.exec('savepoint probe');
    try {
      try {
        await this.#database.exec(`${before}; ${Session.claims(who)}; set local role ${roleOf(who)}`);
        const { rows } = await this.#database.query(sql);
        await this.#database.exec('reset role');
        return { outcome: { rows, error: null }, looked: await look() };
      } catch (error) {
        return { outcome: { rows: null, error: sqlError(error) }, looked: null };
      }
    } finally {
      await this.#database.exec('rollback to savepoint probe; release savepoint probe; reset role');
    }
  }

  /** Those of the rows that are no longer as they were made. */
  async touched(rows: readonly MadeRow[]): Promise<MadeRow[]> {
    if (rows.length === 0) return [];
    const parts = rows.map(
      (row, at) =>
        `select ${at} as at where not exists (select from ${table(row.relation.key)} where ctid = '${row.ctid}' and tableoid = ${quoteText(row.stored)}::regclass)`,
    );
    const { rows: found } = await this.#database.query(parts.join(' union all '));
    return found.flatMap(({ at }) => rows[Number(at)] ?? []);
  }
}

/** Errors that say that the schema itself does not work, whoever asks. */
export function isFault({ code, message }: SqlError): boolean {
  if (/^(?:42P17|54001|42P01|42703|42883|42804|0A000)$/.test(code)) return true;
  return code === '42501' && /^permission denied for (?:function|schema)/.test(message);
}

/** Errors that keep an attempt from reaching what it was to try. */
export function isInconclusive({ code }: SqlError): boolean {
  return /^(?:22|23502|23505|23514|23P01|40|42601|53|57|XX)/.test(code);
}
