/** Pages of text: what the app is about, and questions with answers, without inventing facts. */
import type { Entity, Page } from '../../app-spec.ts';
import type { Naming } from '../naming.ts';
import { clip, enumerate } from '../text/words.ts';

const list = (entities: readonly Entity[]) => enumerate(entities.slice(0, 5).map((it) => it.labelPlural.toLowerCase()));

/** "Manage cases." inside a sentence; a name in capitals stays. */
const lowerFirst = (text: string) => (/^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));

export function aboutPage(context: Naming & { entities: readonly Entity[] }): Page {
  const shown = context.entities.filter((it) => it.access === 'catalog' || it.access === 'public');
  const own = context.entities.filter((it) => (it.access === 'private' || it.access === 'managed') && !it.single);
  const hasInbox = context.entities.some((it) => it.access === 'inbox');
  const paragraphs = [
    clip(`${context.name}: ${lowerFirst(context.tagline)}`, 580),
    ...(shown.length > 0
      ? [clip(`Here you find ${list(shown)}, kept up to date by the people behind them.`, 580)]
      : []),
    ...(own.length > 0
      ? [clip(`With an account you also have ${list(own)} of your own, seen only by you and those who run this.`, 580)]
      : []),
    hasInbox
      ? 'Is something missing, or would you like to know more about us? Write to us; we read every message.'
      : 'We keep it simple on purpose: what you see is all there is, and it is here for you.',
  ];
  return {
    path: '/about',
    title: 'About',
    nav: true,
    audience: 'everyone',
    sections: [
      { kind: 'text', heading: clip(`About ${context.name}`, 78), paragraphs },
      ...teamSection(context.entities),
    ],
  };
}

function teamSection(entities: readonly Entity[]): Page['sections'] {
  const people = entities.find(
    (it) => ['team_member', 'doctor', 'teacher', 'experience'].includes(it.name) && it.access === 'catalog',
  );
  return people ? [{ kind: 'recent', heading: people.labelPlural, entity: people.name, limit: 6 }] : [];
}

export function faqPage(context: Naming, entities: readonly Entity[]): Page {
  const open = entities.filter((it) => it.access === 'catalog' || it.access === 'public');
  const own = entities.filter((it) => it.access === 'private');
  const contact = entities.some((it) => it.access === 'inbox');
  const items = [
    { question: `What is ${context.name}?`, answer: context.tagline },
    ...open.slice(0, 3).map((it) => ({
      question: `Where do I find ${it.labelPlural.toLowerCase()}?`,
      answer: clip(`On the page “${it.labelPlural}”. You can search, filter and sort them.`, 580),
    })),
    ...own.slice(0, 2).map((it) => ({
      question: `Who sees my ${it.labelPlural.toLowerCase()}?`,
      answer: 'Only you. Sign in to add and change them.',
    })),
    ...(contact ? [{ question: 'How can I ask something else?', answer: 'Write to us on the contact page.' }] : []),
  ].map((it) => ({ question: clip(it.question, 78), answer: clip(it.answer, 580) }));
  return {
    path: '/faq',
    title: 'FAQ',
    nav: true,
    audience: 'everyone',
    sections: [{ kind: 'faq', heading: 'Questions and answers', items }],
  };
}
