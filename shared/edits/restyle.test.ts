import { describe, expect, it } from 'vitest';
import { stylesheet } from '../generator/compile/theme.ts';
import { restyle } from './restyle.ts';

const CSS = `${stylesheet({ background: '#ffffff', component: '#1d4ed8', font: 'sans' })}\n.mine {\n  color: red;\n}\n`;

describe('a wish for a look', () => {
  it('takes the colours that are named, and what follows from them, in both themes', () => {
    const made = restyle(CSS, 'Dark green components on a cream background');
    expect(made).toContain('--color-component: #006400;');
    expect(made).not.toContain('#1d4ed8');
    expect(made).toContain(stylesheet({ background: '#fffdd0', component: '#006400', font: 'sans' }).trim());
    expect(made).toContain('.mine {\n  color: red;\n}');
    expect(made?.replace(/#[0-9a-f]{6}/g, '')).toBe(CSS.replace(/#[0-9a-f]{6}/g, ''));
  });

  it('keeps the colour that is not named', () => {
    expect(restyle(CSS, 'Make the buttons crimson')).toContain('--color-background: #ffffff;');
    expect(restyle(CSS, 'A navy background')).toContain('--color-component: #1d4ed8;');
  });

  it('turns dark, and light again', () => {
    const dark = restyle(CSS, 'Give it a dark theme') ?? '';
    expect(dark).toMatch(/:root \{\s*color-scheme: dark;/);
    const light = restyle(dark, 'Give it a light theme') ?? '';
    expect(light).toMatch(/:root \{\s*color-scheme: light;/);
    expect(restyle(light, 'Give it a light theme')).toBeNull();
  });

  it('changes the type only where that is asked for', () => {
    expect(restyle(CSS, 'Use a serif font')).toContain('--font-sans: ui-serif');
    expect(restyle(CSS, 'Make the buttons crimson')).toContain('--font-sans: ui-sans-serif');
  });

  it.each(['Make it pop', 'Add a page about us', ''])('that names none is not guessed at: "%s"', (wish) => {
    expect(restyle(CSS, wish)).toBeNull();
  });

  it('leaves a stylesheet alone that is not of this kind', () => {
    expect(restyle('body { color: red }', 'crimson buttons')).toBeNull();
  });
});
