import { describe, expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const displaysOf = (prompt: string, entity: string) =>
  planApp(prompt)
    .pages.filter((page) => page.audience !== 'admins')
    .flatMap((page) => page.sections)
    .flatMap((section) =>
      section.kind === 'list' && section.entity === entity ? [`${section.display} ${section.by ?? ''}`.trim()] : [],
    );

describe('lists are shown', () => {
  it.each([
    ['CRM for a small team: contacts, deals and tasks', 'deal', ['board stage', 'table']],
    ['A kanban board for our team with tasks', 'task', ['board status', 'table']],
    ['An event calendar where visitors see what is on', 'event', ['calendar starts_at', 'cards']],
    ['Meeting room booking for our office: rooms and bookings', 'booking', ['calendar starts_at', 'table']],
    ['A portfolio website to showcase my artworks', 'work', ['gallery']],
    ['A news website where visitors read news', 'news', ['timeline published_on']],
    ['A recipe box', 'recipe', ['table']],
  ])('%s', (prompt, entity, expected) => {
    expect(displaysOf(prompt, entity)).toEqual(expected);
  });
});
