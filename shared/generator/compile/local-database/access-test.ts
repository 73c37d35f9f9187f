/** `supabase/tests/access.test.ts` of an app: its access rules as a table, tried on a real Postgres. */
import type { Access } from '../../app-spec.ts';
import type { AppModel, EntityModel } from '../model.ts';
import type { CartModel } from '../model-cart.ts';
import { isOwnRowsOnly, type ProfilesModel } from '../model-people.ts';
import { code, jsString, property } from '../source-text.ts';
import { DEMO_USERS } from '../sql/seed-users.ts';
import { searchProof, socialRules } from './access-more.ts';

/** Who may do something with a row. */
type Who =
  | 'everyone'
  | 'members'
  | 'owner'
  | 'admins'
  | 'owner or admins'
  | 'recipient'
  | 'owner or recipient'
  | 'nobody';

interface Rule {
  readonly meaning: string;
  readonly read: Who;
  readonly insert: Who;
  readonly update: Who;
  readonly remove: Who;
}

/** The rules as `ACCESS` promises them, written down apart from the policies that are held against them. */
const RULES: Record<Access, Rule> = {
  private: {
    meaning: 'Each member sees and changes their own.',
    read: 'owner',
    insert: 'members',
    update: 'owner',
    remove: 'owner',
  },
  members: {
    meaning: 'Every member reads all; each changes their own.',
    read: 'members',
    insert: 'members',
    update: 'owner',
    remove: 'owner',
  },
  public: {
    meaning: 'Everyone reads all; each member changes their own.',
    read: 'everyone',
    insert: 'members',
    update: 'owner',
    remove: 'owner',
  },
  catalog: {
    meaning: 'Everyone reads all; admins change them.',
    read: 'everyone',
    insert: 'admins',
    update: 'admins',
    remove: 'admins',
  },
  inbox: {
    meaning: 'Everyone may send one; only admins read them.',
    read: 'admins',
    insert: 'everyone',
    update: 'admins',
    remove: 'admins',
  },
  managed: {
    meaning: 'Each member adds and sees their own; admins see and change all.',
    read: 'owner or admins',
    insert: 'members',
    update: 'owner or admins',
    remove: 'owner or admins',
  },
  team: {
    meaning: 'Every member sees and changes all.',
    read: 'members',
    insert: 'members',
    update: 'members',
    remove: 'members',
  },
  exchanged: {
    meaning:
      'Sender and recipient see it; the recipient says that it was read, until then the sender can take it back.',
    read: 'owner or recipient',
    insert: 'members',
    update: 'recipient',
    remove: 'owner',
  },
};

/** The rule of an entity with what its workflow changes: admins who take steps change rows, and what is taken up stays. */
function ruleOf(it: EntityModel): string {
  const rule = RULES[it.access];
  const { meaning, read } = rule;
  const insert = it.ordered ? 'nobody' : rule.insert;
  const withAdmins = (who: Who): Who => (it.workflow?.byAdmin && who === 'owner' ? 'owner or admins' : who);
  const [update, remove] = [withAdmins(rule.update), it.ordered ? 'nobody' : withAdmins(rule.remove)];
  const step = it.access === 'managed' && !it.ordered ? it.workflow : null;
  const own = it.fields.filter((f) => isOwnRowsOnly(f.reference?.access) && f.writable);
  const references = own.map((f) => property(f.column, `'${f.reference?.table}'`)).join(', ');
  const parts = [
    `read: '${read}', insert: '${insert}', update: '${update}', remove: '${remove}'`,
    ...(it.owned ? ["owner: 'owner_id'"] : []),
    ...(it.exchange ? ["recipient: 'recipient_id'"] : []),
    ...(it.spec.anonymous ? ['anonymous: true'] : []),
    ...(step ? [`removedWhile: { ${property(step.field.column, jsString(step.initial))} }`] : []),
    ...(it.exchange ? ['removedWhile: { read_at: null }'] : []),
    ...(references === '' ? [] : [`references: { ${references} }`]),
  ];
  const line = property(it.table, `{ ${parts.join(', ')} },`);
  return code`
    // ${it.ordered ? 'Each member sees their own, which the cart makes; admins see and move all.' : meaning}
    ${line.length < 110 ? line : property(it.table, `{\n  ${parts.join(',\n  ')},\n},`)}
  `;
}

const ADMINS = code`
  // Members see whether they are one; rows are added by SQL.
  app_admins: { read: 'owner', insert: 'nobody', update: 'nobody', remove: 'nobody', owner: 'user_id', key: ['user_id'] },
`;

