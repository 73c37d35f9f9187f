import { describe, expect, it } from 'vitest';
import { labelOf, likelyPlace } from './use-picking.ts';

const at = (...files: string[]) => files.map((file) => ({ file, line: 1 }));

describe('likelyPlace', () => {
  it.each([
    ['the page, where a shared part draws it', at('src/components/hero.tsx', 'src/pages/home-page.tsx'), 1],
    ['the element itself, where its page draws it', at('src/pages/home-page.tsx', 'src/app.tsx'), 0],
    ['the frame of the page, not where it is put in', at('src/components/layout.tsx', 'src/app.tsx'), 0],
    ['the nearest, where all is shared', at('src/components/button.tsx', 'src/components/form.tsx'), 0],
  ])('is %s', (_what, places, index) => {
    expect(likelyPlace(places)).toBe(index);
  });
});

describe('labelOf', () => {
  it('says which component something is in, and says a component once', () => {
    const element = { label: 'button “Save”', component: 'Form', places: at('a'), depth: 1 };
    expect(labelOf(element)).toBe('button “Save” in Form');
    expect(labelOf({ ...element, label: 'Form' })).toBe('Form');
  });
});
