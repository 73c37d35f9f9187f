/**
 * Reads the wishes for the look: which colour is the background and which the components, in any order and phrasing,
 * and gives back the text without them, so that "chocolate for content blocks" never becomes a block of chocolate.
 */
import { colorOfWords, parseColorValue } from './color-values.ts';
import { ORDINARY_WORDS } from './named-colors.ts';

type Role = 'background' | 'component';

export interface DesignRequest {
  background?: string;
  component?: string;
  /** "dark theme", "light mode". */
  mode?: 'dark' | 'light';
  font?: 'sans' | 'serif' | 'mono';
  /** The sentences without what was said about the look. */
  rest: string[];
}

const BACKGROUND = new Set(
  'background backgrounds backdrop layout canvas backgroundcolor bg base hintergrund fond fondo sfondo achtergrond 背景'.split(
    ' ',
  ),
);
const COMPONENT = new Set(
  (
    'component components element elements button buttons block blocks card cards header headers accent accents detail ' +
    'details ui highlight highlights link links control controls widget widgets navbar navigation menu section sections ' +
    'panel panels content primary foreground item items knöpfe schaltflächen komponenten boutons composants botones ' +
    'componentes pulsanti bottoni componenti botões knoppen akzente 按钮 组件'
  ).split(' '),
);
/** Words of sentences about the look; what is left without them says whether the sentence says anything else. */
const DESIGN_WORDS = new Set(
  (
    'apply use using style design set configure define select choose initialize initialise implement make have paint give ' +
    'pick keep want prefer go render create please should must be is are theme themed color colors colour colours coloured ' +
    'colored scheme palette tone tones page pages site website web app application whole entire outer inner all every ' +
    'the a an and with for as in on of to its it your my our this that look feel style styled dark light mode looking ' +
    'modern clean nice both overall general main primary secondary throughout across everywhere from by'
  ).split(' '),
);
const LOOK =
  /\b(?:back(?:ground|drop)s?|theme|colou?rs?|palette|layout|components?|buttons?|accents?|style|design|elements?|blocks?|cards?|headers?|scheme|ui)\b|hintergrund|fond|fondo|sfondo|achtergrond|背景|颜色|色/i;

interface Token {
  text: string;
  key: string;
  start: number;
  end: number;
}

interface ColorMention {
  hex: string;
  first: number;
  last: number;
}

