/** Reads what is asked for in the first sentence. */
import { BUSINESSES, CONTAINERS, PLATFORM_WORDS, ROLE_NOUNS, SOFTWARE_ROLES } from '../lexicon/grammar.ts';
import { nounOfPhrase } from '../lexicon/lexicon.ts';
import { isPlural, singular } from '../text/inflect.ts';
import { ARTICLES, words } from '../text/words.ts';
import { enumeration, isPeople, nounPhrase, verbOf } from './phrases.ts';
import type { Reading } from './reading.ts';
import { note } from './things.ts';

const LEAD_IN =
  /^(?:(?:hi|hello|hey|please|pls|kindly|can|could|would|you|i|we|want|wants|need|needs|would|like|i'd|i'm|looking|let's|help|to|for|me|us|my|our|implement|develop|create|build|make|design|write|generate|code|set up|set|up|give|get|have|need|just|simple|a|an|the|new|some|kind|of|create)\b(?![-'])[\s,]*)+/i;

/** "I run a food bank and need to track donations" -> "track donations". */
export const withoutStory = (text: string): string =>
  text.replace(
    /^(?:i|we)(?:'m|'re| am| are)? (?:run|own|have|manage|organi[sz]e|work|a|an|the)\b.{0,120}?\b(?:and|so) (?:i |we )?(?:need|want|would like)(?: to| an?)? /i,
    '',
  );

/** What is asked for, without "Please implement a": "workout log where each member records …". */
export const withoutLeadIn = (text: string): string => text.replace(LEAD_IN, '');

/** "a workout log", "a tracker for plants", "poker game": what the first sentence asks for. */
export function readHead(reading: Reading, text: string): void {
  const list = words(text);
  const head = nounPhrase(list, 0);
  if (!head) return;
  const keys = head.words.map((word) => word.key);
  // "shop selling candles": the verb begins another phrase; "ticket booking platform" is one.
  const selling = keys.findIndex(
    (key, at) => at > 0 && /ing$/.test(key) && verbOf(key) && at < keys.length - 1 && !isSoftware(keys.slice(at + 1)),
  );
  let size = selling > 0 ? selling : keys.length;
  while (size > 1 && (PLATFORM_WORDS.has(keys[size - 1] ?? '') || SOFTWARE_ROLES.has(keys[size - 1] ?? ''))) size--;
  const container = CONTAINERS.has(keys[size - 1] ?? '');
  const subject = head.words
    .slice(0, container ? size - 1 : size)
    .map((word) => word.text)
    .join(' ');
  const known = nounOfPhrase(subject, reading.about);
  if (
    subject &&
    (known || container) &&
    !PLATFORM_WORDS.has(subject.toLowerCase()) &&
    !BUSINESSES.has(keys[size - 1] ?? '') &&
    // "fantasy football league manager": the league is what it is for.
    (known || (size < 3 && keys[size - 1] !== 'management') || !BUSINESSES.has(keys[size - 2] ?? ''))
  ) {
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
      // "for a law firm": whose site it is.
      if (article && BUSINESSES.has(last)) continue;
      if (!nounOfPhrase(it.text, reading.about) && (article || !isPlural(last) || isPeople(last))) continue;
      const thing = note(reading, it.text, container ? 5 : 3, verb);
      if (thing && !known) thing.head = true;
    }
  }
}

const isSoftware = (keys: readonly string[]) => keys.some((key) => PLATFORM_WORDS.has(key) || CONTAINERS.has(key));
