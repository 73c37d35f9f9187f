/** The register of things that a request speaks about. */
import { EMPTY_ADJECTIVES, SOFTWARE_WORDS, STOP_WORDS } from '../lexicon/grammar.ts';
import { isOwnName, nounOfPhrase } from '../lexicon/lexicon.ts';
import type { Noun } from '../lexicon/noun.ts';
import { singular } from '../text/inflect.ts';
import { ARTICLES, identifierOf } from '../text/words.ts';
import type { Reading, Thing } from './reading.ts';

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

/** Raises the score of a thing, making it when it is new. */
export function raise(
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
export function ownName(phrase: string): { name: string; phrase: string } | undefined {
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
  const name = one === 'session' ? 'session_entry' : identifierOf(one);
  if (!name || name.length < 2 || RESERVED.has(name)) return undefined;
  return { name, phrase: one };
}

/** Names that would collide with what every app has. */
const RESERVED = new Set(['user', 'users', 'auth', 'id', 'owner', 'public', 'app', 'admin', 'session', 'page']);

export const sameWords = (a: string, b: string): boolean => singular(a.toLowerCase()) === singular(b.toLowerCase());
