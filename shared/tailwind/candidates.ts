/**
 * The class names that a source file might use, found without parsing it, as Tailwind's own scanner does: whatever looks
 * like a class is a candidate, and the compiler ignores those that are none.
 */

/** Everything that can stand around a plain class name in TSX or HTML. */
const BOUNDARY = /[\s"'`<>={}();,\\]+/;

/** Arbitrary values and variants (`grid-cols-[1fr_auto]`, `[&>svg]:size-4`) and `w-(--sidebar)` hold boundary characters. */
const ARBITRARY = /[^\s"'`]*(?:\[[^\]\s]*\]|\(--[\w-]+\))[^\s"'`]*/g;

const STARTS_LIKE_A_CLASS = /^[!@*\-[a-z0-9]/;
const MAX_LENGTH = 120;

export function extractCandidates(source: string): Set<string> {
  const candidates = new Set<string>();
  for (const word of source.split(BOUNDARY)) {
    if (word !== '' && word.length <= MAX_LENGTH && STARTS_LIKE_A_CLASS.test(word)) candidates.add(word);
  }
  for (const [word] of source.matchAll(ARBITRARY)) {
    if (word.length <= MAX_LENGTH && STARTS_LIKE_A_CLASS.test(word)) candidates.add(word);
  }
  return candidates;
}
