/** One search over everything the app keeps, where the request speaks of searching and there is more than one thing to find. */
import { type Entity, TEXT_TYPES } from '../../app-spec.ts';
import { add, HOUSEKEEPING, isOpen, type Layout } from '../pages/layout.ts';

const ASKED = /\bsearch(?:es|ed|ing|able)?\b|\bfind (?:any|every)thing\b|\bfull[- ]?text\b/;
/** A search of another kind: for a job in life, by machines on the web. */
const OTHER = /\b(?:job|flat|apartment|house|word) search\b|\bsearch[- ]engines?\b|\bsearch (?:ads?|rankings?)\b/g;
const EXPLICIT = /\bfull[- ]?text\b|\bglobal search\b|\bsearch (?:across|everything|page)\b/;
const MOST = 8;

export function addSearch(layout: Layout): void {
  const about = layout.reading.about.replace(OTHER, '');
  if (!ASKED.test(about)) return;
  const found = [...layout.main, ...layout.entities.filter((it) => !layout.main.includes(it))].filter(isFound);
  if (found.length < (EXPLICIT.test(about) ? 1 : 2)) return;
  const entities = found.slice(0, MOST);
  add(layout, {
    path: '/search',
    title: 'Search',
    nav: false,
    audience: entities.some(isOpen) ? 'everyone' : 'members',
    sections: [{ kind: 'search', heading: 'Search', entities: entities.map((it) => it.name) }],
  });
}

function isFound(it: Entity): boolean {
  const closed = it.access === 'inbox' || it.access === 'exchanged' || HOUSEKEEPING.has(it.name);
  return !closed && it.fields.some((field) => TEXT_TYPES.includes(field.type));
}
