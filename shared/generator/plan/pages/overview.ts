/** Figures, charts and comparisons over what is kept. */
import type { Entity, Page, Section } from '../../app-spec.ts';
import { plural } from '../text/inflect.ts';
import { activityChart, dateField, divisionChart, figures, progressChart, totals } from './charts.ts';
import { add, HOUSEKEEPING, isOpen, type Layout, sees } from './layout.ts';

/** Words by which an overview with numbers is asked for, and what the page is called then. */
const OVERVIEWS: readonly (readonly [RegExp, string, string])[] = [
  [/\bconsolidated reports?\b/, '/reports', 'Consolidated reports'],
  [/\bstatistic(s|al)\b/, '/statistics', 'Statistics'],
  [/\bmonitor(ing)?\b/, '/monitoring', 'Monitoring'],
  [/\bprogress\b|\bchart\b|\bgraph\b/, '/progress', 'Progress'],
  [/\breports?\b|\breporting\b|\banalytics\b/, '/reports', 'Reports'],
];

/** Figures and charts over what is kept, for apps with numbers in them or that ask for them. */
export function addOverview(layout: Layout, named?: { path: string; title: string }): void {
  const { about } = layout.reading;
  const counted = layout.main.filter((it) => it.access !== 'exchanged' && !HOUSEKEEPING.has(it.name));
  const own = counted.filter((it) => !isOpen(it) && it.name !== 'profile');
  const pool = own.length > 0 ? own : counted;
  if (pool.length === 0) return;
  const asked = named ? ([/./, named.path, named.title] as const) : OVERVIEWS.find(([words]) => words.test(about));
  if (!asked && own.length === 0) return;
  const focus =
    asked?.[1] === '/statistics'
      ? layout.entities.filter((it) => it.access !== 'inbox' && it.access !== 'private' && it.access !== 'exchanged')
      : pool;
  const charts = focus
    .flatMap((it) => [progressChart(it, about), divisionChart(it, about)])
    .filter((it): it is NonNullable<typeof it> => it !== undefined)
    .sort(
      (a, b) => Number(b.display === 'line' && b.y !== undefined) - Number(a.display === 'line' && a.y !== undefined),
    );
  const plotted = new Set(charts.filter((chart) => chart.display === 'line').map((chart) => chart.entity));
  const extra = focus
    .filter((it) => !plotted.has(it.name))
    .map(activityChart)
    .filter((it) => it !== undefined);
  const audience: Page['audience'] = focus.every(isOpen) ? 'everyone' : 'members';
  const stats: Section = { kind: 'stats', heading: 'At a glance', items: figures(focus, about) };
  const ledger = focus.find((it) => totals(it).length > 1);
  const consolidated: Section[] =
    ledger && asked?.[1] === '/reports'
      ? [{ kind: 'stats', heading: `${ledger.labelPlural} in total`, items: totals(ledger) }, ...courses(ledger)]
      : [];
  if (stats.kind === 'stats' && stats.items.length === 0) return;
  if (
    asked &&
    !layout.pages.some((page) => page.path === asked[1] && page.sections.some((section) => section.kind === 'chart'))
  ) {
    add(layout, {
      path: asked[1],
      title: asked[2],
      nav: true,
      audience,
      sections: unlike([stats, ...consolidated, ...charts.slice(0, 4), ...extra.slice(0, 2)]),
    });
  }
  if (/\bcompar(e|ison|isons|ing)\b/.test(about)) addComparison(layout, pool);
  // A request that lists its pages says where its numbers are; a dashboard beside them would have the same.
  const isNamed = layout.reading.pages.length > 4 && asked;
  if (named || isNamed || own.length === 0) return;
  const newest = own.slice(0, 2).map(
    (it): Section => ({
      kind: 'recent',
      heading: `Latest ${it.labelPlural.toLowerCase()}`,
      entity: it.name,
      limit: 5,
    }),
  );
  add(layout, {
    path: '/dashboard',
    title: 'Dashboard',
    nav: true,
    audience: 'members',
    sections: [stats, ...charts.slice(0, 2), ...newest],
  });
}

/** Each amount over the time it was kept for, all rows taken together. */
function courses(it: Entity): Section[] {
  const x = dateField(it);
  if (!x) return [];
  return totals(it)
    .slice(0, 2)
    .map(({ field = '' }): Section => {
      const label = it.fields.find((candidate) => candidate.name === field)?.label ?? field;
      const heading = `${label} in all, over time`;
      return { kind: 'chart', heading, entity: it.name, display: 'line', x: x.name, measure: 'sum', y: field };
    });
}

/** Sections with different headings, at most twelve. */
const unlike = (sections: readonly Section[]): Section[] =>
  sections.filter((it, at) => sections.findIndex((other) => other.heading === it.heading) === at).slice(0, 12);

/** Side by side: each number of an entity for every row it belongs to. */
function addComparison(layout: Layout, pool: readonly Entity[]): void {
  const it = pool.find(
    (entity) =>
      entity.fields.some((field) => field.type === 'reference') &&
      entity.fields.some((field) => field.type === 'money' || field.type === 'number'),
  );
  const group = it?.fields.find((field) => field.type === 'reference');
  if (!it || !group) return;
  const numbers = it.fields.filter((field) => field.type === 'money' || field.type === 'number').slice(0, 4);
  add(layout, {
    path: '/compare',
    title: `Compare ${plural(group.label.toLowerCase())}`,
    nav: true,
    audience: sees(it),
    sections: [
      ...numbers.map(
        (field): Section => ({
          kind: 'chart',
          heading: `${field.label} by ${group.label.toLowerCase()}`,
          entity: it.name,
          display: 'bar',
          x: group.name,
          measure: 'sum',
          y: field.name,
        }),
      ),
      { kind: 'list', heading: it.labelPlural, entity: it.name, display: 'table' },
    ],
  });
}
