/** `list-query.ts` of a feature: search, filters, sort and page as the URL says them. */
import type { EntityModel } from '../model.ts';
import { type FieldModel, isNumeric, isSearchable } from '../model-fields.ts';
import { NameRegistry } from '../names.ts';
import { code, file, jsString } from '../source-text.ts';
import { mainDate } from './columns.ts';
import { choicesName } from './display.ts';
import { Imports } from './imports.ts';

export interface Filter {
  readonly key: string;
  readonly field: FieldModel;
}

/** Fields a list is narrowed by. */
export function filtersOf(it: EntityModel): Filter[] {
  const keys = new NameRegistry(['search', 'sort', 'page']);
  return it.fields
    .filter(
      (f) => f.type === 'choice' || f.type === 'boolean' || f.type === 'tags' || (f.type === 'reference' && f.writable),
    )
    .slice(0, 4)
    .map((field) => ({ key: keys.claim(field.column, '_'), field }));
}

export function hasSearch(it: EntityModel): boolean {
  return it.fields.some(isSearchable);
}

/** How a list starts: latest day first where rows have one, best first where they have scores, otherwise newest first. */
function startSort(it: EntityModel): string {
  const by = it.timeline ?? mainDate(it) ?? it.fields.find((f) => isNumeric(f) && /^(?:score|points)$/.test(f.name));
  return sortsOf(it).find((sort) => sort.column === by?.column && !sort.ascending)?.key ?? 'newest';
}

/** Name of a list's parameter in the URL. */
export function paramName(it: EntityModel, name: string): string {
  return `${it.listPrefix}${name}`;
}

interface Sort {
  readonly key: string;
  readonly label: string;
  readonly column: string;
  readonly ascending: boolean;
}

/** What the two directions of a sort by a field are called, in its key and to a person. */
function directions(f: FieldModel): { up: string; down: string; upText: string; downText: string } | null {
  if (isNumeric(f)) return { up: 'low', down: 'high', upText: 'lowest first', downText: 'highest first' };
  if (f.type === 'date' || f.type === 'datetime' || f.type === 'time')
    return { up: 'early', down: 'late', upText: 'earliest first', downText: 'latest first' };
  if (f.type === 'text' || f.type === 'email') return { up: 'a', down: 'z', upText: 'A to Z', downText: 'Z to A' };
  return null;
}

export interface SortPair {
  readonly ascending: string;
  readonly descending: string;
}

/** Keys of the two sorts by a field, or null where its order would mean nothing. */
export function sortPair(it: EntityModel, f: FieldModel): SortPair | null {
  const of = sortsOf(it).filter((sort) => sort.column === f.column);
  const ascending = of.find((sort) => sort.ascending)?.key;
  const descending = of.find((sort) => !sort.ascending)?.key;
  return ascending && descending ? { ascending, descending } : null;
}

function sortsOf(it: EntityModel): Sort[] {
  const keys = new NameRegistry();
  const sorts: Sort[] = [
    {
      key: keys.claim('newest'),
      label: mainDate(it) ? 'Added last' : 'Newest first',
      column: 'created_at',
      ascending: false,
    },
    {
      key: keys.claim('oldest'),
      label: mainDate(it) ? 'Added first' : 'Oldest first',
      column: 'created_at',
      ascending: true,
    },
  ];
  if (it.votes) {
    const label = it.votes.kind === 'likes' ? 'Most liked first' : 'Most votes first';
    sorts.push({ key: keys.claim('top'), label, column: it.votes.counter, ascending: false });
  }
  for (const f of it.fields) {
    const of = directions(f);
    if (!of) continue;
    const sort = (key: string, text: string, ascending: boolean): Sort => ({
      key: keys.claim(`${f.column}_${key}`, '_'),
      label: `${f.label}, ${text}`,
      column: f.column,
      ascending,
    });
    const up = sort(of.up, of.upText, true);
    const down = sort(of.down, of.downText, false);
    sorts.push(...(of.up === 'a' ? [up, down] : [down, up]));
  }
  return sorts;
}

function filterType(f: FieldModel): string {
  if (f.type === 'boolean') return 'boolean | null';
  if (f.type === 'choice') return `${(f.spec.choices ?? []).map((it) => `'${it.value}'`).join(' | ')} | null`;
  return 'string | null';
}

