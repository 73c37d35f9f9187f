import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appSpec } from '../app-spec.ts';
import { planApp } from '../plan.ts';

/** Words that make prompts look like prompts, so that random ones reach the deep parts of the planner. */
const PROMPT_WORDS = [
  'a',
  'the',
  'with',
  'and',
  'for',
  'track',
  'manage',
  'users',
  'recipes',
  'workout',
  'log',
  'set',
  'sets',
  'name,',
  'title',
  'date',
  'price',
  ':',
  'pages',
  'home,',
  'about',
  'contact',
  'such as',
  'including',
  'each',
  'member',
  'has',
  'florble',
  'quux,',
  'white background',
  'navy buttons',
  '#ff0000',
  'booking',
  'chat',
  '(',
  ')',
  'post',
  'reply',
  '.',
  'status',
  'students',
  'my',
  'share',
  'website',
  'statistics',
  'compare',
  'admin',
  'order',
  'books',
  'id',
  'owner',
];

describe('planApp on any text', () => {
  it('always gives a plan that is valid', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(fc.constantFrom(...PROMPT_WORDS), { maxLength: 60 }).map((list) => list.join(' ')),
      fc.lorem({ maxCount: 30, mode: 'sentences' }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(appSpec.safeParse(planApp(text)).error?.issues).toBeUndefined();
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});
