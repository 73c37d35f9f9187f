/** How the rows of an entity are shown: a board for what moves through stages, a calendar for what has its time. */
import type { Entity, Field, Section } from '../../app-spec.ts';
import { clip } from '../text/words.ts';

type List = Extract<Section, { kind: 'list' }>;

/** Things with a stage that people move along. */
const STAGED = /^(?:deal|opportunity|lead|task|to_do|chore|case|bug|issue|ticket|project|candidate|campaign)$/;
const ASKS_BOARD = /\b(?:kanban|boards?|pipeline|columns|stages)\b/;
/** Things that take place at a time. */
const SCHEDULED =
  /(?:^|_)(?:appointment|booking|reservation|event|shift|rehearsal|training|meeting|lesson|class|concert|conference|workshop|meetup|match|viewing)$/;
const ASKS_CALENDAR = /\bcalendars?\b|\bschedul(?:e|es|ing)\b|\btimetable\b/;
/** Things that are looked at. */
const PICTURED = /^(?:work|artwork|painting|photo|picture|wallpaper|design)$/;
const ASKS_GALLERY = /\bgaller(?:y|ies)\b/;
/** People and animals that are recognised by their pictures. */
const FACES = /(?:^|_)(?:profile|member|pet|dog|cat|animal)$/;
/** Things that are told one after the other. */
const TOLD = /(?:^|_)(?:news|announcement|update|milestone|case_report|download|memory|changelog|history)$/;
const ASKS_TIMELINE = /\btimelines?\b/;

/** Sections that list an entity, at least one; a board and a calendar have the searchable list below them. */
export function listSections(it: Entity, about: string, heading = it.labelPlural): List[] {
  const list = listSection(it, about, heading);
  if (it.access === 'exchanged') return [list];
  const board = boardField(it, about);
  const day = board ? undefined : calendarField(it, about);
  if (!board && !day) return [list];
  const by = board ?? day;
  const special: List = {
    kind: 'list',
    heading,
    entity: it.name,
    display: board ? 'board' : 'calendar',
    ...(by ? { by: by.name } : {}),
  };
  const all = `All ${it.labelPlural.charAt(0).toLowerCase()}${it.labelPlural.slice(1)}`;
  return [special, { ...list, heading: clip(all, 78) }];
}

/** One list with search, filters and sort. */
export function listSection(it: Entity, about: string, heading = it.labelPlural): List {
  const of = (display: List['display'], by?: Field): List => ({
    kind: 'list',
    heading,
    entity: it.name,
    display,
    ...(by ? { by: by.name } : {}),
  });
  const pictured = it.fields.some((field) => field.type === 'image');
  if (pictured && (PICTURED.test(it.name) || ASKS_GALLERY.test(about))) return of('gallery');
  const told = pastDay(it);
  if (told && (TOLD.test(it.name) || /^(?:industry )?news$|announcement/i.test(it.label) || ASKS_TIMELINE.test(about)))
    return of('timeline', told);
  const rich = it.fields.some((field) => ['image', 'long_text', 'rich_text'].includes(field.type));
  const open = it.access === 'public' || it.access === 'catalog' || (pictured && FACES.test(it.name));
  const cards = rich && open && !it.fields.some((field) => field.type === 'reference' && field.required);
  return of(cards ? 'cards' : 'table');
}

/** The field a board goes by; where a workflow decides the steps, its buttons move the row. */
function boardField(it: Entity, about: string): Field | undefined {
  if (it.workflow || it.access === 'catalog' || it.access === 'inbox') return undefined;
  if (!STAGED.test(it.name) && !ASKS_BOARD.test(about)) return undefined;
  return it.fields.find(
    (field) =>
      field.type === 'choice' && /^(?:status|stage|state)$/.test(field.name) && (field.choices?.length ?? 0) >= 3,
  );
}

function calendarField(it: Entity, about: string): Field | undefined {
  const days = it.fields.filter((field) => field.type === 'datetime' || field.type === 'date');
  const start = days.find((field) => /start|begins|^date|check_in|^day$|^when$/.test(field.name));
  if (SCHEDULED.test(it.name)) return start ?? days[0];
  if (!ASKS_CALENDAR.test(about)) return undefined;
  return start ?? days.find((field) => field.type === 'datetime' || /due|deadline|date/.test(field.name));
}

const pastDay = (it: Entity): Field | undefined =>
  it.fields.find(
    (field) =>
      (field.type === 'date' || field.type === 'datetime') && !/next|due|expire|until|ends|deadline/.test(field.name),
  );
