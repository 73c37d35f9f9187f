/** Words, identifiers and labels: the small vocabulary that every pass shares. */

/** A word of the prompt. `at` is its offset in the sentence, `key` its lower-case form. */
export interface Word {
  text: string;
  key: string;
  /** Punctuation that separates it from the word before: `,` `;` `:` `(` or nothing. */
  before: string;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.&+#/-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*[+#]*/gu;

/** Splits a sentence into words, each with the punctuation in front of it. */
export function words(sentence: string): Word[] {
  const found: Word[] = [];
  let end = 0;
  for (const match of sentence.matchAll(WORD)) {
    const between = sentence.slice(end, match.index);
    found.push({
      text: match[0],
      key: match[0].toLowerCase().replace(/’/g, "'"),
      before: /[,;:()[\]—–、،]/u.exec(between)?.[0] ?? '',
    });
    end = match.index + match[0].length;
  }
  return found;
}

export const ARTICLES: ReadonlySet<string> = new Set(
  'a an the this that these those my our their his her its your each every all any some no own both several many multiple various different other others new existing one two three four five'.split(
    ' ',
  ),
);

const SMALL_WORDS = new Set(
  'a an and as at but by for from in of on or the to with per via und der die das für et de la le du y el los del e do da di van en'.split(
    ' ',
  ),
);

/** "last watered date" -> "Last watered date"; a word written with its own capitals keeps them. */
export function sentenceCase(phrase: string): string {
  const clean = phrase.replace(/[_\s]+/g, ' ').trim();
  return clean.charAt(0).toUpperCase() + clean.slice(1);
}

/** "the global institute" -> "The Global Institute". */
export function titleCase(phrase: string): string {
  return phrase
    .trim()
    .split(/\s+/)
    .map((word, at) => {
      if (at > 0 && SMALL_WORDS.has(word.toLowerCase())) return word.toLowerCase();
      // "e-government" -> "E-Government"
      return word.replace(/(^|-)(\p{L})/gu, (_, dash: string, letter: string) => dash + letter.toUpperCase());
    })
    .join(' ');
}

const TRANSLITERATION: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  å: 'a',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  þ: 'th',
  ð: 'd',
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  ї: 'i',
  є: 'e',
  ґ: 'g',
};

/**
 * A name for SQL, TypeScript and URLs: "Länge (cm)" -> "laenge_cm". Undefined when nothing of the text can be written
 * in those letters.
 */
export function identifierOf(phrase: string): string | undefined {
  const latin = phrase
    .toLowerCase()
    .replace(/[\u00df-\u0491]/g, (letter) => TRANSLITERATION[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  return latin || undefined;
}

/** Part of a URL path: "About us" -> "about-us". */
export const slugOf = (phrase: string): string | undefined => identifierOf(phrase)?.replace(/_/g, '-');

/** Cuts at a word boundary, without a dangling separator or small word at the end. */
export function clip(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= length) return flat;
  const cut = flat.slice(0, length + 1).replace(/\s+\S*$/u, '');
  const whole = cut.length > 0 && cut.length <= length ? cut : safeSlice(flat, length);
  return whole.replace(/[\s,;:–—-]+(?:(?:and|or|with|the|a|an|of|to|for|in)\s*)?$/iu, '') || safeSlice(flat, length);
}

/** Slices without leaving half of a surrogate pair. */
function safeSlice(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** "a, b and c". */
export function enumerate(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
