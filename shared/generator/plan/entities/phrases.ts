/** Reads noun phrases and enumerations out of the words of a sentence. */
import { EMPTY_ADJECTIVES, KEEPING_VERBS, LOOKING_VERBS, STOP_WORDS } from '../lexicon/grammar.ts';
import { baseOfGerund, singular } from '../text/inflect.ts';
import type { Word } from '../text/words.ts';
import { ARTICLES } from '../text/words.ts';

/** A noun phrase: its words without articles and empty adjectives, and where it ends. */
export interface NounPhrase {
  words: readonly Word[];
  /** As written: "splat date". */
  text: string;
  from: number;
  /** Index behind its last word. */
  to: number;
}

const CONJUNCTIONS = new Set(['and', 'or', '&', 'plus', 'und', 'oder', 'et', 'ou', 'y', 'o', 'e', 'of', 'en', 'и']);

const PROPERTY_HEADS = new Set(
  'number date year place name hours cost level amount length size rate time country point proof state'.split(' '),
);

/** What "per day" and the like belong to as a part of the name. */
const RATED = /^(?:times|doses|hours|minutes|pages|price|cost|fee|rate|rent|wage)$/;
/** What something is counted or paid by, and no thing to keep. */
export const RATE = /^(?:second|minute|hour|night|day|week|month|quarter|year|season|head|page|person)$/;

/** The verb in its base form: "managing", "records" and "manage" -> "manage", "record", "manage". */
export function verbOf(key: string): string | undefined {
  const base = baseOfGerund(key);
  for (const form of [key, base, singular(key)]) {
    if (form && (KEEPING_VERBS.has(form) || LOOKING_VERBS.has(form))) return form;
  }
  return undefined;
}

/** A noun phrase from `at`, at most six words; undefined where none begins. */
export function nounPhrase(list: readonly Word[], at: number): NounPhrase | undefined {
  let from = at;
  while (from < list.length && from - at < 4) {
    const word = list[from];
    if (!word || (from > at && word.before)) break;
    const next = list[from + 1];
    const nextIsNoun = next && !next.before && !STOP_WORDS.has(next.key);
    if (ARTICLES.has(word.key) || (EMPTY_ADJECTIVES.has(word.key) && nextIsNoun)) from++;
    else break;
  }
  let to = from;
  while (to < list.length && to - from < 6) {
    const word = list[to];
    if (!word || (to > from && word.before)) break;
    // "lent on", "watered at": the preposition belongs to the name when nothing follows it.
    if (to > from && /^(?:on|at|by)$/.test(word.key) && endsHere(list[to + 1])) {
      to++;
      break;
    }
    // "number of ports", "date of birth"
    const next = list[to + 1];
    if (
      word.key === 'of' &&
      to > from &&
      PROPERTY_HEADS.has(list[to - 1]?.key ?? '') &&
      next &&
      !next.before &&
      !STOP_WORDS.has(next.key)
    ) {
      to += 2;
      continue;
    }
    // "times per day", "price per night"
    if (word.key === 'per' && to > from && RATED.test(list[to - 1]?.key ?? '') && RATE.test(next?.key ?? '')) {
      to += 2;
      break;
    }
    if (STOP_WORDS.has(word.key)) break;
    to++;
  }
  if (to === from) return undefined;
  const words = list.slice(from, to);
  return { words, text: words.map((word) => word.text).join(' '), from, to };
}

/** "is insured", "has warranty" in a list of fields. */
function yesOrNo(list: readonly Word[], at: number): NounPhrase | undefined {
  const [verb, what] = [list[at], list[at + 1]];
  if (!verb || !what || what.before || !/^(?:is|has|was)$/.test(verb.key) || !endsHere(list[at + 2])) return undefined;
  return { words: [verb, what], text: `${verb.text} ${what.text}`, from: at, to: at + 2 };
}

const endsHere = (next: Word | undefined) => next === undefined || next.before !== '' || CONJUNCTIONS.has(next.key);

/**
 * An enumeration from `at`: "exercises, sets and weight". It ends where a phrase is missing or a new verb begins
 * ("browse posts, follow topics").
 */
export function enumeration(list: readonly Word[], at: number): NounPhrase[] {
  const items: NounPhrase[] = [];
  let next = at;
  while (next < list.length && items.length < 16) {
    const first = list[next];
    if (!first) break;
    const isVerb = items.length > 0 && verbOf(first.key) && startsPhrase(list, next + 1);
    if (isVerb) break;
    const phrase = (items.length > 0 ? yesOrNo(list, next) : undefined) ?? nounPhrase(list, next);
    if (!phrase) break;
    items.push(phrase);
    const end = behindParent(list, phrase.to);
    const follower = list[end];
    if (!follower) break;
    if (follower.before === ',' || follower.before === ';' || follower.before === '、' || follower.before === '،') {
      next = CONJUNCTIONS.has(follower.key) ? end + 1 : end;
    } else if (!follower.before && CONJUNCTIONS.has(follower.key) && follower.key !== 'of') {
      next = end + 1;
    } else break;
  }
  return items;
}

const UNITS =
  /^(?:euros?|eur|dollars?|usd|pounds?|gbp|chf|francs|yen|rupees|kg|kilos?|kilograms|grams|g|lbs?|km|kilomet(?:er|re)s|miles|met(?:er|re)s|cm|minutes|hours|seconds|days|weeks|months|percent|lit(?:er|re)s|ml)$/;

/** Steps over "per plot", "for each pet", which say what the thing before belongs to. */
function behindParent(list: readonly Word[], at: number): number {
  const [first, second] = [list[at], list[at + 1]];
  if (!first || first.before) return at;
  // "cost in euros"; a currency sign leaves no word behind.
  if (first.key === 'in') {
    if (!second || second.before || CONJUNCTIONS.has(second.key)) return at + 1;
    return UNITS.test(second.key) ? at + 2 : at;
  }
  const each = /^(?:for|of|in)$/.test(first.key) && /^(?:each|every)$/.test(second?.key ?? '');
  if (first.key !== 'per' && !each) return at;
  return nounPhrase(list, each ? at + 2 : at + 1)?.to ?? at;
}

/** Whether an object begins here, which makes the word before it a verb. */
function startsPhrase(list: readonly Word[], at: number): boolean {
  const word = list[at];
  if (!word || word.before) return false;
  return ARTICLES.has(word.key) || !STOP_WORDS.has(word.key);
}

/** Index behind an enumeration. */
export const endOf = (items: readonly NounPhrase[], at: number): number => items.at(-1)?.to ?? at;

/** Whether a plural speaks of people who use the app. */
export const isPeople = (word: string): boolean =>
  /(?:ers|ors|ists|ians|people|students|parents|families|kids|children|men|women|teams|companies|businesses|members|users|admins|colleagues|applicants|participants|attendees|neighbou?rs|couples|lovers|enthusiasts|friends|adults|teens|seniors|athletes|groups|clubs|lords|tenants|residents|volunteers)$/.test(
    word,
  );
