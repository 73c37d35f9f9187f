import { expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const messagesOf = (prompt: string) => planApp(prompt).entities.find((it) => it.access === 'exchanged');
const fieldsOf = (prompt: string) => messagesOf(prompt)?.fields.map(({ name }) => name);

it.each([
  'A Gmail-like email client with inbox, sent mail, compose and reply',
  'An email app where people read and write mail',
  'Webmail for our school',
])('%s: letters with subjects', (prompt) => {
  expect(fieldsOf(prompt)).toEqual(['subject', 'body']);
});

it.each([
  'A chat app where users can send messages to each other',
  'A dating site with profiles and private chat',
  'A marketplace where people sell used bikes and message the seller',
  'A social network with posts, friends and direct messages',
  'A tutoring site where students find tutors and chat with tutors',
])('%s: messages from one to another', (prompt) => {
  expect(fieldsOf(prompt)).toEqual(['body']);
});

it('shows messages by their list alone, and to nobody who looks after the app', () => {
  const spec = planApp('A community with posts, an admin area, a dashboard with statistics, and private messages');
  const name = messagesOf('A community with posts, an admin area and private messages')?.name;
  const shown = spec.pages.flatMap((page) =>
    page.sections.flatMap((section) =>
      'entity' in section && section.entity === name ? [[section.kind, page.audience]] : [],
    ),
  );
  expect(shown).toEqual([['list', 'members']]);
});

it('says that mail stays within the app', () => {
  expect(planApp('An email client').notes.join(' ')).toContain('neither sends nor fetches e-mail');
});

it('leaves what a person notes down for themselves alone', () => {
  expect(messagesOf('My personal diary with messages to myself')).toBeUndefined();
});
