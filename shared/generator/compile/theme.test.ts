import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contrast, fromOklch, luminance, readable, toOklch } from './color.ts';
import { darkPalette, derivePalette, type Palette, stylesheet } from './theme.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((it) => `#${it.toString(16).padStart(6, '0')}`);

it('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(luminance('#ff0000')).toBeCloseTo(0.2126, 4);
});

it('goes to OKLCH and back', () => {
  fc.assert(
    fc.property(color, (it) => {
      const there = fromOklch(toOklch(it));
      expect(contrast(there, it)).toBeLessThan(1.03);
    }),
  );
});

it('finds a shade that is read, or the best there is', () => {
  expect(readable('#ffff00', ['#ffffff'], 4.5)).not.toBe('#ffff00');
  fc.assert(fc.property(color, color, (text, ground) => contrast(readable(text, [ground], 4.5), ground) >= 4.5));
});

/** Every pair of text and ground that the components use. */
function expectReadable(palette: Palette): void {
  const pairs: [keyof Palette, keyof Palette][] = [
    ['foreground', 'background'],
    ['foreground', 'surface'],
    ['foreground', 'subtle'],
    ['muted', 'background'],
    ['muted', 'surface'],
    ['on-component', 'component'],
    ['on-component', 'component-hover'],
    ['on-header', 'header'],
    ['on-danger', 'danger'],
    ['accent', 'background'],
    ['accent', 'surface'],
    ['accent', 'accent-soft'],
    ['good', 'good-soft'],
    ['warn', 'warn-soft'],
    ['danger', 'danger-soft'],
    ['danger', 'background'],
  ];
  for (const [text, ground] of pairs) {
    expect(
      contrast(palette[text], palette[ground]),
      `${text} on ${ground} of ${palette.background}`,
    ).toBeGreaterThanOrEqual(4.5);
  }
}

it('keeps AA for any two colours, by day and by night', () => {
  fc.assert(
    fc.property(color, color, (background, component) => {
      const palette = derivePalette(background, component);
      expect(palette.background).toBe(background);
      expect(palette.component).toBe(component);
      expectReadable(palette);
      const dark = darkPalette(background, component);
      if (dark) expectReadable(dark);
      else expect(luminance(background)).toBeLessThanOrEqual(0.18);
    }),
    { numRuns: 500 },
  );
});

it('writes the colours asked for as they were asked', () => {
  const css = stylesheet({ background: '#f5fffa', component: '#008080', font: 'sans' });
  expect(css).toContain('--color-background: #f5fffa;');
  expect(css).toContain('--color-component: #008080;');
  expect(css).toContain("[data-theme='dark']");
  expect(stylesheet({ background: '#000000', component: '#00ff00', font: 'mono' })).not.toContain("data-theme='dark'");
});
