/** Reads objects of verbs and known nouns wherever they stand. */
import {
  ACTIVITY_NOUNS,
  BUSINESSES,
  CONTAINERS,
  KEEPING_VERBS,
  PLATFORM_WORDS,
  ROLE_NOUNS,
  SOFTWARE_WORDS,
  STOP_WORDS,
  VERB_NOUNS,
  VERB_OR_NOUN,
} from '../lexicon/grammar.ts';
import { NOUNS, nounAt, nounOfPhrase } from '../lexicon/lexicon.ts';
import type { Noun } from '../lexicon/noun.ts';
import { isPlural, singular } from '../text/inflect.ts';
import { ARTICLES } from '../text/words.ts';
import { isPropertyName } from './infer-field.ts';
import { enumeration, isPeople, type NounPhrase, verbOf } from './phrases.ts';
import { addField, FEATURE } from './read-lists.ts';
import type { Reading, Sentence, Thing } from './reading.ts';
import { note, noteNoun } from './things.ts';

/** "users can post and manage recipes", "each member records exercises, sets and weight". */
export function readObjects(reading: Reading, sentence: Sentence, used: Set<number>): void {
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
  if (isPeople(last) && !/^(?:track|manage|record|register|organi[sz]e|list|schedule|hire|keep|maintain)$/.test(verb))
    return previous;
  return note(reading, it.text, 2, verb);
}

/** Whether a word that may be a noun stands as a verb here: after "to", "can", a person or "and", without an article. */
function readsAsVerb(sentence: Sentence, at: number): boolean {
  const { words: list } = sentence;
  const word = list[at];
  const before = list[at - 1];
  if (!word) return false;
  if (/ing$/.test(word.key)) {
    if (!before || word.before !== '') return true;
    // "shop selling candles", but not "ticket booking platform".
    const next = list[at + 1]?.key ?? '';
    if (PLATFORM_WORDS.has(before.key) || BUSINESSES.has(before.key))
      return !PLATFORM_WORDS.has(next) && !CONTAINERS.has(next);
    return STOP_WORDS.has(before.key) && !ARTICLES.has(before.key);
  }
  if (!before || word.before === ',' || word.before === ';' || word.before === ':') return true;
  if (
    /^(?:to|can|could|may|should|must|will|and|or|who|they|we|i|you|that|which|users?|people|members?|visitors?|players?|students?|customers?|clients?|admins?|sellers?|buyers?|managers?|person|everyone|anyone)$/.test(
      before.key,
    )
  )
    return true;
  if (/ly$/.test(before.key)) return true;
  // "companies post jobs"
  const object = list[at + 1];
  if (isPeople(before.key) && object && !object.before && !STOP_WORDS.has(object.key)) return true;
  // "each member records": a person, then the verb.
  return (
    !ARTICLES.has(before.key) &&
    !STOP_WORDS.has(before.key) &&
    isPlural(word.key) &&
    /(?:er|or|ist|user|member|person|student)$/.test(before.key)
  );
}

/** Known nouns wherever they stand, and verbs that imply one ("users can apply"). */
export function readMentions(reading: Reading, sentence: Sentence, used: Set<number>): void {
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
    if (meant && readsAsVerb(sentence, at)) noteNoun(reading, meant, CERTAIN.has(meant.name) ? 2 : 1.5);
  }
}

/** Verbs that leave no doubt. */
const CERTAIN = new Set(['booking', 'order', 'job_application', 'enrolment', 'reply', 'donation']);

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
