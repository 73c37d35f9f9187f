import { expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const anonymous = (prompt: string) =>
  planApp(prompt)
    .entities.filter((it) => it.anonymous)
    .map(({ name }) => name);

it.each([
  ['A university forum with anonymous posts and replies', ['post', 'reply']],
  ['A site where people post confessions anonymously', ['confession']],
  ['A Q&A community where students ask questions anonymously', ['question']],
])('%s', (prompt, names) => {
  expect(anonymous(prompt)).toEqual(expect.arrayContaining(names));
});

it.each([
  'A forum with posts and replies',
  'My private diary, nobody may read it, completely anonymous',
  'A website with an anonymous feedback form',
])('%s: nothing that others see is without a name', (prompt) => {
  const named = planApp(prompt).entities.filter(
    (it) => it.anonymous && it.access !== 'public' && it.access !== 'members',
  );
  expect(named).toEqual([]);
  if (!/anonymous/.test(prompt)) expect(anonymous(prompt)).toEqual([]);
});
