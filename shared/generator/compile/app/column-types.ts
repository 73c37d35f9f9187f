/** Columns as TypeScript types. */
import type { FieldModel } from '../model-fields.ts';

function tsType(f: FieldModel): string {
  switch (f.type) {
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
    case 'rating':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'tags':
      return 'string[]';
    case 'choice':
      return (f.spec.choices ?? []).map((it) => `'${it.value}'`).join(' | ');
    default:
      return 'string';
  }
}

/** Type of a field's column in a row. */
export function columnType(f: FieldModel): string {
  return f.required ? tsType(f) : `${tsType(f)} | null`;
}
