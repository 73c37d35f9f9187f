/** Texts of a plan made fit for source files: well-formed Unicode without control characters. */
import type { AppSpec } from '../app-spec.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g;

function cleanText(text: string): string {
  const cleaned = text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(CONTROL, ' ')
    .trim();
  return cleaned === '' ? '\u2013' : cleaned;
}

function clean<Value>(value: Value): Value {
  if (typeof value === 'string') return cleanText(value) as Value;
  if (Array.isArray(value)) return value.map(clean) as Value;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)])) as Value;
  }
  return value;
}

/**
 * The plan with every text cleaned: lone surrogates replaced, control and direction-override characters turned into
 * spaces (they would let a text look like other code than it is), empty texts into a dash.
 */
export function cleanSpec(spec: AppSpec): AppSpec {
  const cleaned = clean(spec);
  const language = /^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/.test(spec.language) ? spec.language : 'en';
  return { ...cleaned, language };
}
