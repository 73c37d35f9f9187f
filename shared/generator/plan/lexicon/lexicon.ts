/** The nouns the planner knows, and how to find them in text. */
import { singular } from '../text/inflect.ts';
import { CARE } from './care.ts';
import { CULTURE } from './culture.ts';
import { DEALINGS } from './dealings.ts';
import { FITNESS } from './fitness.ts';
import { FOOD } from './food.ts';
import { GAMES } from './games.ts';
import { GATHERINGS } from './gatherings.ts';
import { HIRING } from './hiring.ts';
import { LAW } from './law.ts';
import { LEARNING } from './learning.ts';
import { MAKING } from './making.ts';
import { MEDIA } from './media.ts';
import { MEMBERS } from './members.ts';
import type { Noun } from './noun.ts';
import { OFFICE } from './office.ts';
import { PLACES } from './places.ts';
import { PROJECTS } from './projects.ts';
import { PUBLISHING } from './publishing.ts';
import { REMEMBRANCE } from './remembrance.ts';
import { SALES } from './sales.ts';
import { SHOP } from './shop.ts';
import { SPORTS } from './sports.ts';
import { TALK } from './talk.ts';
import { TRAVEL } from './travel.ts';

const ALL = [
  ...FITNESS,
  ...FOOD,
  ...SHOP,
  ...DEALINGS,
  ...TALK,
  ...MEMBERS,
  ...LEARNING,
  ...PUBLISHING,
  ...SALES,
  ...PROJECTS,
  ...OFFICE,
  ...HIRING,
  ...MEDIA,
  ...REMEMBRANCE,
  ...GAMES,
  ...TRAVEL,
  ...CARE,
  ...LAW,
  ...SPORTS,
  ...MAKING,
  ...GATHERINGS,
  ...PLACES,
  ...CULTURE,
];

export const NOUNS: ReadonlyMap<string, Noun> = new Map(ALL.map((it) => [it.name, it]));

/** Words with several meanings: the first whose subject fits. */
const SENSES: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  team: [
    [/\b(league|fixtures?|standings?|matchdays?)\b/, 'squad'],
    [/\b(our|the|meet|your) team\b|\bteam (introduction|information|members|page|section|profiles)\b/, 'team_member'],
  ],
  post: [
    [/^(?!.*\b(forum|community|social)\b).*\bblog/s, 'article'],
    [/./, 'post'],
  ],
  ride: [
    [/\b(carpool\w*|lift shar\w+|seats|passengers?)\b/, 'carpool_ride'],
    [/./, 'run'],
  ],
  guest: [
    [/\bpodcasts?\b/, 'speaker'],
    [/./, 'rsvp'],
  ],
  game: [
    [
      /\b(snake|tetris|tic[- ]tac[- ]toe|sudoku|hangman|2048|minesweeper|pong|arcade|memory|puzzle|platform)\b|\bchess\b|\b(save|record|log) (their|my|his|her) games\b/,
      'played_game',
    ],
    [/./, 'game'],
  ],
  card: [[/\b(boards?|kanban|assignees?)\b/, 'task']],
  holding: [[/\b(portfolio|crypto\w*|stocks?|shares|invest\w*|price tracker)\b/, 'holding']],
  schedule: [[/\bwedding|\bconference|\bfestival/, 'programme_item']],
  swap: [[/\b(shifts?|rota|roster)\b/, 'swap']],
  story: [[/\b(writers?|authors?|chapters?|short stories|self[- ]publish\w*|publish stories)\b/, 'story']],
  ticket: [
    [/\b(support|help ?desk|bugs?|issues?|it service)\b/, 'bug'],
    [/\b(bus|rail|railway|train|flight|travel)\b/, 'ticket_booking'],
    [/\b(concerts?|cinema|events?|exhibitions?|festivals?|theat(?:er|re)|ticketing)\b/, 'event_ticket'],
    [/./, 'bug'],
  ],
  report: [
    [/\b(battle|attack|fight)s?\b/, 'battle_report'],
    [/\b(detective|investigat\w*|incidents?|field work|inspections?)\b/, 'case_report'],
  ],
  trip: [
    [/\b(bus|rail|railway|train|flight|seats?|tickets?)\b/, 'connection'],
    [/./, 'journey'],
  ],
  application: [
    [/\b(jobs?|candidates?|vacanc(y|ies)|recruit(ment|ing)?|hiring)\b/, 'job_application'],
    [/\b(approv(e|al)|government|procurement|permit)\b/, 'approval'],
  ],
  registration: [[/\b(events?|workshops?|conferences?|tournaments?)\b/, 'rsvp']],
};

