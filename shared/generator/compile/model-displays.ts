/** How an entity's rows are displayed: which lists it has, and by which field a board, calendar or timeline goes. */
import type { Section } from '../app-spec.ts';
import type { FieldModel } from './model-fields.ts';

type List = Extract<Section, { kind: 'list' }>;

/** Displays that share one list with its search, filters, sort and pages. */
export type ListDisplay = 'table' | 'cards' | 'gallery' | 'timeline';

export interface Displays {
  readonly displays: ReadonlySet<ListDisplay>;
  /** Choices whose values are the columns of a board. */
  readonly boards: readonly FieldModel[];
  /** Days that place rows in a calendar. */
  readonly calendars: readonly FieldModel[];
  /** The day a timeline goes by. */
  readonly timeline: FieldModel | null;
}

const isDay = (f: FieldModel) => f.type === 'date' || f.type === 'datetime';

/** The field a list goes by: the one it names, or the first that fits; null where none is needed or fits. */
export function fieldOfList(list: List, fields: readonly FieldModel[]): FieldModel | null {
  const fits =
    list.display === 'board'
      ? (f: FieldModel) => f.type === 'choice'
      : list.display === 'calendar' || list.display === 'timeline'
        ? isDay
        : () => false;
  const fitting = fields.filter(fits);
  return fitting.find((f) => f.name === list.by) ?? fitting.find((f) => f.required) ?? fitting[0] ?? null;
}

/** The display of a list, a table where the one asked for has no field to go by. */
export function displayOf(list: List, fields: readonly FieldModel[]): List['display'] {
  const needsField = list.display === 'board' || list.display === 'calendar' || list.display === 'timeline';
  return needsField && fieldOfList(list, fields) === null ? 'table' : list.display;
}

export function buildDisplays(lists: readonly List[], fields: readonly FieldModel[]): Displays {
  const displays = new Set<ListDisplay>();
  const by = { board: new Set<FieldModel>(), calendar: new Set<FieldModel>(), timeline: new Set<FieldModel>() };
  for (const list of lists) {
    const display = displayOf(list, fields);
    const field = fieldOfList(list, fields);
    if (display !== 'board' && display !== 'calendar') displays.add(display);
    if (field && (display === 'board' || display === 'calendar' || display === 'timeline')) by[display].add(field);
  }
  const [timeline = null] = by.timeline;
  return { displays, boards: [...by.board], calendars: [...by.calendar], timeline };
}
