import { parse } from '@babel/parser';
import { describe, expect, it } from 'vitest';
import { readLinks } from './links.ts';

const links = (source: string) => readLinks(parse(source, { sourceType: 'module', plugins: ['typescript', 'jsx'] }));

describe('readLinks', () => {
  it.each([
    ['export const a = 1, { b, c: [d, ...e], f = 2, ...g } = x;', ['a', 'b', 'd', 'e', 'f', 'g']],
    ['export function f() {} export async function* g() {} export class C {}', ['f', 'g', 'C']],
    [
      'export interface I {} export type T = 1; export enum E {} export declare const d: 1; export namespace N {}',
      ['I', 'T', 'E', 'd', 'N'],
    ],
    ['const a = 1; export { a, a as b, a as default }; export * as ns from "./x";', ['a', 'b', 'default', 'ns']],
    ['export default class {}', ['default']],
    ['export { "any text" as c } from "./x"; export { type T, default as D } from "./y";', ['c', 'T', 'D']],
  ])('%s', (source, expected) => {
    expect([...links(source).exports].sort()).toEqual([...expected].sort());
  });

  it('reads what is imported, and which of it are types', () => {
    const { imports } = links(
      'import d, { a as b, type T } from "./m";\nimport type { U } from "./n";\nimport "./s.css";',
    );
    expect(imports).toEqual([
      {
        specifier: './m',
        names: [
          { name: 'default', typeOnly: false, at: { line: 1, column: 8 } },
          { name: 'a', typeOnly: false, at: { line: 1, column: 13 } },
          { name: 'T', typeOnly: true, at: { line: 1, column: 21 } },
        ],
        at: { line: 1, column: 35 },
        typeOnly: false,
      },
      {
        specifier: './n',
        names: [{ name: 'U', typeOnly: true, at: { line: 2, column: 15 } }],
        at: { line: 2, column: 24 },
        typeOnly: true,
      },
      { specifier: './s.css', names: [], at: { line: 3, column: 8 }, typeOnly: false },
    ]);
  });

  it('knows that lazy() needs a default export', () => {
    const { imports } = links(
      'const A = lazy(() => import("./a")); const B = React.lazy(() => import("./b")); import("./c"); import(x);',
    );
    expect(imports.filter(({ names }) => names.length > 0).map(({ specifier }) => specifier)).toEqual(['./a', './b']);
    expect(new Set(imports.map(({ specifier }) => specifier))).toEqual(new Set(['./a', './b', './c']));
  });

  it('follows stars', () => {
    expect(links('export * from "./a"; export type * from "./b";').stars).toEqual(['./a', './b']);
  });
});
