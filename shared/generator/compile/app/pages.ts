/** `src/pages`: each page of the plan as its sections in order. */
import type { Section } from '../../app-spec.ts';
import { headingLevel, opensPage } from '../headings.ts';
import type { AppModel, EntityModel, PageModel } from '../model.ts';
import { entityOf } from '../model.ts';
import { displayOf, fieldOfList } from '../model-displays.ts';
import { readerOf } from '../model-people.ts';
import { totalColumn, trendFor } from '../model-views.ts';
import { code, file, jsString, jsxAttribute } from '../source-text.ts';
import { currencyOf } from './display.ts';
import { boardName, boardStem } from './display-board.ts';
import { calendarName, calendarStem } from './display-calendar.ts';
import { exchangeList } from './exchange-lists.ts';
import { totalsName } from './feature-api.ts';
import { Imports } from './imports.ts';

type Stats = Extract<Section, { kind: 'stats' }>;

/** Who must be there for a section to have something to show, beyond the page's own audience. */
type Need = 'none' | 'session' | 'admin' | 'never';

interface Written {
  readonly jsx: string;
  /** Reads the variable `session`. */
  readonly usesSession?: boolean;
  readonly need: Need;
  /** Half a line wide where there is room. */
  readonly isChart?: boolean;
  /** What a person is invited to see by signing in. */
  readonly nouns: string;
}

function needOf(app: AppModel, page: PageModel, entities: readonly EntityModel[]): Need {
  const audience = page.spec.audience;
  if (entities.some((it) => it.access === 'inbox'))
    return app.auth ? (audience === 'admins' ? 'none' : 'admin') : 'never';
  const signedIn = entities.some((it) => readerOf(it.access) === 'members');
  return signedIn && audience === 'everyone' ? 'session' : 'none';
}

function statsFile(app: AppModel, section: Stats, component: string): string {
  const imports = new Imports();
  imports.value('@/components/sections/stats', 'Stats');
  imports.value('@/lib/use-query', 'useQuery');
  const entities = [...new Set(section.items.map((it) => it.entity))].map((name) => entityOf(app, name));
  const values = section.items.map((item) => {
    const entity = entityOf(app, item.entity);
    const column = totalColumn(entity, item.measure, item.field);
    const of = entity.totals?.columns.find((one) => one.name === column);
    const value = `${entity.variable}Totals.${column}`;
    return `{ label: ${jsString(item.label)}, value: ${statText(of?.field ?? null, value, imports)} },`;
  });
  const loads = entities.map((it) => `${imports.value(`@/features/${it.folder}/api`, totalsName(it))}(signal)`);
  const body = code`
    async function load(signal: AbortSignal) {
      const [${entities.map((it) => `${it.variable}Totals`).join(', ')}] = await Promise.all([
        ${loads.map((it) => `${it},`)}
      ]);
      return [
        ${values}
      ];
    }

    export function ${component}({ heading }: { heading: string }) {
      return <Stats heading={heading} query={useQuery(load)} />;
    }
  `;
  return file(`${imports.lines().join('\n')}\n\n${body}`);
}

function statText(field: EntityModel['fields'][number] | null, value: string, imports: Imports): string {
  if (field?.type === 'money')
    return `${imports.value('@/lib/format', 'formatMoney')}(${value}, '${currencyOf(field)}')`;
  if (field?.type === 'percent') return `${imports.value('@/lib/format', 'formatPercent')}(${value})`;
  const unit = field?.spec.unit;
  return `${imports.value('@/lib/format', 'formatNumber')}(${value}${unit ? `, ${jsString(unit)}` : ''})`;
}

/** An element with its attributes on one line, or one on each where that is too long. */
function element(name: string, attributes: readonly string[]): string {
  const line = `<${name} ${attributes.join(' ')} />`;
  if (line.length <= 90 && !line.includes('\n')) return line;
  return `<${name}\n${attributes.map((it) => it.replace(/^/gm, '  ')).join('\n')}\n/>`;
}

function list(name: string, items: readonly string[]): string {
  return `${name}={[\n${items.map((it) => it.replace(/^/gm, '  ')).join('\n')}\n]}`;
}

type Hero = Extract<Section, { kind: 'hero' }>;

interface Action {
  readonly label: string;
  readonly path: string;
}

const ACCOUNT_PATHS = ['/sign-in', '/sign-up'];

/** Pages that exist: an action of the plan that leads nowhere is left out. */
function plannedAction(app: AppModel, section: Hero): Action | null {
  const action = section.action;
  const known =
    action &&
    (app.pages.some((it) => it.spec.path === action.path) ||
      (app.auth && action.path === '/sign-in') ||
      (app.auth && app.signUp && action.path === '/sign-up') ||
      app.entities.some((it) => it.editable && action.path === `${it.basePath}/new`));
  return action && known ? action : null;
}

