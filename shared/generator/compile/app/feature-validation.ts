/** `choices.ts` and `validation.ts` of a feature: the one place that says which values are sound. */
import type { EntityModel } from '../model.ts';
import type { FieldModel } from '../model-fields.ts';
import { code, file, jsString } from '../source-text.ts';
import { choicesName } from './display.ts';
import { Imports } from './imports.ts';

export function choicesFile(it: EntityModel): string {
  const lists = it.fields
    .filter((f) => f.type === 'choice')
    .map(
      (f) => code`
        export const ${choicesName(f)} = [
          ${(f.spec.choices ?? []).map((choice) => `{ value: '${choice.value}', label: ${jsString(choice.label)}, tone: '${choice.tone}' },`)}
        ] as const;
      `,
    );
  return file(lists.join('\n\n'));
}

function range(f: FieldModel): string {
  const parts = [
    ...(f.min === null ? [] : [`min: ${f.min}`]),
    ...(f.max === null ? [] : [`max: ${f.max}`]),
    ...(f.type === 'integer' || f.type === 'rating' ? ['whole: true'] : []),
  ];
  return parts.length === 0 ? '' : `{ ${parts.join(', ')} }`;
}

/** `required(text(200))`. */
function rule(f: FieldModel, imports: Imports, choices: string): string {
  const use = (name: string, argument = '') => `${imports.value('@/lib/validation', name)}(${argument})`;
  if (f.type === 'boolean') return use('checkbox');
  if (f.type === 'tags') return f.needed ? use('required', use('tags')) : use('tags');
  const inner = (): string => {
    switch (f.type) {
      case 'integer':
      case 'number':
      case 'percent':
      case 'rating':
        return use('number', range(f));
      case 'money':
        return use('money', range(f));
      case 'date':
        return use('date');
      case 'datetime':
        return use('dateTime');
      case 'time':
        return use('time');
      case 'choice':
        return use('oneOf', imports.value(choices, choicesName(f)));
      case 'color':
        return use('color');
      case 'email':
        return use('email');
      case 'url':
      case 'image':
        return use('url');
      case 'reference':
        return use('reference');
      default:
        return use('text', String(f.maxLength));
    }
  };
  return use(f.required ? 'required' : 'optional', inner());
}

function emptyValue(f: FieldModel): string {
  if (f.secret) return "''";
  return f.type === 'choice' ? `'${f.spec.choices?.[0]?.value ?? ''}'` : "''";
}

/** The text an input shows for a stored value. */
function inputValue(f: FieldModel, row: string, imports: Imports): string {
  const value = `${row}.${f.column}`;
  // It is not read, so whoever changes the row says it again.
  if (f.secret) return "''";
  switch (f.type) {
    case 'integer':
    case 'number':
    case 'money':
    case 'percent':
    case 'rating':
      return f.required ? `String(${value})` : `${value} === null ? '' : String(${value})`;
    case 'boolean':
      return `${value} ? 'yes' : ''`;
    case 'tags':
      return `${value}.join(', ')`;
    case 'datetime':
      return `${imports.value('@/lib/format', 'toLocalInput')}(${value})`;
    default:
      return f.required ? value : `${value} ?? ''`;
  }
}

