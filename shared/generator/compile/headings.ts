/** Which section of a page bears the page's own heading, and what follows for the components of its rows. */
import type { AppSpec, Page, Section } from '../app-spec.ts';
import { readerOf } from './model-people.ts';
import { code } from './source-text.ts';

/** The level of a component's heading; `both` where one page opens with it and another shows it among other sections. */
export type HeadingLevel = 1 | 2 | 'both';

/**
 * Whether a page's first section says what the page is: a list or form that is all there is on the page, or that has the
 * page's own name. Where a visitor is asked to sign in first, the page needs a heading of its own.
 */
export function opensPage(spec: AppSpec, page: Page): boolean {
  const [first, ...more] = page.sections;
  if (first?.kind === 'search') {
    const found = spec.entities.filter((it) => first.entities.includes(it.name));
    const isOpen = page.audience !== 'everyone' || found.some((it) => readerOf(it.access) === 'everyone');
    return isOpen && (more.length === 0 || first.heading === page.title);
  }
  if (first?.kind === 'cart' || first?.kind === 'quiz') return more.length === 0;
  if (first?.kind !== 'list' && first?.kind !== 'contact' && first?.kind !== 'own') return false;
  const access = spec.entities.find((it) => it.name === first.entity)?.access;
  // Boxes and conversations bear the heading of every page they are on, or of none.
  if (access === 'exchanged') return spec.pages.every((it) => it.sections.length === 1 || !lists(it, first.entity));
  const reader = access === undefined || first.kind === 'contact' ? 'everyone' : readerOf(access);
  const isOpen = reader === 'everyone' || page.audience === 'admins' || page.audience === reader;
  return isOpen && (more.length === 0 || first.heading === page.title);
}

const lists = (page: Page, entity: string) => page.sections.some((it) => it.kind === 'list' && it.entity === entity);

/** The level of headings over the sections of a kind that an entity has. */
export function headingLevel(spec: AppSpec, entity: string, kind: 'list' | 'contact' | 'own'): HeadingLevel {
  const isOf = (section: Section) => section.kind === kind && section.entity === entity;
  const levels = new Set(
    spec.pages.flatMap((page) =>
      page.sections.flatMap((section, at): (1 | 2)[] =>
        isOf(section) ? [at === 0 && opensPage(spec, page) ? 1 : 2] : [],
      ),
    ),
  );
  if (levels.size === 2) return 'both';
  return levels.has(1) ? 1 : 2;
}

/** What a component with a heading takes: `{ heading }: { heading: string }`, with `more` names and types. */
export function headingProps(
  level: HeadingLevel,
  more: readonly (readonly [name: string, type: string])[] = [],
): string {
  const props: (readonly [string, string])[] = [['heading', 'string'], ...more];
  const names = [...props.map(([name]) => name), ...(level === 'both' ? ['level'] : [])];
  const types = [...props.map(([name, type]) => `${name}: ${type}`), ...(level === 'both' ? ['level?: 1 | 2'] : [])];
  return `{ ${names.join(', ')} }: { ${types.join('; ')} }`;
}

/** The attribute of `Section` that goes with `headingProps`. */
export function levelAttribute(level: HeadingLevel): string | null {
  if (level === 2) return null;
  return code`level={${level === 1 ? '1' : 'level'}}`;
}
