import { describe, expect, it } from 'vitest';
import { type AppSpec, appSpec } from '../../../../shared/generator/app-spec.ts';
import { planApp } from '../../../../shared/generator/plan.ts';
import {
  addEntity,
  addField,
  addPage,
  changeEntity,
  changeField,
  identifierFor,
  planProblem,
  removeEntity,
  removeField,
  removePage,
} from './plan-edit.ts';

const spec: AppSpec = planApp(
  'A lending library for board games: games with a name, a rating and a category, loans of a game with a due date and a status. Members see their own loans.',
);

describe('editing a plan', () => {
  it('leaves a plan that can be built, whichever thing, field or page goes', () => {
    for (const entity of spec.entities) {
      expect(appSpec.safeParse(removeEntity(spec, entity.name)).error?.issues ?? []).toEqual([]);
      for (const field of entity.fields) {
        expect(appSpec.safeParse(removeField(spec, entity.name, field.name)).error?.issues ?? []).toEqual([]);
      }
    }
    for (const page of spec.pages) {
      expect(appSpec.safeParse(removePage(spec, page.path)).error?.issues ?? []).toEqual([]);
    }
  });

  it('can be taken apart to the front page', () => {
    let left = spec;
    for (const { name } of spec.entities) left = removeEntity(left, name);
    for (const { path } of spec.pages) left = removePage(left, path);
    expect(left.entities).toEqual([]);
    expect(left.pages.map(({ path }) => path)).toEqual(['/']);
    expect(planProblem(left)).toBeUndefined();
  });

  it('adds a thing with a page of its own, twice under the same name', () => {
    const once = addEntity(spec, 'Game night');
    const twice = addEntity(once, 'Game night');
    expect(planProblem(twice)).toBeUndefined();
    expect(twice.entities.slice(-2).map(({ name }) => name)).toEqual(['game_night', 'game_night_2']);
    expect(twice.pages.slice(-2).map(({ path }) => path)).toEqual(['/game-nights', '/game-nights-2']);
  });

  it('adds fields whose names the compiler does not use itself', () => {
    const [entity] = spec.entities;
    const changed = addField(spec, entity?.name ?? '', 'ID', 'integer');
    expect(planProblem(changed)).toBeUndefined();
    expect(changed.entities[0]?.fields.at(-1)).toMatchObject({ name: 'id_2', label: 'ID' });
    const named = changeField(changed, entity?.name ?? '', 'id_2', { label: 'Shelf mark' });
    expect(named.entities[0]?.fields.at(-1)).toMatchObject({ name: 'id_2', label: 'Shelf mark' });
  });

  it('gives the app accounts once something has an owner', () => {
    const open: AppSpec = appSpec.parse({
      ...addPage({ ...spec, auth: false, entities: [], pages: [] } as AppSpec, 'Home'),
      pages: [
        {
          path: '/',
          title: 'Home',
          nav: true,
          audience: 'everyone',
          sections: [{ kind: 'hero', heading: 'Hi', text: 'There' }],
        },
      ],
    });
    const added = changeEntity(addEntity(open, 'Note'), 'note', { access: 'private' });
    expect(added.auth).toBe(true);
    expect(planProblem(added)).toBeUndefined();
  });

  it('says where a plan cannot be built', () => {
    const [entity] = spec.entities;
    const nameless = changeEntity(spec, entity?.name ?? '', { labelPlural: ' ' });
    expect(planProblem(nameless)).toBe(`${entity?.label}: Something has no name.`);
    expect(planProblem({ ...spec, theme: { ...spec.theme, component: 'navy' } })).toMatch(/colour like/);
  });

  it('makes identifiers of any language', () => {
    expect(identifierFor('Größe (cm)', [])).toBe('gro_e_cm');
    expect(identifierFor('日付', ['item'])).toBe('item_2');
    expect(identifierFor('2nd name', [])).toBe('nd_name');
  });
});
