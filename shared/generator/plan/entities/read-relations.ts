/** Reads which thing belongs to which: "each pet has vaccinations", "crops per plot", "every car's repairs". */
import { nounOfPhrase } from '../lexicon/lexicon.ts';
import { isPlural, singular } from '../text/inflect.ts';
import { isPropertyName } from './infer-field.ts';
import { enumeration, type NounPhrase, nounPhrase, RATE } from './phrases.ts';
import { FEATURE } from './read-lists.ts';
import type { Reading, Sentence, Thing } from './reading.ts';
import { note, raise } from './things.ts';

const EACH = /^(?:each|every)$/;
const ONE = /^(?:each|every|a|an|one)$/;
const HAS = /^(?:has|have|gets|contains|owns|keeps)$/;
/** Whoever is signed in: their rows are theirs already. */
const ACCOUNT = /\b(?:users?|person|people|visitors?|members?|everyone|admins?|players?|customers?)$/;
/** Words about the software elsewhere that stand for people of the domain as parents. */
const PARENT_WORDS = /^(?:owner|owners)$/;

export function readRelations(reading: Reading, sentence: Sentence): void {
  const { words: list } = sentence;
  list.forEach((word, at) => {
    const next = list[at + 1];
    if (EACH.test(word.key) && next) {
      const parent = nounPhrase(list, at + 1);
      if (!parent) return;
      const after = list[parent.to];
      // "each singer's attendance"
      const owned = /^(.+)['’]s$/.exec(parent.words[0]?.text ?? '');
      if (owned?.[1] && parent.words.length > 1) {
        relate(reading, owned[1], [
          {
            ...parent,
            text: parent.words
              .slice(1)
              .map((it) => it.text)
              .join(' '),
          },
        ]);
        return;
      }
      if (after && HAS.test(after.key) && !after.before) {
        const items = enumeration(list, skipCount(list, parent.to + 1));
        relate(
          reading,
          parent.text,
          items.filter((it) => isPart(it, items)),
        );
        return;
      }
      // "for every car its repairs"
      if (/^(?:for|of)$/.test(list[at - 1]?.key ?? '') && /^(?:its|their|the)$/.test(after?.key ?? '')) {
        relate(
          reading,
          parent.text,
          enumeration(list, parent.to).filter((it) => isMany(it)),
        );
        return;
      }
    }
    // "crops per plot", "harvests of each crop", "inspections for every hive"
    const each = /^(?:for|of|in|under|on)$/.test(word.key) && next && EACH.test(next.key);
    if (word.key === 'per' || each) {
      const parent = nounPhrase(list, each ? at + 2 : at + 1);
      const child = phraseEndingAt(list, at);
      if (parent && child) relate(reading, parent.text, [child]);
    }
    // "a session belongs to a piece"
    if (/^belongs?$/.test(word.key) && next?.key === 'to') {
      const parent = nounPhrase(list, at + 2);
      const child = phraseEndingAt(list, at, true);
      if (parent && child && ONE.test(list[at + 2]?.key ?? '')) relate(reading, parent.text, [child]);
    }
  });
}

/** "each owner has one or more pets", "can have many". */
function skipCount(list: Sentence['words'], at: number): number {
  let from = at;
  while (/^(?:many|several|multiple|one|or|more|zero|some|any|number|of|a|its|their)$/.test(list[from]?.key ?? ''))
    from++;
  return from;
}

const isMany = (it: NounPhrase) =>
  isPlural(it.words.at(-1)?.key ?? '') && !isPropertyName(it.text) && !FEATURE.test(it.text.toLowerCase());

/** Something done or measured again and again, which deserves rows of its own. */
export const isOccurrence = (phrase: string): boolean =>
  /(?:tion|sion|ment|ing|visit|repair|harvest|rehearsal|session|lesson|delivery|test|check|checkup|match|race|walk|feed|log|entry|report|review|score|result|record|attendance|booking|order|payment|invoice|note|task|photo|episode|chapter)s?$/.test(
    phrase.toLowerCase(),
  );

/** In a list of properties a plural is a number of things ("honey frames"); on its own it is things. */
function isPart(it: NounPhrase, items: readonly NounPhrase[]): boolean {
  if (!isMany(it)) return false;
  return items.every(isMany) ? it.words.length === 1 || isOccurrence(it.text) : isOccurrence(it.text);
}

function phraseEndingAt(list: Sentence['words'], at: number, one = false): NounPhrase | undefined {
  for (let from = Math.max(0, at - 3); from < at; from++) {
    const phrase = nounPhrase(list, from);
    if (phrase && phrase.to === at && phrase.words.length <= 2) return one || isMany(phrase) ? phrase : undefined;
  }
  return undefined;
}

function relate(reading: Reading, parentPhrase: string, children: readonly NounPhrase[]): void {
  if (children.length === 0 || ACCOUNT.test(parentPhrase.toLowerCase()) || RATE.test(parentPhrase.toLowerCase()))
    return;
  // "deals per stage": counted by a field that a deal has.
  if (children.some((it) => hasField(reading, it.text, parentPhrase))) return;
  const parent = thingFor(reading, parentPhrase);
  if (!parent) return;
  for (const it of children) {
    const child = thingFor(reading, it.text);
    // What the lexicon lists as a field of the parent stays one.
    if (!child || child === parent) continue;
    if (reading.relations.some((known) => known.child === parent.name && known.parent === child.name)) continue;
    reading.relations.push({ parent: parent.name, child: child.name });
  }
}

function thingFor(reading: Reading, phrase: string): Thing | undefined {
  const key = singular(phrase.toLowerCase());
  if (PARENT_WORDS.test(key)) return raise(reading, key, key, undefined, 3, 'keep');
  return note(reading, phrase, 3, 'keep');
}

function hasField(reading: Reading, phrase: string, field: string): boolean {
  const noun = nounOfPhrase(phrase, reading.about);
  return (
    noun?.fields.some((it) => it.type !== 'reference' && it.label.toLowerCase() === singular(field.toLowerCase())) ??
    false
  );
}
