/** What the words of a request say about things to keep: which, how strongly, with which fields, done by whom. */
import type { Noun } from '../lexicon/noun.ts';
import type { Word } from '../text/words.ts';

/** A sentence with its words in the forms the passes need. */
export interface Sentence {
  text: string;
  words: readonly Word[];
  /** Lower-case singular of each word. */
  lemmas: readonly string[];
}

/** One thing that may become an entity, with everything read about it so far. */
export interface Thing {
  /** Name of the noun in the lexicon, or of the person's own words. */
  name: string;
  noun?: Noun;
  /** The person's words for it, singular. */
  phrase: string;
  score: number;
  /** Order of appearance. */
  order: number;
  /** Names of fields in the person's words. */
  fields: string[];
  /** Verbs it is the object of, in base form. */
  verbs: Set<string>;
  /** The subject of the app itself: "workout" of "a workout log". */
  head: boolean;
  /** What a shop sells, under the person's own name for it. */
  goods?: boolean;
  /** In another language: its words are not inflected. */
  foreign?: boolean;
}

export interface Reading {
  sentences: readonly Sentence[];
  /** The whole request in lower case. */
  about: string;
  things: Map<string, Thing>;
  /** Names of properties that belong to no thing yet. */
  looseFields: string[];
  /** Lists of options: "four races: Humans, Elves" -> race. */
  options: Map<string, string[]>;
  /** Which thing belongs to which, by name: each pet has vaccinations. */
  relations: { parent: string; child: string }[];
  /** Pages asked for by name, in the person's words. */
  pages: string[];
}
