/** How a field's value is shown: as text, and as an element. */
import type { AppModel, EntityModel } from '../model.ts';
import { entityOf } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { jsString } from '../source-text.ts';
import { filtersOf, paramName } from './feature-query.ts';
import type { Imports } from './imports.ts';

/** Name of the constant with a field's choices: `STATUS_CHOICES`. */
export function choicesName(f: FieldModel): string {
  return `${f.column.toUpperCase()}_CHOICES`;
}

/** ISO 4217 code of a money field; anything else would make `Intl` throw. */
export function currencyOf(f: FieldModel): string {
  const code = f.spec.unit?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : 'USD';
}

/** The field that names a row where only one level is loaded: the title, unless that is a reference itself. */
export function labelField(it: EntityModel): FieldModel | null {
  if (!it.title.reference) return it.title;
  return it.fields.find((f) => f.type === 'text') ?? it.fields.find((f) => !f.reference) ?? null;
}

/** Whether `null` can be in the column. */
function nullable(f: FieldModel): boolean {
  return !f.required;
}

/** A TypeScript expression of type `string` for a value that is not a reference. */
function plainText(f: FieldModel, value: string, imports: Imports, folder: string): string {
  const format = (name: string) => imports.value('@/lib/format', name);
  switch (f.type) {
    case 'integer':
    case 'number':
      // 2026 is no two thousand and twenty-six of anything.
      if (/(?:^|_)year$/.test(f.name)) return nullable(f) ? `(${value}?.toString() ?? '\u2013')` : `String(${value})`;
      return `${format('formatNumber')}(${value}${f.spec.unit ? `, ${jsString(f.spec.unit)}` : ''})`;
    case 'rating':
      return `${format('formatNumber')}(${value})`;
    case 'money':
      return `${format('formatMoney')}(${value}, '${currencyOf(f)}')`;
    case 'percent':
      return `${format('formatPercent')}(${value})`;
    case 'date':
      return `${format('formatDate')}(${value})`;
    case 'datetime':
      return `${format('formatDateTime')}(${value})`;
    case 'time':
      return `${format('formatTime')}(${value})`;
    case 'boolean':
      return `${format('formatBoolean')}(${value})`;
    case 'choice':
      return `${imports.value('@/lib/choices', 'labelOf')}(${imports.value(`@/features/${folder}/choices`, choicesName(f))}, ${value})`;
    case 'tags':
      return `${value}.join(', ')`;
    case 'rich_text':
      return `${imports.value('@/lib/markdown', 'plainText')}(${value})`;
    default:
      return nullable(f) ? `${format('formatText')}(${value})` : value;
  }
}

/** A TypeScript expression of type `string` for a field of a loaded row. */
export function textOf(app: AppModel, it: EntityModel, f: FieldModel, row: string, imports: Imports): string {
  if (!f.reference) return plainText(f, `${row}.${f.column}`, imports, it.folder);
  const target = entityOf(app, f.reference.entity);
  const label = labelField(target);
  const embed = `${row}.${f.reference.embed}`;
  if (!label) return `${imports.value('@/lib/format', 'formatText')}(${row}.${f.column})`;
  return `(${embed} ? ${plainText(label, `${embed}.${label.column}`, imports, target.folder)} : '\u2013')`;
}

/** The title of a row as a `string` expression. */
export function titleOf(app: AppModel, it: EntityModel, row: string, imports: Imports): string {
  return textOf(app, it, it.title, row, imports);
}

/** A title among an option's columns: same as the title, from a row that holds only the label's column. */
export function optionLabel(target: EntityModel, row: string, imports: Imports): string {
  const label = labelField(target);
  return label ? plainText(label, `${row}.${label.column}`, imports, target.folder) : `${row}.id`;
}

/** JSX for a field of a loaded row: an element, or a `{…}` expression. */
export function nodeOf(app: AppModel, it: EntityModel, f: FieldModel, row: string, imports: Imports): string {
  const value = `${row}.${f.column}`;
  switch (f.type) {
    case 'choice':
      imports.value('@/components/choice-badge', 'ChoiceBadge');
      return `<ChoiceBadge choices={${imports.value('./choices', choicesName(f))}} value={${value}} />`;
    case 'rating':
      imports.value('@/components/rating', 'Rating');
      return `<Rating value={${value}} />`;
    case 'url':
      imports.value('@/components/external-link', 'ExternalLink');
      return `<ExternalLink href={${value}} />`;
    case 'image':
      imports.value('@/components/picture', 'Picture');
      return `<Picture src={${value}} alt={${titleOf(app, it, row, imports)}} className="size-12 rounded-md" />`;
    case 'tags': {
      imports.value('@/components/tags', 'Tags');
      const list = tagListPath(it, f);
      return `<Tags values={${value}}${list ? ` to="${list}"` : ''} />`;
    }
    case 'rich_text':
      imports.value('@/components/rich-text', 'RichText');
      return `<RichText text={${value}} />`;
    case 'location':
      imports.value('@/components/map-link', 'MapLink');
      return `<MapLink place={${value}} />`;
    case 'color':
      imports.value('@/components/color-swatch', 'ColorSwatch');
      return `<ColorSwatch color={${value}} />`;
    case 'email':
      return contactLink(f, value, 'mailto:', imports);
    case 'phone':
      return contactLink(f, value, 'tel:', imports);
    default:
      return `{${textOf(app, it, f, row, imports).replace(/^\((.*)\)$/, '$1')}}`;
  }
}

/** Start of the address of the list of rows with a tag, or null where no list filters by it. */
function tagListPath(it: EntityModel, f: FieldModel): string | null {
  const filter = filtersOf(it).find((one) => one.field === f);
  return filter && it.listPath && it.displays.size > 0 ? `${it.listPath}?${paramName(it, filter.key)}=` : null;
}

function contactLink(f: FieldModel, value: string, scheme: string, imports: Imports): string {
  // A number is dialled as a whole; an address may be longer than a phone is wide.
  const breaks = scheme === 'tel:' ? 'whitespace-nowrap' : 'break-words';
  const link = `<a href={\`${scheme}\${${value}}\`} className="text-accent underline underline-offset-4 ${breaks}">{${value}}</a>`;
  return nullable(f) ? `{${value} ? ${link} : ${imports.value('@/lib/format', 'formatText')}(null)}` : link;
}
