/** Longest prompt that is read; the contract of generation refuses longer ones. */
const MAX_LENGTH = 10_000;

/**
 * Plain text of a prompt: no markup, no control characters, one kind of quote and space, bullets turned into commas so
 * that a list reads like a sentence.
 */
export function normalize(prompt: string): string {
  return (
    prompt
      .slice(0, MAX_LENGTH)
      .toWellFormed()
      .normalize('NFC')
      .replace(/<(script|style)\b[^>]*>[\s\S]*?(<\/\1>|$)/gi, ' ')
      .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
      .replace(/\r\n?/g, '\n')
      .replace(/[\u2018\u2019\u02bc]/g, "'")
      .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/gu, (run) =>
        run.includes('\n') ? (/\n.*\n/s.test(run) ? '\n\n' : '\n') : ' ',
      )
      .replace(/:[ \t]*\n+[ \t]*(?:[-*•·]|\d{1,2}[.)])[ \t]+/g, ': ')
      .replace(/\n+[ \t]*(?:[-*•·]|\d{1,2}[.)])[ \t]+/g, ', ')
      .replace(/^[ \t]*#{1,6}[ \t]+/gm, '')
      .replace(/\*\*|__|`/g, '')
      // "whether it is signed" names a yes or no.
      .replace(
        /\b(?:whether|if) (?:it|they|he|she)(?: is| was| are| were| has been|'s) (\p{L}+)(?=[,.;]|$| and )/giu,
        'is-$1',
      )
      .replace(/[ \t\u00a0]+/g, ' ')
      .trim()
  );
}
