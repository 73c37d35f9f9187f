/** Reads enumerations: pages asked for by name, options of a choice, fields of a thing. */
import { BUSINESSES, CONTAINERS, PLATFORM_WORDS, SOFTWARE_WORDS, STOP_WORDS } from '../lexicon/grammar.ts';
import { NOUNS, nounOfPhrase } from '../lexicon/lexicon.ts';
import { isPlural, singular } from '../text/inflect.ts';
import { identifierOf, sentenceCase } from '../text/words.ts';
import { isPropertyName } from './infer-field.ts';
import { endOf, enumeration, isPeople, type NounPhrase, verbOf } from './phrases.ts';
import type { Reading, Sentence, Thing } from './reading.ts';
import { note, noteNoun, ownName, raise, sameWords } from './things.ts';

/** Features of an app that stand in lists of fields without being one. */
export const FEATURE =
  /\b(charts?|graphs?|opening hours|upvotes?|downvotes?|reactions?|streaks?|search(ing)?|filters?|filtering|sorting|log-?in|sign-?(in|up)|registration|dark mode|dashboards?|statistics|reports?|admin|notifications?|reminders?|contact form|user accounts?|accounts?|authentication|navigation|menu|responsive|design|layout|pages?|website|app|payments?|export|import|functionalit(y|ies)|features?|support|progress|overview|calendar view|map|interface|drag-and-drop|buttons?|components?|background|colou?rs?)\b/;

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
/** "pages: home, about and jobs", "the base page, ranking page, store". */
export function readPages(reading: Reading, sentence: Sentence, used: Set<number>): void {
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
export function readOptions(reading: Reading, sentence: Sentence, used: Set<number>): void {
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
    // "a plant: species, height" lists fields; "four races: Humans, Elves" lists what there is to choose.
    const counted = /^(?:two|three|four|five|six|seven|eight|nine|ten|\d+)$/.test(before?.key ?? '');
    const proper = items.every((it) => /^\p{Lu}/u.test(it.text));
    // "services: haircut, shave" are rows; "activities, including hikes and tours" are things.
    if (!proper && !counted && !/^(?:types|kinds)$/.test(word.key)) {
      if (next.before === ':' || items.some((it) => nounOfPhrase(it.text, reading.about))) return;
    }
    reading.options.set(
      singular(phrase.toLowerCase()),
      items.map((it) => it.text),
    );
    for (let n = from; n < endOf(items, from); n++) used.add(n);
    if (known) note(reading, word.text, 2);
  });
}

/** "recipes with title and steps", "each job has a salary": fields of a thing. */
export function readFieldLists(reading: Reading, sentence: Sentence, used: Set<number>): void {
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
    // "lead information such as name and e-mail"
    else if (/^(?:information|info|details|data|fields|properties|attributes)$/.test(list[at - 1]?.key ?? '')) {
      const skip = /^(?:such|like)$/.test(word.key) ? (word.key === 'such' ? 2 : 1) : 0;
      if (skip > 0) owner = phraseBefore(list, at - 1);
      from = at + skip;
    }
    // "books by genre, with title and price": the fields are the books'.
    const sorted = owner && !nounOfPhrase(owner, reading.about) ? at - owner.split(' ').length - 1 : -1;
    if (list[sorted]?.key === 'by') owner = phraseBefore(list, sorted) ?? owner;
    if (!owner) continue;
    const listed = enumeration(list, from);
    // "writers publish chapters, readers like": clauses, the last of them cut short by its verb.
    const spoken = listed.some(isClause);
    const items = listed.filter(
      (it) => it.words.length <= 5 && !isClause(it) && !(spoken && isPeople(it.words.at(-1)?.key ?? '')),
    );
    if (items.length === 0) continue;
    const before = list[at - owner.split(' ').length - 1]?.key ?? '';
    const announced = isPlural(owner) || /^(?:a|an|each|every|the|my|our)$/.test(before);
    const marked = word.before === ':' || word.before === '(';
    const features = items.filter((it) => FEATURE.test(it.text.toLowerCase()) && !isPropertyName(it.text));
    if (features.length > 0 && items.every((it) => features.includes(it) || isGerundPhrase(it))) continue;
    // "our allotment: plots, crops and harvests" lists things.
    const ofThings =
      word.before === ':' &&
      items.length > 1 &&
      items.every((it) => isPlural(it.words.at(-1)?.key ?? '') && !isPropertyName(it.text)) &&
      !nounOfPhrase(owner, reading.about);
    const thing = ofThings ? undefined : ownerOf(reading, owner, marked, announced, before === 'for');
    for (const it of items) {
      if (features.includes(it)) continue;
      const known = nounOfPhrase(it.text, reading.about);
      const many = isPlural(it.words.at(-1)?.key ?? '');
      // "a clinic with services", "library: books, members and loans": what the app keeps.
      if (!thing && !many && (!known || /^(?:has|have)$/.test(word.key))) continue;
      for (let n = it.from; n < it.to; n++) used.add(n);
      if (thing) addField(reading, thing, it, /^includ/.test(word.key));
      else if (known || items.length > 1) noteKept(reading, sentence, it);
    }
  }
}

