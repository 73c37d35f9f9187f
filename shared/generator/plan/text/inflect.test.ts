import { describe, expect, it } from 'vitest';
import { baseOfGerund, isPlural, plural, singular } from './inflect.ts';

describe('inflection', () => {
  it.each([
    ['category', 'categories'],
    ['study group', 'study groups'],
    ['person', 'people'],
    ['box', 'boxes'],
    ['leaf', 'leaves'],
    ['quiz', 'quizzes'],
    ['expense', 'expenses'],
    ['bus', 'buses'],
    ['analysis', 'analyses'],
    ['key', 'keys'],
    ['potato', 'potatoes'],
    ['salesperson', 'salespeople'],
    ['FAQ', 'FAQs'],
  ])('%s, %s', (one, many) => {
    expect(plural(one)).toBe(many);
    expect(singular(many)).toBe(one);
    expect(plural(many)).toBe(many);
    expect(singular(one)).toBe(one);
  });

  it('knows words with one form', () => {
    expect(plural('news')).toBe('news');
    expect(isPlural('news')).toBe(false);
    expect(isPlural('status')).toBe(false);
    expect(isPlural('groups')).toBe(true);
  });

  it('finds the verb of a form in -ing', () => {
    expect(['managing', 'planning', 'tracking', 'adding', 'selling'].map(baseOfGerund)).toEqual([
      'manage',
      'plan',
      'track',
      'add',
      'sell',
    ]);
    expect(baseOfGerund('ring')).toBeUndefined();
  });
});