function profilesRule({ table, readers }: ProfilesModel): string {
  const read = readers === 'admins' ? 'owner or admins' : readers;
  return code`
    // The name others see: it comes with the account, and its person changes it.
    ${property(table, `{ read: '${read}', insert: 'nobody', update: 'owner', remove: 'nobody', owner: 'id' }`)},
  `;
}

function cartRules({ lines, orderLines }: CartModel): string {
  return code`
    // What lies in a cart is its owner's business.
    ${lines}: { read: 'owner', insert: 'members', update: 'owner', remove: 'owner', owner: 'owner_id' },
    // What was ordered is written by the function that places orders.
    ${orderLines}: { read: 'owner or admins', insert: 'nobody', update: 'nobody', remove: 'nobody', owner: 'owner_id' },
  `;
}

export function accessTest(app: AppModel): string {
  const [ada, ben] = DEMO_USERS;
  const anonymous = app.entities.some((it) => it.spec.anonymous);
  const exchanged = app.entities.some((it) => it.exchange);
  const social = app.entities.some((it) => it.comments || it.votes);
  return code`
    /**
     * Who may do what, proven on a real Postgres made of this project's migrations and sample data. Every rule below is tried
     * with every row as a visitor, as Ada and as Ben: what they can do is what the rule says, no more and no less. Nothing
     * that is tried is kept. Change a rule together with its policies; give a new table a rule.
     */
    import { afterAll, beforeAll, describe, expect, it } from 'vitest';
    import { type LocalDatabase, openDatabase } from '../local/database.ts';
    import { attempt, type Outcome, type Person, type Row } from './attempt.ts';

    const VISITOR: Person = { name: 'a visitor', id: null, isAdmin: false };
    const ADA: Person = { name: 'Ada', id: '${ada.id}', isAdmin: ${String(app.admins)} };
    const BEN: Person = { name: 'Ben', id: '${ben.id}', isAdmin: false };
    const PEOPLE = [VISITOR, ADA, BEN];

    type Who = 'everyone' | 'members' | 'owner' | 'admins' | 'owner or admins'${exchanged && " | 'recipient' | 'owner or recipient'"} | 'nobody';

    interface Rule {
      read: Who;
      insert: Who;
      update: Who;
      remove: Who;
      /** Column that says whose row it is. */
      owner?: string;
      ${anonymous && '/** Nobody reads whose row it is. */\nanonymous?: true;'}
      ${exchanged && '/** Column that says whom it is for. */\nrecipient?: string;'}
      /** Primary key, where it is not \`id\`. */
      key?: string[];
      ${social && '/** The row that it hangs on: who does not read that, does not read or add this. */\nof?: { column: string; table: string };'}
      /** What the row must be like for its owner to remove it. */
      removedWhile?: Row;
      /** Columns that refer to another table's private rows: the writer's own and no others. */
      references?: Record<string, string>;
    }

    const RULES: Record<string, Rule> = {
      ${app.entities.flatMap((it) => [ruleOf(it), ...socialRules(app, it)])}
      ${app.cart && cartRules(app.cart)}
      ${app.quiz && `// What somebody scored is written by the function that scores.\n${app.quiz.attempts}: { read: 'owner', insert: 'nobody', update: 'nobody', remove: 'nobody', owner: 'owner_id' },`}
      ${app.profiles && profilesRule(app.profiles)}
      ${app.admins && ADMINS}
    };

    /** Whether the rule lets the person do it with this row. */
    function may(who: Who, rule: Rule, person: Person, row: Row): boolean {
      if (who === 'everyone') return true;
      if (who === 'members') return person.id !== null;
      const owns = person.id !== null && row[rule.owner ?? ''] === person.id;
      ${exchanged && "if (who.endsWith('recipient') && person.id !== null && row[rule.recipient ?? ''] === person.id) return true;"}
      return (who.startsWith('owner') && owns) || (who.endsWith('admins') && person.isAdmin);
    }

    let local: LocalDatabase;

    beforeAll(async () => {
      local = await openDatabase(process.cwd(), null);
    }, 120_000);

    afterAll(() => local?.postgres.close());

    /** Every row there is, whoever it belongs to. Without sample rows there is nothing to try, and the test is skipped. */
    async function rowsToTry(table: string, skip: (note: string) => void): Promise<Row[]> {
      const rows = await allRows(table);
      if (rows.length === 0) skip('supabase/seed.sql has no rows for this table');
      return rows;
    }

    async function allRows(table: string): Promise<Row[]> {
      const { rows } = await local.postgres.query<{ row: Row }>(\`select to_jsonb(it) as row from public."\${table}" it\`);
      return rows.map(({ row }) => row);
    }

    /** The columns that the API may write. */
    async function columnsGranted(table: string, privilege: 'SELECT' | 'INSERT' | 'UPDATE'): Promise<string[]> {
      const { rows } = await local.postgres.query<{ name: string }>(
        \`select distinct column_name::text as name from information_schema.column_privileges
         where table_schema = 'public' and table_name = $1 and privilege_type = $2 and grantee in ('anon', 'authenticated')\`,
        [table, privilege],
      );
      return rows.map(({ name }) => name);
    }

    /** Whether all that the row refers to is the person's own, as far as that matters. */
    async function refersToOwn(rule: Rule, person: Person, row: Row): Promise<boolean> {
      for (const [column, target] of Object.entries(rule.references ?? {})) {
        const referred = (await allRows(target)).find((one) => one.id === row[column]);
        if (referred !== undefined && referred.owner_id !== person.id) return false;
      }
      return true;
    }

    ${
      social &&
      code`
        /** Whether the person reads the row that this one hangs on. */
        async function readsParent(rule: Rule, person: Person, row: Row): Promise<boolean> {
          const { of } = rule;
          const parents = of === undefined ? undefined : RULES[of.table];
          if (of === undefined || parents === undefined) return true;
          const parent = (await allRows(of.table)).find((one) => one.id === row[of.column]);
          return parent !== undefined && may(parents.read, parents, person, parent);
        }
      `
    }

    /** Adds a copy of the row as the person. */
    function insertCopy(table: string, person: Person, row: Row, columns: string[]): Promise<Outcome> {
      const list = columns.map((name) => \`"\${name}"\`).join(', ');
      const sql = \`insert into public."\${table}" (\${list}) select \${list} from jsonb_populate_record(null::public."\${table}", $1)\`;
      return attempt(local.postgres, person, sql, [row]);
    }

    describe.each(Object.entries(RULES))('%s', { timeout: 60_000 }, (table, rule) => {
      const keys = rule.key ?? ['id'];
      const key = keys.join(', ');
      const name = \`public."\${table}"\`;
      const valuesOf = (row: Row) => keys.map((column) => row[column]);
      /** The row itself, by parameters from that number on. */
      const isRow = (first: number) => keys.map((column, at) => \`"\${column}" = $\${at + first}\`).join(' and ');

      it.for(PEOPLE)(\`is read by \${rule.read}: $name\`, async (person, { skip }) => {
        const rows = await rowsToTry(table, skip);
        const seen = await attempt(local.postgres, person, \`select \${key} from \${name}\`);
        const expected: Row[] = [];
        for (const row of rows) {
          if (may(rule.read, rule, person, row)${social && ' && (await readsParent(rule, person, row))'}) expected.push(row);
        }
        const ids = (some: Row[]) => some.map((row) => valuesOf(row).join(' ')).sort();
        expect(ids(seen.rows)).toEqual(ids(expected));
      });

      it.for(PEOPLE)(\`is added to by \${rule.insert}: $name\`, async (person, { skip }) => {
        const granted = await columnsGranted(table, 'INSERT');
        const columns = granted.length > 0 ? granted : keys;
        for (const row of await rowsToTry(table, skip)) {
          const expected = may(rule.insert, rule, person, {})${social && ' && (await readsParent(rule, person, row))'};
          if (expected && !(await refersToOwn(rule, person, row))) continue;
          const { allowed, stopped } = await insertCopy(table, person, row, columns);
          if (!stopped) expect(allowed).toBe(expected);
        }
      });

      it.for(PEOPLE)(\`is changed by \${rule.update}: $name\`, async (person, { skip }) => {
        // One that may be read as well: setting a column to itself reads it.
        const readable = await columnsGranted(table, 'SELECT');
        const column = (await columnsGranted(table, 'UPDATE')).find((it) => readable.includes(it)) ?? keys[0] ?? 'id';
        for (const row of await rowsToTry(table, skip)) {
          if (!(await refersToOwn(rule, person, row))) continue;
          const sql = \`update \${name} set "\${column}" = "\${column}" where \${isRow(1)} returning \${key}\`;
          const { changed, stopped } = await attempt(local.postgres, person, sql, valuesOf(row));
          if (!stopped) expect(changed, valuesOf(row).join(' ')).toBe(may(rule.update, rule, person, row));
        }
      });

      it.for(PEOPLE)(\`is removed from by \${rule.remove}: $name\`, async (person, { skip }) => {
        for (const row of await rowsToTry(table, skip)) {
          const sql = \`delete from \${name} where \${isRow(1)} returning \${key}\`;
          const { changed, stopped } = await attempt(local.postgres, person, sql, valuesOf(row));
          const isOpen = person.isAdmin || Object.entries(rule.removedWhile ?? {}).every(([column, value]) => row[column] === value);
          if (!stopped) expect(changed, valuesOf(row).join(' ')).toBe(isOpen && may(rule.remove, rule, person, row));
        }
      });

      it.runIf(rule.owner)('is never written in the name of another', async ({ skip }) => {
        const columns = [...new Set([...(await columnsGranted(table, 'INSERT')), rule.owner ?? ''])];
        for (const row of await rowsToTry(table, skip)) {
          for (const person of [ADA, BEN]) {
            const other = person === ADA ? BEN.id : ADA.id;
            const foreign = { ...row, [rule.owner ?? '']: other };
            expect((await insertCopy(table, person, foreign, columns)).allowed).toBe(false);
            const sql = \`update \${name} set "\${rule.owner}" = $1 where \${isRow(2)} returning \${key}\`;
            const { changed } = await attempt(local.postgres, person, sql, [other, ...valuesOf(row)]);
            expect(changed).toBe(false);
          }
        }
      });

      ${
        anonymous &&
        code`
          it.runIf(rule.anonymous)('tells nobody whose a row is', async () => {
            for (const person of PEOPLE) {
              expect((await attempt(local.postgres, person, \`select "\${rule.owner}" from \${name}\`)).allowed).toBe(false);
            }
          });
        `
      }

      it.each(Object.entries(rule.references ?? {}))('refers by %s only to what is the writer\'s own', async (column, target) => {
        const rows = await allRows(table);
        const targets = await allRows(target);
        const columns = await columnsGranted(table, 'INSERT');
        for (const person of [ADA, BEN].filter((one) => !one.isAdmin)) {
          const mine = rows.find((row) => rule.owner === undefined || row[rule.owner] === person.id);
          const theirs = targets.find((row) => row.owner_id !== person.id);
          if (!mine || !theirs) continue;
          expect((await insertCopy(table, person, { ...mine, [column]: theirs.id }, columns)).allowed).toBe(false);
        }
      });
    });

    ${searchProof(app)}

    describe('the schema', () => {
      it('has a rule for every table', async () => {
        const { rows } = await local.postgres.query<{ relname: string }>(
          "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
        );
        expect(rows.map(({ relname }) => relname).sort()).toEqual(Object.keys(RULES).sort());
      });

      it('has row level security on every table', async () => {
        const { rows } = await local.postgres.query(
          "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity",
        );
        expect(rows).toEqual([]);
      });

      it('has only views that keep to the rights of whoever asks', async () => {
        const { rows } = await local.postgres.query(
          \`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
           and not coalesce('security_invoker=true' = any(reloptions) or 'security_invoker=on' = any(reloptions), false)\`,
        );
        expect(rows).toEqual([]);
      });
    });
  `;
}

export const ATTEMPT = code`
  /** One statement, tried as somebody and taken back. */
  import type { PGlite } from '@electric-sql/pglite';

  export type Row = Record<string, unknown>;

  export interface Person {
    name: string;
    /** Null: not signed in. */
    id: string | null;
    isAdmin: boolean;
  }

  export interface Outcome {
    /** No grant was missing and no policy stood against it. */
    allowed: boolean;
    /** It was allowed and there was a row for it. */
    changed: boolean;
    /** A trigger of the app's own refused it, such as one for a booking that is taken: that says nothing about policies. */
    stopped: boolean;
    rows: Row[];
  }

  /** Missing grant, or a row that a policy refuses. */
  const REFUSED = '42501';

  /**
   * Runs a statement with the rights that a request of the person has. A constraint that fails counts as allowed: Postgres
   * looks at constraints after it has looked at policies.
   *
   * @throws what else Postgres says, such as an error in the statement.
   */
  export async function attempt(postgres: PGlite, person: Person, sql: string, values: unknown[] = []): Promise<Outcome> {
    const role = person.id === null ? 'anon' : 'authenticated';
    const claims = JSON.stringify({ role, ...(person.id === null ? {} : { sub: person.id }) });
    return postgres.transaction(async (transaction) => {
      await transaction.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [role, claims]);
      try {
        const { rows } = await transaction.query<Row>(sql, values);
        return { allowed: true, changed: rows.length > 0, stopped: false, rows };
      } catch (error) {
        const { code = '', routine } = error as { code?: string; routine?: string };
        if (routine === 'exec_stmt_raise') return { allowed: false, changed: false, stopped: true, rows: [] };
        if (code === REFUSED) return { allowed: false, changed: false, stopped: false, rows: [] };
        if (code.startsWith('23')) return { allowed: true, changed: true, stopped: false, rows: [] };
        throw error;
      } finally {
        await transaction.rollback();
      }
    });
  }
`;
