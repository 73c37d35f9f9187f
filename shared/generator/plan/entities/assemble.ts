/** Builds entities out of the chosen things: names, fields, references, access and sample rows. */
import type { Access, AppSpec, Entity, Field } from '../../app-spec.ts';
import { choices, type FieldDraft, type Sample } from '../lexicon/noun.ts';
import { isPlural, plural, singular } from '../text/inflect.ts';
import { clip, identifierOf, sentenceCase } from '../text/words.ts';
import { accessOf, isPerson } from './access.ts';
import { inferField } from './infer-field.ts';
import type { Reading, Thing } from './reading.ts';
import { MAX_ROWS, sampleValue } from './samples.ts';
import { sameWords } from './things.ts';

const RESERVED_FIELDS = new Set(['id', 'owner_id', 'created_at', 'updated_at', 'owner', 'user_id']);
const MAX_FIELDS = 16;

/** An entity with the drafts its samples are made from. */
export interface EntityDraft {
  thing: Thing;
  entity: Entity;
  drafts: FieldDraft[];
}

export function assembleEntities(chosen: readonly Thing[], reading: Reading): EntityDraft[] {
  const names = new Set<string>();
  const tables = new Set<string>();
  const drafts: EntityDraft[] = [];
  for (const thing of chosen) {
    const renamed = thing.noun !== undefined && thing.phrase !== thing.noun.label.toLowerCase();
    const name = unusedName((renamed ? (identifierOf(thing.phrase) ?? thing.name) : thing.name).slice(0, 40), names);
    const label = clip(sentenceCase(renamed ? thing.phrase : (thing.noun?.label ?? thing.phrase)), 60);
    const labelPlural = thing.foreign
      ? label
      : clip(renamed ? plural(label) : (thing.noun?.labelPlural ?? plural(label)), 64);
    const table = unusedName(
      (identifierOf(thing.noun ? plural(name) : labelPlural) ?? plural(name)).slice(0, 44),
      tables,
    );
    const fields = fieldsOf(thing, reading);
    if (drafts.length === 0) {
      for (const phrase of reading.looseFields) {
        const field = inferField(phrase);
        if (!fields.some((it) => it.name === field.name)) fields.push(field);
      }
    }
    drafts.push({
      thing,
      drafts: fields,
      entity: {
        name,
        table,
        label,
        labelPlural,
        description: thing.noun?.about ?? `${labelPlural} with ${describe(fields)}.`,
        access: accessOf(thing, reading),
        fields: [],
        titleField: '',
        samples: [],
      },
    });
  }
  linkReferences(drafts);
  narrowAccess(drafts);
  openRequests(drafts);
  return fillSamples(drafts);
}

