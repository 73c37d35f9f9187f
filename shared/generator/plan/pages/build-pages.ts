/** Lays out the pages: home, the ones asked for by name, one for each entity, a dashboard, contact, administration. */
import type { Entity, Page, Section } from '../../app-spec.ts';
import { planCart } from '../capabilities/cart.ts';
import { planQuiz } from '../capabilities/quiz.ts';
import { addSearch } from '../capabilities/search.ts';
import { clip } from '../text/words.ts';
import { listSections } from './displays.ts';
import { homePage } from './home-page.ts';
import { add, HOUSEKEEPING, type Layout, listed, type PageContext, pathOf, sees } from './layout.ts';
import { addNamedPages } from './named-pages.ts';
import { addOverview } from './overview.ts';
import { addAbout, addAdministration, addContact, addPersonalPage } from './site-pages.ts';

const MAX_PAGES = 22;
const MAX_NAV = 9;
/** Two lines of the header, in pixels; what has no place in them is in the footer. */
const NAV_WIDTH = 2000;
export function buildPages(context: PageContext): Page[] {
  const entities = context.drafts.map((it) => it.entity);
  const main = context.drafts
    .filter((it) => !it.thing.noun?.part && it.entity.access !== 'inbox' && !HOUSEKEEPING.has(it.thing.name))
    .map((it) => it.entity);
  const layout: Layout = {
    ...context,
    pages: [],
    entities,
    main: main.length > 0 ? main : entities.filter((it) => it.access !== 'inbox'),
  };

  const cart = planCart(layout.drafts);
  if (cart) add(layout, { path: '/cart', title: 'Cart', nav: true, audience: 'everyone', sections: [cart] });
  addQuiz(layout);
  addNamedPages(layout);
  const hasPage = (it: Entity) => it.access !== 'inbox' && !HOUSEKEEPING.has(it.name);
  for (const it of layout.main) if (hasPage(it) && !it.single) addEntityPage(layout, it, true);
  addPersonalPage(layout);
  // What is a person's own has a place in the navigation; what belongs to other rows is reached from those.
  for (const it of entities) if (hasPage(it)) addEntityPage(layout, it, it.access === 'private' || it.single === true);
  addOverview(layout);
  addAbout(layout);
  addContact(layout);
  addAdministration(layout);
  addSearch(layout);
  return ordered(layout, homePage(layout));
}

/** The quiz, and a page for those who keep its questions. */
function addQuiz(layout: Layout): void {
  const quiz = planQuiz(layout.drafts);
  if (!quiz) return;
  add(layout, { path: '/quiz', title: 'Quiz', nav: true, audience: 'everyone', sections: [quiz] });
  const list: Section = { kind: 'list', heading: 'Quiz questions', entity: quiz.entity, display: 'table' };
  add(layout, { path: '/quiz-questions', title: 'Quiz questions', nav: true, audience: 'admins', sections: [list] });
}

function addEntityPage(layout: Layout, it: Entity, nav: boolean): void {
  if (listed(layout, it)) return;
  if (it.single) {
    const title = clip(`My ${it.label.charAt(0).toLowerCase()}${it.label.slice(1)}`, 60);
    const own: Section = { kind: 'own', heading: title, entity: it.name };
    add(layout, { path: pathOf(title, `my-${it.table}`), title, nav, audience: 'members', sections: [own] });
    return;
  }
  add(layout, {
    path: pathOf(it.labelPlural, it.table.replace(/_/g, '-')),
    title: planCart(layout.drafts)?.order === it.name ? `My ${it.labelPlural.toLowerCase()}` : it.labelPlural,
    nav,
    audience: sees(it),
    sections: listSections(it, layout.reading.about),
  });
}

/** Home, named pages, the others; the navigation stays short. */
function ordered(layout: Layout, home: Page): Page[] {
  const rank = (page: Page) =>
    page.path === '/dashboard'
      ? 0
      : page.path === '/about' || page.path === '/faq'
        ? 2
        : page.path === '/contact'
          ? 3
          : page.audience === 'admins'
            ? 4
            : 1;
  const named = layout.reading.pages.length;
  const rest = named > 2 ? layout.pages : [...layout.pages].sort((a, b) => rank(a) - rank(b));
  const pages = [home, ...rest].slice(0, MAX_PAGES);
  const isFixed = (page: Page) => page.audience === 'admins' || page.path === '/contact' || page.path === '/';
  let shown = 0;
  let room = NAV_WIDTH - widthOf(pages.filter((page) => page.nav && isFixed(page)));
  for (const page of pages) {
    if (!page.nav || isFixed(page)) continue;
    shown++;
    room -= widthOf([page]);
    if (shown > Math.max(MAX_NAV - 1, named + 1) || (room < 0 && named <= 2)) page.nav = false;
  }
  return pages;
}

/** About how wide the links to pages are, in pixels. */
const widthOf = (pages: readonly Page[]) => pages.reduce((sum, { title }) => sum + title.length * 7.5 + 28, 0);
