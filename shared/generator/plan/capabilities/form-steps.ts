/** A form in several steps, where the request asks for one. */
import type { Field } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';

const ASKED = /\b(?:multi-?step|step[- ]by[- ]step|several steps|wizards?)\b/;
const FEWEST_FIELDS = 4;

/** The longest form, what people hand in first, goes in steps: what it is about, then how to reach someone, then the rest. */
export function addFormSteps(drafts: readonly EntityDraft[], { about }: Reading): void {
  if (!ASKED.test(about)) return;
  const handedIn = (it: EntityDraft) => Number(it.entity.access === 'managed' || it.entity.access === 'inbox');
  const longest = [...drafts]
    .filter((it) => it.entity.name !== 'profile' && it.entity.name !== 'contact_message')
    .sort((a, b) => handedIn(b) - handedIn(a) || b.entity.fields.length - a.entity.fields.length)[0]?.entity;
  if (!longest || longest.fields.length < FEWEST_FIELDS) return;
  const contact = longest.fields.filter(isContact);
  const told = longest.fields.filter(
    (it) => !isContact(it) && (it.type === 'long_text' || it.type === 'rich_text' || it.type === 'image'),
  );
  const basics = longest.fields.filter((it) => !contact.includes(it) && !told.includes(it));
  const steps = [
    { label: 'Basics', fields: basics },
    { label: 'Contact', fields: contact },
    { label: 'Details', fields: told },
  ].filter((step) => step.fields.length > 0);
  if (steps.length < 2) return;
  longest.steps = steps.map(({ label, fields }) => ({ label, fields: fields.map((it) => it.name) }));
}

const isContact = (it: Field) => it.type === 'email' || it.type === 'phone' || it.type === 'url';
