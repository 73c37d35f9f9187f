/** Gives things their references: the ones the request states, and the plain ones of a list ("pets, owners, visits"). */
import type { FieldDraft } from '../lexicon/noun.ts';
import { isPerson } from './access.ts';
import type { EntityDraft } from './assemble.ts';
import { isOccurrence } from './read-relations.ts';
import type { Reading } from './reading.ts';

export function addRelations(drafts: readonly EntityDraft[], reading: Reading): void {
  const byName = new Map(drafts.map((it) => [it.thing.name, it]));
  for (const { parent, child } of reading.relations) {
    const [above, below] = [byName.get(parent), byName.get(child)];
    if (above && below) addReference(below, above, true);
  }
  linkOccurrences(drafts);
}

/** Visits and vaccinations are of the pet, repairs of the property; the pet is its owner's. */
function linkOccurrences(drafts: readonly EntityDraft[]): void {
  const subject = drafts.find(
    (it) =>
      it.entity.access !== 'inbox' &&
      !isOccurrence(it.thing.phrase) &&
      !isPerson(it.thing) &&
      !it.thing.noun?.part &&
      !it.drafts.some((field) => field.type === 'reference' && field.required),
  );
  if (!subject || drafts.length < 2) return;
  for (const it of drafts) {
    const bare = !it.drafts.some((field) => field.type === 'reference');
    if (it !== subject && !it.thing.noun && bare && isOccurrence(it.thing.phrase)) addReference(it, subject, false);
  }
  const owner = drafts.find((it) => it.thing.name === 'owner');
  if (owner && owner !== subject) addReference(subject, owner, false);
}

const PERSON_FIELD = /^(?:person|member|participant|student|name_of_person)$/;

/** A visit of a pet on a day needs no name of its own. */
function titledByParent(below: EntityDraft, reference: FieldDraft): boolean {
  const own = below.drafts[0];
  const unnamed = own?.name === 'name' && !below.thing.noun && !below.thing.fields.some((it) => /name|title/i.test(it));
  if (!unnamed || !isOccurrence(below.thing.phrase) || !below.drafts.some((it) => it.type === 'date')) return false;
  below.drafts[0] = { ...reference, required: true };
  return true;
}

function addReference(below: EntityDraft, above: EntityDraft, required: boolean): void {
  const name = above.entity.name;
  if (below.drafts.some((field) => field.type === 'reference' && field.targets?.includes(above.thing.name))) return;
  // "deals per stage": the stage is a choice that each deal has already.
  if (below.drafts.some((field) => field.name === name && field.type !== 'text')) return;
  const reference: FieldDraft = {
    name,
    label: above.entity.label,
    type: 'reference',
    required,
    targets: [above.thing.name],
  };
  if (titledByParent(below, reference)) return;
  // "each singer's attendance": whose it is was a text.
  const instead = below.drafts.findIndex(
    (field) =>
      field.type === 'text' && (field.name === name || (PERSON_FIELD.test(field.name) && isPerson(above.thing))),
  );
  if (instead >= 0) below.drafts[instead] = reference;
  else below.drafts.splice(below.drafts[0]?.type === 'text' ? 1 : 0, 0, reference);
}
