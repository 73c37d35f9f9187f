/**
 * Colour arithmetic: sRGB, WCAG 2.2 contrast (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance) and OKLCH
 * (https://bottosson.github.io/posts/oklab/). Colours are `#rrggbb`.
 */

type Rgb = readonly [number, number, number];

/** Lightness 0..1, chroma 0..~0.37, hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

function channels(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function toHex(rgb: Rgb): string {
  return `#${rgb
    .map((it) =>
      Math.round(Math.max(0, Math.min(255, it)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function toLinear(channel: number): number {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  return 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
}

/** Relative luminance, 0 (black) to 1 (white). */
export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map(toLinear) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of `top` over `base`, mixed in sRGB as a translucent layer would be. */
export function mix(base: string, top: string, share: number): string {
  const under = channels(base);
  const over = channels(top);
  return toHex([0, 1, 2].map((at) => (under[at] ?? 0) * (1 - share) + (over[at] ?? 0) * share) as unknown as Rgb);
}

export function toOklch(hex: string): Oklch {
  const [r, g, b] = channels(hex).map(toLinear) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: lightness, c: Math.hypot(a, bb), h: ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360 };
}

function oklchChannels({ l, c, h }: Oklch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** The nearest sRGB colour of the same lightness and hue: chroma is lowered until it fits. */
export function fromOklch(color: Oklch): string {
  let c = Math.max(0, color.c);
  for (;;) {
    const linear = oklchChannels({ ...color, c });
    if (c < 0.002 || linear.every((it) => it >= -0.0005 && it <= 1.0005)) {
      return toHex(linear.map((it) => fromLinear(Math.max(0, Math.min(1, it)))) as unknown as Rgb);
    }
    c -= 0.004;
  }
}

/**
 * The colour nearest to `hex` (same hue) that keeps `ratio` against every one of `backgrounds`; black or white, whichever
 * does better, where no shade of it can.
 */
export function readable(hex: string, backgrounds: readonly string[], ratio: number): string {
  const fits = (it: string) => backgrounds.every((under) => contrast(it, under) >= ratio);
  if (fits(hex)) return hex;
  const color = toOklch(hex);
  for (let step = 1; step <= 100; step += 1) {
    for (const l of [color.l - step / 100, color.l + step / 100]) {
      if (l < 0 || l > 1) continue;
      const candidate = fromOklch({ ...color, l });
      if (fits(candidate)) return candidate;
    }
  }
  const worst = (it: string) => Math.min(...backgrounds.map((under) => contrast(it, under)));
  return worst('#000000') >= worst('#ffffff') ? '#000000' : '#ffffff';
}
