import { expect, it } from 'vitest';
import { planApp } from '../../plan.ts';

const uploaded = (prompt: string) =>
  planApp(prompt).entities.flatMap((it) => it.fields.filter((f) => f.upload).map((f) => f.type));

it('lets pictures be uploaded where that was asked for', () => {
  expect(uploaded('A photo sharing community where people upload photos and comment on them')).toContain('image');
  expect(uploaded('A community where people upload photos with title, place and date')).toContain('image');
  expect(uploaded('A photo gallery of our village')).toEqual([]);
});

it('says where uploads work', () => {
  expect(planApp('A community where people upload photos').notes.join(' ')).toContain(
    'once the app runs with a Supabase',
  );
});
