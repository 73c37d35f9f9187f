import { describe, expect, it } from 'vitest';
import { verify } from '../verify.ts';
import { SOUND_APP } from './sound-app.ts';
import { SOUND_SCHEMAS } from './sound-schemas.ts';

const withSchema = (sql: string) => ({
  ...SOUND_APP,
  'supabase/migrations/20260101000000_init.sql': sql,
  'supabase/seed.sql': '',
});

/** Ways of writing an application that are all right, as files put over those of the sound one. */
const SOUND_SOURCES: Readonly<Record<string, Record<string, string>>> = {
  'types as values of imports': {
    'src/lib/api.ts': `import { Session, User } from '@supabase/supabase-js';
import { Weight } from './format';
export { type Unit } from './format';
export type { Weight } from './format';
export const ids = (session: Session, user: User, weight: Weight) => [session, user, weight] as const;
`,
  },
  'namespaces, enums, overloads and merged declarations': {
    'src/lib/shapes.ts': `import * as icons from 'lucide-react';
import * as format from './format';
export interface Box<T> { value: T }
export function Box<T>(value: T): Box<T> { return { value } satisfies Box<T>; }
export abstract class Shape { abstract area(): number; static #count = 0; static count = () => Shape.#count; }
export default class Square extends Shape { constructor(private side: number) { super(); } area() { return this.side ** 2; } }
export const look = (name: keyof typeof icons) => icons[name] ?? format.Level.Heavy;
declare global { interface Window { analytics?: unknown } }
export const seen = window.analytics ?? globalThis.navigator.language;
export const { a, b: [c, ...d], ...rest } = { a: 1, b: [2, 3], e: 4 };
export type { Unit as Measure } from './format';
`,
    'src/lib/uses.ts': `import Square, { a, Box, c, d, type Measure, rest, Shape } from './shapes';
export const all = [Square, a, Box, c, d, rest, Shape];
export const unit: Measure = 'kg';
`,
  },
  'labels, generators, async iteration, regular expressions and templates': {
    'src/lib/flow.ts': `export async function* pages<const T extends readonly string[]>(urls: T, signal?: AbortSignal) {
  outer: for await (const url of urls) {
    for (const _ of [1]) if (/[\`"']\\/x/u.test(url)) continue outer;
    try { yield await fetch(\`\${url}?\${new URLSearchParams({ a: '1' })}\`, signal ? { signal } : {}); } catch { break outer; }
  }
  function hoisted() { return typeof notDeclaredAnywhere === 'undefined' ? later() : arguments.length; }
  return hoisted();
}
function later() { var x = 1; { let x = 2; void x; } return x; }
`,
  },
  'generic components, fragments, spreads and member elements': {
    'src/components/table.tsx': `import { Fragment, memo, type PropsWithChildren, type ReactNode } from 'react';
import * as React from 'react';
type Props<T,> = PropsWithChildren<{ rows: readonly T[]; cell: (row: T) => ReactNode }>;
const parts = { Row: memo(function Row({ children }: { children?: ReactNode }) { return <tr>{children}</tr>; }) };
export const Table = <T,>({ rows, cell, children, ...props }: Props<T> & React.ComponentProps<'table'>) => (
  <table {...props}>
    <caption aria-live="polite" data-x='a "b"'>It's &amp; {/* nothing */}{children}</caption>
    <tbody>{rows.map((row, at) => <Fragment key={at}><parts.Row><td>{cell(row)}</td></parts.Row><></></Fragment>)}</tbody>
  </table>
);
`,
  },
  'imports of styles, JSON, assets and by extension': {
    'src/lib/extra.ts': `import './extra.css';
import raw from '../assets/logo.svg?raw';
import { text } from '../assets/facts.json';
import { formatWeight } from './format.ts';
export * as session from '/src/lib/session.tsx';
export const all = [raw, text, formatWeight, import.meta.env.DEV, import.meta.glob('../pages/*.tsx')];
export const later = () => import('./format').then((module) => module.formatWeight);
`,
    'src/lib/extra.css': '.extra { color: var(--color-brand); &:hover { color: red } }\n',
    'src/vite-env.d.ts':
      '/// <reference types="vite/client" />\ninterface ImportMetaEnv { readonly VITE_SUPABASE_URL: string }\n',
  },
  'Tailwind directives': {
    'src/index.css': `@import "tailwindcss";
@import "./theme.css";
@source not "./legacy";
@custom-variant dark (&:where(.dark, .dark *));
@utility tab-4 { tab-size: 4; }
@layer base { body { @apply bg-white text-slate-900 dark:bg-slate-950; } h1 { font-size: --spacing(8); } }
@media (width >= 40rem) { .wide { @apply tab-4 p-gutter; } }
`,
    'src/theme.css':
      '@theme inline { --color-brand: oklch(0.4 0.1 260); --spacing-gutter: 1.5rem; @keyframes pop { to { scale: 1.1 } } }\n',
  },
  'tests, scripts of the tools and functions of the server': {
    'src/lib/session.test.tsx': `import { expect, test, vi } from 'vitest';
import { useSession } from './session';
vi.mock('./supabase', () => ({ supabase: {} }));
test('it', () => { expect(useSession).toBeTypeOf('function'); });
`,
    'supabase/functions/hello/index.ts':
      "import { withSupabase } from 'npm:@supabase/server@1';\nexport default { fetch: () => new Response(Deno.env.get('SUPABASE_SECRET_KEY') ?? String(withSupabase)) };\n",
  },
};

describe('sound schemas', () => {
  it.each(Object.entries(SOUND_SCHEMAS))('%s', async (_name, sql) => {
    expect((await verify(withSchema(sql))).findings).toEqual([]);
  });
});

describe('sound sources', () => {
  it.each(Object.entries(SOUND_SOURCES))('%s', async (_name, files) => {
    expect((await verify({ ...SOUND_APP, ...files })).findings).toEqual([]);
  });

  it('may hold bytes that are no text, and text that came as bytes', async () => {
    const bytes = new TextEncoder().encode('\ufeffexport const ok = "é";\n');
    expect((await verify({ ...SOUND_APP, 'src/lib/ok.ts': bytes })).findings).toEqual([]);
  });
});
