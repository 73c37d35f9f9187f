import { describe, expect, it } from 'vitest';
import { ACCESS, type AppSpec, appSpec, FIELD_TYPES } from '../generator/app-spec.ts';
import { compileApp } from '../generator/compile.ts';
import { planApp } from '../generator/plan.ts';
import { verify } from './verify.ts';

const PROMPTS = [
  'A workout log where each member records exercises, sets and weight, with a chart of progress. White background, navy components',
  'A public recipe collection. Everyone reads; members add their own recipes with ingredients. Cream and dark green.',
  'A landing page for a plumber with a contact form and questions and answers.',
  'Inventory of a bike shop: products, suppliers, stock movements; admins keep the catalogue.',
  'Ein Kalender für den Chor mit Proben, Konzerten und Mitgliedern',
  'x',
];

/** Every kind of access, each with a field of every type, on pages with every kind of list. */
function everything(): AppSpec {
  const entities = ACCESS.map((access) => ({
    name: `${access}_thing`,
    table: `${access}_things`,
    label: `${access} thing`,
    labelPlural: `${access} things`,
    description: `What is ${access}.`,
    access,
    titleField: 'a_text',
    fields: FIELD_TYPES.map((type) => ({
      name: `a_${type}`,
      label: `A ${type}`,
      type,
      required: type === 'text',
      ...(type === 'choice'
        ? {
            choices: [
              { value: 'one', label: "It's 1" },
              { value: 'two', label: '"2"' },
            ],
          }
        : {}),
      ...(type === 'reference' ? { references: 'catalog_thing' } : {}),
    })),
    samples: [{ a_text: "O'Neil; --", a_integer: 1, a_boolean: true }],
  }));
  return appSpec.parse({
    name: "Ann's `everything` $\u007bapp}",
    tagline: 'All </script> of it',
    theme: { background: '#ffffff', component: '#1f2a44' },
    auth: true,
    entities,
    pages: [
      {
        path: '/',
        title: 'Home',
        nav: true,
        audience: 'everyone',
        sections: [
          { kind: 'hero', heading: 'Everything', text: 'All of it.' },
          { kind: 'contact', heading: 'Write', text: 'To us.', entity: 'inbox_thing' },
        ],
      },
      ...ACCESS.map((access) => ({
        path: `/${access}`,
        title: access,
        nav: true,
        audience: access === 'inbox' ? 'admins' : access === 'public' || access === 'catalog' ? 'everyone' : 'members',
        sections: [
          { kind: 'list', heading: 'All', entity: `${access}_thing`, display: 'table' },
          // Messages are shown in boxes and conversations alone.
          ...(access === 'exchanged' ? [] : [{ kind: 'recent', heading: 'New', entity: `${access}_thing`, limit: 3 }]),
          {
            kind: 'stats',
            heading: 'Numbers',
            items: [{ label: 'Count', entity: `${access}_thing`, measure: 'count' }],
          },
          {
            kind: 'chart',
            heading: 'Course',
            entity: `${access}_thing`,
            display: 'line',
            x: 'a_date',
            measure: 'sum',
            y: 'a_money',
          },
        ],
      })),
    ],
  });
}

const APPS: [string, AppSpec][] = [
  ...PROMPTS.map((prompt): [string, AppSpec] => [prompt, planApp(prompt)]),
  ['every access, field and section', everything()],
];

describe('compiled applications', () => {
  it.each(APPS)('%s: not accused of anything', async (_name, spec) => {
    const { findings, looked } = await verify(compileApp(spec));
    expect(findings).toEqual([]);
    expect(looked.policies).toBeGreaterThanOrEqual(looked.tables);
  });

  it('are seen through: each table that loses its row level security is found', async () => {
    const tree = compileApp(everything());
    const path = Object.keys(tree).find((it) => it.startsWith('supabase/migrations/')) ?? '';
    const sql = String(tree[path]);
    const statements = [...sql.matchAll(/alter table \S+ enable row level security;/g)].map(([statement]) => statement);
    expect(statements.length).toBeGreaterThanOrEqual(ACCESS.length);
    for (const statement of statements) {
      const { findings } = await verify({ [path]: sql.replace(statement, '') });
      const rules = findings.map(({ rule }) => rule).filter((rule) => rule !== 'missing-entry');
      // A table of the schema `private` is out of reach of the API.
      expect(rules).toEqual(statement.includes(' private.') ? [] : ['sql-table-without-rls']);
    }
  });
});
