/** Numbers and charts that an entity's fields allow. */
import type { Entity, Field, Section } from '../../app-spec.ts';

type Chart = Extract<Section, { kind: 'chart' }>;
type StatItem = Extract<Section, { kind: 'stats' }>['items'][number];

const NUMBERS = new Set(['integer', 'number', 'money', 'percent', 'rating']);
/** Numbers that say where or which, not how much. */
const NOT_MEASURES =
  /^(x|y|limit|daily_limit|small_blind|bet|pot|experience|employees|mileage|rooms|area|pages|questions|year|position|age|places|capacity|level|seats|servings|small_blind|reorder_level|parts|number|people)$/;

/** Dates that lie ahead say nothing about a course over time. */
const AHEAD = /next|due|expire|until|ends|deadline|review|apply|renews|expected|meeting|departs|last_|birth|born/;

export const dateField = (it: Entity): Field | undefined => {
  const past = it.fields.filter(
    (field) => (field.type === 'date' || field.type === 'datetime') && !AHEAD.test(field.name),
  );
  return past.find((field) => field.required) ?? past[0];
};

export function measureField(it: Entity, about: string): Field | undefined {
  const numbers = it.fields.filter((field) => NUMBERS.has(field.type) && !NOT_MEASURES.test(field.name));
  const asked = numbers.filter((field) => new RegExp(`\\b${field.name.replace(/_/g, ' ')}`).test(about));
  const required = numbers.filter((field) => field.required);
  const amount =
    required.find((field) => field.type === 'money') ??
    numbers.find((field) => field.type === 'money' && /total|amount/.test(field.name));
  return asked.find((field) => required.includes(field)) ?? amount ?? required.at(-1) ?? asked[0] ?? numbers[0];
}

const groupField = (it: Entity): Field | undefined =>
  it.fields.find((field) => field.type === 'reference' && field.required) ??
  it.fields.find((field) => field.type === 'choice' && field.name === 'status') ??
  it.fields.find((field) => field.type === 'choice');

/** A sum makes sense of amounts and counts; a level such as body weight is averaged, a lift is its best. */
function measureOf(field: Field): 'sum' | 'average' | 'max' {
  if (field.type === 'money') return 'sum';
  if (field.type === 'rating' || field.type === 'percent') return 'average';
  if (/weight|score|temperature|height|value|price|rate|level/.test(field.name))
    return field.name === 'weight' ? 'max' : 'average';
  return 'sum';
}

/** Numbers that do not say by themselves what they are of: "Amount" of what? */
const BARE = /^(?:amount|total|value|quantity|number|score|level|price|cost|sum|count|points|duration|weight)s?$/i;

/** "Amount of payments", but "Revenue". */
const named = (it: Entity, field: Field): string =>
  BARE.test(field.label) ? `${field.label} of ${it.labelPlural.toLowerCase()}` : field.label;

/** The course of a number over time, one line for each group where there is one. */
export function progressChart(it: Entity, about: string): Chart | undefined {
  const x = dateField(it);
  const y = measureField(it, about);
  // What a thing costs does not run with the date it was looked at.
  if (!x || !y || /price|budget|salary|cost$/.test(y.name)) return undefined;
  const by = it.fields.find((field) => field.type === 'reference' && field.required);
  return {
    kind: 'chart',
    heading: `${named(it, y)} over time`.slice(0, 80),
    entity: it.name,
    display: 'line',
    x: x.name,
    measure: measureOf(y),
    y: y.name,
    ...(by ? { by: by.name } : {}),
  };
}

/** How the rows divide: an amount by company, a count by status. */
export function divisionChart(it: Entity, about: string): Chart | undefined {
  const x = groupField(it);
  if (!x) return undefined;
  const y = measureField(it, about);
  const by = x.label.toLowerCase();
  if (y && !/price|salary/.test(y.name) && (y.type === 'money' || (x.type === 'reference' && y.required))) {
    return {
      kind: 'chart',
      heading: `${named(it, y)} by ${by}`.slice(0, 80),
      entity: it.name,
      display: 'bar',
      x: x.name,
      measure: measureOf(y),
      y: y.name,
    };
  }
  return {
    kind: 'chart',
    heading: `${it.labelPlural} by ${by}`,
    entity: it.name,
    display: 'bar',
    x: x.name,
    measure: 'count',
  };
}

/** How many rows there are in each month. */
export function activityChart(it: Entity): Chart | undefined {
  const x = dateField(it);
  return (
    x && {
      kind: 'chart',
      heading: `${it.labelPlural} per month`.slice(0, 80),
      entity: it.name,
      display: 'bar',
      x: x.name,
      measure: 'count',
    }
  );
}

/** "Total hours", but not "Total total". */
const figureLabel = (word: string, it: Entity, field: Field): string => {
  const label = named(it, field);
  const isSaid = /^(?:total|average|best)\b/i.test(label);
  return (isSaid ? label : `${word} ${label.charAt(0).toLowerCase()}${label.slice(1)}`).slice(0, 80);
};

/** Totals of every amount that an entity keeps: what a consolidated report begins with. */
export function totals(it: Entity): StatItem[] {
  return it.fields
    .filter((field) => field.type === 'money' && !/price|salary|limit|_per_|cost_each|unit/.test(field.name))
    .slice(0, 5)
    .map((field) => ({ label: figureLabel('Total', it, field), entity: it.name, measure: 'sum', field: field.name }));
}

/** Up to six figures about the given entities. */
export function figures(entities: readonly Entity[], about: string): StatItem[] {
  const items: StatItem[] = entities.slice(0, 4).map((it) => ({
    // "Work hours" counted are not hours.
    label: it.label === it.labelPlural ? `${it.labelPlural} (entries)`.slice(0, 80) : it.labelPlural,
    entity: it.name,
    measure: 'count',
  }));
  for (const it of entities) {
    const field = measureField(it, about);
    if (!field || items.length >= 6 || (!field.required && field.type !== 'money')) continue;
    const measure = measureOf(field);
    const word = { sum: 'Total', average: 'Average', max: 'Best' }[measure];
    items.push({
      label: figureLabel(word, it, field),
      entity: it.name,
      measure,
      field: field.name,
    });
  }
  return items.slice(0, 6);
}
