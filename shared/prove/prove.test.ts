import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppSpec } from '../generator/app-spec.ts';
import { PLANS } from '../generator/compile/testing/plans.ts';
import { compileApp } from '../generator/compile.ts';
import { SOUND_APP } from '../verify/corpus/sound-app.ts';
import { SOUND_SCHEMAS } from '../verify/corpus/sound-schemas.ts';
import { verify } from '../verify/verify.ts';
import { LEAKS } from './corpus/leaks.ts';
import { type AccessRule, accessRules } from './ownership.ts';
import { createPlatform, prove } from './pglite.ts';
import { type ProofReport, proofReport } from './report.ts';

const MIGRATION = /^supabase\/migrations\//;

let database: PGlite;
beforeAll(async () => {
  database = await createPlatform(['btree_gist', 'pg_trgm']);
}, 120_000);
afterAll(() => database.close());

const treeOf = (sql: string) => ({ 'supabase/migrations/20260101000000_init.sql': sql });
const proveSql = (sql: string, rules?: ReadonlyMap<string, AccessRule>) =>
  prove(treeOf(sql), { database, ...(rules === undefined ? {} : { rules }) });

/** What is not all right, as lines that a failed test shows. */
const faults = ({ failure, results }: ProofReport) => [
  ...(failure === null ? [] : [failure.message]),
  ...results
    .filter(({ verdict }) => verdict === 'leak' || verdict === 'broken')
    .map((it) => `${it.verdict}: ${it.who} ${it.verb} ${it.object}: ${it.attempt}. ${it.reason}`),
];
const unprobed = ({ results }: ProofReport) =>
  results.filter(({ verdict }) => verdict === 'not_probed').map((it) => `${it.object}: ${it.reason}`);

describe('schemas with one hole', () => {
  it.each(LEAKS)('$name', async ({ sql, found }) => {
    const report = await proveSql(sql);
    const wanted = { verdict: 'leak', ...found };
    expect(report.failure).toBeNull();
    expect(report.passed).toBe(false);
    expect(report.results).toContainEqual(expect.objectContaining(wanted));
    expect(proofReport.parse(report)).toEqual(report);
    // Each of them can be seen without running, too.
    const { findings } = await verify(treeOf(sql));
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'error', rule: expect.stringMatching(/^sql-/) }),
    );
  });
});

describe('sound schemas', () => {
  it.each(Object.entries(SOUND_SCHEMAS))('%s', async (_name, sql) => {
    const report = await proveSql(sql);
    expect(faults(report)).toEqual([]);
    expect(unprobed(report).filter((it) => !/^(?:storage|realtime)\./.test(it))).toEqual([]);
  });

  it('the sound application', async () => {
    const report = await prove(SOUND_APP, { database });
    expect(faults(report)).toEqual([]);
    expect(report.counts.ok).toBeGreaterThan(50);
  });
});

const APPS = Object.entries(PLANS).filter(([, plan]) => plan.entities.length > 0);

describe('compiled applications', () => {
  it.each(APPS)('%s: keeps what its plan promises', async (_name, plan) => {
    const report = await prove(compileApp(plan), { database, rules: accessRules(plan) });
    expect(faults(report)).toEqual([]);
    expect(unprobed(report).filter((it) => !/^(?:storage|realtime)\./.test(it))).toEqual([]);
  });

  it.each(APPS)('%s: is not accused of anything by who does not know its plan', async (_name, plan) => {
    const tree = compileApp(plan);
    expect(faults(await prove(tree, { database }))).toEqual([]);
    expect((await verify(tree)).findings.filter(({ rule }) => rule.startsWith('sql-'))).toEqual([]);
  });
});

