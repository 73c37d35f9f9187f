import { describe, expect, it } from 'vitest';
import { SOUND_APP } from './corpus/sound-app.ts';
import { verifyReport } from './finding.ts';
import { MAX_FINDINGS } from './findings.ts';
import { verify } from './verify.ts';

const rules = async (tree: Record<string, string | Uint8Array>) => [
  ...new Set((await verify({ ...SOUND_APP, ...tree })).findings.map(({ rule }) => rule)),
];
const MIGRATION = 'supabase/migrations/30000101000000_last.sql';

describe('verify', () => {
  it('writes a report in the agreed shape', async () => {
    const report = await verify({ ...SOUND_APP, 'src/app.tsx': 'export const App = () => <Missing />;' });
    expect(verifyReport.parse(report)).toEqual(report);
    expect(report.passed).toBe(false);
  });

  it('sorts by file and line', async () => {
    const { findings } = await verify({ 'src/z.ts': 'a;\n\nb;\n', 'src/a.ts': '\nd;c;\n' });
    const places = findings.filter(({ rule }) => rule === 'undefined-name').map(({ file, line }) => `${file}:${line}`);
    expect(places).toEqual(['src/a.ts:2', 'src/a.ts:2', 'src/z.ts:1', 'src/z.ts:3']);
  });

  it('lists no more than a person can read and says how many there are', async () => {
    const source = Array.from({ length: MAX_FINDINGS + 50 }, (_, at) => `undefined${at};`).join('\n');
    const { findings } = await verify({ ...SOUND_APP, 'src/many.ts': source });
    expect(findings).toHaveLength(MAX_FINDINGS);
    expect(findings.at(-1)).toMatchObject({ rule: 'more-findings', message: '51 more findings are not listed.' });
  });

  it('accuses an empty project of having no start, and of nothing else', async () => {
    const { findings } = await verify({});
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['missing-entry']));
  });

  it('does not look further into a tree that is too large', async () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`src/f${at}.ts`, 'undefinedName;']));
    expect((await verify(many)).findings.map(({ rule }) => rule)).toEqual(['tree-too-many-files']);
    const heavy = Object.fromEntries(
      Array.from({ length: 11 }, (_, at) => [`public/${at}.bin`, new Uint8Array(999_000)]),
    );
    expect(await rules(heavy)).toEqual(['tree-too-large']);
  });

  it('does not follow a migration that does not parse into accusations', async () => {
    const broken = { [MIGRATION]: 'create table public.x (id int);\ncreate polcy;', 'src/lib/none.sql': '' };
    expect(await rules(broken)).toEqual(['sql-syntax']);
  });

  it.each([
    ['brackets', 'src/deep.ts', `export const a = ${'('.repeat(20_000)}1${')'.repeat(20_000)};`],
    ['elements', 'src/deep.tsx', `export const a = ${'<a>'.repeat(9_000)}${'</a>'.repeat(9_000)};`],
    ['SQL', MIGRATION, `select ${'1+'.repeat(50_000)}1;`],
    [
      'a condition',
      MIGRATION,
      `create policy a on public.tips for delete to anon using (${'not '.repeat(6_000)} true);`,
    ],
  ])('survives %s nested too deeply, and works after it', async (_name, path, content) => {
    const found = await rules({ [path]: content });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^(?:nested-too-deeply|sql-syntax|syntax-error)$/);
    expect(await rules({})).toEqual([]);
  });

  it('says the line of SQL after text that is longer in bytes than in letters', async () => {
    const sql = `-- ${'é'.repeat(300)}\ncreate table public.über (id int);\n\n  select 'ü' frm x y;`;
    expect((await verify({ ...SOUND_APP, [MIGRATION]: sql })).findings).toMatchObject([
      { rule: 'sql-syntax', line: 4, column: 18 },
    ]);
    const table = `-- ${'é'.repeat(300)}\n/* ü */ create table public.über (id int);\n`;
    expect((await verify({ ...SOUND_APP, [MIGRATION]: table })).findings).toMatchObject([
      { rule: 'sql-table-without-rls', line: 2, column: 9 },
    ]);
  });

  it('takes names of the language for names', async () => {
    const source = "import { toString } from './empty';\nexport const constructor = [toString, hasOwnProperty];\n";
    const { findings } = await verify({ ...SOUND_APP, 'src/a.ts': source, 'src/empty.ts': 'export {};\n' });
    expect(findings.map(({ rule }) => rule)).toEqual(['missing-named-export', 'undefined-name']);
  });
});
