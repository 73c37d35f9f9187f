import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inProse, withWindowsLineEnds } from '../../../../scripts/test/models/answers.ts';
import { readJsonAnswer } from './json-answer.ts';

const schema = z.object({ name: z.string(), pages: z.array(z.object({ path: z.string().startsWith('/') })) });
const GOOD = { name: 'Shop', pages: [{ path: '/' }] };

describe('a JSON answer', () => {
  it.each([
    ['alone', JSON.stringify(GOOD)],
    ['in prose and a fence', inProse(JSON.stringify(GOOD, null, 2))],
    ['in a fence with Windows line ends', withWindowsLineEnds(inProse(JSON.stringify(GOOD, null, 2)))],
    ['in prose alone', `Here you are: ${JSON.stringify(GOOD)} — enjoy.`],
  ])('is read %s', (_how, text) => {
    expect(readJsonAnswer(text, schema)).toEqual({ ok: true, value: GOOD });
  });

  it.each([
    ['', 'there is no JSON in it'],
    ['I would rather not.', 'not valid JSON'],
    ['{"name": "Shop", "pages": [', 'not valid JSON'],
    ["{'name': 'Shop'}", 'not valid JSON'],
  ])('that is none is said to be so: %s', (text, problem) => {
    const answer = readJsonAnswer(text, schema);
    expect(answer).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('that fails the schema says where', () => {
    const answer = readJsonAnswer(JSON.stringify({ name: 1, pages: [{ path: 'home' }] }), schema);
    expect(answer).toMatchObject({ ok: false, problem: expect.stringMatching(/- name: [\s\S]*- pages\.0\.path: /) });
  });
});