/** Words that stand on things rather than beside them. */
const LABELS = /^(?:labels|tags|keywords|assignees|seats)$/;

/** Words about the software elsewhere that are things in a list of things. */
const KEPT_WORDS = /^(?:members|owners|results|people|records|accounts)$/;

function noteKept(reading: Reading, sentence: Sentence, it: NounPhrase): void {
  const last = it.words.at(-1)?.key ?? '';
  // "moderators who can lock threads" says who may do what.
  if (
    isPeople(last) &&
    !nounOfPhrase(it.text, reading.about) &&
    /^(?:who|that)$/.test(sentence.words[it.to]?.key ?? '')
  )
    return;
  // "labels, due dates": properties of what the app keeps.
  if (!nounOfPhrase(it.text, reading.about) && (isPropertyName(singular(it.text)) || LABELS.test(last))) {
    reading.looseFields.push(LABELS.test(last) ? it.text : singular(it.text));
    return;
  }
  const only = it.words.length === 1 ? (it.words[0]?.key ?? '') : '';
  if (KEPT_WORDS.test(only)) raise(reading, singular(only), singular(only), undefined, 2.5, 'keep');
  else note(reading, it.text, 2.5, 'keep');
}

/** "people post ideas" says what is done, and is read elsewhere. */
const isClause = (it: NounPhrase) =>
  it.words.length > 1 && isPeople(it.words[0]?.key ?? '') && verbOf(it.words[1]?.key ?? '') !== undefined;

const isGerundPhrase = (it: NounPhrase) => /ing$/.test(it.words[0]?.key ?? '');

/** The noun phrase that ends before `at`; of "inspections per hive" the inspections. */
function phraseBefore(list: Sentence['words'], end: number): string | undefined {
  let at = end;
  for (let n = end - 1; n > Math.max(0, end - 4) && !list[n]?.before; n--) {
    const each = /^(?:each|every)$/.test(list[n]?.key ?? '') && /^(?:for|of|in|on)$/.test(list[n - 1]?.key ?? '');
    if (each || list[n]?.key === 'per') {
      at = each ? n - 1 : n;
      break;
    }
  }
  let from = at;
  while (from > 0 && at - from < 5) {
    const word = list[from - 1];
    if (!word || STOP_WORDS.has(word.key)) break;
    from--;
    if (word.before) break;
  }
  // A verb in front of its object is not part of the phrase.
  while (from < at - 1 && verbOf(list[from]?.key ?? '')) from++;
  // "shop selling candles": what is sold stands behind the verb.
  for (let n = at - 2; n > from; n--) {
    const key = list[n]?.key ?? '';
    if (
      /ing$/.test(key) &&
      verbOf(key) &&
      !PLATFORM_WORDS.has(list[at - 1]?.key ?? '') &&
      !CONTAINERS.has(list[at - 1]?.key ?? '')
    ) {
      from = n + 1;
      break;
    }
  }
  return from < at
    ? list
        .slice(from, at)
        .map((word) => word.text)
        .join(' ')
    : undefined;
}

/**
 * The thing that a list of fields belongs to: the phrase itself, or what the app is for ("a book log with title").
 * Undefined where the phrase names the app or a business ("a clinic with services").
 */
