/**
 * The theme: the two colours a person asked for, exactly, and every other colour derived from them so that text keeps
 * WCAG AA (4.5:1) and control borders 3:1.
 */
import type { AppSpec } from '../app-spec.ts';
import { contrast, fromOklch, luminance, mix, readable, toOklch } from './color.ts';
import { code, file } from './source-text.ts';

export interface Palette {
  readonly background: string;
  /** Cards, menus, inputs. */
  readonly surface: string;
  /** Rows under the pointer, table heads, skeletons. */
  readonly subtle: string;
  /** Hairlines that only divide. */
  readonly border: string;
  /** Outlines of inputs: 3:1 against what they stand on. */
  readonly control: string;
  readonly foreground: string;
  readonly muted: string;
  readonly component: string;
  readonly 'component-hover': string;
  /** Text and icons on the component colour. */
  readonly 'on-component': string;
  /** The bar over every page: the component colour, in the dark theme a deep shade of it. */
  readonly header: string;
  readonly 'on-header': string;
  /** Links, chart lines: the component colour, as far as it can be read on the page. */
  readonly accent: string;
  readonly 'accent-soft': string;
  readonly good: string;
  readonly 'good-soft': string;
  readonly warn: string;
  readonly 'warn-soft': string;
  readonly danger: string;
  readonly 'danger-soft': string;
  readonly 'on-danger': string;
}

const TONES = { good: '#1a7f4b', warn: '#9a5b00', danger: '#c0362c' } as const;
const TEXT = 4.5;

/** Of near-black and near-white in the page's hue, the one that is read better. */
function textOn(background: string, hue: number, chroma: number): string {
  const dark = fromOklch({ l: 0.22, c: Math.min(chroma, 0.025), h: hue });
  const light = fromOklch({ l: 0.97, c: Math.min(chroma, 0.008), h: hue });
  const best = contrast(dark, background) >= contrast(light, background) ? dark : light;
  return readable(best, [background], TEXT);
}

/** The least of `foreground` over `background` that is still read on every one of `on`. */
function mutedText(foreground: string, background: string, on: readonly string[]): string {
  for (let share = 0.5; share < 1; share += 0.02) {
    const candidate = mix(background, foreground, share);
    if (on.every((it) => contrast(candidate, it) >= TEXT)) return candidate;
  }
  return readable(foreground, on, TEXT);
}

/** Everything else from a background and the component colour. */
export function derivePalette(background: string, component: string, header: string = component): Palette {
  const page = toOklch(background);
  const accentHue = toOklch(component);
  const hue = page.c > 0.01 ? page.h : accentHue.h;
  const foreground = textOn(background, hue, Math.max(page.c, accentHue.c / 4));
  const light = luminance(foreground) < luminance(background);
  // Where text can barely be read, what lies on the page moves away from the text instead of towards it.
  const tight = contrast(foreground, background) < 9;
  const surface = light ? mix(background, '#ffffff', 0.65) : mix(background, tight ? '#000000' : '#ffffff', 0.05);
  const subtle = tight ? mix(surface, light ? '#ffffff' : '#000000', 0.06) : mix(surface, foreground, 0.04);
  const grounds = [background, surface, subtle];
  const soft = (hex: string) => (tight ? subtle : mix(surface, hex, 0.1));
  const tone = (hex: string) => readable(hex, [...grounds, soft(hex)], TEXT);
  const accent = tone(component);
  const onComponent = readable(textOn(component, accentHue.h, 0), [component], TEXT);
  const towards = contrast('#ffffff', component) >= contrast('#000000', component) ? '#ffffff' : '#000000';
  const hover = [0.14, 0.1, 0.06]
    .flatMap((share) => [
      mix(component, towards, share),
      mix(component, towards === '#ffffff' ? '#000000' : '#ffffff', share),
    ])
    .find((it) => contrast(it, onComponent) >= TEXT);
  const danger = tone(TONES.danger);
  return {
    background,
    surface,
    subtle,
    border: mix(surface, foreground, 0.13),
    control: readable(mix(surface, foreground, 0.35), [background, surface], 3),
    foreground: readable(foreground, grounds, TEXT),
    muted: mutedText(foreground, background, grounds),
    component,
    'component-hover': hover ?? component,
    'on-component': onComponent,
    header,
    'on-header': readable(textOn(header, accentHue.h, 0), [header], TEXT),
    accent,
    'accent-soft': soft(component),
    good: tone(TONES.good),
    'good-soft': soft(TONES.good),
    warn: tone(TONES.warn),
    'warn-soft': soft(TONES.warn),
    danger,
    'danger-soft': soft(TONES.danger),
    'on-danger': textOn(danger, 20, 0),
  };
}

/** The same hues at night. Null where the page asked for is dark already: then there is one theme. */
export function darkPalette(background: string, component: string): Palette | null {
  if (luminance(background) <= 0.18) return null;
  const page = toOklch(background);
  const accent = toOklch(component);
  const hue = page.c > 0.01 ? page.h : accent.h;
  const chroma = page.c > 0.01 || accent.c > 0.02 ? Math.min(0.018, Math.max(page.c, accent.c) / 4) : 0;
  const night = fromOklch({ l: 0.19, c: chroma, h: hue });
  const lifted = accent.l < 0.62 ? fromOklch({ ...accent, l: 0.62 }) : component;
  const header = fromOklch({ l: 0.3, c: Math.min(accent.c, 0.1), h: accent.h });
  return derivePalette(night, lifted, header);
}

const FONTS: Record<AppSpec['theme']['font'], string> = {
  sans: "ui-sans-serif, 'Inter', 'Segoe UI', 'Helvetica Neue', Arial, system-ui, sans-serif",
  serif: "ui-serif, 'Iowan Old Style', 'Palatino Linotype', Georgia, 'Times New Roman', serif",
  mono: "ui-monospace, 'JetBrains Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
};

function variables(palette: Palette): string[] {
  return Object.entries(palette).map(([name, value]) => `--color-${name}: ${value};`);
}

/** `src/index.css`. */
export function stylesheet(theme: AppSpec['theme']): string {
  const light = derivePalette(theme.background, theme.component);
  const dark = darkPalette(theme.background, theme.component);
  const scheme = luminance(theme.background) > 0.18 ? 'light' : 'dark';
  return file(code`
    @import 'tailwindcss';

    /* Background and component are the colours that were asked for; the others follow from them. */
    @theme {
      --font-sans: ${FONTS[theme.font]};
      ${variables(light)}
    }

    ${
      dark &&
      code`
        [data-theme='dark'] {
          color-scheme: dark;
          ${variables(dark)}
        }
      `
    }

    /* On paper: dark on white, whatever the screen shows. */
    @media print {
      :root,
      :root[data-theme] {
        color-scheme: light;
        ${variables(derivePalette('#ffffff', theme.component))}
      }
    }

    @layer base {
      :root {
        color-scheme: ${scheme};
        scroll-padding-top: 8rem;
      }

      body {
        background-color: var(--color-background);
        color: var(--color-foreground);
        -webkit-font-smoothing: antialiased;
      }

      h1,
      h2,
      h3 {
        text-wrap: balance;
      }

      :focus-visible {
        outline: 2px solid var(--color-accent);
        outline-offset: 2px;
      }

      @media (prefers-reduced-motion: reduce) {
        *,
        ::before,
        ::after {
          animation-duration: 0.01ms !important;
          animation-iteration-count: 1 !important;
          transition-duration: 0.01ms !important;
        }
      }
    }
  `);
}
