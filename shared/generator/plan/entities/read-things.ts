/** Finds the things an app keeps, and their fields, in the sentences of a request. */
import { isPlural, singular } from '../text/inflect.ts';
import { words } from '../text/words.ts';
import { readHead, withoutLeadIn } from './read-head.ts';
import { readFieldLists, readFunctions, readOptions, readPages } from './read-lists.ts';
import { readMentions, readObjects } from './read-mentions.ts';
import { readRelations } from './read-relations.ts';
import type { Reading, Sentence } from './reading.ts';

export function sentenceOf(text: string): Sentence {
  const list = words(text);
  return { text, words: list, lemmas: list.map((word) => singular(word.key)) };
}

/** "the plants in my flat: name, room" -> "the plants: name, room". Where the things are is none of them: there is one. */
const withoutWhereabouts = (text: string): string =>
  text.replace(
    /\s(?:in|at|inside|around) (?:my|our|your) (\w+)(?=\s*(?:[:;,.]|$)|\s(?:with|and|that|which|who|so|by|to)\b)/gi,
    (phrase, noun: string) => (isPlural(noun) ? phrase : ''),
  );

export function readThings(requested: readonly string[], about: string): Reading {
  const texts = requested.map(withoutWhereabouts);
  const sentences = texts.map(sentenceOf);
  const reading: Reading = {
    sentences,
    about,
    things: new Map(),
    looseFields: [],
    options: new Map(),
    relations: [],
    pages: [],
  };
  const first = texts.find((text) => withoutLeadIn(text).trim() !== '');
  if (first) readHead(reading, withoutLeadIn(first));
  for (const sentence of sentences) {
    const used = new Set<number>();
    readPages(reading, sentence, used);
    readFunctions(reading, sentence, used);
    readOptions(reading, sentence, used);
    readRelations(reading, sentence);
    readFieldLists(reading, sentence, used);
    readObjects(reading, sentence, used);
    readMentions(reading, sentence, used);
  }
  return reading;
}
