/** pgTAP tests of the policies: what two members, the app's admin and a visitor without a session can do. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { isOwnRowsOnly } from '../model-people.ts';
import { writtenFields } from '../model-quiz.ts';
import { code, file, sqlName, sqlString } from '../source-text.ts';
import { anonymousChecks } from './anonymous-pgtap.ts';
import { cartTest } from './cart-pgtap.ts';
import { sqlNumber } from './columns.ts';
import { exchangeChecks, TO_BEN } from './exchange.ts';
import { ADA, actAs, BEN, TEST_USERS, type Who } from './pgtap-people.ts';
import { profilesTest } from './profiles.ts';
import { quizTest } from './quiz.ts';
import { searchChecks } from './search.ts';
import { socialChecks } from './social-pgtap.ts';
import { bookingChecks, workflowChecks } from './transactions-pgtap.ts';

function sampleValue(f: FieldModel): string {
  switch (f.type) {
    case 'boolean':
      return 'false';
    case 'choice':
      return sqlString(f.spec.choices?.[0]?.value ?? '');
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
    case 'rating':
      return sqlNumber(f.min ?? f.max ?? 1);
    case 'date':
      return "'2026-01-31'";
    case 'datetime':
      return "'2026-01-31T09:00:00Z'";
    case 'time':
      return "'09:00'";
    case 'email':
      return "'someone@example.com'";
    case 'url':
    case 'image':
      return "'https://example.com/'";
    case 'tags':
      return "'{sample}'";
    case 'color':
      return "'#808080'";
    default:
      return "'Sample'";
  }
}

/** A time that no other row of the test takes: each row begins ten days after the one before. */
function bookedTime(it: EntityModel, f: FieldModel): string {
  const first = it.fields.find((one) => one.required && (one === it.booking?.start || one === it.booking?.end));
  const days = f === first ? "nextval('booked_days')" : "currval('booked_days')";
  const day = `date '2030-01-01' + ${days}::integer * 10 + ${f === it.booking?.end ? 1 : 0}`;
  return f.type === 'date' ? day : `(${day})::timestamptz`;
}

interface Fixture {
  readonly id: string;
  readonly entity: EntityModel;
  readonly values: readonly { column: string; value: string }[];
}

/** Rows of Ada's that a row of the entity needs, itself last; null where required references run in a circle. */
function fixtures(app: AppModel, it: EntityModel, path: readonly string[] = []): Fixture[] | null {
  if (path.includes(it.spec.name)) return null;
  const needed: Fixture[] = [];
  const values: { column: string; value: string }[] = it.exchange ? [TO_BEN] : [];
  for (const f of writtenFields(it).filter((field) => field.required && !field.stepped)) {
    if (f === it.booking?.start || f === it.booking?.end) {
      values.push({ column: f.column, value: bookedTime(it, f) });
      continue;
    }
    if (!f.reference) {
      values.push({ column: f.column, value: sampleValue(f) });
      continue;
    }
    const target = fixtures(app, entityOf(app, f.reference.entity), [...path, it.spec.name]);
    const row = target?.at(-1);
    if (!target || !row) return null;
    for (const one of target) if (!needed.some((before) => before.id === one.id)) needed.push(one);
    values.push({ column: f.column, value: sqlString(row.id) });
  }
  const at = app.entities.indexOf(it) + 1;
  return [...needed, { id: `20000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`, entity: it, values }];
}

/** `insert into …`, without an id and an owner as the app itself writes it, or with both as a fixture. */
function insertSql(row: Fixture, withOwner: boolean): string {
  const columns = row.values.map((it) => sqlName(it.column));
  const values = row.values.map((it) => it.value);
  if (withOwner) {
    columns.unshift('id');
    values.unshift(sqlString(row.id));
    if (row.entity.owned) {
      columns.push('owner_id');
      values.push(sqlString(ADA));
    }
  }
  const table = `public.${sqlName(row.entity.table)}`;
  return columns.length === 0
    ? `insert into ${table} default values`
    : `insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`;
}

/** The app's own insert with another owner than whoever sends it. */
function foreignInsert(row: Fixture): string {
  return insertSql({ ...row, values: [...row.values, { column: 'owner_id', value: sqlString(ADA) }] }, false);
}

interface Check {
  readonly who: Who;
  readonly sql: string;
}

