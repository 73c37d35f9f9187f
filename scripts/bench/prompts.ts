/** Prompts of a bench: the project's own, or any JSONL file whose lines have an `instruction`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const line = z.object({
  id: z.string().optional(),
  instruction: z.string().min(1),
  /** CSS colours that the result must have; null or absent where the prompt names none. */
  colors: z.object({ background: z.string(), component: z.string() }).nullish(),
  /** Expected behaviours; the colours are read from their wording where `colors` is absent. */
  expect: z.array(z.object({ task: z.string(), expected: z.string() })).optional(),
});

export interface BenchPrompt {
  id: string;
  instruction: string;
  colors: { background: string; component: string } | null;
}

export const OWN_PROMPTS = fileURLToPath(new URL('prompts.jsonl', import.meta.url));

/** @throws Error naming the line that is not a prompt. */
export function readPrompts(file: string = OWN_PROMPTS): BenchPrompt[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text, at) => {
      const parsed = line.safeParse(JSON.parse(text));
      if (!parsed.success) throw new Error(`${file}, line ${at + 1}: ${z.prettifyError(parsed.error)}`);
      const { id, instruction, colors, expect } = parsed.data;
      return { id: id ?? String(at + 1), instruction, colors: colors ?? colorsFromExpectations(expect ?? []) };
    });
}

/** "…uses 'mint cream' as the background color and 'teal' as the component color…" */
function colorsFromExpectations(expectations: readonly { task: string }[]): BenchPrompt['colors'] {
  for (const { task } of expectations) {
    const match = task.match(/'([^']+)' as the background color and '([^']+)' as the component color/);
    if (match?.[1] && match[2]) {
      return { background: match[1].replaceAll(' ', ''), component: match[2].replaceAll(' ', '') };
    }
  }
  return null;
}
