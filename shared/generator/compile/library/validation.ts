/** `src/lib/validation.ts`: rules that turn what was typed into values the database accepts. */
import { code } from '../source-text.ts';
import { type CutModule, cutModule, type ModulePart } from './parts.ts';

const HEAD = code`
  /** What a rule makes of the trimmed text of an input. */
  type Result<Value> = { value: Value } | { error: string };
  type Rule<Value> = (text: string) => Result<Value>;

  export type Errors<Name extends string> = Partial<Record<Name, string>>;
  export type Validated<Name extends string, Input> =
    | { valid: true; input: Input; errors: Errors<Name> }
    | { valid: false; errors: Errors<Name> };

  /** The values that a set of rules gives. */
  export type InputOf<Rules> = { [Name in keyof Rules]: Rules[Name] extends Rule<infer Value> ? Value : never };

  /** Applies each rule to the value of its name. */
  export function validate<Name extends string, Rules extends Record<Name, Rule<unknown>>>(
    rules: Rules & Record<Name, Rule<unknown>>,
    values: Record<Name, string>,
  ): Validated<Name, InputOf<Rules>> {
    const input: Partial<Record<Name, unknown>> = {};
    const errors: Errors<Name> = {};
    for (const name of Object.keys(rules) as Name[]) {
      const result = rules[name](values[name].trim());
      if ('error' in result) errors[name] = result.error;
      else input[name] = result.value;
    }
    if (Object.keys(errors).length > 0) return { valid: false, errors };
    return { valid: true, input: input as InputOf<Rules>, errors };
  }
`;

