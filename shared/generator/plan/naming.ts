/** Gives the product a name and a tagline out of the words of the request. */

import { verbOf } from './entities/phrases.ts';
import { withoutLeadIn } from './entities/read-head.ts';
import { EMPTY_ADJECTIVES, PLATFORM_WORDS } from './lexicon/grammar.ts';
import { baseOfGerund, singular } from './text/inflect.ts';
import { clip, sentenceCase, titleCase, words } from './text/words.ts';

const MAX_NAME = 40;
const BREAK =
  /\s+(?:for|selling|with|where|that|which|to|so|in|on|by|using|who|whose|allowing|enabling|including|containing|of)\s+|[,;:(]|\s[–—-]\s/i;
const STYLE_WORDS =
  /^(?:web-based|text-based|browser-based|online|fully|functional|full-stack|fullstack|multi-page|single-page|mobile-friendly|user-friendly|state-of-the-art|fancy|cool|awesome|little|small|mini|basic)$/;

export interface Naming {
  name: string;
  tagline: string;
}

export function nameApp(sentences: readonly string[], mainLabel: string | undefined, language = 'en'): Naming {
  const first = sentences.find((text) => withoutLeadIn(text).trim() !== '') ?? '';
  const text = withoutLeadIn(first).trim();
  if (language !== 'en') {
    return {
      name: givenName(sentences) ?? clip(mainLabel ?? 'App', MAX_NAME),
      tagline: clip(first.trim() || 'App', 140),
    };
  }
  const name =
    givenName(sentences) ??
    properName(text) ??
    businessName(text) ??
    headName(text) ??
    composedName(text) ??
    purposeName(text) ??
    mainLabel ??
    'My app';
  return { name: clip(name, MAX_NAME) || 'My app', tagline: taglineOf(text, sentences, mainLabel) };
}

/** "called Trail Mix", "named "Ledgerly"". */
function givenName(sentences: readonly string[]): string | undefined {
  for (const sentence of sentences) {
    const quoted = /\b(?:called|named|name is|titled|brand(?:ed)?)\s+"([^"]{2,40})"/i.exec(sentence)?.[1];
    if (quoted) return quoted.trim();
    const plain =
      /\b(?:called|named|titled)\s+((?:\p{Lu}[\p{L}\p{N}'&-]*)(?:\s+(?:of|and|the|&|\p{Lu}[\p{L}\p{N}'&-]*))*)/u.exec(
        sentence,
      )?.[1];
    if (plain) return plain.replace(/\s+(?:of|and|the|&)$/, '').trim();
  }
  return undefined;
}

/** "for the Global Institute of Information Security": two or more capitalised words behind for or of. */
function properName(text: string): string | undefined {
  const found =
    /\b(?:for|of|by)\s+(?:the\s+|my\s+|our\s+)?(\p{Lu}[\p{L}\p{N}'&-]+(?:\s+(?:(?:of|and|for|the|&)\s+)?\p{Lu}[\p{L}\p{N}'&-]+)+)/u.exec(
      text,
    )?.[1];
  return found && found.length <= 60 ? found : undefined;
}

