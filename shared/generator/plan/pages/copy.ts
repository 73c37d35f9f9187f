/** Sentences on the pages: short, true, in the words of the request. */
import type { Entity } from '../../app-spec.ts';

const lower = (label: string) => (/^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1));

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
      return `Send and follow your ${many}`;
    case 'exchanged':
      return `Write ${many} to each other`;
    case 'members':
    case 'team':
      return `Work with ${many}`;
    case 'public':
      return `Read and share ${many}`;
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
  if (it.access !== 'private' && it.access !== 'exchanged') return `Browse ${many}`;
  return /^my /i.test(many) ? it.labelPlural : `Open your ${many}`;
};