function checksOf(it: EntityModel, rows: readonly Fixture[]): Check[] {
  const row = rows.at(-1);
  if (!row) return [];
  const table = `public.${sqlName(it.table)}`;
  const one = `select id from ${table} where id = '${row.id}'`;
  const change = it.fields.find((f) => f.writable);
  const column = sqlName(change?.column ?? 'id');
  const nouns = it.table;
  const insert = insertSql(row, false);
  const reads = (who: Who, whose: string) => ({
    who,
    sql: `select isnt_empty($$${one}$$, ${sqlString(`${whose} reads ${nouns}`)});`,
  });
  const sees = (who: Who, whose: string) => ({
    who,
    sql: `select is_empty($$${one}$$, ${sqlString(`${whose} sees none of them`)});`,
  });
  const denied = (who: Who, statement: string, what: string) => ({
    who,
    sql: `select throws_ok($$${statement}$$, '42501', null, ${sqlString(what)});`,
  });
  const works = (who: Who, statement: string, what: string) => ({
    who,
    sql: `select lives_ok($$${statement}$$, ${sqlString(what)});`,
  });
  const untouched = (who: Who, what: string): Check[] => [
    {
      who,
      sql: `select is_empty($$update ${table} set ${column} = ${column} where id = '${row.id}' returning id$$, ${sqlString(`${what} changes none of them`)});`,
    },
    {
      who,
      sql: `select is_empty($$delete from ${table} where id = '${row.id}' returning id$$, ${sqlString(`${what} deletes none of them`)});`,
    },
  ];
  const visitorChanges = [
    denied('visitor', `update ${table} set ${column} = ${column}`, 'a visitor may not change'),
    denied('visitor', `delete from ${table}`, 'a visitor may not delete'),
  ];
  switch (it.access) {
    case 'private':
    case 'members':
    case 'public': {
      const foreign = foreignInsert(row);
      const borrows = rows.length > 1 && it.fields.some((f) => f.required && isOwnRowsOnly(f.reference?.access));
      return [
        reads('ada', 'the owner'),
        works('ada', insert, 'the owner adds one'),
        it.access === 'private' ? sees('ben', 'another member') : reads('ben', 'another member'),
        ...untouched('ben', 'another member'),
        denied('ben', foreign, 'a member may not write in the name of another'),
        ...(borrows ? [denied('ben', insert, 'a member may not refer to what is private to another')] : []),
        it.access === 'public' ? reads('visitor', 'a visitor') : denied('visitor', one, 'a visitor may not read'),
        denied('visitor', insert, 'a visitor may not add'),
        ...visitorChanges,
      ];
    }
    case 'managed': {
      const borrows = rows.length > 1 && it.fields.some((f) => f.required && isOwnRowsOnly(f.reference?.access));
      const his = `select id from ${table} where owner_id = '${BEN}'`;
      return [
        sees('ben', 'another member'),
        ...untouched('ben', 'another member'),
        denied('ben', foreignInsert(row), 'a member may not write in the name of another'),
        ...(borrows
          ? [denied('ben', insert, 'a member may not refer to what is private to another')]
          : [
              works('ben', insert, 'a member adds one'),
              { who: 'ben' as const, sql: `select isnt_empty($$${his}$$, 'and sees it');` },
              { who: 'ada' as const, sql: `select isnt_empty($$${his}$$, 'an admin sees it');` },
              {
                who: 'ada' as const,
                sql: `select isnt_empty($$update ${table} set ${column} = ${column} where owner_id = '${BEN}' returning id$$, 'an admin changes it');`,
              },
            ]),
        denied('visitor', one, 'a visitor may not read'),
        denied('visitor', insert, 'a visitor may not add'),
        ...visitorChanges,
      ];
    }
    case 'team':
      return [
        reads('ada', 'whoever added it'),
        works('ada', insert, 'a member adds one'),
        reads('ben', 'another member'),
        {
          who: 'ben',
          sql: `select isnt_empty($$update ${table} set ${column} = ${column} where id = '${row.id}' returning id$$, 'another member changes it');`,
        },
        denied('ben', foreignInsert(row), 'a member may not write in the name of another'),
        denied('ben', `update ${table} set owner_id = '${BEN}'`, 'nor change who added it'),
        denied('visitor', one, 'a visitor may not read'),
        denied('visitor', insert, 'a visitor may not add'),
        ...visitorChanges,
      ];
    case 'exchanged':
      return exchangeChecks(it, row.id, insert, foreignInsert(row));
    case 'catalog':
      return [
        works('ada', insert, 'an admin adds one'),
        reads('ben', 'a member'),
        denied('ben', insert, 'a member may not add'),
        ...untouched('ben', 'a member'),
        reads('visitor', 'a visitor'),
        denied('visitor', insert, 'a visitor may not add'),
        ...visitorChanges,
      ];
    case 'inbox':
      return [
        works('visitor', insert, 'a visitor sends one'),
        denied('visitor', one, 'a visitor may not read'),
        ...visitorChanges,
        sees('ben', 'a member'),
        ...untouched('ben', 'a member'),
        reads('ada', 'an admin'),
      ];
  }
}

