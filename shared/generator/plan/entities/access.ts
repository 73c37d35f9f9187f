/** Decides who owns the rows of each entity from how the request speaks about it. */
import type { Access } from '../../app-spec.ts';
import { PERSONAL_CONTAINERS } from '../lexicon/grammar.ts';
import type { Reading, Thing } from './reading.ts';

const SHARING =
  /\b(share|shares|sharing|community|communit\w+|forum|public|publicly|publish(?:es|ed|ing)?|social|others|everyone|marketplace|sell|sellers|vendors|visitors)\b/;
const PERSONAL =
  /\b(my(?! (\w+ )?(shop|store|business|company|clinic|customers|clients|restaurant|team|website|salon|studio|school|practice|barber|readers|visitors|followers|students|gym|hotel|cafe|bakery|band|services))|privately|diary|journal|for myself|for me|each (user|member|person|student|athlete)|every (user|member|person)|personal (tracker|log|app|finances?|budget|planner|library|notes|records?))\b/;
const TEAM =
  /\b(team|company|staff|office|internal|colleagues|organization|department|agency|crm|multi-company|business)\b/;
const SITE_KEEPS =
  /\b(display|displays|displaying|showcase|present|presents|browse|catalog|catalogue|our|information about|brochure|(web ?)?site (for|of|about))\b/;

/** What visitors of a business's own site ask for; the business has to see it, so it goes to its inbox. */
const REQUESTS = new Set(['appointment', 'booking', 'rsvp', 'enrolment']);
/** Rooms and desks that colleagues book among themselves. */
const INSIDE = /\b(our (office|team|company|staff|department)|internal|employees|colleagues|meeting rooms?)\b/;
const BUSINESS =
  /\b(shop|salon|barber|clinic|office|restaurant|caf[eé]|bistro|hotel|studio|practice|institute|school|academy|business|dentist|website|garage|spa)\b/;
const ACCOUNTS =
  /\b(accounts?|log ?in|sign(ed)?[- ]?(up|in)|histor(y|ies)|profiles?|members?|register(ed)?|registration|their (own )?(bookings|reservations|appointments))\b/;

/** Verbs by which people bring something to others. */
const GIVING = [
  'share',
  'post',
  'publish',
  'upload',
  'submit',
  'sell',
  'offer',
  'donate',
  'swap',
  'lend',
  'trade',
  'list',
  'advertise',
];

/** Whether the app is kept by one person for themselves. */
export function isPersonal(reading: Reading): boolean {
  const head = reading.sentences[0]?.words.slice(0, 12).map((word) => word.key) ?? [];
  const shared = /\b(our|team|company|staff|colleagues|office|shop|store|marketplace)\b/.test(head.join(' '));
  const container = !shared && head.some((key) => PERSONAL_CONTAINERS.has(key));
  return (
    !SHARING.test(reading.about) &&
    (PERSONAL.test(reading.about) || container) &&
    !/portfolio|personal (website|site|page|blog)/.test(reading.about)
  );
}

/** A thing of the person's own words that is a person: volunteer, tenant, member. */
export const isPerson = (thing: Thing): boolean =>
  thing.noun === undefined &&
  /(?:er|or|ee|ist|ian|person|man|woman|parent|member|volunteer|tenant|resident|guest|lord)$/.test(thing.phrase) &&
  !/(?:list|letter|order|number|paper|poster|flyer|folder|sensor|starter|charger|printer|filter|computer|tower|flower|river|water|timer|container|chapter|character|center|monitor|motor|doctor visit|error|color|mirror|planner|tracker|voucher|newsletter|trailer|cover|layer|marker|helper|boiler|cooler)$/.test(
    thing.phrase,
  );

/** An app that keeps people is the tool of those who look after them. */
const keepsPeople = (reading: Reading) =>
  [...reading.things.values()].some(
    (thing) => thing.verbs.size > 0 && (isPerson(thing) || PEOPLE_KEPT.has(thing.name)),
  );
