import { expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

it.each([
  'A learning site with courses, lessons and a quiz with multiple choice questions and a score',
  'A quiz app about geography with questions and four answers, scores and retries',
  'A trivia website',
])('%s: questions, and answers that are not read before', (prompt) => {
  const spec = planApp(prompt);
  const sections = spec.pages.flatMap((page) => page.sections);
  const quiz = sections.find((it) => it.kind === 'quiz');
  expect(quiz).toMatchObject({ entity: 'quiz_question', asks: 'question', right: 'right_answer' });
  const shown = spec.pages.filter((page) =>
    page.sections.some((it) => it.kind !== 'quiz' && 'entity' in it && it.entity === 'quiz_question'),
  );
  expect(shown.map((page) => page.audience)).toEqual(['admins']);
});

it('leaves a forum its questions', () => {
  const spec = planApp('A forum where students ask questions and answer them');
  expect(spec.pages.flatMap((page) => page.sections).some((it) => it.kind === 'quiz')).toBe(false);
});