/** Insert of a row that takes what a row of Ada's has taken, for the same time. */
function takenAgain(it: EntityModel, row: Fixture): string {
  const columns = row.values.map((one) => sqlName(one.column)).join(', ');
  return `insert into public.${sqlName(it.table)} (${columns}) select ${columns} from taken_${it.table.slice(0, 50)}`;
}

function transactionChecks(it: EntityModel, rows: readonly Fixture[]): Check[] {
  const row = rows.at(-1);
  if (!row) return [];
  const borrows = rows.length > 1 && it.fields.some((f) => f.required && isOwnRowsOnly(f.reference?.access));
  return [...workflowChecks(it, row.id, !borrows), ...(it.booking ? bookingChecks(it, takenAgain(it, row)) : [])];
}

/** What the test of a booking needs beside its rows: a count of days, and what is taken, for all to see. */
function bookingFixture(it: EntityModel, row: Fixture): string {
  const taken = `taken_${it.table.slice(0, 50)}`;
  return code`
    create temporary table ${taken} as
      select ${row.values.map((one) => sqlName(one.column)).join(', ')} from public.${sqlName(it.table)} where id = '${row.id}';
    grant select on ${taken} to anon, authenticated;
  `;
}

/** pgTAP files by path: `supabase/tests/<table>.test.sql`. */
export function pgtapTests(app: AppModel): Record<string, string> {
  const files: Record<string, string> = {};
  for (const it of app.entities) {
    const rows = fixtures(app, it);
    if (!rows || it.ordered) continue;
    const id = rows.at(-1)?.id ?? '';
    const checks = [
      ...checksOf(it, rows),
      ...transactionChecks(it, rows),
      ...socialChecks(it, id),
      ...searchChecks(app, it, id),
      ...anonymousChecks(it),
    ];
    let who: Who | null = null;
    const body = checks.flatMap((check) => {
      const change = check.who === who ? [] : ['', actAs(check.who)];
      who = check.who;
      return [...change, check.sql];
    });
    files[`supabase/tests/${it.table}.test.sql`] = file(code`
      begin;
      create extension if not exists pgtap with schema extensions;
      select plan(${checks.length});

      ${TEST_USERS}
      ${app.admins && `insert into public.app_admins (user_id) values ('${ADA}');`}
      ${rows.some((row) => row.entity.booking) && 'create temporary sequence booked_days;\ngrant usage on sequence booked_days to anon, authenticated;'}
      ${rows.map((row) => `${insertSql(row, true)};`)}
      ${it.booking && bookingFixture(it, rows[rows.length - 1] ?? { id, entity: it, values: [] })}
      ${body}

      reset role;
      select * from finish();
      rollback;
    `);
  }
  const sold = app.cart && fixtures(app, app.cart.product);
  if (app.cart && sold) {
    const statements = sold.map((row) => `${insertSql(row, true)};`);
    const { asked } = app.cart;
    // A reference that an order needs would need a row of something else.
    if (!asked.some((f) => f.required && f.reference)) {
      const values = asked.map((f) => (f.required ? sampleValue(f) : 'null'));
      files['supabase/tests/cart.test.sql'] = cartTest(app, statements, sold.at(-1)?.id ?? '', values);
    }
  }
  const asked = app.quiz && fixtures(app, app.quiz.entity);
  if (asked) {
    const statements = asked.map((row) => `${insertSql(row, true)};`);
    files['supabase/tests/quiz.test.sql'] = quizTest(app, statements, asked.at(-1)?.id ?? '');
  }
  if (app.profiles) files[`supabase/tests/${app.profiles.table}.test.sql`] = profilesTest(app, app.profiles);
  return files;
}