describe('the plan of an application', () => {
  const NOTES = `
    create table public.notes (id uuid primary key default gen_random_uuid(),
      owner_id uuid not null default auth.uid() references auth.users (id), title text not null);
    alter table public.notes enable row level security;
    grant select, insert, update, delete on public.notes to authenticated;`;
  const rules = (access: AppSpec['entities'][number]['access']) =>
    accessRules({ entities: [{ table: 'notes', access }], pages: [] } as unknown as AppSpec);

  it('makes a leak of reading that a policy declares open', async () => {
    const sql = `${NOTES} create policy look on public.notes for select to authenticated using (true);`;
    expect(faults(await proveSql(sql))).toEqual([]);
    expect(faults(await proveSql(sql, rules('private')))).toContainEqual(
      expect.stringMatching(/^leak: user B select notes/),
    );
  });

  it('is broken by less than it promises', async () => {
    const mine = 'owner_id = (select auth.uid())';
    const sql = `${NOTES} create policy own on public.notes for select to authenticated using (${mine});`;
    expect(faults(await proveSql(sql))).toEqual([]);
    const found = faults(await proveSql(sql, rules('private')));
    expect(found.map((it) => it.split('. ')[0])).toEqual([
      'broken: user A insert notes: add a row of their own',
      'broken: user A update notes: change a row of their own',
      'broken: user A delete notes: delete a row of their own',
    ]);
  });
});

describe('a compiled application whose policies are weakened one by one', () => {
  const plan = PLANS.sharedOffice ?? expect.unreachable();
  const [path = '', sql = ''] = Object.entries(compileApp(plan)).find(([it]) => MIGRATION.test(it)) ?? [];
  const policies = [...String(sql).matchAll(/create policy (\w+) on public\.(\S+)\s+for (\w+)[\s\S]*?;\n/g)];
  // Adding in the name of another is held by the grants too; everyone is a member; comments are for who reads the row.
  const held = /^(?:insert_|\w+_member|\w+_reader)/;
  const cases = policies.filter(([text, name = '']) => !held.test(name) && !text.includes('(true)'));

  it.each(cases.map(([text, name, table, command]) => ({ text, name, table, command })))(
    '$name on $table',
    async ({ text, name, table, command }) => {
      const condition = command === 'update' ? 'using (true) with check (true)' : 'using (true)';
      const weak = `create policy ${name} on public.${table} for ${command} to authenticated ${condition};\n`;
      const tree = { [path]: String(sql).replace(text, () => weak) };
      const { failure, counts } = await prove(tree, { database, rules: accessRules(plan) });
      expect(failure).toBeNull();
      expect(counts.leak).toBeGreaterThan(0);
    },
  );

  it('are many', () => expect(cases.length).toBeGreaterThan(15));
});

describe('what cannot be probed', () => {
  it('is said with its reason and not counted as passed', async () => {
    const report = await proveSql(`
      create table public.riddles (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users (id),
        answer text not null check (md5(answer) = 'no text has this sum'));
      alter table public.riddles enable row level security;
      grant select on public.riddles to authenticated;`);
    const results = report.results.filter(({ verb }) => verb === 'select');
    expect(results.length).toBeGreaterThan(0);
    for (const { verdict, seen, reason } of results) {
      expect({ verdict, seen }).toEqual({ verdict: 'not_probed', seen: 'unknown' });
      expect(reason).toContain('riddles');
    }
    expect(report.counts.not_probed).toBeGreaterThanOrEqual(results.length);
  });

  it('is everything when a migration does not apply', async () => {
    const report = await proveSql('create table public.notes (id uuid primary key, body nonsense);');
    expect(report).toMatchObject({ passed: false, results: [] });
    expect(report.failure).toEqual({
      file: 'supabase/migrations/20260101000000_init.sql',
      message: 'type "nonsense" does not exist',
    });
  });
});

it('leaves nothing behind', async () => {
  const tables = () => database.query("select relname from pg_class where relnamespace = 'public'::regnamespace");
  await proveSql(LEAKS[0]?.sql ?? '');
  expect((await tables()).rows).toEqual([]);
  expect((await database.query('select 1 from auth.users')).rows).toEqual([]);
});
