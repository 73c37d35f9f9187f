/** English singulars, plurals and verb forms, for building names and labels out of the words of a prompt. */

const IRREGULAR: readonly (readonly [string, string])[] = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['woman', 'women'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['goose', 'geese'],
  ['mouse', 'mice'],
  ['ox', 'oxen'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['criterion', 'criteria'],
  ['phenomenon', 'phenomena'],
  ['analysis', 'analyses'],
  ['basis', 'bases'],
  ['crisis', 'crises'],
  ['diagnosis', 'diagnoses'],
  ['thesis', 'theses'],
  ['hypothesis', 'hypotheses'],
  ['index', 'indices'],
  ['matrix', 'matrices'],
  ['vertex', 'vertices'],
  ['appendix', 'appendices'],
  ['cactus', 'cacti'],
  ['fungus', 'fungi'],
  ['alumnus', 'alumni'],
  ['curriculum', 'curricula'],
  ['quiz', 'quizzes'],
  ['leaf', 'leaves'],
  ['loaf', 'loaves'],
  ['shelf', 'shelves'],
  ['knife', 'knives'],
  ['wife', 'wives'],
  ['life', 'lives'],
  ['wolf', 'wolves'],
  ['half', 'halves'],
  ['calf', 'calves'],
  ['thief', 'thieves'],
  ['scarf', 'scarves'],
  ['elf', 'elves'],
  ['dwarf', 'dwarfs'],
  ['hero', 'heroes'],
  ['potato', 'potatoes'],
  ['tomato', 'tomatoes'],
  ['echo', 'echoes'],
  ['cookie', 'cookies'],
  ['movie', 'movies'],
  ['pie', 'pies'],
  ['tie', 'ties'],
  ['zombie', 'zombies'],
  ['calorie', 'calories'],
  ['selfie', 'selfies'],
  ['cafe', 'cafes'],
  ['bus', 'buses'],
  ['gas', 'gases'],
  ['lens', 'lenses'],
  ['status', 'statuses'],
  ['campus', 'campuses'],
  ['bonus', 'bonuses'],
  ['virus', 'viruses'],
  ['menu', 'menus'],
  ['axis', 'axes'],
  ['cache', 'caches'],
  ['niche', 'niches'],
  ['shoe', 'shoes'],
  ['toe', 'toes'],
  ['horse', 'horses'],
  ['house', 'houses'],
  ['course', 'courses'],
  ['case', 'cases'],
  ['expense', 'expenses'],
  ['license', 'licenses'],
  ['purchase', 'purchases'],
  ['release', 'releases'],
  ['exercise', 'exercises'],
  ['database', 'databases'],
  ['nurse', 'nurses'],
  ['lease', 'leases'],
  ['response', 'responses'],
  ['phrase', 'phrases'],
  ['phase', 'phases'],
  ['vase', 'vases'],
  ['base', 'bases'],
  ['use', 'uses'],
  ['disease', 'diseases'],
  ['franchise', 'franchises'],
  ['warehouse', 'warehouses'],
  ['greenhouse', 'greenhouses'],
  ['axe', 'axes'],
  ['size', 'sizes'],
  ['prize', 'prizes'],
  ['movie', 'movies'],
];

/** Words with one form, or that end in s and are singular. */
const INVARIANT = new Set(
  (
    'sheep fish deer series species news aircraft equipment information furniture luggage advice feedback homework ' +
    'software hardware staff music weather money traffic knowledge research progress content stock inventory mail ' +
    'analytics mathematics physics economics gymnastics chess tennis headquarters sms css gps aws diabetes'
  ).split(' '),
);

const SINGULARS = new Map(IRREGULAR.map(([one, many]) => [many, one]));
const PLURALS = new Map(IRREGULAR.map(([one, many]) => [one, many]));
PLURALS.set('axis', 'axes');

/** The last word of a phrase is the one that inflects: "study groups", not "studies group". */
function onLastWord(phrase: string, change: (word: string) => string): string {
  const at = phrase.search(/[^\s_-]+$/u);
  if (at < 0) return phrase;
  return phrase.slice(0, at) + change(phrase.slice(at));
}

function likeCase(model: string, word: string): string {
  const first = model[0];
  if (!first) return word;
  if (model.length > 1 && model === model.toUpperCase() && /[A-Z]{2}/.test(model)) return word;
  return first === first.toUpperCase() && first !== first.toLowerCase()
    ? (word[0]?.toUpperCase() ?? '') + word.slice(1)
    : word;
}

function singularWord(word: string): string {
  const lower = word.toLowerCase();
  if (INVARIANT.has(lower) || PLURALS.has(lower)) return word;
  const irregular = SINGULARS.get(lower);
  if (irregular) return likeCase(word, irregular);
  // "women" inside a longer word: "salespeople", "tradesmen", "grandchildren", "bookshelves".
  const suffix = /(people|children|women|men|shelves|wives)$/.exec(lower)?.[1];
  if (suffix && lower.length > suffix.length) {
    return word.slice(0, -suffix.length) + (SINGULARS.get(suffix) ?? suffix);
  }
  if (lower.length < 3 || !lower.endsWith('s') || /(ss|us|is|'s)$/.test(lower)) return word;
  if (lower.endsWith('ies') && lower.length > 4) return `${word.slice(0, -3)}y`;
  if (/(sses|shes|ches|xes|zzes)$/.test(lower)) return word.slice(0, -2);
  if (lower.endsWith('oes')) return word.slice(0, -2);
  return word.slice(0, -1);
}

function pluralWord(word: string): string {
  const lower = word.toLowerCase();
  if (INVARIANT.has(lower) || SINGULARS.has(lower)) return word;
  const irregular = PLURALS.get(lower);
  if (irregular) return likeCase(word, irregular);
  const suffix = /(person|child|woman|man|shelf|wife)$/.exec(lower)?.[1];
  if (suffix && lower.length > suffix.length && !/(human|german|roman|talisman|ottoman)$/.test(lower)) {
    return word.slice(0, -suffix.length) + (PLURALS.get(suffix) ?? suffix);
  }
  // Abbreviations written in capitals take a bare s: PDFs, FAQs.
  if (/^[A-Z0-9]{2,}$/.test(word)) return `${word}s`;
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(lower)) return `${word}es`;
  return `${word}s`;
}

/** "study groups" -> "study group"; a word that is singular already comes back unchanged. */
export const singular = (phrase: string): string => onLastWord(phrase, singularWord);

/** "study group" -> "study groups"; a plural comes back unchanged. */
export function plural(phrase: string): string {
  return onLastWord(phrase, (word) => (singularWord(word) === word ? pluralWord(word) : word));
}

/** Whether a word is the plural of something: "groups" yes, "news" and "status" no. */
export const isPlural = (word: string): boolean => singularWord(word) !== word;

const DOUBLED = /([bdgklmnprtvz])\1$/;
/** Stems that lose an e before -ing and are not told apart by their letters. */
const SILENT_E = new Set(
  (
    'manag shar creat mak sav stor updat analyz analys organiz organis captur compar complet configur generat ' +
    'schedul subscrib describ exchang explor invit leas notic prepar provid purchas receiv releas remov renam ' +
    'replac reserv resolv retriev rat schedul showcas updat us writ trad clos driv hir hous ic nam not pag pric ' +
    'prin rid ris ser serv sourc tak tim typ vot wir arrang challeng chang charg cod combin communicat collaborat ' +
    'coordinat curat customis customiz decid delet donat engag estimat evaluat execut facilitat guid improv includ ' +
    'initiat introduc issu measur merg navigat negotiat observ operat participat practic produc promot publiciz ' +
    'reduc requir schedul simulat solv summariz summaris translat visualiz visualis categoriz categoris calculat ' +
    'celebrat commemorat circulat licens mov giv com enabl tradin bak car pil plac mat dat'
  ).split(' '),
);

/** "managing" -> "manage", "planning" -> "plan"; undefined when the word is not a form in -ing. */
export function baseOfGerund(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (!/^[a-z]{2,}ing$/.test(lower) || lower.length < 5) return undefined;
  const stem = lower.slice(0, -3);
  if (!/[aeiouy]/.test(stem)) return undefined;
  if (SILENT_E.has(stem)) return `${stem}e`;
  if (stem === 'add' || stem === 'err') return stem;
  if (DOUBLED.test(stem) && !/(ll|ss|zz)$/.test(stem)) return stem.slice(0, -1);
  return stem;
}
