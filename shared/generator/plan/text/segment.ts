/** Cuts a prompt into sentences. */

const ABBREVIATION = /(?:^|\s)(?:e\.g|i\.e|etc|vs|approx|incl|no|mr|mrs|ms|dr|st|z\.b|bzw|ca|p\.ej)$/i;

/**
 * Sentences of a normalised text, without their full stop. Semicolons stay inside: they join halves that belong
 * together ("Define background as linen; define components with maroon").
 */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (const match of text.matchAll(/[.!?]+(?=["')\]]*(?:\s|$))|[。！？؟।]+|\n+/gu)) {
    const before = text.slice(start, match.index);
    if (match[0] === '.' && ABBREVIATION.test(before)) continue;
    const sentence = before.trim();
    if (sentence) found.push(sentence);
    start = match.index + match[0].length;
  }
  const last = text.slice(start).trim();
  if (last) found.push(last);
  return found;
}
