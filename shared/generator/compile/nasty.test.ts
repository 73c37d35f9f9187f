/** Whatever a person types, the files parse and say it as it was typed. */
import { parse } from '@babel/parser';
import fc from 'fast-check';
import { parse as parseSql } from 'libpg-query';
import { expect, it } from 'vitest';
import { type AppSpec, appSpec } from '../app-spec.ts';
import { compileApp } from '../compile.ts';
import { jsString, jsxText, sqlString } from './source-text.ts';
import { PLANS } from './testing/plans.ts';

const NASTY = [
  "it's",
  '"quoted"',
  'both \' and "',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what a person might type
  '`tick` ${process.env.HOME}',
  '{braces} </div> <b>',
  '</script><script>alert(1)</script>',
  '*/ comment /*',
  '-- drop table; $$ $body$',
  'back\\slash \\n \\u0041 \\',
  'line\nbreak\r\n\ttab',
  'emoji \u{1f600} \u{1f468}\u200d\u{1f469}',
  'lone \ud800 surrogate',
  'null \u0000 byte',
  'right \u202eto left\u2028line\u2029para',
  '&amp; &lt; &nbsp;',
  '@import url(x); }',
  '| table | # heading [link](javascript:x)',
  '日本語のラベル',
  "$1 $& $` $'",
] as const;

const text = (max: number) =>
  fc
    .oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
    )
    .filter((it) => it.trim() !== '')
    .map((it) => it.trim().slice(0, max).trim() || 'x');

/** Keys whose values are words of a person, with the most characters each may have. */
const WORDS: Readonly<Record<string, number>> = {
  name: 80,
  tagline: 160,
  label: 80,
  labelPlural: 80,
  description: 600,
  help: 200,
  unit: 12,
  heading: 80,
  text: 600,
  title: 80,
  question: 80,
  answer: 600,
};

/** The plan with each of a person's words replaced by one of `words`, in turn. */
function withWords(plan: AppSpec, words: readonly string[]): AppSpec {
  let at = 0;
  const next = (max: number) => {
    const word = words[at % words.length] ?? 'x';
    at += 1;
    return word.slice(0, max).trim() || 'x';
  };
  const visit = (value: unknown, key: string, owner: object): unknown => {
    if (key === 'samples') {
      return (value as Record<string, unknown>[]).map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, it]) => [name, typeof it === 'string' ? next(200) : it])),
      );
    }
    if (key === 'paragraphs' || key === 'notes') return (value as string[]).map(() => next(300));
    // An entity's and a field's `name` are identifiers; the app's is a person's.
    const isWord = typeof value === 'string' && key in WORDS && (key !== 'name' || 'tagline' in owner);
    if (isWord) return next(WORDS[key] ?? 80);
    if (Array.isArray(value)) return value.map((it) => visit(it, '', value));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, visit(it, name, value)]));
    }
    return value;
  };
  return appSpec.parse(visit(plan, '', plan));
}

async function parseTree(plan: AppSpec): Promise<void> {
  for (const [path, content] of Object.entries(compileApp(plan))) {
    const source = String(content);
    try {
      if (/\.tsx?$/.test(path)) parse(source, { sourceType: 'module', plugins: ['typescript', 'jsx'] });
      if (path.endsWith('.sql')) await parseSql(source);
      if (path.endsWith('.json')) JSON.parse(source);
    } catch (cause) {
      throw new Error(`${path} does not parse: ${String(cause)}`, { cause });
    }
  }
}

it.each(NASTY)('survives %j everywhere', async (word) => {
  for (const plan of Object.values(PLANS)) await parseTree(withWords(plan, [word]));
});

it('survives any words', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(PLANS)),
      fc.array(text(80), { minLength: 1, maxLength: 12 }),
      async (plan, words) => {
        await parseTree(withWords(plan, words));
      },
    ),
    { numRuns: 40 },
  );
});

it('quotes text so that it means itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const read = new Function(`return ${jsString(value)}`) as () => string;
      expect(read()).toBe(value);
      expect(sqlString(value).slice(1, -1).replaceAll("''", "'")).toBe(value);
    }),
  );
});

it('writes text between tags as JSX reads it', () => {
  fc.assert(
    fc.property(text(80), (value) => {
      const ast = parse(`<p>${jsxText(value)}</p>`, { plugins: ['jsx'] });
      expect(ast.program.body).toHaveLength(1);
    }),
  );
  expect(jsxText("It's fine")).toBe("It's fine");
  expect(jsxText('a < b')).toBe("{'a < b'}");
});
