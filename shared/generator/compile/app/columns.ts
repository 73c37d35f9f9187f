/** Which fields of a row are shown where there is not room for all. */
import type { EntityModel } from '../model.ts';
import { type FieldModel, isNumeric } from '../model-fields.ts';

/** Values that need a line or a picture of their own. */
const LARGE = new Set<FieldModel['type']>(['long_text', 'rich_text', 'image']);

/** How much a value tells in a row among others: numbers and days first, how to reach somebody last. */
function weight(f: FieldModel): number {
  const needed = f.spec.required ? 1 : 0;
  // What a row belongs to tells it apart from others with the same title: the quarter of which company?
  if (f.reference && needed) return 10;
  if (isNumeric(f) && f.type !== 'rating') return 8 + needed;
  if (f.type === 'date' || f.type === 'datetime') return 7 + needed;
  if (f.type === 'choice' || f.type === 'rating') return 6 + needed;
  if (f.type === 'reference') return 4 + needed;
  if (f.type === 'email' || f.type === 'phone' || f.type === 'url') return 1 + needed;
  return 2 + needed;
}

export interface Column {
  readonly field: FieldModel;
  /** From 0, the one that is kept longest as room gets scarce. */
  readonly rank: number;
}

/** The fields that matter most beside the title, as the plan orders them. */
export function columnsOf(it: EntityModel, most: number): Column[] {
  const candidates = it.fields.filter((f) => f !== it.title && !LARGE.has(f.type));
  const ranked = [...candidates].sort((a, b) => weight(b) - weight(a)).slice(0, most);
  return candidates.filter((f) => ranked.includes(f)).map((field) => ({ field, rank: ranked.indexOf(field) }));
}

/** The day a row is about: the first date that every row has, else the first there is. */
export function mainDate(it: EntityModel): FieldModel | null {
  const dates = it.fields.filter((f) => f.type === 'date' || f.type === 'datetime');
  return dates.find((f) => f.required) ?? dates[0] ?? null;
}

/** An element that a row without the value goes without. */
export function whereGiven(f: FieldModel, element: string): string {
  return f.required ? element : `{row.${f.column} && ${element}}`;
}

/** The text that says what a row is about, beside its title. */
export function summaryOf(it: EntityModel): FieldModel | null {
  return it.fields.find((f) => f !== it.title && (f.type === 'long_text' || f.type === 'rich_text')) ?? null;
}
