/** Finer types for fields: tags, formatted text, places. */
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';
import type { FieldDraft } from '../lexicon/noun.ts';

const TAGGED = /^(?:tags|labels|keywords|hashtags|interests|hobbies|allergens|topics|skills|symptoms)$/;
const ASKED_TAGS = /\b(?:tags?|tagging|tagged|hashtags?|keywords for)\b/;
/** Written at length, for others to read. */
const WRITTEN = new Set(['article', 'news', 'post', 'note', 'announcement', 'case_study', 'lesson', 'page', 'chapter']);
const PLACE = /^(?:address|venue|place|meeting_point)$/;
/** A shelf is a location as well; these are places on a map. */
const ON_THE_MAP = new Set(['event', 'property', 'rental', 'restaurant', 'place', 'mortuary', 'infrastructure_item']);

/** Rows that carry words, one row after another. */
const TAG_SAMPLES = ['new, popular', 'popular', 'new', 'quiet', 'popular, quiet', 'seasonal'];

export function refineFields(drafts: readonly EntityDraft[], reading: Reading): void {
  for (const draft of drafts) draft.drafts = draft.drafts.map((field) => refined(field, draft));
  if (!ASKED_TAGS.test(reading.about) || drafts.some((it) => it.drafts.some((field) => field.type === 'tags'))) return;
  const main = drafts.find((it) => it.entity.access !== 'inbox' && !it.thing.noun?.part);
  main?.drafts.push({ name: 'tags', label: 'Tags', type: 'tags', required: false, samples: TAG_SAMPLES });
}

function refined(field: FieldDraft, { thing, entity }: EntityDraft): FieldDraft {
  const name = thing.noun?.name ?? thing.name;
  if (field.type === 'text' && TAGGED.test(field.name) && !field.required)
    return {
      ...field,
      type: 'tags',
      samples: field.samples?.some((it) => /^\w+ A$/.test(String(it))) ? TAG_SAMPLES : (field.samples ?? TAG_SAMPLES),
    };
  if (field.type === 'long_text' && /^(?:body|content)$/.test(field.name) && WRITTEN.has(name))
    return { ...field, type: 'rich_text' };
  const place = PLACE.test(field.name) || (field.name === 'location' && ON_THE_MAP.has(name));
  if (field.type === 'text' && place && entity.titleField !== field.name) return { ...field, type: 'location' };
  return field;
}