/** Words that mean a noun of the table only where the text is about that subject. */
const ONLY_ABOUT: Readonly<Record<string, RegExp>> = {
  'sign up': /\b(events?|workshops?|courses?|concerts?|meetups?)\b/,
  base: /\bgames?\b/,
  city: /\bgames?\b/,
  village: /\bgames?\b/,
  castle: /\bgames?\b/,
  empire: /\bgames?\b/,
  store: /\bgames?\b/,
  bank: /\bgames?\b|\bbank(ing)? (account|app)/,
  deposit: /\bgames?\b|\bbank/,
  savings: /\bgames?\b|\bbank/,
  battle: /\bgames?\b/,
  attack: /\bgames?\b/,
  train: /\bgames?\b/,
  training: /\bgames?\b/,
  soldier: /\bgames?\b/,
  worker: /\bgames?\b/,
  unit: /\bgames?\b/,
  upgrade: /\bgames?\b/,
  race: /\bgames?\b/,
  army: /\bgames?\b/,
  player: /\b(games?|tournament|league|poker|chess)\b/,
  ranking: /\b(games?|tournament|league|players?)\b/,
  'user account': /\bgames?\b/,
  set: /\b(exercise|workout|gym|rep|repetition|weight|lift|training|fitness)s?\b/,
  lift: /\b(exercise|workout|gym|training|fitness)s?\b/,
  lobby: /\b(games?|poker)\b/,
  solution: /\b(software|staffing|saas|technology|it)\b/,
  leave: /\b(attendance|personnel|employee|hr|staff|government)\b/,
  bus: /\b(tickets?|route|travel|timetable)\b/,
  railway: /\b(tickets?|route|travel|timetable)\b/,
  rule: /\b(sms|sending|messages?)\b/,
  policy: /\b(sms|short message|sending)\b/,
  partner: /\b(matrimonial|dating|marriage|match(ing)?|singles)\b/,
  match: /\b(matrimonial|dating|marriage|singles)\b/,
  board: /\bforum\b/,
  track: /\b(music|song|album|playlist)s?\b/,
  trend: /\bnews\b/,
  node: /\bdiagrams?\b/,
  shape: /\bdiagrams?\b/,
  circle: /\b(book|sewing|community) circle\b/,
  'community group': /./,
  resource: /\b(study|learn(ing)?|students?|shar(e|ing)|courses?|teach(ers?|ing)?|groups?)\b/,
  collection: /\b(add \w+ to (the|a|my|their) collection|ringtones?|wallpapers?)\b/,
  event: /^(?!.*\bobituar)/s,
  label: /\b(mail|tasks?|notes?|issues?)\b/,
  coin: /\b(crypto\w*|portfolio)\b/,
  portfolio:
    /^(?!.*\b(portfolio (of (holdings|stocks|shares|coins|investments)|value|tracker)|(crypto|stock|share|investment) portfolio))/s,
  food: /^(?!.*\bfood bank)/s,
  plan: /\b(prices?|pricing|membership|subscription|packages?)\b/,
  trail: /\b(hik\w+|walk\w*|bik\w+|guide|outdoors?)\b/,
  panel: /\b(conference|speakers?)\b/,
  presentation: /\b(conference|speakers?)\b/,
  talk: /\b(conference|speakers?|talks|meetup)\b/,
  improvement: /\bsuggest\w*|\bfeedback\b/,
  album: /\b(music|artists?|songs?|bands?|playlists?)\b/,
  hut: /\b(book\w*|guests?|mountain|nights?|beds?|rent\w*|hik\w+)\b/,
  material: /\b(stock|supplier|production|warehouse|furniture|maker|manufactur\w*)\b/,
  device: /\b(laptops?|it department|help ?desk|company devices)\b/,
  computer: /\b(asset|laptop|helpdesk|help desk|equipment|inventory|it department)s?\b/,
  repair: /\brepairs\b|\brepair (requests?|orders?|log|shop)\b/,
  helper: /\bvolunteer/,
  present: /\b(gift|wedding|birthday)s?\b/,
  serial: /\b(writers?|chapters?|stor(y|ies))\b/,
  sms: /\bsms (platform|gateway|service|messages|sending)|\bsend(ing)? sms\b/,
  'text message': /\bsend(ing)? (text|short) messages\b/,
  menu: /\b(restaurant|caf[eé]|coffee|food|dish(es)?|drinks?|pizza|pizzeria|bistro|bakery|bar)\b/,
  service: /\bservices\b|\bservice (descriptions?|offerings?|catalog|list|prices)|\b(barber|salon|clinic)/,
  request: /\b(approv\w*|requests)\b/,
  hand: /\bpoker\b/,
  element: /\bdiagrams?\b/,
  connection: /\b(bus|rail|railway|train|flight)\b/,
  analysis: /$^/,
  movement: /\b(workout|gym|fitness)\b/,
};