function ownerOf(
  reading: Reading,
  phrase: string,
  marked: boolean,
  announced: boolean,
  audience: boolean,
): Thing | undefined {
  const kept =
    phrase.replace(/\s*\b(?:form|page|record|entry|card|profile|info|information|details?)s?$/i, '') || phrase;
  const last = kept.split(/\s+/).at(-1)?.toLowerCase() ?? '';
  const head = [...reading.things.values()].find((thing) => thing.head);
  if (CONTAINERS.has(last)) return head;
  if (PLATFORM_WORDS.has(last) || BUSINESSES.has(last)) return undefined;
  if (nounOfPhrase(kept, reading.about)) return note(reading, kept, 2);
  if (SOFTWARE_WORDS.has(last) || SOFTWARE_WORDS.has(phrase.toLowerCase())) return undefined;
  const own = ownName(kept);
  const existing = own && reading.things.get(own.name);
  if (existing) return existing;
  // "management for landlords: …" says for whom.
  if (audience) return undefined;
  if (isPeople(last) || verbOf(last)) return head;
  if (marked && head) return head;
  return announced || marked ? note(reading, kept, 2) : undefined;
}

/** A list item is a field of its owner, or a thing of its own when the lexicon knows it as one ("orders with items"). */
export function addField(reading: Reading, owner: Thing, item: NounPhrase, listsThings = false): void {
  const last = item.words.at(-1)?.key ?? '';
  const start = item.words[0]?.key ?? '';
  const isVerb = item.words.length > 1 ? /ing$/.test(start) && verbOf(start) : verbOf(start) && !isPropertyName(start);
  // "students take them": a clause, not a name.
  if (item.words.length > 1 && isPeople(start)) return;
  const known = nounOfPhrase(item.text, reading.about);
  const named = item.words.length === 1 && known?.name === singular(start);
  if (isVerb && !named) return;
  const isOwnField = owner.noun?.fields.some(
    (field) => sameWords(field.label, item.text) || sameWords(field.name.replace(/_/g, ' '), item.text),
  );
  if (known && known.name === owner.name && !isOwnField) return;
  const partName = known?.name ?? ownName(item.text)?.name;
  if (reading.relations.some((it) => it.parent === owner.name && it.child === partName)) return;
  // "leads with source, stage and viewings": viewings happen again and again.
  if (
    !known &&
    !isOwnField &&
    item.words.length === 1 &&
    isPlural(last) &&
    /ings$/.test(last) &&
    !isPropertyName(last)
  ) {
    note(reading, item.text, 2.5, 'keep');
    return;
  }
  const elsewhere = known !== undefined && !isOwnField && !isPropertyName(item.text);
  if (elsewhere && (isPlural(last) || listsThings)) {
    note(reading, item.text, 3);
    return;
  }
  // "each loan has a book": a thing of its own and a reference to it.
  if (elsewhere && known) {
    noteNoun(reading, known, 2.5, 'keep', item.text);
    if (!sameWords(known.name.replace(/_/g, ' '), item.text)) return;
  }
  if (!owner.fields.some((it) => sameWords(it, item.text))) owner.fields.push(item.text);
}

/**
 * "functions such as leave, attendance and "five powers" management" of a system in which people apply and approve:
 * each function that is not known otherwise is a kind of request.
 */
export function readFunctions(reading: Reading, sentence: Sentence, used: Set<number>): void {
  const { words: list } = sentence;
  const request = NOUNS.get('approval');
  if (!request || !/\bapprov/.test(reading.about)) return;
  list.forEach((word, at) => {
    if (!/^(?:functions|functionalities|modules|processes)$/.test(word.key)) return;
    if (list[at + 1]?.key !== 'such' || list[at + 2]?.key !== 'as') return;
    for (const it of enumeration(list, at + 3)) {
      if (nounOfPhrase(it.text, reading.about) || FEATURE.test(it.text.toLowerCase())) continue;
      const number = list[it.from - 1];
      const whole = number && /^(?:two|three|four|five|six|seven|eight|nine|ten)$/.test(number.key);
      const phrase = (whole ? `${number.text} ${it.text}` : it.text).replace(/\s+management$/i, '');
      const name = identifierOf(phrase);
      if (!name || reading.things.has(name)) continue;
      for (let n = it.from; n < it.to; n++) used.add(n);
      const label = sentenceCase(phrase);
      raise(reading, name, label.toLowerCase(), { ...request, name, label, labelPlural: label, aka: [] }, 3);
    }
  });
}
