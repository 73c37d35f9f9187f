/** Where an app begins for whom: what a landing page shows of its rows, and where people go who are signed in. */
import type { AppSpec, Page, Section } from '../app-spec.ts';

const hasKind = (page: Page, ...kinds: Section['kind'][]) => page.sections.some((it) => kinds.includes(it.kind));

/** Pages where rows are, in the order in which a person would look for their own. */
const ROWS: Section['kind'][] = ['list', 'recent', 'stats', 'chart'];

/**
 * The path where a signed-in person begins: the first page when it has rows, otherwise the dashboard (the first page with
 * numbers for members), then the first list for members, then the first for everyone.
 */
export function startPath(spec: AppSpec): string {
  const home = spec.pages.find((it) => it.path === '/');
  if (home?.audience !== 'everyone') return '/';
  const others = spec.pages.filter((it) => it.path !== '/' && it.audience !== 'admins' && it.nav);
  const members = others.filter((it) => it.audience === 'members');
  const found = [
    members.find((it) => hasKind(it, 'stats', 'chart')),
    members.find((it) => hasKind(it, ...ROWS)),
    hasKind(home, ...ROWS) ? home : undefined,
    others.find((it) => hasKind(it, ...ROWS)),
  ].find((it) => it !== undefined);
  return found?.path ?? '/';
}

/**
 * The plan with what the app holds for everyone shown on its landing page: a page that only praises gets the newest rows
 * of the first entity that everybody may read and that has a page of its own.
 */
export function withLiveLanding(spec: AppSpec): AppSpec {
  const home = spec.pages.find((it) => it.path === '/');
  if (home?.sections[0]?.kind !== 'hero' || hasKind(home, 'list', 'recent') || home.sections.length >= 12) return spec;
  const listed = spec.pages
    .filter((it) => it.audience === 'everyone')
    .flatMap((it) => it.sections)
    .flatMap((it) => (it.kind === 'list' ? [it.entity] : []));
  const shown = listed
    .map((name) => spec.entities.find((it) => it.name === name))
    .find((it) => it?.access === 'public' || it?.access === 'catalog');
  if (!shown) return spec;
  const hero = home.sections[0];
  const rest = home.sections.slice(1);
  const live: Section = { kind: 'recent', heading: shown.labelPlural, entity: shown.name, limit: 4 };
  const page: Page = { ...home, sections: [hero, live, ...rest] };
  return { ...spec, pages: spec.pages.map((it) => (it === home ? page : it)) };
}