/** @param folder the feature it is part of, where that is not the entity's own */
export function validationFile(it: EntityModel, folder = it.folder): string {
  const choices = folder === it.folder ? './choices' : `@/features/${it.folder}/choices`;
  const imports = new Imports();
  const fields = it.fields.filter((f) => f.writable);
  imports.value('@/lib/validation', 'validate');
  imports.type('@/lib/validation', 'InputOf');
  const rules = fields.map((f) => `${f.column}: ${rule(f, imports, choices)},`);
  const edits = it.editable
    ? code`
        /** What the form shows for a row. */
        export function to${it.type}Values(row: Row<'${it.table}'>): ${it.type}Values {
          return {
            ${fields.map((f) => `${f.column}: ${inputValue(f, 'row', imports)},`)}
          };
        }
      `
    : null;
  if (it.editable) imports.type('@/lib/database.types', 'Row');
  const body = code`
    const RULES = {
      ${rules}
    };

    /** What is stored. */
    export type ${it.type}Input = InputOf<typeof RULES>;

    /** What is typed: the text of each input. */
    export type ${it.type}Values = Record<keyof typeof RULES, string>;

    export const EMPTY_${it.variable.replace(/([A-Z])/g, '_$1').toUpperCase()}: ${it.type}Values = {
      ${fields.map((f) => `${f.column}: ${emptyValue(f)},`)}
    };

    ${edits}

    export function validate${it.type}(values: ${it.type}Values) {
      return validate(RULES, values);
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

export function emptyName(it: EntityModel): string {
  return `EMPTY_${it.variable.replace(/([A-Z])/g, '_$1').toUpperCase()}`;
}

function soundText(f: FieldModel): string {
  switch (f.type) {
    case 'integer':
    case 'rating':
    case 'number':
    case 'money':
    case 'percent':
      return String(f.min ?? f.max ?? 1);
    case 'boolean':
      return 'yes';
    case 'date':
      return '2026-01-31';
    case 'datetime':
      return '2026-01-31T09:00';
    case 'time':
      return '09:00';
    case 'choice':
      return f.spec.choices?.at(-1)?.value ?? '';
    case 'email':
      return 'name@example.com';
    case 'url':
    case 'image':
      return 'https://example.com/';
    case 'tags':
      return 'one, two';
    case 'color':
      return '#1f2a44';
    case 'reference':
      return '00000000-0000-4000-8000-000000000001';
    default:
      return 'Text';
  }
}

export function validationTest(it: EntityModel): string {
  const fields = it.fields.filter((f) => f.writable);
  const typed = fields.filter((f) => f.needed && (f.type !== 'choice' || f.secret));
  const tooLong = fields.find((f) => f.type === 'text');
  const tooLow = fields.find((f) => f.min !== null && f.min > Number.MIN_SAFE_INTEGER);
  const tooHigh = fields.find((f) => f.max !== null && f.max < Number.MAX_SAFE_INTEGER);
  const format = fields.find((f) => f.type === 'email' || f.type === 'url' || f.type === 'date' || f.type === 'color');
  const refuses = (f: FieldModel, value: string) =>
    `expect(validate${it.type}({ ...SOUND, ${f.column}: ${value} }).errors).toHaveProperty('${f.column}');`;
  return file(code`
    import { expect, it } from 'vitest';
    import { ${typed.length > 0 ? `${emptyName(it)}, ` : ''}type ${it.type}Values, validate${it.type} } from './validation';

    const SOUND: ${it.type}Values = {
      ${fields.map((f) => `${f.column}: ${jsString(soundText(f))},`)}
    };

    it('takes sound values', () => {
      expect(validate${it.type}(SOUND)).toMatchObject({ valid: true, errors: {} });
    });

    ${
      typed.length > 0 &&
      code`
        it('asks for what is needed', () => {
          const { errors } = validate${it.type}(${emptyName(it)});
          expect(Object.keys(errors)).toEqual([${typed.map((f) => `'${f.column}'`).join(', ')}]);
        });
      `
    }

    ${
      (tooLong || tooLow || tooHigh || format) &&
      code`
        it('refuses what is out of bounds', () => {
          ${tooLong && refuses(tooLong, `'x'.repeat(${tooLong.maxLength + 1})`)}
          ${tooLow && refuses(tooLow, `String(${tooLow.min ?? 0} - 1)`)}
          ${tooHigh && refuses(tooHigh, `String(${tooHigh.max ?? 0} + 1)`)}
          ${format && refuses(format, "'nothing like it'")}
        });
      `
    }
  `);
}
