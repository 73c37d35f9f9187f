import { describe, expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const searched = (prompt: string) =>
  planApp(prompt)
    .pages.flatMap((page) => page.sections)
    .find((section) => section.kind === 'search')?.entities;

describe('search across entities', () => {
  it('is planned where the request speaks of searching several things', () => {
    const entities = searched('A knowledge base with articles, guides and authors. Search across everything.');
    expect(entities).toContain('article');
    expect(entities?.length).toBeGreaterThanOrEqual(2);
  });

  it('is open to visitors where one of the things is', () => {
    const page = (prompt: string) => planApp(prompt).pages.find((it) => it.path === '/search');
    expect(page('A public recipe collection with recipes and events, with search')?.audience).toBe('everyone');
    expect(page('My private notes and tasks, searchable')?.audience).toBe('members');
    expect(page('My private notes and tasks, searchable')?.nav).toBe(false);
  });

  it.each([
    'A blog with articles and authors',
    'A tracker for my job search: applications and interviews',
    'A bakery site that search engines like, with cakes and events',
    'A research diary with experiments and samples',
  ])('is left out where nobody asked for it: %s', (prompt) => {
    expect(searched(prompt)).toBeUndefined();
  });
});
