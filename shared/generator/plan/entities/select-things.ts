/** Chooses which of the things read become entities. */
import { asksForCart } from '../capabilities/cart.ts';
import { readMessages } from '../capabilities/messages.ts';
import { readQuiz } from '../capabilities/quiz.ts';
import { KEEPING_VERBS, ROLE_NOUNS } from '../lexicon/grammar.ts';
import { NOUNS } from '../lexicon/lexicon.ts';
import { SUBJECTS } from '../lexicon/subjects.ts';
import { readForeign } from '../text/foreign-request.ts';
import { identifierOf } from '../text/words.ts';
import type { Reading, Thing } from './reading.ts';
import { noteNoun } from './things.ts';

const MOST_ENTITIES = 12;

/** A special noun says what the general one would: "study group" makes "group" superfluous. */
const ABSORBS: Readonly<Record<string, readonly string[]>> = {
  study_group: ['group', 'student'],
  crypto_product: ['product'],
  ticket_booking: ['booking', 'order'],
  appointment: ['booking'],
  partner_profile: ['profile'],
  game_room: ['game', 'room'],
  chat_message: ['message'],
  kingdom: ['game', 'resource'],
  food: ['product', 'ingredient', 'tag'],
  nutrition_analysis: ['ingredient'],
  software_solution: ['product', 'service'],
  short_message: ['message', 'service', 'notification'],
  band: ['photo', 'video', 'song', 'profile'],
  condolence: ['message', 'comment'],
  funeral: ['service'],
  recipe: ['ingredient'],
  connection: ['journey'],
  financial_record: ['case_report'],
  outreach_message: ['message'],
  case: ['service'],
  obituary: ['event', 'profile'],
  ringtone: ['service'],
  wallpaper: ['service'],
  partner: ['profile'],
  course: ['product'],
  work: ['photo'],
  workout: ['training'],
};

/** Words so common that a passing mention means little. */
const NOISY = new Set(
  'service profile message photo video tag category equipment note payment notification review event place goal question skill measurement contact approval site_setting order booking room quiz book team_member comment product project company client game resource'.split(
    ' ',
  ),
);

export function selectThings(reading: Reading): Thing[] {
  const { about, things } = reading;
  const subject = SUBJECTS.find((it) => it.words.test(about));
  adjust(reading);

  // "kanban board" is what the subject stands for, not a thing beside it.
  for (const thing of [...things.values()]) {
    if (
      !thing.noun &&
      thing.head &&
      thing.fields.length === 0 &&
      subject?.core.length &&
      subject.words.test(thing.phrase)
    ) {
      things.delete(thing.name);
    }
  }
  const strong = () => [...things.values()].filter((thing) => isWanted(thing, reading));
  for (const name of subject?.core ?? []) imply(reading, name, 3);
  if (strong().length < 2) for (const name of subject?.extra ?? []) imply(reading, name, 2.5);

  for (const thing of [...things.values()]) {
    const absorbed = ABSORBS[thing.name];
    if (!isWanted(thing, reading)) continue;
    // Songs stay where they are put together.
    for (const name of absorbed ?? []) if (name !== 'song' || !things.has('playlist')) things.delete(name);
  }
  let chosen = strong();
  for (const thing of [...chosen]) {
    for (const needed of thing.noun?.needs ?? []) {
      if (!chosen.some((it) => it.name === needed)) imply(reading, needed, 2.5);
    }
  }
  chosen = strong()
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_ENTITIES);
  return chosen.sort((a, b) => Number(b.head) - Number(a.head) || a.order - b.order);
}

/** Makes sure that a noun has at least this score. */
function imply(reading: Reading, name: string, score: number): void {
  addKnown(reading, name, Math.max(0, score - (reading.things.get(name)?.score ?? 0)));
}

/** Adds a noun by name, also one whose words mean something else in this text. */
function addKnown(reading: Reading, name: string, score: number): void {
  const noun = NOUNS.get(name);
  if (noun) noteNoun(reading, noun, score, 'keep');
}

