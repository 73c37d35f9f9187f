/** Colours as text: hex, rgb(), hsl(), names, and shades such as "warm beige". */
import { NAMED_COLORS } from './named-colors.ts';

const hex2 = (value: number) =>
  Math.round(Math.min(255, Math.max(0, value)))
    .toString(16)
    .padStart(2, '0');

const rgbHex = (r: number, g: number, b: number) => `#${hex2(r)}${hex2(g)}${hex2(b)}`;

/** `#rrggbb` of a hex colour, rgb() or hsl() written in full; undefined for anything else. */
export function parseColorValue(text: string): string | undefined {
  const hex = /^#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})$/i.exec(text)?.[1]?.toLowerCase();
  if (hex) {
    if (hex.length >= 6) return `#${hex.slice(0, 6)}`;
    return `#${[...hex.slice(0, 3)].map((digit) => digit + digit).join('')}`;
  }
  const call = /^(rgb|hsl)a?\(([^)]*)\)$/i.exec(text);
  const parts = call?.[2]?.split(/[\s,/]+/).filter(Boolean) ?? [];
  const [a, b, c] = parts.map((part) => Number.parseFloat(part));
  if (a === undefined || b === undefined || c === undefined) return undefined;
  if (![a, b, c].every(Number.isFinite)) return undefined;
  if (call?.[1]?.toLowerCase() === 'hsl') return hslToHex(a, b / 100, c / 100);
  const scale = (at: number, value: number) => (parts[at]?.endsWith('%') ? (value * 255) / 100 : value);
  return rgbHex(scale(0, a), scale(1, b), scale(2, c));
}

/** @param h hue in degrees @param s saturation 0..1 @param l lightness 0..1 */
export function hslToHex(h: number, s: number, l: number): string {
  const hue = ((h % 360) + 360) % 360;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const amplitude = clamp(s) * Math.min(clamp(l), 1 - clamp(l));
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return 255 * (clamp(l) - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return rgbHex(channel(0), channel(8), channel(4));
}

function channels(hex: string): [number, number, number] {
  return [
    Number.parseInt(hex.slice(1, 3), 16),
    Number.parseInt(hex.slice(3, 5), 16),
    Number.parseInt(hex.slice(5, 7), 16),
  ];
}

/** Relative luminance of WCAG 2, 0 (black) to 1 (white). */
export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) => {
    const c = value / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of WCAG 2, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function mix(hex: string, other: string, share: number): string {
  const [a, b] = [channels(hex), channels(other)];
  return rgbHex(
    a[0] * (1 - share) + b[0] * share,
    a[1] * (1 - share) + b[1] * share,
    a[2] * (1 - share) + b[2] * share,
  );
}

/** What an adjective does to the colour it stands before: towards which colour, and how far. */
const SHADES: Readonly<Record<string, readonly [string, number]>> = {
  dark: ['#000000', 0.45],
  deep: ['#000000', 0.35],
  rich: ['#000000', 0.15],
  light: ['#ffffff', 0.6],
  lighter: ['#ffffff', 0.7],
  pale: ['#ffffff', 0.75],
  pastel: ['#ffffff', 0.65],
  soft: ['#ffffff', 0.45],
  baby: ['#ffffff', 0.65],
  warm: ['#ffb066', 0.12],
  cool: ['#66a3ff', 0.12],
  muted: ['#808080', 0.35],
  dusty: ['#9a8f8f', 0.4],
  bright: ['#ffffff', 0.05],
  vivid: ['#000000', 0],
  electric: ['#ffffff', 0.05],
  neon: ['#ffffff', 0],
  medium: ['#000000', 0],
  very: ['#000000', 0],
};

export const isShade = (word: string): boolean => word in SHADES;

/**
 * Colour of one to four words: "mint cream", "dark slate blue", "warm beige", "very light gray". Undefined when the
 * words are no colour. `plain` is the name without shades, for telling "wheat" the colour from wheat the crop.
 */
export function colorOfWords(words: readonly string[]): { hex: string; plain: string } | undefined {
  const joined = words.join('').replace(/[-'\s]/g, '');
  const spelled = joined.replace(/grey/g, 'gray').replace(/colou?red$/, '');
  const exact = NAMED_COLORS.get(joined) ?? NAMED_COLORS.get(spelled);
  if (exact) return { hex: exact, plain: joined };
  const [first, ...rest] = words;
  const shade = first ? SHADES[first] : undefined;
  if (!shade || rest.length === 0) return undefined;
  const base = colorOfWords(rest);
  return base && { hex: mix(base.hex, shade[0], shade[1]), plain: '' };
}
