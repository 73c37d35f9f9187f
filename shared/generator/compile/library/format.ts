/** `src/lib/format.ts`: how values are shown, in the language of the app. */
import { code, jsString } from '../source-text.ts';
import { type CutModule, cutModule, type ModulePart } from './parts.ts';

const PARTS: readonly ModulePart[] = [
  {
    name: 'formatNumber',
    source: code`
      /** \`1234.5\` -> \`1,234.5 kg\`. */
      export function formatNumber(value: number | null, unit?: string): string {
        if (value === null) return EMPTY;
        const number = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 }).format(value);
        return unit ? \`\${number} \${unit}\` : number;
      }
    `,
    test: code`
      it('shows numbers with their unit', () => {
        expect(formatNumber(7, 'kg')).toMatch(/7 kg$/);
        expect(formatNumber(null)).toBe('\u2013');
      });
    `,
  },
  {
    name: 'formatMoney',
    source: code`
      /** An amount in units of the currency (ISO 4217); a large round one without its zeros. */
      export function formatMoney(value: number | null, currency: string): string {
        if (value === null) return EMPTY;
        const round = value === 0 || (Math.abs(value) >= 1000 && Number.isInteger(value));
        const digits = round ? { minimumFractionDigits: 0 } : {};
        return new Intl.NumberFormat(LOCALE, { style: 'currency', currency, ...digits }).format(value);
      }
    `,
    test: code`
      it('shows money with its currency', () => {
        expect(formatMoney(12.5, 'EUR')).toMatch(/12[.,٫]50|12[.,]5/);
        expect(formatMoney(45_000, 'EUR')).not.toMatch(/[.,٫]00(?!0)/);
        expect(formatMoney(null, 'EUR')).toBe('\u2013');
      });
    `,
  },
  {
    name: 'formatPercent',
    source: code`
      /** \`42\` -> \`42%\`. */
      export function formatPercent(value: number | null): string {
        if (value === null) return EMPTY;
        return new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100);
      }
    `,
    test: code`
      it('shows percentages', () => {
        expect(formatPercent(null)).toBe('\u2013');
        expect(formatPercent(0)).toContain('%');
      });
    `,
  },
  {
    name: 'formatDate',
    source: code`
      /** \`2026-01-31\` -> \`Jan 31, 2026\`; a date has no time zone. */
      export function formatDate(value: string | null): string {
        if (!value) return EMPTY;
        const date = new Date(\`\${value.slice(0, 10)}T00:00:00Z\`);
        return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
      }
    `,
    test: code`
      it('shows the same day everywhere', () => {
        expect(formatDate('2026-01-31')).toContain('31');
        expect(formatDate(null)).toBe('\u2013');
      });
    `,
  },
  {
    name: 'formatDateTime',
    source: code`
      /** A moment, in the time zone of whoever reads it. */
      export function formatDateTime(value: string | null): string {
        if (!value) return EMPTY;
        return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(value));
      }
    `,
    test: code`
      it('shows moments with their year', () => {
        expect(formatDateTime('2026-06-15T12:00:00Z')).toContain('2026');
        expect(formatDateTime(null)).toBe('\u2013');
      });
    `,
  },
  {
    name: 'formatMonth',
    source: code`
      /** \`2026-01\` -> \`January 2026\`. */
      export function formatMonth(month: string): string {
        const date = new Date(\`\${month}-01T00:00:00Z\`);
        return new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
      }
    `,
    test: code`
      it('shows months with their year', () => {
        expect(formatMonth('2026-01')).toContain('2026');
      });
    `,
  },
  {
    name: 'formatWeekday',
    source: code`
      /** The weekday of a day, short. */
      export function formatWeekday(day: string): string {
        return new Intl.DateTimeFormat(LOCALE, { weekday: 'short', timeZone: 'UTC' }).format(new Date(\`\${day}T00:00:00Z\`));
      }
    `,
    test: code`
      it('tells weekdays apart', () => {
        expect(formatWeekday('2026-01-31')).not.toBe(formatWeekday('2026-02-01'));
      });
    `,
  },
  {
    name: 'formatClock',
    source: code`
      /** The time of a moment, in the time zone of whoever reads it. */
      export function formatClock(value: string | null): string {
        if (!value) return EMPTY;
        return new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' }).format(new Date(value));
      }
    `,
    test: code`
      it('shows the time of a moment', () => {
        expect(formatClock('2026-06-15T12:34:00Z')).toContain('34');
        expect(formatClock(null)).toBe('\u2013');
      });
    `,
  },
  {
    name: 'formatTime',
    source: code`
      /** \`09:30:00\` -> \`09:30\`. */
      export function formatTime(value: string | null): string {
        return value ? value.slice(0, 5) : EMPTY;
      }
    `,
    test: code`
      it('shows times without seconds', () => {
        expect(formatTime('09:30:00')).toBe('09:30');
        expect(formatTime(null)).toBe('\u2013');
      });
    `,
  },
  {
    name: 'formatText',
    source: code`
      export function formatText(value: string | null): string {
        return value || EMPTY;
      }
    `,
    test: code`
      it('shows a dash for nothing', () => {
        expect(formatText('')).toBe('\u2013');
        expect(formatText('text')).toBe('text');
      });
    `,
  },
  {
    name: 'formatBoolean',
    source: code`
      export function formatBoolean(value: boolean): string {
        return value ? 'Yes' : 'No';
      }
    `,
    test: code`
      it('shows yes and no', () => {
        expect([true, false].map(formatBoolean)).toEqual(['Yes', 'No']);
      });
    `,
  },
  {
    name: 'toLocalInput',
    source: code`
      /** A moment as \`<input type="datetime-local">\` wants it. */
      export function toLocalInput(value: string | null): string {
        if (!value) return '';
        const moment = new Date(value);
        const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
        return local.toISOString().slice(0, 16);
      }
    `,
    test: code`
      it('gives an input the moment it was given', () => {
        const moment = '2026-06-15T12:30:00.000Z';
        expect(new Date(toLocalInput(moment)).toISOString()).toBe(moment);
      });
    `,
  },
];

/** Functions whose value is never missing. */
const ALWAYS_THERE = new Set(['formatBoolean', 'toLocalInput', 'formatMonth', 'formatWeekday']);

export function formatModule(wanted: ReadonlySet<string>, language: string): CutModule {
  const needsLocale = [...wanted].some((it) => /Number|Money|Percent|Date|Month|Weekday|Clock/.test(it));
  const needsEmpty = [...wanted].some((it) => !ALWAYS_THERE.has(it));
  const head = code`
    ${needsLocale && `const LOCALE = ${jsString(language)};`}
    ${needsEmpty && '/** Stands for a value that is not there. */'}
    ${needsEmpty && "const EMPTY = '\u2013';"}
  `;
  return cutModule(PARTS, wanted, './format', head);
}
