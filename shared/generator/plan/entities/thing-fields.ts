/** Fields of a thing: the words of the request first, the lexicon where few were named. */
import { choices, type FieldDraft, type Sample } from '../lexicon/noun.ts';
import { isPlural, singular } from '../text/inflect.ts';
import { sentenceCase } from '../text/words.ts';
import { isPerson } from './access.ts';
import { inferField } from './infer-field.ts';
import type { Reading, Thing } from './reading.ts';
import { sameWords } from './things.ts';

const RESERVED_FIELDS = new Set(['id', 'owner_id', 'created_at', 'updated_at', 'owner', 'user_id']);
const MAX_FIELDS = 16;
/** Fields of a thing: the person's own first; the lexicon completes them where few were named. */
export function fieldsOf(thing: Thing, reading: Reading): FieldDraft[] {
  const known = thing.noun?.fields ?? [];
  const own: FieldDraft[] = [];
  for (const phrase of thing.fields) {
    const match = known.find((field) => isSameField(field, phrase));
    own.push(
      match
        ? { ...match, label: own.some((it) => it.name === match.name) ? match.label : labelOf(match, phrase) }
        : inferField(phrase, `field_${own.length + 1}`),
    );
  }
  const title =
    known.find((field) => field.required && field.type === 'text') ?? known.find((field) => field.type === 'text');
  const references = known.filter((field) => field.type === 'reference');
  const spelledOut = own.length >= 3;
  const base = spelledOut
    ? [...(title && !own.some((it) => plainTitle(it)) ? [title] : []), ...own, ...references]
    : [...known, ...own];
  const fields = unique(base).filter((field) => !RESERVED_FIELDS.has(field.name));
  if (thing.goods) nameRowsAfterGoods(fields, thing);
  withOptions(fields, thing, reading);
  if (!fields.some((field) => field.type === 'text' || (thing.noun && field.required && TITLES.has(field.type)))) {
    fields.unshift({ ...inferField('name'), required: true, samples: namesFor(thing) });
  }
  if (!thing.noun && fields.length === 1 && thing.fields.length === 0) {
    const more = isPerson(thing) ? ['email', 'phone', 'notes'] : ['date', 'notes'];
    fields.push(...more.map((it) => inferField(it)));
  }
  if (!thing.noun) {
    const first = fields.find((field) => field.type === 'text');
    // A country or a colour does not tell rows apart.
    if (first && ATTRIBUTE.test(first.label.toLowerCase()) && !fields.some((field) => field.type === 'reference')) {
      fields.unshift({ ...inferField('name'), required: true, samples: namesFor(thing) });
    } else if (first) first.required = true;
  }
  return fields.slice(0, MAX_FIELDS);
}

/** Types that can title a row of their own accord: "Bench press", "16 Nov 2026". */
export const TITLES = new Set(['text', 'reference', 'date', 'datetime', 'phone', 'email', 'long_text']);

const ATTRIBUTE =
  /\b(country|city|location|colou?r|size|brand|publisher|type|kind|category|genre|notes?|value|owner|author|artist|material|region|area|unit|borrower|number|no|code|language|format)$/;

const VARIETIES = ['Classic', 'Small', 'Large', 'Natural', 'Limited', 'Everyday'];

/** Rows of a shop that sells candles are candles; the lexicon's categories and texts are about other goods. */
function nameRowsAfterGoods(fields: FieldDraft[], thing: Thing): void {
  for (const field of fields) {
    if (field.name === 'name') field.samples = VARIETIES.map((variety) => `${variety} ${thing.phrase}`);
    if (field.name === 'description') field.samples = VARIETIES.map((variety) => `${variety}, made with care.`);
    if (field.name === 'category')
      Object.assign(field, inferField('category'), { samples: ['Favourites', 'New', 'Gifts'] });
  }
}

const plainTitle = (field: FieldDraft) =>
  field.type === 'text' && /^(name|title|label|subject|headline)$|(_name|_title)$/.test(field.name);

function namesFor(thing: Thing): Sample[] {
  if (isPerson(thing)) return ['Ada Marsh', 'Ben Okafor', 'Clara Novak', 'David Lind', 'Elena Rossi', 'Farid Haddad'];
  const label = sentenceCase(thing.phrase);
  return ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `${label} ${letter}`);
}

/** "splat date" is `date` only where it says nothing else; "cook time" is "Cooking time". */
function isSameField(field: FieldDraft, phrase: string): boolean {
  const wanted = stem(phrase);
  const names = [field.label, field.name.replace(/_/g, ' ')].map(stem);
  if (names.includes(wanted)) return true;
  if (field.type === 'date' || field.type === 'datetime') return names.includes(wanted.replace(/ date$/, ''));
  return field.type !== 'text' && names.some((name) => wanted.endsWith(` ${name}`));
}

const stem = (text: string) => singular(text.toLowerCase().trim()).replace(/ing\b/g, '').replace(/\s+/g, ' ').trim();

/** "query status" is what is done with a status, not its name. */
const ASKED = /^(?:view|query|check|see|show|track|manage|update|edit|set|browse|display|enter|provide|add)\s/i;

const labelOf = (field: FieldDraft, phrase: string) =>
  phrase.length <= 40 && !ASKED.test(phrase)
    ? sentenceCase(isPlural(phrase) && !isPlural(field.label) && field.type !== 'long_text' ? singular(phrase) : phrase)
    : field.label;

function unique(fields: readonly FieldDraft[]): FieldDraft[] {
  const seen = new Map<string, FieldDraft>();
  // A later mention by the person replaces the label of the lexicon's field.
  for (const field of fields) seen.set(field.name, { ...field });
  return [...seen.values()];
}

/** Options the person listed become the choices of the field they belong to, or the rows of the entity. */
function withOptions(fields: FieldDraft[], thing: Thing, reading: Reading): void {
  for (const [phrase, items] of reading.options) {
    const list = choices(items.map((item) => sentenceCase(singular(item))));
    const distinct =
      new Set(list.map((it) => it.value)).size === list.length &&
      list.every((it) => /^[a-z][a-z0-9_]{0,47}$/.test(it.value));
    if (!distinct || list.length > 20) continue;
    const byName = fields.find(
      (field) =>
        sameWords(field.label, phrase) ||
        sameWords(field.name.replace(/_/g, ' '), phrase) ||
        phrase.endsWith(` ${field.name}`),
    );
    if (byName && byName.type !== 'reference') {
      byName.type = 'choice';
      byName.choices = list;
      byName.samples = list.map((it) => it.value);
      byName.required = true;
    } else if (thing.noun && (sameWords(thing.phrase, phrase) || thing.name === singular(phrase))) {
      const title = fields.find((field) => field.type === 'text');
      if (title && items.every((item) => /^\p{Lu}/u.test(item))) title.samples = items;
    }
  }
}
