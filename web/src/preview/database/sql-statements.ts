/** Splits SQL text at its semicolons, as psql does: not inside quotes, dollar quotes, comments or a function's body. */

export interface Statement {
  /** Offset of the first character that is neither space nor comment. */
  readonly start: number;
  readonly text: string;
}

/** A lexical unit that may hold a semicolon, or a word, or any one character. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$[A-Za-z_]?\w*\$)[\s\S]*?\1|[A-Za-z_]\w*|\s+|[\s\S]/g;

export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let start: number | null = null;
  // `begin atomic … end` of a SQL-standard function body; `case … end` nests inside it.
  let atomic: string[] = [];
  let previous = '';
  for (const { 0: token, index } of sql.matchAll(TOKEN)) {
    if (/^\s|^--|^\/\*/.test(token)) continue;
    start ??= index;
    const word = token.toLowerCase();
    if (word === 'atomic' && previous === 'begin') atomic = ['atomic'];
    else if (atomic.length > 0 && word === 'case') atomic.push('case');
    else if (atomic.length > 0 && word === 'end') atomic.pop();
    previous = word;
    if (token !== ';' || atomic.length > 0) continue;
    statements.push({ start, text: sql.slice(start, index + 1) });
    start = null;
  }
  if (start !== null) statements.push({ start, text: sql.slice(start) });
  return statements.filter(({ text }) => text !== ';');
}