function unusedName(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}_${n}`;
  taken.add(candidate);
  return candidate;
}

const describe = (fields: readonly FieldDraft[]) =>
  fields.length === 1
    ? (fields[0]?.label.toLowerCase() ?? 'a name')
    : `${fields
        .slice(0, -1)
        .slice(0, 5)
        .map((it) => it.label.toLowerCase())
        .join(', ')} and ${fields.at(-1)?.label.toLowerCase() ?? ''}`;

/** Fields of a thing: the person's own first; the lexicon completes them where few were named. */
function fieldsOf(thing: Thing, reading: Reading): FieldDraft[] {
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
const TITLES = new Set(['text', 'reference', 'date', 'datetime', 'phone', 'email', 'long_text']);

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

const labelOf = (field: FieldDraft, phrase: string) =>
  phrase.length <= 40
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

/** Points references at entities of the plan; a reference without a target becomes a text. */
function linkReferences(drafts: readonly EntityDraft[]): void {
  const byName = new Map(drafts.map((it) => [it.thing.name, it]));
  const main = drafts.find((it) => it.thing.noun?.part !== true && it.entity.access !== 'inbox');
  const parents = new Map<string, Set<string>>();
  const reaches = (from: string, to: string): boolean =>
    from === to || [...(parents.get(from) ?? [])].some((next) => reaches(next, to));

  for (const draft of drafts) {
    const mine = new Set<string>();
    parents.set(draft.entity.name, mine);
    const linked = new Set<string>();
    draft.drafts = draft.drafts.flatMap((field): FieldDraft[] => {
      const wish = field.type === 'reference' ? (field.targets ?? []) : ownReference(field, draft, byName);
      if (wish.length === 0) return [field];
      const target = wish
        .map((name) => (name === '*' ? main : byName.get(name)))
        .find(
          (it) =>
            it &&
            it !== draft &&
            it.entity.access !== 'inbox' &&
            !linked.has(it.entity.name) &&
            !reaches(it.entity.name, draft.entity.name),
        );
      if (target) {
        mine.add(target.entity.name);
        linked.add(target.entity.name);
        const wanted = field.targets?.[0];
        const other = wanted !== undefined && wanted !== target.thing.name && wanted !== '*';
        const taken = draft.drafts.some((it) => it !== field && it.name === target.entity.name);
        if (other && taken && !field.required) return [];
        const name = other && !taken ? target.entity.name : field.name;
        const label = other || field.targets?.includes('*') ? target.entity.label : field.label;
        return [{ ...field, name, type: 'reference', label, targets: [target.entity.name], ...withoutSamples(field) }];
      }
      if (field.type !== 'reference') return [field];
      // Another field refers to it already.
      if (wish.some((name) => linked.has(byName.get(name)?.entity.name ?? ''))) return [];
      return field.required && !draft.thing.noun?.part
        ? [{ ...inferField(field.label), name: field.name, required: false }]
        : [];
    });
    if (draft.drafts.length === 0) draft.drafts.push({ ...inferField('name'), required: true });
  }
}

/** Index samples of a reference stay; values of a field that was a text do not. */
const withoutSamples = (field: FieldDraft): Partial<FieldDraft> =>
  field.samples?.every((it) => typeof it === 'number') ? {} : { samples: [] };

/** "book" among the fields of a loan names the entity `book`. */
function ownReference(field: FieldDraft, draft: EntityDraft, byName: ReadonlyMap<string, EntityDraft>): string[] {
  if (field.type !== 'text') return [];
  const target = byName.get(field.name) ?? byName.get(singular(field.name));
  return target && target !== draft && draft.drafts.some((it) => it !== field && it.type === 'text')
    ? [target.thing.name]
    : [];
}

const WIDTH: Readonly<Record<Access, number>> = { private: 0, members: 1, public: 2, catalog: 2, inbox: 3 };

/** Rows are never seen by more people than the rows they belong to. */
function narrowAccess(drafts: readonly EntityDraft[]): void {
  const byName = new Map(drafts.map((it) => [it.entity.name, it]));
  for (let round = 0; round < drafts.length; round++) {
    for (const draft of drafts) {
      for (const field of draft.drafts) {
        const parent = field.type === 'reference' ? byName.get(field.targets?.[0] ?? '') : undefined;
        if (!parent || draft.entity.access === 'inbox') continue;
        if (WIDTH[parent.entity.access] < WIDTH[draft.entity.access]) draft.entity.access = parent.entity.access;
      }
    }
  }
}

/** A form for anyone asks nothing that only the people behind the site decide or see. */
function openRequests(drafts: readonly EntityDraft[]): void {
  const open = new Set(drafts.filter((it) => WIDTH[it.entity.access] === 2).map((it) => it.entity.name));
  for (const draft of drafts.filter((it) => it.entity.access === 'inbox')) {
    const kept = draft.drafts.filter((field) => field.name !== 'status');
    draft.drafts = kept.map((field) =>
      field.type === 'reference' && !open.has(field.targets?.[0] ?? '')
        ? { name: field.name, label: field.label, type: 'text' as const, required: false }
        : field,
    );
  }
}

function fillSamples(drafts: readonly EntityDraft[]): EntityDraft[] {
  const rowCount = new Map(drafts.map((it) => [it.entity.name, rowsFor(it.drafts)]));
  return drafts.map((draft) => {
    const fields = draft.drafts.map(toField);
    const title = titleOf(draft.drafts);
    const titles = draft.drafts.find((it) => it.name === title)?.samples ?? [];
    const rows = Array.from({ length: rowCount.get(draft.entity.name) ?? 6 }, (_, row) => {
      const values: Record<string, Sample> = {};
      draft.drafts.forEach((field, at) => {
        const final = fields[at];
        if (final)
          values[field.name] = sampleValue(final, field, row, titles, rowCount.get(final.references ?? '') ?? 0);
      });
      return values;
    });
    return { ...draft, entity: { ...draft.entity, fields, titleField: title, samples: rows } };
  });
}

function rowsFor(fields: readonly FieldDraft[]): number {
  const columns = fields.filter((field) => field.type !== 'choice').map((field) => field.samples?.length ?? 0);
  const titled = fields.find((field) => field.type === 'text' && (field.samples?.length ?? 0) > 0);
  const longest = Math.max(...columns, 0);
  return Math.min(MAX_ROWS, longest > 6 ? longest : titled ? Math.max(3, titled.samples?.length ?? 6) : 6);
}

function titleOf(fields: readonly FieldDraft[]): string {
  const text = fields.filter((field) => field.type === 'text');
  const best =
    text.find((field) => field.required) ??
    text.find((field) => /name|title/.test(field.name)) ??
    fields.find((field) => field.required && field.type === 'reference') ??
    fields.find((field) => field.required && TITLES.has(field.type)) ??
    text[0] ??
    fields[0];
  return best?.name ?? 'name';
}

function toField(draft: FieldDraft): Field {
  const { targets, samples: _, choices: options, ...field } = draft;
  return {
    ...field,
    label: clip(field.label, 60),
    ...(field.type === 'choice' && options ? { choices: options } : {}),
    ...(field.type === 'reference' && targets?.[0] ? { references: targets[0] } : {}),
  } satisfies AppSpec['entities'][number]['fields'][number];
}
