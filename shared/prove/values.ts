/** Values that a column may hold, as SQL literals to try against its checks. Pure. */
import type { Column } from './catalog.ts';
import { quoteText } from './database.ts';

const TEXTS = [
  'someone@example.com',
  'https://example.com/probe',
  '+4930123456',
  'probe',
  'ab',
  'A',
  'AB',
  'ABC',
  'USD',
  '#aabbcc',
  'a-b',
  '12345',
  '2030-01-01',
  'a sentence that is long enough for what asks for some length',
];
const NUMBERS = ['1', '0', '2', '5', '10', '100', '0.5', '1000', '2030', '-1'];

/**
 * Literals without their cast, the likeliest first.
 *
 * @param serial differs from row to row, so that unique columns do
 * @param position of the column in its table: times rise with it, so that an end comes after its start
 * @param hints conditions and bounds on the column: what they quote is worth a try
 */
export function candidateValues(column: Column, serial: number, position: number, hints: readonly string[]): string[] {
  const quoted = hints.flatMap((hint) =>
    [...hint.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'")),
  );
  const numbers = hints.flatMap((hint) => [...hint.matchAll(/(?<![\w'.])-?\d+(?:\.\d+)?/g)].map(([text]) => text));
  // A time of its own for each row, so that no two of them take the same thing at once.
  const day = (year: number) => dayAfter(year, (serial % 3000) * 40 + position);
  switch (column.category) {
    case 'E':
      return column.labels.map(quoteText);
    case 'B':
      return ['false', 'true'];
    case 'N': {
      const near = numbers.flatMap((it) => [it, String(Number(it) + 1), String(Number(it) - 1)]);
      return [String(serial), ...NUMBERS, ...near];
    }
    case 'D':
      if (/^time(?! ?stamp)/.test(column.base) && !column.base.startsWith('timestamp')) {
        return [`'${String(8 + (position % 12)).padStart(2, '0')}:00'`, ...quoted.map(quoteText)];
      }
      return [...quoted.map(quoteText), `'${day(2030)}'`, 'current_date', `'${day(2000)}'`].sort((a) =>
        hints.length > 0 || a.startsWith("'2030") ? 0 : 1,
      );
    case 'A':
      return ["'{}'", `'{${serial}}'`, "'{a}'"];
    case 'T':
      return ["'1 day'"];
    case 'I':
      return ["'127.0.0.1'"];
    case 'R':
      return /int|num/.test(column.base)
        ? [`'[${serial},${serial + 1})'`]
        : [`'[${day(2030)},${dayAfter(2030, (serial % 3000) * 40 + position + 1)})'`];
    case 'S':
      return fitting(column, [
        `probe ${serial}`,
        `p${serial}`,
        ...quoted,
        ...TEXTS,
        `user${serial}@example.com`,
        'x'.repeat(40),
      ]);
    default:
      if (column.base === 'uuid') return [`'00000000-0000-4000-9000-${serial.toString(16).padStart(12, '0')}'`];
      if (/^jsonb?$/.test(column.base)) return ["'{}'", "'[]'", `'"${serial}"'`];
      if (column.base === 'bytea') return ["''"];
      if (column.base === 'tsvector') return ["'probe'"];
      return column.base === 'interval' ? ["'1 day'"] : [];
  }
}

/** A date in ISO 8601, so many days after the first of a year. */
function dayAfter(year: number, days: number): string {
  return new Date(Date.UTC(year, 0, 1 + days)).toISOString().slice(0, 10);
}

function fitting(column: Column, texts: readonly string[]): string[] {
  const length = Number(/^character(?: varying)?\((\d+)\)/.exec(column.type)?.[1] ?? Number.POSITIVE_INFINITY);
  return texts.filter((it) => it.length <= length).map(quoteText);
}