const PARTS: readonly ModulePart[] = [
  {
    name: 'required',
    source: code`
      export function required<Value>(rule: Rule<Value>): Rule<Value> {
        return (text) => (text === '' ? { error: 'This is needed.' } : rule(text));
      }
    `,
  },
  {
    name: 'optional',
    source: code`
      export function optional<Value>(rule: Rule<Value>): Rule<Value | null> {
        return (text) => (text === '' ? { value: null } : rule(text));
      }
    `,
  },
  {
    name: 'text',
    source: code`
      export function text(max: number): Rule<string> {
        return (value) => (value.length > max ? { error: \`Use at most \${max} characters.\` } : { value });
      }
    `,
  },
  {
    name: 'email',
    source: code`
      export function email(): Rule<string> {
        return (value) =>
          /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) && value.length <= 254
            ? { value }
            : { error: 'Enter an email address like name@example.com.' };
      }
    `,
    test: code`
      it('tells an email address from other text', () => {
        expect(email()('name@example.com')).toEqual({ value: 'name@example.com' });
        expect(email()('name at example')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'url',
    source: code`
      /** Only web addresses: a link with another scheme could run code. */
      export function url(): Rule<string> {
        return (value) =>
          /^https?:\/\/\S+$/.test(value) && value.length <= 2000
            ? { value }
            : { error: 'Enter an address that starts with https://.' };
      }
    `,
    test: code`
      it('takes web addresses only', () => {
        expect(url()('https://example.com/a')).toEqual({ value: 'https://example.com/a' });
        expect(url()('javascript:alert(1)')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'number',
    source: code`
      type Range = { min?: number; max?: number; whole?: boolean };

      /** A number with a point or a comma. */
      export function number({ min, max, whole }: Range = {}): Rule<number> {
        return (text) => {
          const value = Number(text.replace(',', '.'));
          if (!Number.isFinite(value)) return { error: 'Enter a number.' };
          if (whole && !Number.isInteger(value)) return { error: 'Enter a whole number.' };
          if (min !== undefined && value < min) return { error: \`Enter \${min} or more.\` };
          if (max !== undefined && value > max) return { error: \`Enter \${max} or less.\` };
          return { value };
        };
      }
    `,
    test: code`
      it('keeps numbers within their range', () => {
        expect(number()('2,5')).toEqual({ value: 2.5 });
        expect(number({ whole: true })('2.5')).toHaveProperty('error');
        expect(number({ min: 1 })('0')).toHaveProperty('error');
        expect(number({ max: 5 })('6')).toHaveProperty('error');
        expect(number()('ten')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'money',
    uses: ['number'],
    source: code`
      /** An amount with at most two decimal places. */
      export function money(range: Range = {}): Rule<number> {
        return (text) => {
          const result = number({ max: 9_999_999_999, ...range })(text);
          if ('error' in result || /^-?\d+([.,]\d{1,2})?$/.test(text)) return result;
          return { error: 'Enter an amount like 12.50.' };
        };
      }
    `,
    test: code`
      it('takes amounts with cents', () => {
        expect(money()('12.50')).toEqual({ value: 12.5 });
        expect(money()('12.505')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'date',
    source: code`
      export function date(): Rule<string> {
        return (value) => {
          const parsed = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(\`\${value}T00:00:00Z\`) : null;
          // A day that does not exist, such as 30 February, comes back as another one.
          const exists = parsed && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
          return exists ? { value } : { error: 'Enter a date.' };
        };
      }
    `,
    test: code`
      it('refuses days that do not exist', () => {
        expect(date()('2026-02-28')).toEqual({ value: '2026-02-28' });
        expect(date()('2026-02-30')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'dateTime',
    source: code`
      /** A local date and time, kept as a moment in UTC. */
      export function dateTime(): Rule<string> {
        return (text) => {
          const moment = new Date(text);
          if (Number.isNaN(moment.getTime())) return { error: 'Enter a date and a time.' };
          return { value: moment.toISOString() };
        };
      }
    `,
    test: code`
      it('keeps moments in UTC', () => {
        expect(dateTime()('2026-02-28T10:00')).toHaveProperty('value');
        expect(dateTime()('soon')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'time',
    source: code`
      export function time(): Rule<string> {
        return (value) =>
          /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value) ? { value } : { error: 'Enter a time like 09:30.' };
      }
    `,
    test: code`
      it('tells a time from other text', () => {
        expect(time()('09:30')).toEqual({ value: '09:30' });
        expect(time()('25:00')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'color',
    source: code`
      /** A colour as six hexadecimal digits. */
      export function color(): Rule<string> {
        return (text) =>
          /^#[0-9a-f]{6}$/i.test(text) ? { value: text.toLowerCase() } : { error: 'Enter a colour like #1f2a44.' };
      }
    `,
    test: code`
      it('takes colours as hexadecimal digits', () => {
        expect(color()('#1F2A44')).toEqual({ value: '#1f2a44' });
        expect(color()('navy')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'tags',
    source: code`
      /** Up to twelve tags between commas, each once. */
      export function tags(): Rule<string[]> {
        return (text) => {
          const value = [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
          if (value.length > 12) return { error: 'Use at most 12 tags.' };
          if (value.some((tag) => tag.length > 40)) return { error: 'Use at most 40 characters for a tag.' };
          return { value };
        };
      }
    `,
    test: code`
      it('reads tags between commas, each once', () => {
        expect(tags()('red, blue,, red ')).toEqual({ value: ['red', 'blue'] });
        expect(tags()('')).toEqual({ value: [] });
        expect(tags()('x'.repeat(41))).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'oneOf',
    source: code`
      export function oneOf<Value extends string>(allowed: readonly { value: Value }[]): Rule<Value> {
        return (text) => {
          const found = allowed.find((it) => it.value === text);
          return found ? { value: found.value } : { error: 'Choose one of the options.' };
        };
      }
    `,
    test: code`
      it('takes one of the choices', () => {
        expect(oneOf([{ value: 'a' }, { value: 'b' }])('b')).toEqual({ value: 'b' });
        expect(oneOf([{ value: 'a' }])('c')).toHaveProperty('error');
      });
    `,
  },
  {
    name: 'checkbox',
    source: code`
      export function checkbox(): Rule<boolean> {
        return (text) => ({ value: text === 'yes' });
      }
    `,
  },
  {
    name: 'reference',
    source: code`
      export function reference(): Rule<string> {
        return (value) => ({ value });
      }
    `,
  },
  {
    name: 'password',
    source: code`
      export function password(): Rule<string> {
        return (value) => (value.length < 8 ? { error: 'Use at least 8 characters.' } : { value });
      }
    `,
  },
];

export function validationModule(wanted: ReadonlySet<string>): CutModule {
  const rules = new Set([...wanted].filter((it) => PARTS.some((part) => part.name === it)));
  return cutModule(PARTS, rules, './validation', HEAD);
}
