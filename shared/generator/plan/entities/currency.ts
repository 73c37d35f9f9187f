/** The currency that a request speaks in. */

const CURRENCIES: readonly (readonly [RegExp, string])[] = [
  [/€|\beuros?\b|\beur\b/, 'EUR'],
  [
    /£|\bgbp\b|\bpounds? sterling\b|\bbritish pounds?\b|\b(?:prices?|costs?|amounts?|paid|currency)\b.{0,30}\bpounds\b/,
    'GBP',
  ],
  [/\bchf\b|\bswiss francs?\b|\bfranken\b/, 'CHF'],
  [/\bcanadian dollars?\b|\bcad\b/, 'CAD'],
  [/\baustralian dollars?\b|\baud\b/, 'AUD'],
  [/₹|\brupees?\b|\binr\b/, 'INR'],
  [/¥|\byen\b|\bjpy\b/, 'JPY'],
  [/\brenminbi\b|\byuan\b|\bcny\b/, 'CNY'],
  [/\bswedish (?:kronor|krona|crowns)\b|\bsek\b/, 'SEK'],
  [/\bnorwegian (?:kroner|krone|crowns)\b|\bnok\b/, 'NOK'],
  [/\bdanish (?:kroner|krone|crowns)\b|\bdkk\b/, 'DKK'],
  [/\bz[lł]oty(?:ch)?\b|\bpln\b/, 'PLN'],
];

/** ISO 4217 code. @param about the request in lower case */
export const currencyOf = (about: string): string => CURRENCIES.find(([words]) => words.test(about))?.[1] ?? 'USD';
