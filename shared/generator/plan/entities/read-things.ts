/** Finds the things an app keeps, and their fields, in the sentences of a request. */
import {
  ACTIVITY_NOUNS,
  CONTAINERS,
  EMPTY_ADJECTIVES,
  KEEPING_VERBS,
  PLATFORM_WORDS,
  ROLE_NOUNS,
  SOFTWARE_WORDS,
  STOP_WORDS,
  VERB_NOUNS,
  VERB_OR_NOUN,
} from '../lexicon/grammar.ts';
import { isOwnName, NOUNS, nounAt, nounOfPhrase } from '../lexicon/lexicon.ts';
import type { Noun } from '../lexicon/noun.ts';
import { isPlural, singular } from '../text/inflect.ts';
import { ARTICLES, identifierOf, words } from '../text/words.ts';
import { isPropertyName } from './infer-field.ts';
import { endOf, enumeration, type NounPhrase, nounPhrase, verbOf } from './phrases.ts';
import type { Reading, Sentence, Thing } from './reading.ts';

/** Features of an app that stand in lists of fields without being one. */
const FEATURE =
  /\b(charts?|graphs?|search(ing)?|filters?|filtering|sorting|log-?in|sign-?(in|up)|registration|dark mode|dashboards?|statistics|reports?|admin|notifications?|reminders?|contact form|user accounts?|accounts?|authentication|navigation|menu|responsive|design|layout|pages?|website|app|payments?|export|import|functionalit(y|ies)|features?|support|progress|overview|calendar view|map|interface|drag-and-drop|buttons?|components?|background|colou?rs?)\b/;

