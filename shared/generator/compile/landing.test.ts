import { expect, it } from 'vitest';
import { compileApp } from '../compile.ts';
import { columnsOf } from './app/columns.ts';
import { startPath, withLiveLanding } from './landing.ts';
import { buildModel, entityOf } from './model.ts';
import { crm, forum, shopCatalogue, workoutLog } from './testing/plans.ts';

it('starts members in their numbers, or where their rows are', () => {
  expect(startPath(workoutLog)).toBe('/progress');
  expect(startPath(crm)).toBe('/');
  expect(startPath(forum)).toBe('/');
  expect(compileApp(workoutLog)['src/features/auth/return-path.ts']).toContain("const START = '/progress';");
});

it('shows what everybody may read on a landing page that has no rows', () => {
  const home = { ...(shopCatalogue.pages[0] ?? expect.unreachable()) };
  const [hero, products] = home.sections;
  if (!hero || !products) expect.unreachable();
  const shop = { ...home, path: '/shop', sections: [products] };
  const plan = { ...shopCatalogue, pages: [{ ...home, sections: [hero] }, shop] };
  expect(withLiveLanding(plan).pages[0]?.sections[1]).toMatchObject({ kind: 'recent', entity: 'product' });
  expect(withLiveLanding(shopCatalogue)).toBe(shopCatalogue);
  expect(withLiveLanding(workoutLog)).toBe(workoutLog);
});

it('keeps numbers and days in a table before anything else', () => {
  const sets = entityOf(buildModel(workoutLog), 'workout_set');
  expect(columnsOf(sets, 3).map(({ field }) => field.name)).toEqual(['performed_on', 'repetitions', 'weight']);
});
