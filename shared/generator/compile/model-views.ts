/** Totals and trends: what `stats` and `chart` sections ask of the database, as views. */
import type { AppSpec, Section } from '../app-spec.ts';
import type { EntityModel } from './model.ts';
import { type FieldModel, isNumeric } from './model-fields.ts';
import { kebabCase, type NameRegistry, pascalCase } from './names.ts';

export type Measure = 'count' | 'sum' | 'average' | 'max';

/** One row with a column for each number that a page shows. */
export interface TotalsView {
  readonly name: string;
  readonly columns: readonly { name: string; measure: Measure; field: FieldModel | null }[];
}

/** Rows `(bucket, series?, value)` for one chart. */
export interface TrendView {
  readonly name: string;
  /** `workouts-by-date`, stem of the chart's file. */
  readonly stem: string;
  readonly component: string;
  readonly display: 'line' | 'bar';
  /** A field, or the day a row was made. */
  readonly x: FieldModel | 'created_at' | 'updated_at';
  readonly overTime: boolean;
  /** Rows are counted by the month. */
  readonly byMonth: boolean;
  readonly measure: Measure;
  readonly y: FieldModel | null;
  readonly by: FieldModel | null;
}

type Chart = Extract<Section, { kind: 'chart' }>;

/** Key that tells one chart of an entity from another; sections with the same key share a view. */
export function trendKey(chart: Chart): string {
  return [chart.entity, chart.x, chart.measure, chart.y ?? '', chart.by ?? '', chart.display].join(' ');
}

const FROM_Y: Record<Measure, string> = { count: 'count', sum: 'total', average: 'average', max: 'highest' };

/** A measure that names no number, or one that is none, counts rows. */
function measured(
  entity: EntityModel,
  measure: Measure,
  name: string | undefined,
): { measure: Measure; field: FieldModel | null } {
  const field = entity.fields.find((f) => f.name === name) ?? null;
  return measure !== 'count' && field && isNumeric(field) ? { measure, field } : { measure: 'count', field: null };
}

/** Name of the column of the totals view that holds a number. */
export function totalColumn(entity: EntityModel, measure: Measure, name: string | undefined): string {
  const of = measured(entity, measure, name);
  return of.field ? `${FROM_Y[of.measure]}_${of.field.column}` : 'count';
}

export function buildViews(
  spec: AppSpec,
  byName: ReadonlyMap<string, EntityModel>,
  tables: NameRegistry,
): Map<string, { totals: TotalsView | null; trends: TrendView[] }> {
  const views = new Map<string, { totals: TotalsView | null; trends: TrendView[] }>();
  const seen = new Set<string>();
  const at = (name: string) => {
    const before = views.get(name) ?? { totals: null, trends: [] };
    views.set(name, before);
    return before;
  };
  for (const section of spec.pages.flatMap((it) => it.sections)) {
    if (section.kind === 'stats') {
      for (const item of section.items) {
        const entity = byName.get(item.entity);
        if (!entity) continue;
        const of = measured(entity, item.measure, item.field);
        const column = { name: totalColumn(entity, item.measure, item.field), ...of };
        const view = at(item.entity);
        const columns = view.totals?.columns ?? [];
        view.totals = {
          name: view.totals?.name ?? tables.claim(`${entity.table.slice(0, 50)}_totals`, '_'),
          columns: columns.some((it) => it.name === column.name) ? columns : [...columns, column],
        };
      }
    }
    if (section.kind === 'chart') {
      const entity = byName.get(section.entity);
      if (!entity || seen.has(trendKey(section))) continue;
      seen.add(trendKey(section));
      at(section.entity).trends.push(trendOf(section, entity, tables));
    }
  }
  return views;
}

function trendOf(chart: Chart, entity: EntityModel, tables: NameRegistry): TrendView {
  const x = entity.fields.find((f) => f.name === chart.x) ?? (chart.x === 'updated_at' ? 'updated_at' : 'created_at');
  const by = entity.fields.find((f) => f.name === chart.by) ?? null;
  const { measure, field } = measured(entity, chart.measure, chart.y);
  const overTime = typeof x === 'string' || x.type === 'date' || x.type === 'datetime';
  const name = tables.claim(
    `${entity.table.slice(0, 24)}_by_${chart.x.slice(0, 16)}${by ? `_and_${by.name.slice(0, 12)}` : ''}`,
    '_',
  );
  return {
    name,
    stem: kebabCase(name),
    component: `${pascalCase(name)}Chart`,
    display: chart.display,
    x,
    overTime,
    byMonth: overTime && measure === 'count',
    measure,
    y: field,
    by,
  };
}

/** The view a chart section reads. */
export function trendFor(entity: EntityModel, chart: Chart): TrendView {
  const { measure, field } = measured(entity, chart.measure, chart.y);
  const found = entity.trends.find((it) => {
    const x = typeof it.x === 'string' ? it.x : it.x.name;
    return (
      x === chart.x &&
      it.measure === measure &&
      it.y === field &&
      it.display === chart.display &&
      (it.by?.name ?? null) === (entity.fields.find((f) => f.name === chart.by)?.name ?? null)
    );
  });
  if (!found) throw new Error(`${entity.spec.name} has no view for a chart by ${chart.x}.`);
  return found;
}