const PEOPLE_KEPT = new Set(['patient', 'employee', 'customer', 'client', 'student', 'supplier', 'volunteer']);

export function accessOf(thing: Thing, reading: Reading): Access {
  const natural = naturalAccess(thing, reading);
  if (thing.noun?.name === 'profile' && !MEETING.test(reading.about)) return 'managed';
  const name = thing.noun?.name ?? thing.name;
  const team = isTeamTool(reading);
  // What a person hands in and others decide: theirs, and of those who run the app.
  if (natural === 'private' || natural === 'members') {
    if (isRequest(thing) && !isPersonal(reading)) return 'managed';
    if (DEALINGS.has(name) && natural === 'private' && !isPersonal(reading)) return team ? 'team' : 'managed';
  }
  if (natural === 'members') {
    const shared = team || /\bcollaborat/.test(reading.about);
    return shared && !AMONG_PEOPLE.has(name) ? 'team' : 'members';
  }
  if (natural === 'private' && team && !OWN_EVEN_AT_WORK.has(name)) return 'team';
  return natural;
}

/** An organization's tool: everyone with an account works on the same rows. */
function isTeamTool(reading: Reading): boolean {
  const { about } = reading;
  if (isPersonal(reading) || SHARING.test(about)) return false;
  if (TOOL.test(about)) return true;
  if (OPEN_SITE.test(about)) return false;
  return keepsPeople(reading) || OWN_PRACTICE.test(about) || /\b(our|we)\b/.test(about);
}

/** Anyone may open an account here, so an account alone says nothing. */
const OPEN_SITE =
  /\b(web ?sites?|visitors?|readers|customers (can|to)|guests|user registration|register and|sign up)\b/;

const TOOL =
  /\b(crm|erp|customer relationship|(case|project|inventory|warehouse|fleet|staff|personnel|property|hospital|asset|choir|club|band|team|practice|clinic|hotel|restaurant|school) (management|manager|planner|administration)|e-government|(multi-company|company|business|sales|finance|team|operations) dashboard|management system|internal (tool|app|system)|back[- ]?office|help ?desk|(garage|workshop|office|team|kitchen|studio|practice|shop floor) tool|(small|sales|support) team)\b/;

