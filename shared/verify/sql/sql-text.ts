/** One SQL file, and the places in it: the parser counts bytes of UTF-8, people count lines and columns. */

/** 1-based. */
export interface SqlPlace {
  file: string;
  line: number;
  column: number;
}

const NEWLINE = 10;

export class SqlText {
  readonly file: string;
  readonly sql: string;
  readonly #bytes: Uint8Array;
  readonly #lineStarts: number[];

  constructor(file: string, sql: string) {
    this.file = file;
    this.sql = sql;
    this.#bytes = new TextEncoder().encode(sql);
    this.#lineStarts = [0];
    for (let at = 0; at < this.#bytes.length; at++) {
      if (this.#bytes[at] === NEWLINE) this.#lineStarts.push(at + 1);
    }
  }

  placeOfByte(offset: number): SqlPlace {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = this.#lineStarts[low] ?? 0;
    const column = new TextDecoder().decode(this.#bytes.subarray(start, offset)).length + 1;
    return { file: this.file, line: low + 1, column };
  }

  /** @param position offset in code points, as errors of the parser count */
  placeOfCharacter(position: number): SqlPlace {
    const before = Array.from(this.sql).slice(0, position).join('');
    return this.placeOfByte(new TextEncoder().encode(before).length);
  }

  /** Where a statement really starts: past the white space and comments before its first word. */
  placeOfStatement(start: number): SqlPlace {
    return this.placeOfByte(this.#skipBlank(start));
  }

  /** Where a piece of the file's text stands, at or after a byte offset; null when it is not there as written. */
  placeOfText(text: string, from: number): SqlPlace | null {
    const head = new TextDecoder().decode(this.#bytes.subarray(0, from));
    const at = this.sql.indexOf(text, head.length);
    if (at < 0) return null;
    return this.placeOfByte(new TextEncoder().encode(this.sql.slice(0, at)).length);
  }

  #skipBlank(start: number): number {
    const bytes = this.#bytes;
    const is = (at: number, text: string) => bytes[at] === text.charCodeAt(0) && bytes[at + 1] === text.charCodeAt(1);
    let at = start;
    while (at < bytes.length) {
      if ((bytes[at] ?? 0) <= 32 || bytes[at] === 59) at += 1;
      else if (is(at, '--')) {
        while (at < bytes.length && bytes[at] !== NEWLINE) at += 1;
      } else if (is(at, '/*')) {
        let depth = 0;
        do {
          if (is(at, '/*')) depth += 1;
          else if (is(at, '*/')) depth -= 1;
          at += is(at, '/*') || is(at, '*/') ? 2 : 1;
        } while (depth > 0 && at < bytes.length);
      } else return at;
    }
    return start;
  }
}