/** What the hero leads to: for visitors as planned, for those who are signed in always into the app. */
function heroActions(app: AppModel, page: PageModel, section: Hero): { visitor: Action | null; member: Action | null } {
  const planned = plannedAction(app, section);
  const start = app.pages.find((it) => it.spec.path === app.startPath && it.spec.path !== page.spec.path);
  if (!app.auth || !start) return { visitor: planned, member: planned };
  const visitor =
    planned ?? (app.signUp && start.spec.audience === 'members' ? { label: 'Sign up', path: '/sign-up' } : null);
  const leadsIn = planned !== null && !ACCOUNT_PATHS.includes(planned.path) && planned.path !== page.spec.path;
  return { visitor, member: leadsIn ? planned : { label: start.spec.title, path: start.spec.path } };
}

const actionObject = (it: Action) => `{ label: ${jsString(it.label)}, path: '${it.path}' }`;

/** The hero's `action`; a page whose action depends on the session asks for it. */
function heroAction(
  app: AppModel,
  page: PageModel,
  section: Hero,
  imports: Imports,
): { lines: string[]; usesSession: boolean } {
  const { visitor, member } = heroActions(app, page, section);
  if (visitor?.path === member?.path)
    return { lines: visitor ? [`action={${actionObject(visitor)}}`] : [], usesSession: false };
  imports.value('@/features/auth/session', 'useSession');
  const otherwise = visitor ? actionObject(visitor) : 'undefined';
  return {
    lines: [`action={\n  session\n    ? ${member ? actionObject(member) : 'undefined'}\n    : ${otherwise}\n}`],
    usesSession: true,
  };
}

/** Says that a list or form bears the page's heading, where its component is also shown among others. */
function levelOf(
  app: AppModel,
  page: PageModel,
  section: Extract<Section, { kind: 'list' | 'contact' | 'own' }>,
): string[] {
  const opens = page.spec.sections[0] === section && opensPage(app.spec, page.spec);
  return opens && headingLevel(app.spec, section.entity, section.kind) === 'both' ? ['level={1}'] : [];
}

function writeSection(
  app: AppModel,
  page: PageModel,
  section: Section,
  imports: Imports,
  files: Record<string, string>,
): Written {
  const heading = jsxAttribute('heading', section.heading);
  const component = (path: string, name: string) => imports.value(`@/${path}`, name);
  const plain = (jsx: string): Written => ({ jsx, need: 'none', nouns: '' });
  const of = (jsx: string, ...entities: EntityModel[]): Written => ({
    jsx,
    need: needOf(app, page, entities),
    nouns: entities[0]?.nouns ?? '',
  });
  switch (section.kind) {
    case 'hero': {
      const action = heroAction(app, page, section, imports);
      const hero = element(component('components/sections/hero', 'Hero'), [
        heading,
        jsxAttribute('text', section.text),
        ...action.lines,
      ]);
      return { ...plain(hero), usesSession: action.usesSession };
    }
    case 'features':
      return plain(
        element(component('components/sections/features', 'Features'), [
          heading,
          list(
            'items',
            section.items.map((it) => `{ title: ${jsString(it.title)}, text: ${jsString(it.text)} },`),
          ),
        ]),
      );
    case 'text':
      return plain(
        element(component('components/sections/text-block', 'TextBlock'), [
          heading,
          list(
            'paragraphs',
            section.paragraphs.map((it) => `${jsString(it)},`),
          ),
        ]),
      );
    case 'faq':
      return plain(
        element(component('components/sections/faq', 'Faq'), [
          heading,
          list(
            'items',
            section.items.map((it) => `{ question: ${jsString(it.question)}, answer: ${jsString(it.answer)} },`),
          ),
        ]),
      );
    case 'list': {
      const it = entityOf(app, section.entity);
      if (it.exchange) {
        const { name, stem } = exchangeList(it, it.exchange);
        return of(
          element(component(`features/${it.folder}/${stem}`, name), [heading, ...levelOf(app, page, section)]),
          it,
        );
      }
      const display = displayOf(section, it.fields);
      const by = fieldOfList(section, it.fields);
      const titled = [heading, ...levelOf(app, page, section)];
      if (by && display === 'board')
        return of(element(component(`features/${it.folder}/${boardStem(it, by)}`, boardName(it, by)), titled), it);
      if (by && display === 'calendar') {
        const calendar = component(`features/${it.folder}/${calendarStem(it, by)}`, calendarName(it, by));
        return of(element(calendar, titled), it);
      }
      const name = component(`features/${it.folder}/${it.stem}-list`, `${it.type}List`);
      return of(element(name, [...titled, ...(it.displays.size > 1 ? [`display="${display}"`] : [])]), it);
    }
    case 'own': {
      const it = entityOf(app, section.entity);
      const own = component(`features/${it.folder}/own-${it.stem}`, `Own${it.type}`);
      return of(element(own, [heading, ...levelOf(app, page, section)]), it);
    }
    case 'recent': {
      const it = entityOf(app, section.entity);
      const name = component(`features/${it.folder}/recent-${it.folder}`, `Recent${it.types}`);
      return of(element(name, [heading, `limit={${section.limit}}`]), it);
    }
    case 'contact': {
      const it = entityOf(app, section.entity);
      const name = component(`features/${it.folder}/${it.stem}-contact-form`, `${it.type}ContactForm`);
      return plain(element(name, [heading, ...levelOf(app, page, section), jsxAttribute('text', section.text)]));
    }
    case 'search': {
      const name = component('features/search/search-results', 'SearchResults');
      const opens = page.spec.sections[0] === section && opensPage(app.spec, page.spec);
      const jsx = element(name, [heading, ...(opens ? ['level={1}'] : [])]);
      return app.search?.open ? plain(jsx) : of(jsx, ...(app.search?.entities ?? []));
    }
    case 'quiz': {
      const it = entityOf(app, section.entity);
      return plain(element(component(`features/${it.folder}/quiz-section`, 'QuizSection'), [heading]));
    }
    case 'cart':
      return plain(element(component('features/cart/cart-section', 'CartSection'), [heading]));
    case 'chart': {
      const it = entityOf(app, section.entity);
      const view = trendFor(it, section);
      const chart = of(element(component(`features/${it.folder}/${view.stem}-chart`, view.component), [heading]), it);
      return { ...chart, isChart: true };
    }
    case 'stats': {
      const at = Object.keys(files).length + 1;
      const stem = `${page.file.replace(/-page/, '')}-stats${at > 1 ? `-${at}` : ''}`;
      const name = `${page.component.replace(/Page(\d*)$/, '$1')}Stats${at > 1 ? at : ''}`;
      files[`src/pages/${stem}.tsx`] = statsFile(app, section, name);
      imports.value(`./${stem}`, name);
      return of(element(name, [heading]), ...section.items.map((it) => entityOf(app, it.entity)));
    }
  }
}