const FIELD_LINKS = new Set([
  'with',
  'including',
  'has',
  'have',
  'having',
  'contains',
  'contain',
  'containing',
  'includes',
  'include',
  'showing',
  'consisting',
  'plus',
]);
const LEAD_IN =
  /^(?:(?:hi|hello|hey|please|pls|kindly|can|could|would|you|i|we|want|wants|need|needs|would|like|i'd|i'm|looking|let's|help|to|for|me|us|my|our|implement|develop|create|build|make|design|write|generate|code|set up|set|up|give|get|have|need|just|simple|a|an|the|new|some|kind|of|create)\b[\s,]*)+/i;

export function sentenceOf(text: string): Sentence {
  const list = words(text);
  return { text, words: list, lemmas: list.map((word) => singular(word.key)) };
}

/** What is asked for, without "Please implement a": "workout log where each member records …". */
export const withoutLeadIn = (text: string): string => text.replace(LEAD_IN, '');

export function readThings(texts: readonly string[], about: string): Reading {
  const sentences = texts.map(sentenceOf);
  const reading: Reading = { sentences, about, things: new Map(), looseFields: [], options: new Map(), pages: [] };
  const first = texts.find((text) => withoutLeadIn(text).trim() !== '');
  if (first) readHead(reading, withoutLeadIn(first));
  for (const sentence of sentences) {
    const used = new Set<number>();
    readPages(reading, sentence, used);
    readOptions(reading, sentence, used);
    readFieldLists(reading, sentence, used);
    readObjects(reading, sentence, used);
    readMentions(reading, sentence, used);
  }
  return reading;
}

/** The thing for a phrase, made when it is new. Returns undefined for words that are never things to keep. */
export function note(reading: Reading, phrase: string, score: number, verb?: string): Thing | undefined {
  const known = nounOfPhrase(phrase, reading.about);
  if (known) return noteNoun(reading, known, score, verb, phrase);
  const own = ownName(phrase);
  return own && raise(reading, own.name, own.phrase, undefined, score, verb);
}

/** Raises the score of a noun of the lexicon; `phrase` is what the person called it. */
export function noteNoun(reading: Reading, noun: Noun, score: number, verb?: string, phrase = ''): Thing {
  const called = phrase.toLowerCase().split(' ').slice(-2);
  const own = [called.join(' '), called.at(-1) ?? ''].find(isOwnName);
  return raise(reading, noun.name, own ? singular(own) : noun.label.toLowerCase(), noun, score, verb);
}

function raise(
  reading: Reading,
  name: string,
  phrase: string,
  noun: Noun | undefined,
  score: number,
  verb?: string,
): Thing {
  const thing = reading.things.get(name) ?? {
    name,
    ...(noun ? { noun } : {}),
    phrase,
    score: 0,
    order: reading.things.size,
    fields: [],
    verbs: new Set<string>(),
    head: false,
  };
  thing.score += score;
  if (verb) thing.verbs.add(verb);
  reading.things.set(name, thing);
  return thing;
}

/** Name for a thing the lexicon does not know; undefined for software words and empty phrases. */
function ownName(phrase: string): { name: string; phrase: string } | undefined {
  const kept = phrase.split(/\s+/).filter((word, at, all) => {
    const key = word.toLowerCase();
    if (EMPTY_ADJECTIVES.has(key) && at < all.length - 1) return false;
    return !ARTICLES.has(key);
  });
  while (kept.length > 0 && SOFTWARE_WORDS.has((kept.at(-1) ?? '').toLowerCase())) kept.pop();
  const words = kept.slice(-3);
  if (
    words.length === 0 ||
    words.every((word) => SOFTWARE_WORDS.has(word.toLowerCase()) || STOP_WORDS.has(word.toLowerCase()))
  ) {
    return undefined;
  }
  const one = singular(words.join(' '));
  const name = identifierOf(one);
  if (!name || name.length < 2 || RESERVED.has(name)) return undefined;
  return { name, phrase: one };
}

/** Names that would collide with what every app has. */
const RESERVED = new Set(['user', 'users', 'auth', 'id', 'owner', 'public', 'app', 'admin', 'session', 'page']);

/** "a workout log", "a tracker for plants", "poker game": what the first sentence asks for. */
function readHead(reading: Reading, text: string): void {
  const list = words(text);
  const head = nounPhrase(list, 0);
  if (!head) return;
  const keys = head.words.map((word) => word.key);
  let size = keys.length;
  while (size > 1 && PLATFORM_WORDS.has(keys[size - 1] ?? '')) size--;
  const container = CONTAINERS.has(keys[size - 1] ?? '');
  const subject = head.words
    .slice(0, container ? size - 1 : size)
    .map((word) => word.text)
    .join(' ');
  const known = nounOfPhrase(subject, reading.about);
  if (subject && (known || container) && !PLATFORM_WORDS.has(subject.toLowerCase())) {
    const thing = note(reading, subject, container ? 5 : 2);
    if (thing) thing.head = true;
  }
  // "tracker for plants", "list of my books", "app for stamp collections"
  const link = list[head.to];
  if (link && (link.key === 'for' || link.key === 'of') && (container || PLATFORM_WORDS.has(keys.at(-1) ?? ''))) {
    const verb = verbOf(list[head.to + 1]?.key ?? '');
    const objects = enumeration(list, verb ? head.to + 2 : head.to + 1);
    for (const it of objects) {
      const last = it.words.at(-1)?.key ?? '';
      const article =
        ARTICLES.has(list[it.from - 1]?.key ?? '') && !/^(my|our|their)$/.test(list[it.from - 1]?.key ?? '');
      if (ROLE_NOUNS.has(singular(last)) && !container) continue;
      if (!nounOfPhrase(it.text, reading.about) && (article || !isPlural(last) || isPeople(last))) continue;
      const thing = note(reading, it.text, container ? 5 : 3, verb);
      if (thing && !known) thing.head = true;
    }
  }
}

const isPeople = (word: string) =>
  /(?:ers|ors|ists|ians|people|students|parents|families|kids|children|men|women|teams|companies|businesses|members|users|friends|adults|teens|seniors|athletes|groups|clubs)$/.test(
    word,
  );

/** "pages: home, about and jobs", "the base page, ranking page, store". */
function readPages(reading: Reading, sentence: Sentence, used: Set<number>): void {
  const { words: list } = sentence;
  list.forEach((word, at) => {
    if (!/^(?:pages|sections|screens|tabs|subpages|views|menu)$/.test(word.key)) return;
    const next = list[at + 1];
    if (!next) return;
    let from = at + 1;
    const marked = next.before === ':' || next.before === ',' || next.before === '(';
    if (/^(?:for|such|like|including|include|includes|are|named|called|with|namely)$/.test(next.key)) {
      from = next.key === 'such' || list[from + 1]?.key === 'as' ? at + 3 : at + 2;
      if (next.key !== 'such' && list[from]?.key === 'a') from++;
    } else if (!marked) return;
    const items = enumerationOfPages(list, from);
    if (items.length < 2) return;
    for (let n = at; n < endOf(items, from); n++) used.add(n);
    for (const it of items) {
      const page = it.text.replace(/\s+(?:page|section|screen|tab)s?$/i, '');
      reading.pages.push(page);
      const known = /^(?:contact|about|home|faq|log ?in|sign|register)/i.test(page)
        ? undefined
        : nounOfPhrase(page, reading.about);
      if (known) noteNoun(reading, known, 2.5, 'keep');
    }
  });
}

/** Names of pages may be stop words ("about", "home"). */
function enumerationOfPages(list: Sentence['words'], at: number): NounPhrase[] {
  const items: NounPhrase[] = [];
  let from = at;
  while (from < list.length && items.length < 20) {
    while (/^(?:a|an|the|and|or|&)$/.test(list[from]?.key ?? '') && from < list.length) from++;
    let to = from;
    while (to < list.length && to - from < 5) {
      const word = list[to];
      if (!word || (to > from && (word.before || /^(?:and|or|&|with|where|that|which|for|so|to)$/.test(word.key))))
        break;
      to++;
    }
    if (to === from) break;
    const part = list.slice(from, to);
    items.push({ words: part, text: part.map((word) => word.text).join(' '), from, to });
    const follower = list[to];
    if (
      !follower ||
      !(follower.before === ',' || follower.key === 'and' || follower.key === '&' || follower.key === 'or')
    )
      break;
    from = to;
  }
  return items;
}

/** "four races: Humans, Elves", "resources, including gold, iron", "types, such as flowcharts and mind maps". */
function readOptions(reading: Reading, sentence: Sentence, used: Set<number>): void {
  const { words: list } = sentence;
  list.forEach((word, at) => {
    if (used.has(at) || !isPlural(word.key) || (SOFTWARE_WORDS.has(word.key) && !/^types$|^kinds$/.test(word.key)))
      return;
    const next = list[at + 1];
    if (!next) return;
    let from = -1;
    if (next.before === ':') from = at + 1;
    else if (next.key === 'such' && list[at + 2]?.key === 'as') from = at + 3;
    else if (next.key === 'like' && next.before === ',') from = at + 2;
    else if (next.key === 'including' && next.before === ',') from = at + 2;
    if (from < 0) return;
    const items = enumeration(list, from);
    if (items.length < 2) return;
    const before = list[at - 1];
    const phrase = /^(?:types|kinds)$/.test(word.key) && before ? `${before.text} ${word.text}` : word.text;
    const known = nounOfPhrase(word.key, reading.about);
    const proper = items.every((it) => /^\p{Lu}/u.test(it.text));
    // "services: haircut, shave" are rows; "activities, including hikes and tours" are things.
    if (
      !proper &&
      next.before !== ':' &&
      items.some((it) => nounOfPhrase(it.text, reading.about)) &&
      !/types|kinds/.test(word.key)
    )
      return;
    reading.options.set(
      singular(phrase.toLowerCase()),
      items.map((it) => it.text),
    );
    for (let n = from; n < endOf(items, from); n++) used.add(n);
    if (known) note(reading, word.text, 2);
  });
}

/** "recipes with title and steps", "each job has a salary": fields of a thing. */
function readFieldLists(reading: Reading, sentence: Sentence, used: Set<number>): void {
  const { words: list } = sentence;
  for (let at = 1; at < list.length; at++) {
    const word = list[at];
    if (!word || used.has(at)) continue;
    let from = at;
    let owner: string | undefined;
    if (word.before === '(' || (word.before === ':' && !used.has(at))) owner = phraseBefore(list, at);
    else if (FIELD_LINKS.has(word.key)) {
      const auxiliary = /^(?:should|can|must|will)$/.test(list[at - 1]?.key ?? '');
      owner = phraseBefore(list, auxiliary ? at - 1 : at);
      from = at + 1;
    }
    if (!owner) continue;
    const items = enumeration(list, from).filter((it) => it.words.length <= 5);
    if (items.length === 0) continue;
    const first = list[at - owner.split(' ').length - 1]?.key ?? '';
    const announced = isPlural(owner) || /^(?:a|an|each|every|the|my|our)$/.test(first);
    const thing = ownerOf(reading, owner, word.before === ':' || word.before === '(', announced);
    if (!thing) continue;
    if (
      items.some((it) => FEATURE.test(it.text.toLowerCase())) &&
      items.every((it) => FEATURE.test(it.text.toLowerCase()) || isGerundPhrase(it))
    )
      continue;
    for (const it of items) {
      if (FEATURE.test(it.text.toLowerCase())) continue;
      for (let n = it.from; n < it.to; n++) used.add(n);
      addField(reading, thing, it, /^includ/.test(word.key));
    }
  }
}

const isGerundPhrase = (it: NounPhrase) => /ing$/.test(it.words[0]?.key ?? '');

/** The noun phrase that ends before `at`. */
function phraseBefore(list: Sentence['words'], at: number): string | undefined {
  let from = at;
  while (from > 0 && at - from < 5) {
    const word = list[from - 1];
    if (!word || STOP_WORDS.has(word.key)) break;
    from--;
    if (word.before) break;
  }
  // A verb in front of its object is not part of the phrase.
  while (from < at - 1 && verbOf(list[from]?.key ?? '')) from++;
  return from < at
    ? list
        .slice(from, at)
        .map((word) => word.text)
        .join(' ')
    : undefined;
}

/** The thing that a list of fields belongs to: the phrase itself, or what the app is for ("a book log with title"). */
function ownerOf(reading: Reading, phrase: string, marked: boolean, announced: boolean): Thing | undefined {
  const kept =
    phrase.replace(/\s*\b(?:form|page|record|entry|card|profile|detail|info|information|details)s?$/i, '') || phrase;
  const last = kept.split(/\s+/).at(-1)?.toLowerCase() ?? '';
  const head = [...reading.things.values()].find((thing) => thing.head);
  if (CONTAINERS.has(last) || PLATFORM_WORDS.has(last)) return CONTAINERS.has(last) ? head : undefined;
  const known = nounOfPhrase(kept, reading.about);
  if (known) return note(reading, kept, 2);
  if (SOFTWARE_WORDS.has(last) || SOFTWARE_WORDS.has(phrase.toLowerCase())) return undefined;
  const existing = ownName(kept);
  if (existing && reading.things.has(existing.name)) return reading.things.get(existing.name);
  if (marked || isPeople(last) || verbOf(last)) return head && !marked ? head : undefined;
  return announced ? note(reading, kept, 2) : undefined;
}

/** A list item is a field of its owner, or a thing of its own when the lexicon knows it as one ("orders with items"). */
function addField(reading: Reading, owner: Thing, item: NounPhrase, listsThings = false): void {
  const last = item.words.at(-1)?.key ?? '';
  const start = item.words[0]?.key ?? '';
  if (item.words.length > 1 ? /ing$/.test(start) && verbOf(start) : verbOf(start) && !isPropertyName(start)) return;
  const known = nounOfPhrase(item.text, reading.about);
  const isOwnField = owner.noun?.fields.some(
    (field) => sameWords(field.label, item.text) || sameWords(field.name.replace(/_/g, ' '), item.text),
  );
  if (known?.name === owner.name && !isOwnField) return;
  if (known && !isOwnField && (isPlural(last) || listsThings) && !isPropertyName(item.text)) {
    note(reading, item.text, 3);
    return;
  }
  if (!owner.fields.some((it) => sameWords(it, item.text))) owner.fields.push(item.text);
}

export const sameWords = (a: string, b: string): boolean => singular(a.toLowerCase()) === singular(b.toLowerCase());

/** "users can post and manage recipes", "each member records exercises, sets and weight". */
function readObjects(reading: Reading, sentence: Sentence, used: Set<number>): void {
  const { words: list } = sentence;
  for (let at = 0; at < list.length; at++) {
    const word = list[at];
    if (!word || used.has(at)) continue;
    const verb = verbOf(word.key);
    if (!verb || !readsAsVerb(sentence, at)) continue;
    const keeps = KEEPING_VERBS.has(verb);
    let from = at + 1;
    // "create or join study groups": the object stands behind the second verb.
    while (/^(?:and|or|,)$/.test(list[from]?.key ?? '') && verbOf(list[from + 1]?.key ?? '')) from += 2;
    const items = enumeration(list, from);
    let last: Thing | undefined;
    for (const it of items) {
      if (it.words.some((_, n) => used.has(it.from + n))) continue;
      last = readObject(reading, it, verb, keeps, last);
    }
  }
}

function readObject(
  reading: Reading,
  it: NounPhrase,
  verb: string,
  keeps: boolean,
  previous: Thing | undefined,
): Thing | undefined {
  const text = it.text.toLowerCase();
  const last = it.words.at(-1)?.key ?? '';
  const known = nounOfPhrase(it.text, reading.about);
  const role = known && ROLE_NOUNS.has(known.name);
  if (known) {
    if (keeps || !role) return note(reading, it.text, keeps ? 3 : 1.5, verb);
    return note(reading, it.text, 1, verb);
  }
  if (FEATURE.test(text)) return previous;
  if (!keeps || verb === 'set' || verb === 'provide') return previous;
  // A property in a list of things belongs to the thing before it: "exercises, sets and weight".
  if (!isPlural(last) || (isPropertyName(text) && it.words.length <= 2)) {
    const owner = previous ?? [...reading.things.values()].find((thing) => thing.head);
    if (isPropertyName(text) || !SOFTWARE_WORDS.has(last)) {
      if (owner) addField(reading, owner, it);
      else if (isPropertyName(text)) reading.looseFields.push(it.text);
    }
    return previous;
  }
  if (isPeople(last)) return previous;
  return note(reading, it.text, 2, verb);
}

/** Whether a word that may be a noun stands as a verb here: after "to", "can", a person or "and", without an article. */
function readsAsVerb(sentence: Sentence, at: number): boolean {
  const { words: list } = sentence;
  const word = list[at];
  const before = list[at - 1];
  if (!word) return false;
  if (/ing$/.test(word.key))
    return !before || word.before !== '' || (STOP_WORDS.has(before.key) && !ARTICLES.has(before.key));
  if (!before || word.before === ',' || word.before === ';' || word.before === ':') return true;
  if (
    /^(?:to|can|could|may|should|must|will|and|or|who|they|we|i|you|that|which|users?|people|members?|visitors?|players?|students?|customers?|clients?|admins?|sellers?|buyers?|managers?|person|everyone|anyone)$/.test(
      before.key,
    )
  )
    return true;
  if (/ly$/.test(before.key)) return true;
  // "each member records": a person, then the verb.
  return (
    !ARTICLES.has(before.key) &&
    !STOP_WORDS.has(before.key) &&
    isPlural(word.key) &&
    /(?:er|or|ist|user|member|person|student)$/.test(before.key)
  );
}

/** Known nouns wherever they stand, and verbs that imply one ("users can apply"). */
function readMentions(reading: Reading, sentence: Sentence, used: Set<number>): void {
  const { words: list, lemmas } = sentence;
  for (let at = 0; at < list.length; at++) {
    if (used.has(at)) continue;
    const word = list[at];
    if (!word) continue;
    const found = nounAt(lemmas, at, reading.about);
    if (found && !broken(list, at, found.length)) {
      const bare = found.length === 1 && !isPlural(word.key) && VERB_OR_NOUN.has(word.key) && readsAsVerb(sentence, at);
      if (!bare) {
        mention(reading, sentence, at, found.noun, found.length);
        at += found.length - 1;
        continue;
      }
    }
    const implied = VERB_NOUNS[singular(word.key)] ?? VERB_NOUNS[verbOf(word.key) ?? ''];
    const meant = implied && fits(implied, reading.about) ? NOUNS.get(implied) : undefined;
    if (meant && readsAsVerb(sentence, at)) noteNoun(reading, meant, 1.5);
  }
}

/** A verb means its noun only where that noun makes sense. */
function fits(name: string, about: string): boolean {
  if (name === 'post') return /\b(forum|discussion|posts|community|social|blog|anonymous)/.test(about);
  if (name === 'membership') return /\bgroups?\b|\bclubs?\b|\bteams?\b|\bcommunit/.test(about);
  if (name === 'download') return /history|download(ing)? (ringtones|wallpapers|files|songs)/.test(about);
  if (name === 'topic_follow') return /\btopics?\b|follow (people|users|members)/.test(about);
  if (name === 'message') return !/\bgroups? chat\b/.test(about);
  if (name === 'order') return /\bproducts?|shop|store|menu|food\b/.test(about);
  if (name === 'booking') return !/\btickets?\b|\bappointments?\b/.test(about);
  if (name === 'job_application') return /\bjobs?\b|vacanc/.test(about);
  if (name === 'lease' || name === 'renewal' || name === 'transfer') return /\bleas|\brent|\bdomain/.test(about);
  return NOUNS.has(name);
}

/** Whether punctuation cuts the words of a phrase apart. */
function broken(list: Sentence['words'], at: number, length: number): boolean {
  return list.slice(at + 1, at + length).some((word) => word.before !== '');
}

function mention(reading: Reading, sentence: Sentence, at: number, noun: Noun, length: number): void {
  const next = sentence.words[at + length];
  const activity = next && !next.before && ACTIVITY_NOUNS.has(next.key);
  const role = ROLE_NOUNS.has(noun.name);
  if (role && !activity && length === 1) {
    const thing = reading.things.get(noun.name);
    if (thing) thing.score += 0.5;
    return;
  }
  const phrase = sentence.words
    .slice(at, at + length)
    .map((word) => word.key)
    .join(' ');
  noteNoun(reading, noun, activity || length > 1 ? 2 : 1, undefined, phrase);
}
