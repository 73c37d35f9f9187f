/** Believable rows: columns of the lexicon, dates around a reference day, people with matching e-mail addresses. */
import type { Field } from '../../app-spec.ts';
import type { FieldDraft, Sample } from '../lexicon/noun.ts';

/** The day that sample dates are counted from. A constant, so that a plan depends on the prompt alone. */
const REFERENCE_DAY = Date.UTC(2026, 10, 16);
const DAY = 86_400_000;
const HOURS = [9, 14, 10, 16, 11, 18];

export const MAX_ROWS = 18;

const PHONES = ['+1 555 0100', '+1 555 0112', '+1 555 0125', '+1 555 0137', '+1 555 0148', '+1 555 0159'];
const MAILBOXES = ['ada', 'ben', 'clara', 'david', 'elena', 'farid'];
/** Remarks that suit whatever they are about. */
const REMARKS = [
  'Went as planned.',
  'Needs another look next week.',
  'Talked it through, all agreed.',
  'First try, promising.',
  'Nothing unusual.',
  'Better than the last time.',
];

export function isoDay(offset: number): string {
  return new Date(REFERENCE_DAY + Math.round(offset) * DAY).toISOString().slice(0, 10);
}

function isoMoment(offset: number, row: number): string {
  const hour = HOURS[row % HOURS.length] ?? 9;
  return new Date(REFERENCE_DAY + Math.round(offset) * DAY + hour * 3_600_000).toISOString().replace('.000Z', 'Z');
}

/** "Ada Marsh" -> "ada.marsh@example.com". */
function mailbox(name: Sample | undefined, row: number): string {
  const local =
    typeof name === 'string' && /^[A-Za-z .']+$/.test(name) && name.split(' ').length <= 3
      ? name
          .toLowerCase()
          .replace(/[^a-z]+/g, '.')
          .replace(/^\.|\.$/g, '')
      : MAILBOXES[row % MAILBOXES.length];
  return `${local ?? 'someone'}@example.com`;
}

/** The value of one field in row `row`. `titles` is the column that names the rows. */
export function sampleValue(
  field: Field,
  draft: FieldDraft,
  row: number,
  titles: readonly Sample[],
  targetRows: number,
): Sample {
  const column = draft.samples ?? [];
  const given = column.length > 0 ? column[row % column.length] : undefined;
  switch (field.type) {
    case 'reference': {
      if (targetRows === 0 || given === null) return null;
      return typeof given === 'number' ? given % targetRows : row % targetRows;
    }
    case 'date':
      return isoDay(typeof given === 'number' ? given : row * 3 - 12);
    case 'datetime':
      return isoMoment(typeof given === 'number' ? given : row * 2 - 6, row);
    case 'email':
      return mailbox(titles[row % Math.max(1, titles.length)], row);
    case 'phone':
      return PHONES[row % PHONES.length] ?? null;
    case 'choice': {
      const values = field.choices ?? [];
      const known = values.some((choice) => choice.value === given);
      return known && given !== undefined ? given : (values[row % Math.max(1, values.length)]?.value ?? null);
    }
    case 'boolean':
      return typeof given === 'boolean' ? given : row % 3 !== 1;
    case 'rating':
      return given === undefined ? 5 - (row % 3) : given;
    case 'time':
      return typeof given === 'string' ? given : `${String(8 + (row % 10)).padStart(2, '0')}:30`;
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
      return given === undefined
        ? clamp(field, (row + 1) * (field.type === 'money' ? 12.5 : field.type === 'percent' ? 15 : 4))
        : given;
    case 'long_text':
    case 'rich_text':
      return given === undefined ? proseOf(field, row) : given;
    case 'url':
    case 'tags':
    case 'color':
    case 'image':
      return given === undefined ? null : given;
    default:
      if (given === undefined && !field.required && /^notes?$/.test(field.name)) return proseOf(field, row);
      return given === undefined ? `${field.label} ${String.fromCharCode(65 + (row % 26))}` : given;
  }
}

const ADDRESSES = [
  '12 Mill Lane',
  '4 Harbour Street',
  '27 Station Road',
  '9 Park Row',
  '61 Canal Street',
  '3 Church Hill',
];

/** A remark in every other row; what else is not made up stays empty, as in a list that is being filled. */
function proseOf(field: Field, row: number): string | null {
  if (/address/.test(field.name)) return ADDRESSES[row % ADDRESSES.length] ?? null;
  const isRemark = /note|remark|comment|observation|feedback/.test(field.name);
  if (field.required || (isRemark && row % 2 === 0)) return REMARKS[row % REMARKS.length] ?? null;
  return null;
}

function clamp(field: Field, value: number): number {
  const bounded = Math.max(field.min ?? value, Math.min(field.max ?? value, value));
  return field.type === 'integer' ? Math.round(bounded) : bounded;
}
