/** One way to each page, one heading on each, and what a person has once. */
import { describe, expect, it } from 'vitest';
import { appSpec } from '../app-spec.ts';
import { compileApp } from '../compile.ts';
import { planApp } from '../plan.ts';
import { workoutLog } from './testing/plans.ts';
import { sharedOffice } from './testing/shared-office.ts';

const textOf = (tree: ReturnType<typeof compileApp>, path: string) => {
  const text = tree[path];
  if (typeof text !== 'string') throw new Error(`There is no ${path}.`);
  return text;
};

describe('pages', () => {
  const office = compileApp(sharedOffice);

  it('that are not in the navigation are in the footer, for those who may open them', () => {
    expect(textOf(office, 'src/components/footer-links.tsx')).toContain(
      "path: '/my-card', label: 'My card', for: 'members'",
    );
    expect(textOf(office, 'src/components/layout.tsx')).toContain('<FooterLinks />');
    expect(Object.keys(compileApp(workoutLog))).not.toContain('src/components/footer-links.tsx');
  });

  it('bear the heading of their list, also where the list is shown on another page too', () => {
    const spec = appSpec.parse({
      ...sharedOffice,
      pages: [
        ...sharedOffice.pages,
        {
          path: '/overview',
          title: 'Overview',
          nav: true,
          audience: 'members',
          sections: [
            { kind: 'text', heading: 'All', paragraphs: ['All of it.'] },
            { kind: 'list', heading: 'Tasks', entity: 'task', display: 'table' },
          ],
        },
      ],
    });
    const tree = compileApp(spec);
    expect(textOf(tree, 'src/pages/tasks-page.tsx')).toContain('<TaskList heading="Tasks" level={1} />');
    expect(textOf(tree, 'src/pages/tasks-page.tsx')).not.toContain('PageHeading');
    expect(textOf(tree, 'src/pages/overview-page.tsx')).toContain('<TaskList heading="Tasks" />');
    expect(textOf(tree, 'src/pages/overview-page.tsx')).toContain('PageHeading');
  });
});

describe('what a person has once', () => {
  const office = compileApp(sharedOffice);

  it('is held to one by the database, and seeded once for each person', () => {
    expect(textOf(office, 'supabase/migrations/20260101000000_init.sql')).toMatch(
      /create table public\.cards \([^;]*unique \(owner_id\)/,
    );
    expect(textOf(office, 'supabase/seed.sql')).toContain('Ben Okafor');
    expect(textOf(office, 'supabase/seed.sql')).not.toContain('Nobody');
  });

  it('is shown with a way to change it, or to make it', () => {
    const own = textOf(office, 'src/features/cards/own-card.tsx');
    expect(own).toContain('You have no card yet.');
    expect(own).toContain('/edit`');
    expect(own).toContain('<Fact label="Name">');
    expect(own).toContain('row.joined_year?.toString()');
  });

  it('is refused where others own as many as they like', () => {
    const shared = {
      ...sharedOffice,
      entities: sharedOffice.entities.map((it) => ({ ...it, single: it.name === 'task' })),
    };
    expect(appSpec.safeParse(shared).success).toBe(false);
  });
});

it('sounds are played where they are shown', () => {
  const tree = compileApp(planApp('A directory of bands with a bio, audio sample links and YouTube videos'));
  expect(textOf(tree, 'src/features/bands/band-page.tsx')).toContain('<AudioPlayer src={row.audio_sample}');
});
