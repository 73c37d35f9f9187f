/**
 * From a model's answer to a checked value. Models wrap JSON in prose and code fences even where they were told not to;
 * that is taken off. Everything else that is wrong comes back as a text that the model can be asked again with.
 */
import type { z } from 'zod';

export type JsonAnswer<Value> = { ok: true; value: Value } | { ok: false; problem: string };

/** More problems than this do not help the one who corrects them. */
const MOST_PROBLEMS = 12;

export function readJsonAnswer<Schema extends z.ZodType>(text: string, schema: Schema): JsonAnswer<z.output<Schema>> {
  const candidates = jsonCandidates(text);
  let parseProblem = 'there is no JSON in it';
  for (const candidate of candidates) {
    let value: unknown;
    try {
      value = JSON.parse(candidate);
    } catch (error) {
      parseProblem = error instanceof Error ? error.message : String(error);
      continue;
    }
    const parsed = schema.safeParse(value);
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: describeIssues(parsed.error) };
  }
  return { ok: false, problem: `The answer is not valid JSON: ${parseProblem}.` };
}

/** The whole text, what a code fence holds, and from the first brace to the last: in this order. */
function jsonCandidates(text: string): string[] {
  const whole = text.trim();
  const fence = /```(?:json)?\s*\n([\s\S]*?)\n?```/.exec(whole)?.[1];
  const from = whole.search(/[{[]/);
  const to = Math.max(whole.lastIndexOf('}'), whole.lastIndexOf(']'));
  const braces = from >= 0 && to > from ? whole.slice(from, to + 1) : undefined;
  const found = [whole, fence, braces].filter((it) => it !== undefined && it !== '');
  return [...new Set(found)] as string[];
}

function describeIssues(error: z.ZodError): string {
  const lines = error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `- ${path.length > 0 ? path.join('.') : 'the whole'}: ${message}`);
  const more = error.issues.length - lines.length;
  return `The JSON does not fit the schema:\n${lines.join('\n')}${more > 0 ? `\n- and ${more} more` : ''}`;
}
