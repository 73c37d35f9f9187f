import { describe, expect, it } from 'vitest';
import { planApp } from '../../plan.ts';
import { sentences } from '../text/segment.ts';
import { colorOfWords, parseColorValue } from './color-values.ts';
import { readDesign } from './design-request.ts';

const look = (text: string) => {
  const { background, component } = readDesign(sentences(text));
  return { background, component };
};

describe('which colour is the background and which the components', () => {
  it.each([
    ['Use lavender blush as the background; style every component with sea green.', '#fff0f5', '#2e8b57'],
    ['Set pale turquoise for the page backdrop and dark magenta for the elements.', '#afeeee', '#8b008b'],
    ['Give all pages a honeydew background and slate blue components.', '#f0fff0', '#6a5acd'],
    ['Colour all components with tomato and all backgrounds with alice blue.', '#f0f8ff', '#ff6347'],
    ['Buttons and headers in teal, background cream.', '#fffdd0', '#008080'],
    ['White background, navy components', '#ffffff', '#000080'],
    ['Define background as #FAFAFA; buttons rgb(10, 20, 30)', '#fafafa', '#0a141e'],
    ['hsl(120, 100%, 25%) accents on white', '#ffffff', '#008000'],
    ['Choose azure mist for the outer layout and light goldenrod for UI blocks', '#f0ffff', '#fafad2'],
  ])('%s', (text, background, component) => {
    expect(look(text)).toEqual({ background, component });
  });

  it('reads a theme by its mode', () => {
    const spec = planApp('A comics list. Dark theme with violet buttons.');
    expect(spec.theme.component).toBe('#ee82ee');
    expect(Number.parseInt(spec.theme.background.slice(1, 3), 16)).toBeLessThan(64);
  });

  it('leaves ordinary words alone', () => {
    expect(look('Players trade gold, silver and wheat. A shop for white shoes and gold rings')).toEqual({
      background: undefined,
      component: undefined,
    });
    expect(readDesign(sentences('Players trade gold and wheat.')).rest).toEqual(['Players trade gold and wheat']);
  });

  it('reads colours of the whole site without a role', () => {
    expect(look('A booking tool in navy and white')).toEqual({ background: '#ffffff', component: '#000080' });
    expect(look('A purple site about chess')).toEqual({ background: undefined, component: '#800080' });
  });

  it('takes what is said about the look out of the text', () => {
    const { rest } = readDesign(
      sentences('A recipe box with a warm beige background and dark green buttons. Share recipes.'),
    );
    expect(rest).toEqual(['A recipe box', 'Share recipes']);
  });
});

describe('colours', () => {
  it('are known by name in several words, with shades', () => {
    expect(colorOfWords(['dark', 'slate', 'grey'])?.hex).toBe('#2f4f4f');
    expect(colorOfWords(['medium', 'violet', 'red'])?.hex).toBe('#c71585');
    expect(colorOfWords(['warm', 'beige'])?.hex).toMatch(/^#[0-9a-f]{6}$/);
    expect(colorOfWords(['warm', 'welcome'])).toBeUndefined();
  });

  it('are read from values', () => {
    expect(parseColorValue('#abc')).toBe('#aabbcc');
    expect(parseColorValue('#11223380')).toBe('#112233');
    expect(parseColorValue('rgb(100% 0% 0%)')).toBe('#ff0000');
    expect(parseColorValue('hsl(240, 100%, 50%)')).toBe('#0000ff');
    expect(parseColorValue('rgb(nothing)')).toBeUndefined();
  });
});