function filterParse(it: EntityModel, filter: Filter, imports: Imports): string {
  const param = `params.get('${paramName(it, filter.key)}')`;
  const f = filter.field;
  if (f.type === 'choice') {
    imports.value('./choices', choicesName(f));
    return `${choicesName(f)}.find((it) => it.value === ${param})?.value ?? null`;
  }
  if (f.type === 'boolean') return `booleanOf(${param})`;
  if (f.type === 'tags') return `${param}?.trim().slice(0, 40) || null`;
  return `${imports.value('@/lib/ids', 'idOf')}(${param})`;
}

export function listQueryFile(it: EntityModel): string {
  const imports = new Imports();
  imports.value('@/lib/search-params', 'pageOf');
  const filters = filtersOf(it);
  const search = hasSearch(it);
  const booleans = filters.some((filter) => filter.field.type === 'boolean');
  const body = code`
    export const PAGE_SIZE = 20;

    export const SORTS = {
      ${sortsOf(it).map((sort) => `${sort.key}: { label: ${jsString(sort.label)}, column: '${sort.column}', ascending: ${sort.ascending} },`)}
    } as const;

    export type ${it.type}Sort = keyof typeof SORTS;

    export type ${it.type}Query = {
      ${search && 'search: string;'}
      ${filters.map((filter) => `${filter.key}: ${filterType(filter.field)};`)}
      sort: ${it.type}Sort;
      /** From 1. */
      page: number;
    };

    /** What the URL asks for; parameters that make no sense are left out. */
    export function parse${it.type}Query(params: URLSearchParams): ${it.type}Query {
      const sort = params.get('${paramName(it, 'sort')}') ?? '';
      return {
        ${search && `search: params.get('${paramName(it, 'search')}')?.trim().slice(0, 100) ?? '',`}
        ${filters.map((filter) => `${filter.key}: ${filterParse(it, filter, imports)},`)}
        sort: Object.hasOwn(SORTS, sort) ? (sort as ${it.type}Sort) : '${startSort(it)}',
        page: pageOf(params.get('${paramName(it, 'page')}')),
      };
    }

    ${
      booleans &&
      code`
        function booleanOf(value: string | null): boolean | null {
          if (value === 'yes') return true;
          return value === 'no' ? false : null;
        }
      `
    }

    /** Whether the query leaves anything out. */
    export function narrows(query: ${it.type}Query): boolean {
      return ${narrowing(search, filters)};
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

function narrowing(search: boolean, filters: readonly Filter[]): string {
  const conditions = [
    ...(search ? ["query.search !== ''"] : []),
    ...filters.map((filter) => `query.${filter.key} !== null`),
    'query.page > 1',
  ];
  return conditions.join(' || ');
}

export function listQueryTest(it: EntityModel): string {
  const search = hasSearch(it);
  const choice = filtersOf(it).find((filter) => filter.field.type === 'choice');
  const value = choice?.field.spec.choices?.at(-1)?.value ?? '';
  const key = choice ? paramName(it, choice.key) : '';
  return file(code`
    import { expect, it } from 'vitest';
    import { narrows, parse${it.type}Query } from './list-query';

    it('starts with everything', () => {
      const query = parse${it.type}Query(new URLSearchParams());
      expect(query).toMatchObject({ sort: '${startSort(it)}', page: 1 });
      expect(narrows(query)).toBe(false);
    });

    it('ignores what makes no sense', () => {
      const params = new URLSearchParams({ '${paramName(it, 'sort')}': 'toString', '${paramName(it, 'page')}': '-2' });
      expect(parse${it.type}Query(params)).toMatchObject({ sort: '${startSort(it)}', page: 1 });
    });

    ${
      search &&
      code`
        it('searches for what was typed', () => {
          const query = parse${it.type}Query(new URLSearchParams({ '${paramName(it, 'search')}': ' text ' }));
          expect(query.search).toBe('text');
          expect(narrows(query)).toBe(true);
        });
      `
    }

    ${
      choice &&
      code`
        it('filters by a known choice only', () => {
          const known = new URLSearchParams({ '${key}': '${value}' });
          expect(parse${it.type}Query(known).${choice.key}).toBe('${value}');
          expect(parse${it.type}Query(new URLSearchParams({ '${key}': 'none of them' })).${choice.key}).toBeNull();
        });
      `
    }
  `);
}