const lemmaOf = (phrase: string) => phrase.replace(/-/g, ' ').split(' ').map(singular).join(' ');
const conditions = new Map(Object.entries(ONLY_ABOUT).map(([phrase, about]) => [lemmaOf(phrase), about]));

/** Other words that are as good a name as ours: whoever says "flights" wants to read "flights". */
const OWN_NAMES: ReadonlySet<string> = new Set(
  (
    'news,industry news,integration advice,advice,blog post,guide,announcement,best practice,organization,organisation,enrollment,to-do,chore,reminder,vacancy,' +
    'favorite,favourite,wishlist,memo,journal entry,diary entry,consultation,bug,support ticket,ticket,issue,picture,' +
    'film,pupil,tutor,instructor,coach,trainer,dog,cat,animal,houseplant,crop,flower,hike,ride,activity,concert,' +
    'conference,meetup,coupon,voucher,discount,reservation,tool,asset,machine,device,car,truck,van,motorcycle,bike,' +
    'apartment,house,flat,dentist,therapist,physician,cafe,flight,train,mood,novel,guest,attendee,participant,club,' +
    'attraction,landmark,destination,reading,vendor,prospect,opportunity,artist,musician,song,track,workshop,' +
    'class,lecture,module,treatment,drink,beverage,testimonial,staff,staff member,thread,poll,survey,exam,' +
    'exhibition,talk,presenter,playlist,album,trail,hiking trail,' +
    'laptop,computer,hut,mountain hut,cabin,lodge,chalet,cottage,campsite,lawyer,solicitor,parking spot,short story,coin,repair,material,helper,' +
    'medicine,prescription,itinerary,vacation,campaign,artwork,painting,stylist,hairdresser,goods,earning,spending'
  )
    .split(',')
    .map(lemmaOf),
);

const phraseIndex = new Map<string, string>();
let longest = 1;
for (const it of ALL) {
  for (const phrase of [it.name.replace(/_/g, ' '), it.label.toLowerCase(), ...it.aka]) {
    const key = lemmaOf(phrase);
    if (!phraseIndex.has(key)) phraseIndex.set(key, it.name);
    longest = Math.max(longest, key.split(' ').length);
  }
}

/**
 * The longest noun that begins at `from`.
 * @param lemmas lower-case singular words
 * @param about the whole text in lower case, for words that depend on the subject
 */
export function nounAt(
  lemmas: readonly string[],
  from: number,
  about: string,
): { noun: Noun; length: number; phrase: string } | undefined {
  for (let length = Math.min(longest, lemmas.length - from); length >= 1; length--) {
    const phrase = lemmas.slice(from, from + length).join(' ');
    const senses = SENSES[phrase];
    const name = senses ? senses.find(([subject]) => subject.test(about))?.[1] : phraseIndex.get(phrase);
    const found = name === undefined ? undefined : NOUNS.get(name);
    if (!found) continue;
    const condition = conditions.get(phrase);
    if (condition && !condition.test(about)) continue;
    return { noun: found, length, phrase };
  }
  return undefined;
}

/** Whether a phrase of the person should name the entity rather than the lexicon's own word. */
export const isOwnName = (phrase: string): boolean => OWN_NAMES.has(lemmaOf(phrase.toLowerCase()));

/** The noun that a phrase means as a whole or by its last words: "active job postings" -> job. */
export function nounOfPhrase(phrase: string, about: string): Noun | undefined {
  const lemmas = phrase.toLowerCase().replace(/-/g, ' ').split(/\s+/).filter(Boolean).map(singular);
  for (let from = 0; from < lemmas.length; from++) {
    const found = nounAt(lemmas, from, about);
    if (found && from + found.length === lemmas.length) return found.noun;
  }
  return undefined;
}
