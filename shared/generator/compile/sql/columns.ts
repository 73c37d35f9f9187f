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
  tags: 'text[]',
  rich_text: 'text',
  location: 'text',
  color: 'text',
};

/** Type of a field's column. */
export function sqlType(f: FieldModel): string {
  return SQL_TYPES[f.type];
}

/** `weight double precision not null check (weight >= 0)`, one entry for each part of a table's column. */
export function columnDefinition(f: FieldModel, isCreated: (table: string) => boolean): string {
  const parts = [`${sqlName(f.column)} ${sqlType(f)}`];
  if (f.required) parts.push('not null');
  if (f.computed) parts.push('default 0');
  if (f.type === 'boolean') parts.push('default false');
  if (f.type === 'tags') parts.push("default '{}'");
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
    case 'rich_text':
    case 'location':
      return `char_length(${column}) between 1 and ${f.maxLength}`;
    case 'email':
      return `${column} ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(${column}) <= ${f.maxLength}`;
    case 'url':
    case 'image':
      return `${column} ~ '^https?://[^[:space:]]+$' and char_length(${column}) <= ${f.maxLength}`;
    case 'color':
      return `${column} ~ '^#[0-9a-f]{6}$'`;
    case 'tags':
      return tagsCheck(column, f);
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

/** Most tags of a row; each within the text limit, as `lib/validation` has it too. */
export const MOST_TAGS = 12;

function tagsCheck(column: string, f: FieldModel): string {
  const count = `cardinality(${column}) ${f.needed ? `between 1 and ${MOST_TAGS}` : `<= ${MOST_TAGS}`}`;
  return `${count} and array_position(${column}, null) is null and char_length(array_to_string(${column}, '')) <= 500`;
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