/** "brochure site for a law firm" -> "Law Firm", "ERP for a furniture maker" -> "Furniture Maker ERP". */
function businessName(text: string): string | undefined {
  const found =
    /^(?:(?:brochure|streaming|business|company|volunteer|small|simple)\s+)?(crm|erp|brochure|dashboard|portfolio|catalogue?|internal|website|site|rota)\b(?:\s+(?:tool|app|site|website|system|page|platform))?\s+(?:for|of)\s+(?:(?:an?|our|my|the)\s+)?((?:[\p{L}'-]+\s+){0,3}?[\p{L}'-]+)(?=$|[,;:.(]|\s+(?:with|where|that|which|who|and|to|in|on|so|showing|displaying|selling)\b)/iu.exec(
      text,
    );
  const [, kind = '', whose = ''] = found ?? [];
  const list = words(whose).map((word) => word.text);
  while (list.length > 1 && isFiller(list[0] ?? '')) list.shift();
  // "a site for sharing recipes" is named by what it is for.
  if (list.length === 0 || /ing$/i.test(list[0] ?? '')) return undefined;
  const suffix = /^(?:crm|erp)$/i.test(kind)
    ? kind.toUpperCase()
    : /^(?:dashboard|portfolio|rota)$/i.test(kind)
      ? sentenceCase(kind)
      : '';
  return [titleCase(list.join(' ')), suffix].filter(Boolean).join(' ');
}

/** "minimalistic bus and railway ticket booking platform" -> "Bus and Railway Ticket Booking". */
function headName(text: string): string | undefined {
  const head = text.split(BREAK)[0]?.trim() ?? '';
  const list = words(head).map((word) => word.text);
  while (list.length > 0 && isFiller(list[0] ?? '')) list.shift();
  // "Family Event Portal" is a name, "Recipe App" says no more than "Recipe".
  while (
    list.length > 0 &&
    isPlatformWord(list.at(-1) ?? '') &&
    !(list.length > 1 && /^(?:dashboard|portal)$/i.test(list.at(-1) ?? ''))
  )
    list.pop();
  while (list.length > 1 && /^(?:and|or|the|a|an|of)$/i.test(list.at(-1) ?? '')) list.pop();
  if (list.length === 0 || list.length > 7) return undefined;
  while (list.length > 1 && isVerb(list[0] ?? '')) {
    list.shift();
    while (list.length > 1 && isFiller(list[0] ?? '')) list.shift();
  }
  const only = (list[0] ?? '').toLowerCase();
  if (list.length === 1 && (GENERIC.has(only) || (verbOf(only) && only.length < 4))) return undefined;
  return titleCase(list.join(' '));
}

const isPlatformWord = (word: string) => PLATFORM_WORDS.has(word.toLowerCase());

const isFiller = (word: string) => {
  const key = word.toLowerCase();
  return (
    STYLE_WORDS.test(key) ||
    (EMPTY_ADJECTIVES.has(key) && !/^(?:personal|virtual|digital|global|daily|weekly|secure|public)$/.test(key)) ||
    /^(?:a|an|the|my|our|some)$/.test(key)
  );
};

/** "track my plants" names plants; "booking" and "workout" stay. */
const isVerb = (word: string) => verbOf(word.toLowerCase()) === word.toLowerCase() && word === word.toLowerCase();

const GENERIC = new Set(
  'landing booking community company business tracker game directory list manager log shop store blog forum marketplace team dashboard simple management tool network event mobile web social'.split(
    ' ',
  ),
);

/** "shop selling handmade candles" -> "Handmade Candle Shop", "booking tool for my barber shop" -> "Barber Shop Booking". */
function composedName(text: string): string | undefined {
  const found =
    /^(?:\p{L}+\s+)?(shop|store|forum|blog|marketplace|booking|tracker|directory|log|dashboard|catalog|calendar|planner)\b(?:\s+(?:tool|app|site|website|system|page|platform))?(?:\s+(?:for|selling|about|of)\s+(?:my|our|the|a|an)?\s*((?:[\p{L}'-]+\s*){1,3}?))?(?=$|[,;:.(]|\s*\b(?:with|where|that|which|and|to|in|on|so)\b)/iu.exec(
      text,
    );
  const kind = found?.[1];
  if (!kind) return undefined;
  return titleCase(found[2] ? `${singular(found[2].trim())} ${kind}` : kind);
}

/** "website for sharing promotions and discounts" -> "Promotions and Discounts". */
function purposeName(text: string): string | undefined {
  const purpose = /\b(?:for|to|that|which|of)\s+(.+)$/i.exec(text)?.[1];
  if (!purpose) return undefined;
  const part = purpose.split(/[,;:(.]|\s+(?:for|with|where|that|which|to|so|from|by|in)\s+/i)[0] ?? '';
  const list = words(part).map((word) => word.text);
  while (
    list.length > 0 &&
    (verbOf((list[0] ?? '').toLowerCase()) ||
      /^(?:a|an|the|my|our|their|and|or|users?|people)$/i.test(list[0] ?? '') ||
      isFiller(list[0] ?? ''))
  )
    list.shift();
  if (list.length === 0) return undefined;
  return titleCase(
    list
      .slice(0, 5)
      .join(' ')
      .replace(/\s+(?:and|or|of|the)$/i, ''),
  );
}

const ABLE =
  /\b(?:users|people|players|members|students|visitors|customers)\s+(?:should be able to|can|could|may)\s+(.+)$/i;

/** One sentence from what the request says the thing is for. */
function taglineOf(text: string, sentences: readonly string[], mainLabel: string | undefined): string {
  // What follows "with", "providing" and the like lists features; the sentence is about the purpose.
  const clause = (pattern: RegExp) =>
    pattern
      .exec(text)?.[1]
      ?.replace(/\s*[,;]\s*(?:with|providing|including|allowing|enabling)\b.*$/i, '')
      .trim();
  const doing = clause(/\bfor\s+(\p{L}+ing\b.+)$/iu);
  const able = clause(
    /\b(?:where|so that|allowing|enabling|lets?|letting)\s+(?:\p{L}+\s+){0,3}?(?:users|people|players|members|students|anyone|everyone|visitors|customers)\s+(?:can\s+|to\s+)?(.+)$/iu,
  );
  // "A site that shows …": further on, "that" speaks of one of the things.
  const showing = clause(/^[^,;:]{0,60}\b(?:that|which)\s+(.+)$/iu);
  const to = clause(/\bto\s+(.+)$/iu);
  const where = clause(/\bwhere\s+(.+)$/iu);
  const what = doing
    ? imperative(doing)
    : (able ?? (where ? where : undefined) ?? (showing ? imperativeOfThird(showing) : undefined) ?? to);
  const allowed = sentences.map((it) => ABLE.exec(it)?.[1]).find((it) => it !== undefined && it.length <= 130);
  const short = !what || what.split(' ').length <= 3;
  const said =
    (short ? allowed : undefined) ?? what ?? listed(text) ?? (text || mainLabel || 'Everything in one place');
  // What "users can …" do with theirs, the reader does with their own.
  const sentence = said === allowed || said === able ? said.replace(/\btheir\b/g, 'your') : said;
  const cut = clipClause(sentence.replace(/["<>]/g, '').replace(/\bis-(?=\p{L})/gu, 'whether it is '), 140);
  const done = sentenceCase(cut).replace(/[.,;:!?\s]+$/, '');
  return `${done || 'Everything in one place'}.`;
}

/** "a site for a law firm with practice areas, attorneys and a contact form" -> what stands behind "with" or a colon. */
function listed(text: string): string | undefined {
  const list = (/:\s*(.+)$/.exec(text) ?? /^[^,:]*?\bwith\s+(?:an?\s+|our\s+|the\s+)?(.+)$/i.exec(text))?.[1]?.trim();
  return list !== undefined && /,|\sand\s/.test(list) && list.length >= 20 ? list : undefined;
}

/** "managing cases and tracking hours" -> "manage cases and track hours". */
function imperative(text: string): string {
  return text.replace(
    /(^|,\s*|\b(?:and|or)\s+)(\p{L}+ing)\b(?=,?\s+\p{L})/giu,
    (whole, before: string, word: string) =>
      before === '' || verbOf(word.toLowerCase()) ? before + (baseOfGerund(word) ?? word) : whole,
  );
}

/** Cuts a long sentence where a clause ends rather than in its middle. */
function clipClause(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length).replace(/,[^,]*$/, '');
  return cut.length > 40 ? cut.replace(/,\s*([^,]+)$/, ' and $1') : clip(text, length);
}

/** "displays nutrition labels" -> "Display nutrition labels". */
function imperativeOfThird(text: string): string {
  const [first = '', ...rest] = text.split(' ');
  return [verbOf(first.toLowerCase()) ?? first, ...rest].join(' ');
}