const TOKEN = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)|[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*|[,;:()]/giu;

function tokens(sentence: string): Token[] {
  return [...sentence.matchAll(TOKEN)].map((match) => ({
    text: match[0],
    key: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function colorMentions(list: readonly Token[], aboutLook: boolean): ColorMention[] {
  const found: ColorMention[] = [];
  for (let at = 0; at < list.length; at++) {
    const value = parseColorValue(list[at]?.key ?? '');
    if (value) {
      found.push({ hex: value, first: at, last: at });
      continue;
    }
    for (let length = Math.min(4, list.length - at); length >= 1; length--) {
      const part = list.slice(at, at + length).map((token) => token.key);
      if (part.some((key) => /^[,;:()]$/.test(key))) continue;
      const color = colorOfWords(part.flatMap((key) => key.split('-')));
      if (!color || (!aboutLook && (ORDINARY_WORDS.has(color.plain) || isProper(list[at], at)))) continue;
      found.push({ hex: color.hex, first: at, last: at + length - 1 });
      at += length - 1;
      break;
    }
  }
  return aboutLook ? found : found.filter((_, at) => meantAsLook(list, found, at));
}

/** Where nothing else speaks about the look: "in navy and white", "a purple app", but not "white shoes". */
function meantAsLook(list: readonly Token[], found: readonly ColorMention[], at: number): boolean {
  const color = found[at];
  if (!color) return false;
  const before = list[color.first - 1]?.key ?? '';
  if (/^(?:in|using)$/.test(before) || list[color.first]?.key.startsWith('#')) return true;
  if (/^(?:app|site|website|page|webpage|dashboard|interface|portal)$/.test(list[color.last + 1]?.key ?? ''))
    return true;
  const previous = found[at - 1];
  if (previous && color.first - previous.last <= 2 && /^(?:and|,)$/.test(before))
    return meantAsLook(list, found, at - 1);
  const next = found[at + 1];
  return next !== undefined && next.first - color.last === 2 && meantAsLook(list, [next], 0);
}

/** "Red Cross", "White House": a colour in a name is written with a capital inside a sentence. */
const isProper = (token: Token | undefined, at: number) => at > 0 && /^\p{Lu}/u.test(token?.text ?? '');

function roleOf(key: string): Role | undefined {
  if (BACKGROUND.has(key)) return 'background';
  return COMPONENT.has(key) ? 'component' : undefined;
}

/** Splits at commas, semicolons and "and", so that each part speaks about one colour and what it is for. */
function segments(list: readonly Token[], colors: readonly ColorMention[]): { from: number; to: number }[] {
  const inColor = (at: number) => colors.some((color) => at >= color.first && at <= color.last);
  const parts: { from: number; to: number }[] = [];
  let from = 0;
  list.forEach((token, at) => {
    if (!/^(?:[,;()]|and|with|und|et|y|e|en|mit|avec|con|com)$/.test(token.key) || inColor(at)) return;
    // "with" divides "a white background with navy buttons" but not "all backgrounds with misty rose".
    const colorBefore = colors.some((color) => color.last >= from && color.last < at);
    const divides = /^[;]$/.test(token.key) || colorBefore || !/^(?:with|mit|avec|con|com)$/.test(token.key);
    if (!divides) return;
    parts.push({ from, to: at });
    from = at + 1;
  });
  parts.push({ from, to: list.length });
  return parts;
}

/** The role nearest to the colour; of two equally near, the one behind it ("light cyan background"). */
function nearestRole(
  list: readonly Token[],
  part: { from: number; to: number },
  color: ColorMention,
): Role | undefined {
  const before = list[color.first - 1]?.key;
  const after = roleOf(list[color.last + 1]?.key ?? '');
  // "blue accents on white"
  if ((before === 'on' || before === 'auf' || before === 'sur') && !after) return 'background';
  let best: { role: Role; distance: number } | undefined;
  for (let at = part.from; at < part.to; at++) {
    if (at >= color.first && at <= color.last) continue;
    const role = roleOf(list[at]?.key ?? '');
    if (!role) continue;
    const distance = at > color.last ? at - color.last - 0.5 : color.first - at;
    if (!best || distance < best.distance) best = { role, distance };
  }
  return best?.role;
}

/** Whether anything is left of a sentence when the colours and the words of design are taken out. */
function saysMore(list: readonly Token[], colors: readonly ColorMention[]): boolean {
  const others = list.filter(
    (token, at) =>
      /[\p{L}\p{N}]/u.test(token.key) &&
      !roleOf(token.key) &&
      !DESIGN_WORDS.has(token.key) &&
      !colors.some((color) => at >= color.first && at <= color.last),
  );
  return others.length > 0;
}

/** Cuts the words of one part that speak about the look, keeping what stands before ("A shop with | a white background"). */
function withoutLook(
  sentence: string,
  list: readonly Token[],
  parts: readonly { from: number; to: number; cut: number }[],
): string {
  let text = '';
  let kept = 0;
  for (const part of parts) {
    const first = list[part.cut];
    const last = list[part.to - 1];
    if (!first || !last) continue;
    text += sentence.slice(kept, first.start);
    kept = last.end;
  }
  text += sentence.slice(kept);
  return text
    .replace(/(?:[\s,;]+(?:and|with|in|on|using|und|mit|avec|con|com))*[\s,;]*$/i, '')
    .replace(/\s*([,;])(?:\s*[,;])+/g, '$1')
    .trim();
}

export function readDesign(sentences: readonly string[]): DesignRequest {
  const request: DesignRequest = { rest: [] };
  const open: string[] = [];
  for (const sentence of sentences) {
    const aboutLook = LOOK.test(sentence);
    const mode = /\b(dark|light)[ -](?:theme|mode|ui|design|look|interface)\b/i.exec(sentence)?.[1]?.toLowerCase();
    if (mode === 'dark' || mode === 'light') request.mode = mode;
    if (/\bserif(?:s|ed)?\b/i.test(sentence) && !/sans[- ]serif/i.test(sentence)) request.font = 'serif';
    if (/\bmonospaced?\b/i.test(sentence)) request.font = 'mono';
    const list = tokens(sentence);
    const colors = colorMentions(list, aboutLook);
    if (/\bdark background\b/i.test(sentence)) request.mode ??= 'dark';
    if (colors.length === 0 && !mode) {
      request.rest.push(sentence);
      continue;
    }
    const cuts: { from: number; to: number; cut: number }[] = [];
    for (const part of segments(list, colors)) {
      const inside = colors.filter((color) => color.first >= part.from && color.last < part.to);
      if (inside.length === 0) continue;
      let named = false;
      for (const color of inside) {
        const role = nearestRole(list, part, color);
        if (!role) open.push(color.hex);
        else {
          named = true;
          request[role] ??= color.hex;
        }
      }
      // What stands before the colour and its role in the same part belongs to the sentence proper.
      const firstColor = inside[0]?.first ?? part.from;
      let cut = firstColor;
      while (cut > part.from && (DESIGN_WORDS.has(list[cut - 1]?.key ?? '') || roleOf(list[cut - 1]?.key ?? ''))) cut--;
      let to = (inside.at(-1)?.last ?? firstColor) + 1;
      while (to < part.to && (DESIGN_WORDS.has(list[to]?.key ?? '') || roleOf(list[to]?.key ?? ''))) to++;
      if (named || aboutLook || /^(?:in|on)$/.test(list[firstColor - 1]?.key ?? ''))
        cuts.push({ from: part.from, to, cut });
    }
    if (!saysMore(list, colors)) continue;
    const rest = withoutLook(sentence, list, cuts);
    if (rest) request.rest.push(rest);
  }
  assignOpen(request, open);
  return request;
}

/** Colours without a role ("a site in navy and white"): the last free role, the first colour named being the accent. */
function assignOpen(request: DesignRequest, open: readonly string[]): void {
  for (const hex of open) {
    const white = /^#f[a-f0-9]f[a-f0-9]f[a-f0-9]$/.test(hex) || hex === '#000000';
    if (white && !request.background) request.background = hex;
    else if (!request.component) request.component = hex;
    else if (!request.background) request.background = hex;
  }
}
