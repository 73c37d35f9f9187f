/** Lines of a text with where they begin and how they end, and the search for a block of them. */

export interface Line {
  readonly text: string;
  readonly start: number;
  /** After the line's end. */
  readonly stop: number;
  readonly eol: '\n' | '\r\n' | '';
}

/** A text that ends with a line end has no further, empty line. Only LF and CRLF end a line. */
export function splitLines(content: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < content.length) {
    const at = content.indexOf('\n', start);
    const stop = at < 0 ? content.length : at + 1;
    const eol = at < 0 ? '' : content[at - 1] === '\r' && at > start ? '\r\n' : '\n';
    lines.push({ text: content.slice(start, stop - eol.length), start, stop, eol });
    start = stop;
  }
  return lines;
}

/** Indexes of the lines at which the block stands, as it is: its lines in a row, none left out. */
export function findBlock(lines: readonly Line[], block: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + block.length <= lines.length; at += 1) {
    if (block.every((text, offset) => lines[at + offset]?.text === text)) found.push(at);
  }
  return found;
}

/** Where the block would stand if spaces did not count, else where most of its lines are; null when nothing is like it. */
export function findNearest(lines: readonly Line[], block: readonly string[]): number | null {
  const wanted = block.map(squeeze);
  const present = lines.map((line) => squeeze(line.text));
  let best: number | null = null;
  let bestScore = 0;
  for (let at = 0; at < lines.length; at += 1) {
    let score = 0;
    for (const [offset, text] of wanted.entries()) {
      if (text !== '' && present[at + offset] === text) score += 1;
    }
    if (score > bestScore) [best, bestScore] = [at, score];
  }
  return best;
}

const squeeze = (text: string) => text.replace(/\s+/g, '');

/**
 * The text with a run of its lines replaced. Everything outside the run stays byte for byte; the new lines end as the
 * lines they replace did, and the last one as the last replaced one.
 */
export function replaceLines(
  content: string,
  run: readonly Line[],
  replacement: readonly string[],
  fallback: string,
): string {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return content;
  const eol = run.find((line) => line.eol !== '')?.eol ?? fallback;
  const text = replacement.map((line, at) => line + (at === replacement.length - 1 ? last.eol : eol)).join('');
  return content.slice(0, first.start) + text + content.slice(last.stop);
}
