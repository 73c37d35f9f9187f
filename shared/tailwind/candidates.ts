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
/** Longer runs without white space are data; `ARBITRARY` would take their length squared. */
const MAX_RUN = 500;

export function extractCandidates(source: string): Set<string> {
  const candidates = new Set<string>();
  const add = (word: string) => {
    if (word !== '' && word.length <= MAX_LENGTH && STARTS_LIKE_A_CLASS.test(word)) candidates.add(word);
  };
  for (const word of source.split(BOUNDARY)) add(word);
  for (const run of source.split(/\s+/)) {
    if (!run.includes('[') && !run.includes('(--')) continue;
    for (const part of run.length <= MAX_RUN ? [run] : run.split(/["'`]/)) {
      if (part.length <= MAX_RUN) for (const [word] of part.matchAll(ARBITRARY)) add(word);
    }
  }
  return candidates;
}
