/**
 * What the planner knows about a noun: the fields such a thing has, who keeps it, and believable rows. The tables
 * beside this file are written with the builders here.
 *
 *     noun('recipe', { aka: ['dish'], access: 'public', about: '…', fields: [
 *       text('title', ['Lemon chicken', …], { required: true }),
 *       integer('minutes', [45, …], { min: 1, unit: 'min' }),
 *     ] })
 *
 * The values given with a field are a column of sample rows; row n takes value n, round and round.
 */
import type { Access, FieldType } from '../../app-spec.ts';
import { plural } from '../text/inflect.ts';
import { sentenceCase } from '../text/words.ts';

export type Sample = string | number | boolean | null;
export type Tone = 'neutral' | 'good' | 'warn' | 'bad';

export interface Choice {
  value: string;
  label: string;
  tone: Tone;
}

/** A field before the plan is complete: references are still wishes. */
export interface FieldDraft {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  help?: string;
  choices?: Choice[];
  /** Entities it may point to, best first; `*` stands for the main entity of the plan. */
  targets?: readonly string[];
  min?: number;
  max?: number;
  unit?: string;
  samples?: readonly Sample[];
}

export interface Noun {
  name: string;
  label: string;
  labelPlural: string;
  /** Other ways to say it, singular and in lower case. */
  aka: readonly string[];
  access: Access;
  /** One sentence about what is kept. */
  about: string;
  fields: readonly FieldDraft[];
  /** Nouns without which it makes little sense. */
  needs: readonly string[];
  /** Belongs to another entity and is reached from there: a reply, a download. */
  part: boolean;
}

export interface NounOptions {
  aka?: readonly string[];
  label?: string;
  labelPlural?: string;
  access: Access;
  about: string;
  fields: readonly FieldDraft[];
  needs?: readonly string[];
  part?: boolean;
}

export function noun(name: string, options: NounOptions): Noun {
  const label = options.label ?? sentenceCase(name);
  return {
    name,
    label,
    labelPlural: options.labelPlural ?? plural(label),
    aka: options.aka ?? [],
    access: options.access,
    about: options.about,
    fields: options.fields,
    needs: options.needs ?? [],
    part: options.part ?? false,
  };
}

interface FieldOptions {
  label?: string;
  required?: boolean;
  help?: string;
  min?: number;
  max?: number;
  unit?: string;
}

function of(type: FieldType, name: string, samples: readonly Sample[] | undefined, options: FieldOptions): FieldDraft {
  const { label, required, ...rest } = options;
  return {
    name,
    label: label ?? sentenceCase(name),
    type,
    required: required ?? false,
    ...rest,
    ...(samples && samples.length > 0 ? { samples } : {}),
  };
}

type Texts = readonly (string | null)[];
type Numbers = readonly (number | null)[];

export const text = (name: string, samples?: Texts, options: FieldOptions = {}) => of('text', name, samples, options);
/** The text that titles a row. */
export const title = (name: string, samples: Texts, options: FieldOptions = {}) =>
  of('text', name, samples, { required: true, ...options });
export const longText = (name: string, samples?: Texts, options: FieldOptions = {}) =>
  of('long_text', name, samples, options);
export const integer = (name: string, samples?: Numbers, options: FieldOptions = {}) =>
  of('integer', name, samples, { min: 0, ...options });
export const decimal = (name: string, samples?: Numbers, options: FieldOptions = {}) =>
  of('number', name, samples, { min: 0, ...options });
/** An amount in major units of its currency. */
export const money = (name: string, samples?: Numbers, options: FieldOptions = {}) =>
  of('money', name, samples, { min: 0, unit: 'USD', ...options });
export const percent = (name: string, samples?: Numbers, options: FieldOptions = {}) =>
  of('percent', name, samples, { min: 0, max: 100, ...options });
export const rating = (name = 'rating', samples: Numbers = [5, 4, 5, 3, 4, 5]) => of('rating', name, samples, {});
export const flag = (name: string, samples?: readonly boolean[], options: FieldOptions = {}) =>
  of('boolean', name, samples, options);
export const email = (name = 'email', options: FieldOptions = {}) => of('email', name, undefined, options);
export const phone = (name = 'phone', options: FieldOptions = {}) => of('phone', name, undefined, options);
export const url = (name: string, samples?: Texts, options: FieldOptions = {}) => of('url', name, samples, options);
export const image = (name: string, options: FieldOptions = {}) => of('image', name, undefined, options);

/** A day, as days from the reference day: negative is past. */
export const date = (name: string, days: readonly number[], options: FieldOptions = {}) =>
  of('date', name, days, options);
/** A moment, as days from the reference day. */
export const datetime = (name: string, days: readonly number[], options: FieldOptions = {}) =>
  of('datetime', name, days, options);
export const time = (name: string, samples: readonly string[], options: FieldOptions = {}) =>
  of('time', name, samples, options);

const TONES: Readonly<Record<string, Tone>> = { '+': 'good', '~': 'warn', '!': 'bad' };

/** Choices from labels; a trailing `+`, `~` or `!` is the tone good, warn or bad: `'Active+'`. */
export function choices(labels: readonly string[]): Choice[] {
  return labels.map((it) => {
    const tone = TONES[it.slice(-1)];
    const label = tone ? it.slice(0, -1) : it;
    return { value: choiceValue(label), label, tone: tone ?? 'neutral' };
  });
}

function choiceValue(label: string): string {
  const value = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(value) ? value : `v_${value}`;
}

/** `samples` are indexes into the labels. */
export function choice(
  name: string,
  labels: readonly string[],
  samples?: readonly number[],
  options: FieldOptions = {},
): FieldDraft {
  const list = choices(labels);
  const column = (samples ?? list.map((_, at) => at)).map((at) => list[at % list.length]?.value ?? null);
  return { ...of('choice', name, column, { required: true, ...options }), choices: list };
}

/** Points to the first of `targets` that the plan has; without any it becomes a text field. */
export const ref = (name: string, targets: readonly string[], options: FieldOptions = {}): FieldDraft => ({
  ...of('reference', name, undefined, { required: true, ...options }),
  targets,
});