/** Neighbouring charts stand side by side on a wide screen. */
function inPairs(sections: readonly Written[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < sections.length; ) {
    let end = at;
    while (sections[end]?.isChart) end += 1;
    if (end - at < 2) {
      lines.push(sections[at]?.jsx ?? '');
      at += 1;
      continue;
    }
    const charts = sections.slice(at, end).map((it) => it.jsx.replace(/^/gm, '  '));
    lines.push('<div className="grid gap-x-8 *:min-w-0 lg:grid-cols-2">', ...charts, '</div>');
    at = end;
  }
  return lines;
}

/** Neighbouring sections with the same need share one guard, so that a visitor is invited once. */
function guard(sections: readonly Written[], imports: Imports): string[] {
  const lines: string[] = [];
  for (let at = 0; at < sections.length; ) {
    const first = sections[at];
    if (!first) break;
    let end = at;
    while (sections[end]?.need === first.need) end += 1;
    const group = inPairs(sections.slice(at, end));
    at = end;
    if (first.need === 'never') continue;
    if (first.need === 'none') {
      lines.push(...group);
      continue;
    }
    const name = first.need === 'session' ? 'SignedInOnly' : 'AdminOnly';
    imports.value(`@/features/auth/${first.need === 'session' ? 'signed-in-only' : 'admin-only'}`, name);
    const attribute =
      first.need === 'session' ? ` ${jsxAttribute('invitation', `Sign in to see your ${first.nouns}.`)}` : '';
    lines.push(`<${name}${attribute}>`, ...group.map((it) => it.replace(/^/gm, '  ')), `</${name}>`);
  }
  return lines;
}

/** Files of one page: itself, and its numbers where it shows some. */
export function pageFiles(app: AppModel, page: PageModel): Record<string, string> {
  const imports = new Imports();
  const files: Record<string, string> = {};
  const sections = page.spec.sections.map((section) => writeSection(app, page, section, imports, files));
  const hasHeading = page.spec.sections[0]?.kind === 'hero' || opensPage(app.spec, page.spec);
  if (!hasHeading) imports.value('@/components/page-heading', 'PageHeading');
  const lines = guard(sections, imports);
  const body = code`
    export function ${page.component}() {
      ${sections.some((it) => it.usesSession) && 'const { session } = useSession();\n'}
      return (
        <>
          <title>{${jsString(page.spec.path === '/' ? app.spec.name : `${page.spec.title} \u2013 ${app.spec.name}`)}}</title>
          ${!hasHeading && element('PageHeading', [jsxAttribute('title', page.spec.title)])}
          ${lines}
        </>
      );
    }
  `;
  return { [`src/pages/${page.file}.tsx`]: file(`${imports.lines().join('\n')}\n\n${body}`), ...files };
}
