/** What a plan promises to the people who use the application, as far as it can be seen from outside. */
import type { AppSpec, Entity, Page, Section } from '../../../shared/generator/app-spec.ts';

export type Person = 'Ada' | 'Ben' | 'signed out';

export interface EntityExpectation {
  readonly entity: Entity;
  /** The page with the list of its rows, and the heading over the list. */
  readonly list: { readonly path: string; readonly heading: string };
  /** Who creates a row in the inspection. */
  readonly creator: 'Ada' | 'Ben';
  /** Who else sees that row, who may change it, and who must not see it. */
  readonly seenBy: readonly Person[];
  readonly changedBy: readonly Person[];
  readonly hiddenFrom: readonly Person[];
}

export interface ContactExpectation {
  readonly entity: Entity;
  readonly path: string;
  readonly heading: string;
  /** Where those who look after the application read it; null where no page shows it. */
  readonly inbox: { readonly path: string; readonly heading: string } | null;
}

/** Ada looks after the application where anybody does; see the seed of generated projects. */
const BY_ACCESS: Record<string, Pick<EntityExpectation, 'creator' | 'seenBy' | 'changedBy' | 'hiddenFrom'>> = {
  private: { creator: 'Ada', seenBy: [], changedBy: [], hiddenFrom: ['Ben', 'signed out'] },
  members: { creator: 'Ada', seenBy: ['Ben'], changedBy: [], hiddenFrom: ['signed out'] },
  team: { creator: 'Ada', seenBy: ['Ben'], changedBy: ['Ben'], hiddenFrom: ['signed out'] },
  public: { creator: 'Ada', seenBy: ['Ben', 'signed out'], changedBy: [], hiddenFrom: [] },
  catalog: { creator: 'Ada', seenBy: ['Ben', 'signed out'], changedBy: [], hiddenFrom: [] },
  managed: { creator: 'Ben', seenBy: ['Ada'], changedBy: ['Ada'], hiddenFrom: ['signed out'] },
};

/** A board or calendar, and who may use it. */
export interface DisplayExpectation {
  readonly display: 'board' | 'calendar';
  readonly path: string;
  readonly heading: string;
  readonly person: 'Ada' | 'Ben';
  /** A day on which the samples have a row, for a calendar. */
  readonly firstDay: string | null;
}

/** The page with a person's own row of what everybody has once. */
export interface OwnExpectation {
  readonly entity: Entity;
  readonly path: string;
  readonly heading: string;
}

/** The page with what people write to each other. */
export type MessageExpectation = OwnExpectation;

type ListSection = Extract<Section, { kind: 'list' }>;

function listPlace(spec: AppSpec, entity: Entity): { page: Page; section: ListSection } | null {
  const places = spec.pages.flatMap((page) =>
    page.sections
      .filter((it): it is ListSection => it.kind === 'list' && it.entity === entity.name)
      .map((section) => ({ page, section })),
  );
  // A page of its own before one that it shares with others.
  return places.sort((a, b) => a.page.sections.length - b.page.sections.length)[0] ?? null;
}

export function expectEntities(spec: AppSpec): EntityExpectation[] {
  return spec.entities.flatMap((entity) => {
    const rule = BY_ACCESS[entity.access];
    const place = listPlace(spec, entity);
    // What a person has once is made, changed and deleted where it is theirs.
    if (!rule || !place || entity.single) return [];
    // A page for members hides from others even what the database would show.
    const shut: readonly Person[] = place.page.audience === 'everyone' ? [] : ['signed out'];
    return {
      entity,
      list: { path: place.page.path, heading: place.section.heading },
      ...rule,
      seenBy: place.page.audience === 'admins' ? [] : rule.seenBy.filter((it) => !shut.includes(it)),
    };
  });
}

/** The first board and the first calendar of each entity that somebody may change. */
export function expectDisplays(spec: AppSpec): DisplayExpectation[] {
  return spec.entities.flatMap((entity) => {
    const lists = spec.pages.flatMap((page) =>
      page.sections.flatMap((section) =>
        section.kind === 'list' && section.entity === entity.name ? [{ page, section }] : [],
      ),
    );
    return (['board', 'calendar'] as const).flatMap((display) => {
      const place = lists.find(({ section }) => section.display === display);
      if (!place) return [];
      const { page, section } = place;
      const day = section.by === undefined ? null : entity.samples[0]?.[section.by];
      return {
        display,
        path: page.path,
        heading: section.heading,
        person: 'Ada' as const,
        firstDay: typeof day === 'string' ? day : null,
      };
    });
  });
}

export const expectOwn = (spec: AppSpec): OwnExpectation[] => sectionsOf(spec, 'own', ({ single }) => single === true);

export const expectMessages = (spec: AppSpec): MessageExpectation[] =>
  sectionsOf(spec, 'list', ({ access }) => access === 'exchanged');

/** The first section of a kind for each entity that fits. */
function sectionsOf(spec: AppSpec, kind: 'own' | 'list', fits: (entity: Entity) => boolean): OwnExpectation[] {
  return spec.entities.filter(fits).flatMap((entity) => {
    const found = spec.pages
      .flatMap((page) => page.sections.map((section) => ({ page, section })))
      .find(({ section }) => section.kind === kind && section.entity === entity.name);
    return found ? [{ entity, path: found.page.path, heading: found.section.heading }] : [];
  });
}

export function expectContacts(spec: AppSpec): ContactExpectation[] {
  return spec.pages.flatMap((page) =>
    page.sections.flatMap((section) => {
      const entity = section.kind === 'contact' && spec.entities.find((it) => it.name === section.entity);
      if (!entity || section.kind !== 'contact') return [];
      const place = listPlace(spec, entity);
      return {
        entity,
        path: page.path,
        heading: section.heading,
        inbox: place && { path: place.page.path, heading: place.section.heading },
      };
    }),
  );
}

/** Pages that somebody may open, in the order of the plan. */
export function pagesFor(spec: AppSpec, person: Person): Page[] {
  const admin = person === 'Ada';
  const member = person !== 'signed out';
  return spec.pages.filter(
    ({ audience }) => audience === 'everyone' || (audience === 'members' && member) || (audience === 'admins' && admin),
  );
}