/** Readings that only the whole request can decide. */
function adjust(reading: Reading): void {
  const { about, things } = reading;
  if (/\b(manag\w*|edit\w*|administ\w*|view\w*) users\b|\buser management\b/.test(about))
    addKnown(reading, 'profile', 3);
  if (asksForCart(reading)) addKnown(reading, 'order', 3);
  if (readQuiz(reading)) addKnown(reading, 'quiz_question', 5);
  if (readMessages(reading)) addKnown(reading, 'message', 5);
  const contact = things.get('contact');
  if (contact && !/\bcontacts\b|address book|contact (list|management|manager)\b/.test(about)) things.delete('contact');
  if (
    (/\bcontact (us|form|page|the|me|information|info)\b|\bget in touch\b|\b(inquir|enquir)(y|ies)\b|\bcontact (website )?owner/.test(
      about,
    ) &&
      !/manage their contact information/.test(about.replace(/contact (form|us)/g, ''))) ||
    /\bcontact (form|us)\b/.test(about)
  ) {
    addKnown(reading, 'contact_message', 3);
  }
  // A chat without a room to be in is between two people, and theirs alone.
  if (things.has('chat_message') && !['game_room', 'study_group', 'group', 'event'].some((it) => things.has(it))) {
    things.delete('chat_message');
    addKnown(reading, 'message', 3);
  }
  if (/\bnewsletter\b/.test(about)) addKnown(reading, 'subscriber', 3);
  // "a hiking guide", "a restaurant site", "a conference site": what it is, not what it keeps.
  for (const thing of [...things.values()]) {
    const itself = ITSELF.has(thing.phrase) && !new RegExp(`\\b${thing.phrase}s\\b`).test(about);
    if (itself && thing.verbs.size === 0 && things.size > 1) things.delete(thing.name);
  }
  // Boards and columns show tasks by their state.
  if (things.has('task'))
    for (const name of ['board', 'column', 'swimlane', 'list']) if (!things.get(name)?.noun) things.delete(name);
  // Tags are words on the things, not things.
  if (things.size > 1) things.delete('tag');
  const payment = things.get('payment');
  if (payment && !/\bpayment (management|records?|history|tracking)|\btrack(ing)? payments\b/.test(about))
    things.delete('payment');
  for (const thing of [...things.values()]) {
    // "entertainment directory", "customer relationship management": a field of work, not a thing.
    const abstract = /(ment|ship|tion|sion|ity|ness|ics|ism|ance|ence|hood)$/.test(thing.name);
    const others = [...things.values()].some((it) => it !== thing && (thing.fields.length === 0 || it.score >= 5));
    if (!thing.noun && thing.head && abstract && thing.fields.length < 2 && others) things.delete(thing.name);
  }
  // "a chess club site": the club itself, unless there are several.
  if (things.get('group')?.phrase === 'club' && !/\bclubs\b/.test(about)) things.delete('group');
  nameGoods(reading);
}

/** "a shop selling handmade candles": the products are candles. */
function nameGoods({ about, things }: Reading): void {
  const sold = [...things.values()].find(
    (thing) => (!thing.noun && (thing.verbs.has('sell') || thing.verbs.has('buy'))) || isSold(thing, about),
  );
  if (!sold || !/\b(shop|store|sell|e-?commerce|marketplace)/.test(about)) return;
  const product = NOUNS.get('product');
  if (!product) return;
  things.delete(sold.name);
  things.delete('product');
  things.set('product', { ...sold, name: 'product', noun: product, score: sold.score + 4, goods: true });
}

/** "a shop for second-hand books": goods under the name of something that elsewhere is kept for oneself. */
const isSold = (thing: Thing, about: string): boolean =>
  /^(?:book|plant|song|movie)$/.test(thing.name) &&
  new RegExp(
    `\\b(?:shop|store|shop selling|sells?|selling)\\b[^.,]{0,40}\\b${thing.phrase}s?\\b|\\b${thing.phrase} ?(?:shop|store)\\b`,
  ).test(about);

const ITSELF = new Set('guide conference festival restaurant cafe hotel library museum podcast'.split(' '));

function isWanted(thing: Thing, reading: Reading): boolean {
  if (thing.head) return thing.score >= 2;
  if (thing.goods) return true;
  if (ROLE_NOUNS.has(thing.name) && thing.noun && thing.name !== 'advertisement' && thing.name !== 'band') {
    const kept = [...thing.verbs].some(
      (verb) => (verb === 'keep' || KEEPING_VERBS.has(verb)) && verb !== 'offer' && verb !== 'register',
    );
    return kept
      ? thing.score >= 2
      : thing.score >= 2 && !['student', 'customer', 'client', 'employee', 'patient'].includes(thing.name);
  }
  if (!thing.noun)
    return (
      thing.score >= 2 &&
      (thing.fields.length > 0 || thing.verbs.size > 0 || thing.score >= 3) &&
      !onlyPassing(thing, reading)
    );
  if (thing.name === 'profile') return thing.score > 2;
  return thing.score >= (NOISY.has(thing.name) ? 2 : 1);
}

/** An unknown word that was seen once beside many known things is more likely a figure of speech. */
function onlyPassing(thing: Thing, reading: Reading): boolean {
  const known = [...reading.things.values()].filter((it) => it.noun && it.score >= 3);
  return thing.score < 3 && thing.fields.length === 0 && known.length >= 4;
}

/** Something to keep where nothing was recognised: the person's own words, or plain entries. */
export function fallbackThings(reading: Reading): Thing[] {
  const best = [...reading.things.values()].sort((a, b) => b.score - a.score)[0];
  const fields = reading.looseFields.slice(0, 8);
  if (best && (best.noun || fields.length === 0)) return [best];
  return [
    {
      name: 'entry',
      phrase: 'entry',
      score: 1,
      order: 0,
      fields: fields.length > 0 ? [...fields, 'date', 'notes'] : ['title', 'date', 'notes'],
      verbs: new Set(['keep']),
      head: true,
    },
  ];
}

/** What a request in another language keeps, as far as its enumerations tell. */
export function foreignThings(sentences: readonly string[]): Thing[] {
  const list = sentences.map(readForeign).filter((it) => it.fields.length > 0);
  const told = list[0] ?? sentences.map(readForeign).find((it) => it.subject);
  if (!told) return [];
  const subject = told.subject ?? told.fields[0] ?? 'entry';
  return [
    {
      name: identifierOf(subject) ?? 'entry',
      phrase: subject,
      score: 5,
      order: 0,
      fields: told.fields,
      verbs: new Set(['keep']),
      head: true,
      foreign: true,
    },
  ];
}
