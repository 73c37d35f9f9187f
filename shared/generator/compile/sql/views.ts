/** Views behind totals and charts: the database counts, so that no page of rows is mistaken for all of them. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import type { Measure, TrendView } from '../model-views.ts';
import { code, sqlName, sqlString } from '../source-text.ts';
import { readersOf } from './policies.ts';

function aggregate(measure: Measure, field: FieldModel | null): string {
  if (measure === 'count' || !field) return 'count(*)::integer';
  const column = `it.${sqlName(field.column)}`;
  if (measure === 'sum') return `coalesce(sum(${column}), 0)::double precision`;
  if (measure === 'average') return `avg(${column})::double precision`;
  return `max(${column})::double precision`;
}

/** Text that stands for a field's value in a group, with the join it needs. */
function groupText(app: AppModel, f: FieldModel, alias: string): { text: string; join: string | null } {
  const column = `it.${sqlName(f.column)}`;
  if (f.reference) {
    const target = entityOf(app, f.reference.entity);
    const readable = target.title.reference ? 'id' : target.title.column;
    return {
      text: `${alias}.${sqlName(readable)}::text`,
      join: `left join public.${sqlName(target.table)} ${alias} on ${alias}.id = ${column}`,
    };
  }
  if (f.type === 'choice') {
    const cases = (f.spec.choices ?? []).map((it) => `    when ${sqlString(it.value)} then ${sqlString(it.label)}`);
    return { text: `case ${column}\n${cases.join('\n')}\n  end`, join: null };
  }
  if (f.type === 'boolean') return { text: `case when ${column} then 'Yes' else 'No' end`, join: null };
  return { text: `${column}::text`, join: null };
}

function trendSql(app: AppModel, it: EntityModel, view: TrendView): string {
  const joins: string[] = [];
  const day = typeof view.x === 'string' ? view.x : sqlName(view.x.column);
  let bucket = `(it.${day} at time zone 'utc')::date::text`;
  if (typeof view.x !== 'string') {
    if (view.x.type === 'date') bucket = `it.${day}::text`;
    else if (view.x.type !== 'datetime') {
      const group = groupText(app, view.x, 'x_row');
      bucket = group.text;
      if (group.join) joins.push(group.join);
    }
  }
  // A day holds one row or two; how many there are is told by months.
  if (view.byMonth) bucket = `date_trunc('month', (${bucket})::date)::date::text`;
  const series = view.by ? groupText(app, view.by, 'series_row') : null;
  if (series?.join) joins.push(series.join);
  return code`
    create view public.${sqlName(view.name)} with (security_invoker = true) as
    select
      ${bucket} as bucket,
      ${series && `${series.text} as series,`}
      ${aggregate(view.measure, view.y)} as value
    from public.${sqlName(it.table)} it
    ${joins}
    where it.${day} is not null
    group by 1${series ? ', 2' : ''};
    grant select on table public.${sqlName(view.name)} to ${readersOf(it.access)}, service_role;
  `;
}

/** Views of one entity; run after all tables exist. */
export function views(app: AppModel, it: EntityModel): string[] {
  const written: string[] = [];
  if (it.totals) {
    const columns = it.totals.columns.map(
      (column) => `${aggregate(column.measure, column.field)} as ${sqlName(column.name)}`,
    );
    written.push(code`
      create view public.${sqlName(it.totals.name)} with (security_invoker = true) as
      select
        ${columns.join(',\n')}
      from public.${sqlName(it.table)} it;
      grant select on table public.${sqlName(it.totals.name)} to ${readersOf(it.access)}, service_role;
    `);
  }
  for (const view of it.trends) written.push(trendSql(app, it, view));
  return written;
}
