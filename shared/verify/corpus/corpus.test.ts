import { describe, expect, it } from 'vitest';
import { verify } from '../verify.ts';
import { applyDefect, type Defect, lineOf } from './defect.ts';
import { HARMLESS_KEYS, SECRET_DEFECTS } from './secret-defects.ts';
import { SOUND_APP } from './sound-app.ts';
import { SOURCE_DEFECTS } from './source-defects.ts';
import { SQL_DEFECTS } from './sql-defects.ts';

async function expectFound(defect: Defect): Promise<void> {
  const tree = applyDefect(SOUND_APP, defect);
  const { findings, passed } = await verify(tree);
  const line = defect.at === undefined ? undefined : lineOf(tree, defect.file, defect.at);
  const severity = defect.severity ?? 'error';
  expect(findings.map(({ rule, file, line, severity }) => ({ rule, file, line, severity }))).toEqual([
    { rule: defect.rule, file: defect.file, line, severity },
  ]);
  expect(passed).toBe(severity === 'warning');
  for (const { message, fix } of findings) {
    expect(message).toMatch(/^\S.*\.$/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
  }
}

describe('the sound application', () => {
  it('is not accused of anything', async () => {
    const report = await verify(SOUND_APP);
    expect(report).toEqual({
      kind: 'static',
      passed: true,
      findings: [],
      looked: { files: Object.keys(SOUND_APP).length, tables: 5, policies: 10 },
    });
  });

  it.each(HARMLESS_KEYS)('may hold %s', async (text) => {
    const { findings } = await verify({ ...SOUND_APP, 'docs/keys.md': `The key is ${text}\n` });
    expect(findings).toEqual([]);
  });
});

describe('one defect, one finding', () => {
  it('has a corpus of distinct defects', () => {
    const names = [...SOURCE_DEFECTS, ...SECRET_DEFECTS, ...SQL_DEFECTS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(SOURCE_DEFECTS)('source: $name', expectFound);
  it.each(SECRET_DEFECTS)('secret: $name', expectFound);
  it.each(SQL_DEFECTS)('sql: $name', expectFound);
});
