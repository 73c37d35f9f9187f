/** Changes the look of an application without a model: its colours, dark or light, and its type. */
import type { AppSpec } from '../generator/app-spec.ts';
import { stylesheet } from '../generator/compile/theme.ts';
import { normalize } from '../generator/plan/text/normalize.ts';
import { sentences } from '../generator/plan/text/segment.ts';
import { luminance } from '../generator/plan/theme/color-values.ts';
import { readDesign } from '../generator/plan/theme/design-request.ts';
import { themeFor } from '../generator/plan/theme/theme.ts';

/** Blocks that set colours: for the page, for its dark theme, for paper. */
const BLOCK = /([^{};/]*)\{([^{}]*--color-background:[^{}]*)\}/g;
const THEME = '@theme';
const VARIABLE = /(--(?:color|font)-[\w-]+):\s*([^;]+);/g;

/**
 * The stylesheet with the look that is wished for; whatever else stands in it stays as it is.
 *
 * @param css - a stylesheet with the variables that the compiler writes
 * @returns null when the wish names no look, or the stylesheet has no such variables
 */
export function restyle(css: string, wish: string): string | null {
  const request = readDesign(sentences(normalize(wish)));
  if (!request.background && !request.component && !request.mode && !request.font) return null;
  const present = blocksOf(css).get(THEME) ?? new Map<string, string>();
  const [background, component] = [present.get('--color-background'), present.get('--color-component')];
  if (!isColor(background) || !isColor(component)) return null;

  const isDark = luminance(background) <= 0.18;
  const turns = request.mode !== undefined && (request.mode === 'dark') !== isDark;
  const theme: AppSpec['theme'] = {
    background: request.background ?? (turns ? themeFor(request, '').background : background),
    component: request.component ?? component,
    font: request.font ?? 'sans',
  };
  const made = blocksOf(stylesheet(theme));
  const day = made.get(THEME) ?? new Map<string, string>();
  if (!request.font) day.delete('--font-sans');
  const scheme = luminance(theme.background) > 0.18 ? 'light' : 'dark';
  const restyled = css
    .replace(BLOCK, (block, selector: string) =>
      // A look that is dark already has no second theme; where the application has the switch, both are the one.
      withVariables(block, made.get(nameOf(selector)) ?? day),
    )
    .replace(/(:root\s*\{[^}]*color-scheme:\s*)(?:light|dark)/, `$1${scheme}`);
  return restyled === css ? null : restyled;
}

function blocksOf(css: string): Map<string, Map<string, string>> {
  return new Map([...css.matchAll(BLOCK)].map(([, selector = '', body = '']) => [nameOf(selector), variablesOf(body)]));
}

function nameOf(selector: string): string {
  return selector.replace(/\s+/g, ' ').trim();
}

function variablesOf(block: string): Map<string, string> {
  return new Map([...block.matchAll(VARIABLE)].map(([, name = '', value = '']) => [name, value]));
}

function withVariables(block: string, values: ReadonlyMap<string, string>): string {
  return block.replace(VARIABLE, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : `${name}: ${value};`;
  });
}

function isColor(value: string | undefined): value is string {
  return value !== undefined && /^#[0-9a-f]{6}$/i.test(value);
}
