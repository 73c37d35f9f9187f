/** The pages under construction: what the parts of the layout share. */
import type { Entity, Page, Section } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';
import type { Naming } from '../naming.ts';
import { slugOf } from '../text/words.ts';

export interface PageContext extends Naming {
  reading: Reading;
  drafts: readonly EntityDraft[];
}

export interface Layout extends PageContext {
  pages: Page[];
  entities: readonly Entity[];
  /** Entities with a place in the navigation. */
  main: readonly Entity[];
}

export const sees = (it: Entity): Page['audience'] =>
  it.access === 'inbox' || HOUSEKEEPING.has(it.name)
    ? 'admins'
    : it.access === 'public' || it.access === 'catalog'
      ? 'everyone'
      : 'members';
export const isOpen = (it: Entity) => sees(it) === 'everyone';
/** How the site itself is set. */
export const SETTINGS: ReadonlySet<string> = new Set(['site_setting', 'dropdown_option']);
/** Kept by those who run the site, for the site itself. */
export const HOUSEKEEPING: ReadonlySet<string> = new Set([...SETTINGS, 'quiz_question']);

export function add(layout: Layout, page: Page): Page {
  const existing = layout.pages.find((it) => it.path === page.path);
  if (existing) {
    for (const section of page.sections) {
      if (existing.sections.length < 12 && !existing.sections.some((it) => sameSection(it, section)))
        existing.sections.push(section);
    }
    existing.nav ||= page.nav;
    return existing;
  }
  layout.pages.push(page);
  return page;
}

const sameSection = (a: Section, b: Section) =>
  a.kind === b.kind &&
  (a.heading === b.heading || ('entity' in a && 'entity' in b && a.entity === b.entity && a.kind !== 'chart'));

export const listed = (layout: Layout, it: Entity) =>
  layout.pages.some((page) =>
    page.sections.some((section) => (section.kind === 'list' || section.kind === 'own') && section.entity === it.name),
  );

export const pathOf = (text: string, fallback: string) => `/${slugOf(text) ?? fallback}`;
