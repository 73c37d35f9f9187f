/** Columns and checks of an entity's table. */
import type { FieldModel } from '../model-fields.ts';
import { sqlName, sqlString } from '../source-text.ts';

const SQL_TYPES: Record<FieldModel['type'], string> = {
  text: 'text',
  long_text: 'text',
  integer: 'integer',
  number: 'double precision',
  money: 'numeric(12, 2)',
  percent: 'double precision',
  rating: 'smallint',
  date: 'date',
  datetime: 'timestamptz',
  time: 'time',
  boolean: 'boolean',
  choice: 'text',
  email: 'text',
  url: 'text',
  phone: 'text',
  image: 'text',
  reference: 'uuid',
};

/** `weight double precision not null check (weight >= 0)`, one entry for each part of a table's column. */
export function columnDefinition(f: FieldModel, isCreated: (table: string) => boolean): string {
  const parts = [`${sqlName(f.column)} ${SQL_TYPES[f.type]}`];
  if (f.required) parts.push('not null');
  if (f.type === 'boolean') parts.push('default false');
  const first = f.spec.choices?.[0];
  if (f.type === 'choice' && first) parts.push(`default ${sqlString(first.value)}`);
  if (f.reference && isCreated(f.reference.table)) parts.push(referenceClause(f));
  const check = columnCheck(f);
  if (check) parts.push(`check (${check})`);
  return parts.join(' ');
}

/**
 * What happens to a row when the one it refers to goes: an optional reference is emptied; a reply goes with its topic;
 * something the app's admins keep cannot go while members' rows need it.
 */
export function referenceClause(f: FieldModel): string {
  if (!f.reference) return '';
  const action = !f.required ? 'set null' : f.reference.access === 'catalog' ? 'restrict' : 'cascade';
  return `references public.${sqlName(f.reference.table)} (id) on delete ${action}`;
}

function columnCheck(f: FieldModel): string | null {
  const column = sqlName(f.column);
  switch (f.type) {
    case 'text':
    case 'long_text':
    case 'phone':
      return `char_length(${column}) between 1 and ${f.maxLength}`;
    case 'email':
      return `${column} ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(${column}) <= ${f.maxLength}`;
    case 'url':
    case 'image':
      return `${column} ~ '^https?://[^[:space:]]+$' and char_length(${column}) <= ${f.maxLength}`;
    case 'choice':
      return `${column} in (${(f.spec.choices ?? []).map((it) => sqlString(it.value)).join(', ')})`;
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
    case 'rating':
      return rangeCheck(column, f);
    default:
      return null;
  }
}

/** A number as SQL writes it, without an exponent where it can be helped. */
export function sqlNumber(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : String(value);
}

function rangeCheck(column: string, f: FieldModel): string | null {
  if (f.min !== null && f.max !== null) return `${column} between ${sqlNumber(f.min)} and ${sqlNumber(f.max)}`;
  if (f.min !== null) return `${column} >= ${sqlNumber(f.min)}`;
  if (f.max !== null) return `${column} <= ${sqlNumber(f.max)}`;
  return null;
}
