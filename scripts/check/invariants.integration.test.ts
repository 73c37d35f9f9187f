import postgres, { type Sql } from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { readStack } from '../test/stack.ts';
import { ALLOWED_GRANTS } from './allowed-grants.ts';
import {
  columnsWithoutTimeZone,
  definersOutsidePrivate,
  enumTypes,
  foreignKeysWithoutDeleteRule,
  foreignKeysWithoutIndex,
  functionsPlannedAtEachCall,
  functionsWithoutPinnedSearchPath,
  grants,
  objectsWithoutComment,
  policiesForEveryone,
  tablesWithoutPolicy,
  tablesWithoutRowLevelSecurity,
  viewsWithTheirOwnersRights,
} from './invariants.ts';

const sql = postgres(readStack().databaseUrl, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

class Rollback extends Error {}

/** What a rule says of the schema after a change to it that is then undone. */
async function withChange(change: string, rule: (sql: Sql) => Promise<string[]>): Promise<string[]> {
  let found: string[] = [];
  await sql
    .begin(async (transaction) => {
      await transaction.unsafe(change).simple();
      found = await rule(transaction as unknown as Sql);
      throw new Rollback();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Rollback)) throw error;
    });
  return found;
}

const newTable = 'create table public.oops (id int primary key);';

/** Each rule, with a change that breaks it and what the rule then says. */
const RULES: [rule: (sql: Sql) => Promise<string[]>, breaks: string, found: string][] = [
  [tablesWithoutRowLevelSecurity, newTable, 'oops'],
  [tablesWithoutPolicy, `${newTable} alter table public.oops enable row level security`, 'oops'],
  [policiesForEveryone, `${newTable} create policy p on public.oops using (true)`, 'p on oops'],
  [viewsWithTheirOwnersRights, 'create view public.oops as select 1', 'oops'],
  [
    functionsWithoutPinnedSearchPath,
    "create function private.oops() returns int language sql as 'select 1'",
    'private.oops()',
  ],
  [
    functionsPlannedAtEachCall,
    "create function private.oops() returns int language sql set search_path = '' as 'select 1'",
    'private.oops()',
  ],
  [
    definersOutsidePrivate,
    "create function public.oops() returns int language sql security definer as 'select 1'",
    'oops()',
  ],
  [
    foreignKeysWithoutDeleteRule,
    'create table public.oops (id uuid primary key references public.projects)',
    'oops_id_fkey on oops',
  ],
  [
    foreignKeysWithoutIndex,
    'create table public.oops (id uuid references public.projects); create index on public.oops (id) where id is null',
    'oops_id_fkey on oops',
  ],
  [objectsWithoutComment, newTable, 'oops'],
  [columnsWithoutTimeZone, 'create table private.oops (at timestamp)', 'private.oops.at'],
  [enumTypes, "create type public.oops as enum ('a')", 'oops'],
];

describe.each(RULES.map(([rule, breaks, found]) => ({ name: rule.name, rule, breaks, found })))('$name', (broken) => {
  it('finds nothing in the schema', async () => {
    expect(await broken.rule(sql)).toEqual([]);
  });

  it('finds what breaks it', async () => {
    expect(await withChange(broken.breaks, broken.rule)).toEqual([broken.found]);
  });
});

describe('grants', () => {
  it('are the allowed ones, and no other', async () => {
    expect(await grants(sql)).toEqual([...ALLOWED_GRANTS].sort());
  });

  it.each([
    ['a table', 'grant select on public.projects to anon', 'anon: select on public.projects'],
    ['a column', 'grant update (name) on public.plans to service_role', 'service_role: select, update (name)'],
    [
      'a function',
      'grant execute on function private.sweep_jobs() to public',
      'public: execute on private.sweep_jobs()',
    ],
  ])('notice %s', async (_, change, grant) => {
    const extra = (await withChange(change, grants)).filter((line) => !ALLOWED_GRANTS.includes(line));
    expect(extra).toEqual([expect.stringContaining(grant)]);
  });

  it('are none for objects that are new', async () => {
    const extra = (
      await withChange(
        `${newTable} create function public.oops() returns int language sql as 'select 1'; create sequence public.oops_seq`,
        grants,
      )
    ).filter((line) => !ALLOWED_GRANTS.includes(line));
    expect(extra).toEqual([]);
  });
});
