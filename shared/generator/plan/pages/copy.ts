/** Sentences on the pages: short, true, in the words of the request. */
import type { Entity, Field } from '../../app-spec.ts';

const lower = (label: string) => (/^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1));

/** What people hand in for others to decide, and what they make with somebody. */
const HANDED_IN =
  /request|application|claim|ticket$|approval|complaint|proposal|dispute|submission|middle_level|powers/;
const MADE = /booking|order|appointment|reservation|payment|deposit|transfer|renewal|lease|transaction/;
/** Fields of what is written to be read. */
const TOLD: ReadonlySet<Field['type']> = new Set(['long_text', 'rich_text']);

/** Whether a row is written to be read, as a post is; a text about a band or a person makes it no post. */
export const isWritten = (it: Entity): boolean =>
  it.fields.some(
    (field) => field.required && TOLD.has(field.type) && !/^(?:bio|about|terms|address)$/.test(field.name),
  );

/** What a visitor can do with an entity, as a heading. */
export function featureTitle(it: Entity): string {
  const many = lower(it.labelPlural);
  switch (it.access) {
    case 'private':
      return /^my /i.test(many) ? it.labelPlural : `Keep your ${many}`;
    case 'inbox':
      return it.name === 'contact_message'
        ? 'Get in touch'
        : `Ask for ${/^[aeiou]/i.test(it.label) ? 'an' : 'a'} ${lower(it.label)}`;
    case 'catalog':
      return `Browse ${many}`;
    case 'managed':
      if (it.single) return `Keep your ${lower(it.label)}`;
      if (HANDED_IN.test(it.name)) return `Send and follow your ${many}`;
      return MADE.test(it.name) ? `Make and follow your ${many}` : `Add and follow your ${many}`;
    case 'exchanged':
      return `Write ${many} to each other`;
    case 'members':
      return `See and add ${many}`;
    case 'team':
      return `Manage ${many}`;
    case 'public':
      return `${isWritten(it) ? 'Read and share' : 'Find and add'} ${many}`;
  }
}

export function featureText(it: Entity): string {
  switch (it.access) {
    case 'private':
      return `${it.description} Only you see what you enter.`;
    case 'inbox':
      return it.name === 'contact_message'
        ? 'Send a message; it reaches the people who run this site.'
        : 'Fill in the form; the people who run this site will confirm.';
    case 'managed':
      return `${it.description} Only you and the people who run this see yours.`;
    case 'exchanged':
      return `${it.description} Only you and the person you write to see it.`;
    case 'members':
    case 'team':
      return `${it.description} For everyone who is signed in.`;
    case 'public':
      return `${it.description} Open to read; sign in to add your own.`;
    case 'catalog':
      return it.description;
  }
}

export const actionFor = (it: Entity): string => {
  const many = lower(it.labelPlural);
  return it.access === 'private' || it.access === 'exchanged'
    ? /^my /i.test(many)
      ? it.labelPlural
      : `Open your ${many}`
    : it.access === 'managed'
      ? `Open your ${many}`
      : it.access === 'team' || it.access === 'members'
        ? `Open ${many}`
        : `Browse ${many}`;
};
