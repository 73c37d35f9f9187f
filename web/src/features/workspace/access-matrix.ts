/** The results of probes as a matrix: for each table, view and function what each person can do with rows of user A. */
import type { ProbeResult } from '../../../../shared/prove/report.ts';

export type Verb = ProbeResult['verb'];
export type Verdict = ProbeResult['verdict'];

export interface AccessCell {
  expected: ProbeResult['expected'];
  seen: ProbeResult['seen'];
  /** The worst of its probes. */
  verdict: Verdict;
}

export interface AccessRow {
  verb: Verb;
  /** By person; absent where nothing was tried. */
  cells: ReadonlyMap<string, AccessCell>;
}

export interface AccessObject {
  name: string;
  kind: ProbeResult['kind'];
  verdict: Verdict;
  rows: AccessRow[];
  results: ProbeResult[];
}

export interface AccessMatrix {
  /** Who was tried, in the order of their columns. */
  people: string[];
  /** Leaks first, then what is broken, then as the schema has them. */
  objects: AccessObject[];
}

const PEOPLE = ['anonymous', 'user A', 'user B', 'admin'];
const VERBS: readonly Verb[] = ['select', 'insert', 'update', 'delete', 'execute'];
const WORST: readonly Verdict[] = ['leak', 'broken', 'not_probed', 'ok'];
const REACH: readonly ProbeResult['seen'][] = ['unknown', 'denied', 'own', 'allowed'];

export function accessMatrix(results: readonly ProbeResult[]): AccessMatrix {
  const named = new Set(results.map(({ who }) => who));
  const people = [...PEOPLE.filter((who) => named.has(who)), ...[...named].filter((who) => !PEOPLE.includes(who))];
  const objects = [...groupBy(results, ({ object }) => object)].map(
    ([name, own]): AccessObject => ({
      name,
      kind: own[0]?.kind ?? 'table',
      verdict: worst(own),
      rows: VERBS.flatMap((verb) => {
        const tried = own.filter((it) => it.verb === verb);
        return tried.length === 0 ? [] : [{ verb, cells: cellsOf(tried) }];
      }),
      results: [...own].sort((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict)),
    }),
  );
  return { people, objects: objects.sort((a, b) => rank(a) - rank(b)) };
}

/** What could not be tried stays where it is: nothing is wrong with it. */
function rank({ verdict }: AccessObject): number {
  return Math.min(WORST.indexOf(verdict), WORST.indexOf('not_probed'));
}

function cellsOf(results: readonly ProbeResult[]): Map<string, AccessCell> {
  return new Map(
    [...groupBy(results, ({ who }) => who)].map(([who, own]) => {
      const verdict = worst(own);
      // The cell is about what decides: the probes of the worst verdict, and of those what reached furthest.
      const deciding = own.filter((it) => it.verdict === verdict);
      const furthest = deciding.reduce((a, b) => (REACH.indexOf(b.seen) > REACH.indexOf(a.seen) ? b : a));
      return [who, { expected: furthest.expected, seen: furthest.seen, verdict }];
    }),
  );
}

function worst(results: readonly ProbeResult[]): Verdict {
  return WORST.find((verdict) => results.some((it) => it.verdict === verdict)) ?? 'ok';
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