/** People come to find each other. */
const MEETING =
  /\b(social (network|media|platform|app)|dating|matrimonial|find (people|members|friends|partners|users)|(browse|view|see|search) (other )?(members|people|profiles|users'? profiles)|members? directory|friends|followers|follow (people|users|each other)|networking|community members)\b/;

/** A request with its applicant and a status that others set. */
export const isRequest = (thing: Thing): boolean => {
  const names = new Set(thing.noun?.fields.map((field) => field.name));
  return names.has('applicant') && names.has('status');
};

/** What people do with a business or its people, which those have to see. */
const DEALINGS = new Set(
  'order job_application ticket_booking booking appointment enrolment lease renewal transfer transaction escrow_deposit dispute payment rsvp'.split(
    ' ',
  ),
);

/** Seen by all members, changed by the one it is about. */
const AMONG_PEOPLE = new Set(['profile', 'partner_profile', 'chat_message', 'poker_hand', 'comment', 'reply']);

/** Stays with its owner in a team as well. */
const OWN_EVEN_AT_WORK = new Set([
  'message',
  'notification',
  'topic_follow',
  'membership',
  'download',
  'collection_item',
]);

/** "visitors browse books by genre", "a streaming site for films": kept by whoever runs the site, seen by everyone. */
function isShown(thing: Thing, { about, sentences }: Reading): boolean {
  if (REQUESTS.has(thing.name) || DEALINGS.has(thing.name)) return false;
  if (thing.verbs.has('track') || thing.verbs.has('log') || thing.verbs.has('record')) return false;
  if (WORKS.has(thing.name) && SHOWING_SITE.test(about)) return true;
  return sentences.some(({ text, lemmas }) => LOOKED_AT.test(text.toLowerCase()) && lemmas.includes(thing.phrase));
}
const WORKS: ReadonlySet<string> = new Set(['book', 'movie', 'song', 'exercise']);
const SHOWING_SITE = /\b(shop|store|catalogue?|streaming|(web ?)?site|portal) (for|of|with|where|selling)\b/;
const LOOKED_AT =
  /\b(visitors|customers|shoppers|guests|anyone|everyone|readers)( can| may)?( \w+){0,2} (browse|view|see|search|explore|discover|find)\b/;

/** Who keeps such a thing in general, and in a text like this one. */
function naturalAccess(thing: Thing, reading: Reading): Access {
  const natural = thing.noun?.access;
  if (natural === 'inbox') return 'inbox';
  const given =
    GIVING.some((verb) => thing.verbs.has(verb)) &&
    /\b(users?|members?|people|visitors?|sellers?|anyone|everyone|clients?|students?|customers?|players?|they)\b/.test(
      reading.about,
    );
  const personal = isPersonal(reading);
  if (natural === 'private' && !personal && isShown(thing, reading)) return 'catalog';
  if (
    REQUESTS.has(thing.name) &&
    !personal &&
    !INSIDE.test(reading.about) &&
    BUSINESS.test(reading.about) &&
    !ACCOUNTS.test(reading.about)
  )
    return 'inbox';
  if (thing.goods)
    return /\b(marketplace|sellers?|vendors?|users? (can|to) sell)\b/.test(reading.about) ? 'public' : 'catalog';
  const tool = !personal && (keepsPeople(reading) || OWN_PRACTICE.test(reading.about)) && !SHARING.test(reading.about);
  // A site with visitors stays open; only what nobody's table says is kept by its members.
  const open = natural === 'public' && /\b(web ?sites?|pages|visitors)\b/.test(reading.about);
  if (tool && !open && (!natural || natural === 'public' || TEAM_KEPT.has(thing.name))) return 'members';
  if (!natural) {
    if (given && (SHARING.test(reading.about) || /\banonymous/.test(reading.about))) return 'public';
    if (personal) return 'private';
    if (SHARING.test(reading.about)) return 'public';
    if (TEAM.test(reading.about) || isTeamTool(reading)) return 'members';
    return SITE_KEEPS.test(reading.about) && !thing.verbs.has('track') && !thing.verbs.has('record')
      ? 'catalog'
      : 'private';
  }
  if (personal && natural !== 'private' && !thing.noun?.part) return 'private';
  if (natural === 'catalog' && given && !/\b(our|we)\b/.test(reading.about) && createdByPeople(thing)) return 'public';
  if (
    natural === 'members' &&
    RENTED.has(thing.noun?.name ?? '') &&
    /\b(customers?|visitors?|guests?|rent|rental)\b/.test(reading.about)
  )
    return 'catalog';
  if (natural === 'private' && (thing.verbs.has('share') || thing.verbs.has('publish'))) return 'public';
  if (
    natural === 'members' &&
    /\b(showcase|portfolio|website)\b/.test(reading.about) &&
    thing.name === 'project' &&
    !/\bcollaborat/.test(reading.about)
  )
    return 'catalog';
  if (
    natural === 'private' &&
    TEAM.test(reading.about) &&
    /\b(manag|team|agency|system|staff)/.test(reading.about) &&
    TEAM_KEPT.has(thing.name)
  )
    return 'members';
  return natural;
}

const RENTED = new Set(['vehicle', 'equipment']);

const createdByPeople = (thing: Thing) =>
  ['share', 'post', 'publish', 'upload', 'sell', 'trade', 'swap', 'donate'].some((verb) => thing.verbs.has(verb));

/** Kept by one person, or by a team where there is one. */
const TEAM_KEPT = new Set(
  'task expense invoice order appointment booking note budget income book lease payment subscription loan'.split(' '),
);

const OWN_PRACTICE =
  /\btool for (our|my|the) (\w+ )?(practice|office|team|company|business|clinic|department|agency)\b/;
