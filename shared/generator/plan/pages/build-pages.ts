/** Lays out the pages: home, the ones asked for by name, one for each entity, a dashboard, contact, administration. */
import type { Entity, Page, Section } from '../../app-spec.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';
import type { Naming } from '../naming.ts';
import { plural, singular } from '../text/inflect.ts';
import { clip, sentenceCase, slugOf } from '../text/words.ts';
import { activityChart, divisionChart, figures, progressChart } from './charts.ts';
import { actionFor, featureText, featureTitle } from './copy.ts';
import { aboutPage, faqPage } from './prose-pages.ts';

const MAX_PAGES = 22;
const MAX_NAV = 9;

export interface PageContext extends Naming {
  reading: Reading;
  drafts: readonly EntityDraft[];
}

interface Layout extends PageContext {
  pages: Page[];
  entities: readonly Entity[];
  /** Entities with a place in the navigation. */
  main: readonly Entity[];
}

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

  addNamedPages(layout);
  for (const it of entities) if (it.access !== 'inbox') addEntityPage(layout, it, layout.main.includes(it));
  addOverview(layout);
  addPersonalPage(layout);
  addAbout(layout);
  addContact(layout);
  addAdministration(layout);
  return ordered(layout, homePage(layout));
}

const sees = (it: Entity): Page['audience'] =>
  it.access === 'inbox' || HOUSEKEEPING.has(it.name)
    ? 'admins'
    : it.access === 'public' || it.access === 'catalog'
      ? 'everyone'
      : 'members';
const isOpen = (it: Entity) => sees(it) === 'everyone';
/** Kept by those who run the site, for the site itself. */
const HOUSEKEEPING = new Set(['site_setting', 'dropdown_option']);

function add(layout: Layout, page: Page): Page {
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

const listed = (layout: Layout, it: Entity) =>
  layout.pages.some((page) => page.sections.some((section) => section.kind === 'list' && section.entity === it.name));

function listSection(it: Entity): Section {
  const rich = it.fields.some((field) => field.type === 'image' || field.type === 'long_text');
  const cards = rich && isOpen(it) && !it.fields.some((field) => field.type === 'reference' && field.required);
  return { kind: 'list', heading: it.labelPlural, entity: it.name, display: cards ? 'cards' : 'table' };
}

const pathOf = (text: string, fallback: string) => `/${slugOf(text) ?? fallback}`;

/** Pages the person listed by name; the others are added around them. */
function addNamedPages(layout: Layout): void {
  for (const wanted of layout.reading.pages) {
    const key = wanted
      .toLowerCase()
      .replace(/^(?:the|a|an)\s+/, '')
      .trim();
    const title = clip(sentenceCase(wanted.replace(/^(?:the|a|an)\s+/i, '')), 40);
    if (/^(home|home ?page|start|landing|main)$/.test(key) || !title) continue;
    if (/^about/.test(key)) add(layout, { ...aboutPage(layout), path: '/about', title });
    else if (/^faqs?$|questions/.test(key)) add(layout, { ...faqPage(layout, layout.entities), title });
    else if (/^contact/.test(key)) continue;
    else if (/^(log ?in|sign ?in|sign ?up|register|registration|profile settings)$/.test(key)) continue;
    else addNamedEntityPage(layout, key, title);
  }
}

function addNamedEntityPage(layout: Layout, key: string, title: string): void {
  const path = pathOf(title, `page-${layout.pages.length + 1}`);
  const draft = entityForPage(layout, key);
  if (!draft) {
    if (/dashboard|overview|report|statistic|analytic/.test(key)) {
      addOverview(layout, { path, title });
      return;
    }
    add(layout, {
      path,
      title,
      nav: true,
      audience: 'everyone',
      sections: [
        {
          kind: 'text',
          heading: title,
          paragraphs: [`${title} of ${layout.name}.`, 'This page is ready for your own words.'],
        },
      ],
    });
    return;
  }
  const it = draft.entity;
  const sections: Section[] = [];
  const score = it.fields.find((field) => /score|points|rank/.test(field.name));
  if (/rank|leader|score/.test(key) && score) {
    sections.push({
      kind: 'chart',
      heading: `Best by ${score.label.toLowerCase()}`,
      entity: it.name,
      display: 'bar',
      x: it.titleField,
      measure: 'max',
      y: score.name,
    });
  }
  const amount = it.fields.find((field) => /^(gold|amount|balance)$/.test(field.name));
  if (/bank|balance|account/.test(key) && amount) {
    sections.push({
      kind: 'stats',
      heading: 'Balance',
      items: [{ label: `Total ${amount.label.toLowerCase()}`, entity: it.name, measure: 'sum', field: amount.name }],
    });
  }
  sections.push({ ...listSection(it), heading: title } as Section);
  add(layout, { path, title, nav: true, audience: sees(it), sections });
}

/** The entity a page name means: its label, its other names, or a word of it. */
function entityForPage(layout: Layout, key: string): EntityDraft | undefined {
  const one = singular(key.replace(/^(?:our|my|all)\s+/, ''));
  return (
    layout.drafts.find(
      ({ entity: it }) =>
        it.label.toLowerCase() === one || it.name.replace(/_/g, ' ') === one || it.labelPlural.toLowerCase() === key,
    ) ??
    layout.drafts.find(({ thing }) => thing.noun?.aka.some((other) => other === one || plural(other) === key)) ??
    layout.drafts.find(({ entity: it }) =>
      one.split(' ').some((word) => word.length > 3 && it.name.split('_').includes(word)),
    )
  );
}

function addEntityPage(layout: Layout, it: Entity, nav: boolean): void {
  if (listed(layout, it)) return;
  add(layout, {
    path: pathOf(it.labelPlural, it.table.replace(/_/g, '-')),
    title: it.labelPlural,
    nav,
    audience: sees(it),
    sections: [listSection(it)],
  });
}

/** Words by which an overview with numbers is asked for, and what the page is called then. */
const OVERVIEWS: readonly (readonly [RegExp, string, string])[] = [
  [/\bconsolidated reports?\b/, '/reports', 'Consolidated reports'],
  [/\bstatistic(s|al)\b/, '/statistics', 'Statistics'],
  [/\bmonitor(ing)?\b/, '/monitoring', 'Monitoring'],
  [/\bprogress\b|\bchart\b|\bgraph\b/, '/progress', 'Progress'],
  [/\breports?\b|\breporting\b|\banalytics\b/, '/reports', 'Reports'],
];

/** Figures and charts over what is kept, for apps with numbers in them or that ask for them. */
function addOverview(layout: Layout, named?: { path: string; title: string }): void {
  const { about } = layout.reading;
  const own = layout.main.filter((it) => !isOpen(it) && it.name !== 'profile');
  const pool = own.length > 0 ? own : layout.main;
  if (pool.length === 0) return;
  const asked = named ? ([/./, named.path, named.title] as const) : OVERVIEWS.find(([words]) => words.test(about));
  if (!asked && own.length === 0) return;
  const focus =
    asked?.[1] === '/statistics'
      ? layout.entities.filter((it) => it.access !== 'inbox' && it.access !== 'private')
      : pool;
  const charts = focus
    .flatMap((it) => [progressChart(it, about), divisionChart(it, about)])
    .filter((it): it is NonNullable<typeof it> => it !== undefined)
    .sort(
      (a, b) => Number(b.display === 'line' && b.y !== undefined) - Number(a.display === 'line' && a.y !== undefined),
    );
  const plotted = new Set(charts.filter((chart) => chart.display === 'line').map((chart) => chart.entity));
  const extra = focus
    .filter((it) => !plotted.has(it.name))
    .map(activityChart)
    .filter((it) => it !== undefined);
  const audience: Page['audience'] = focus.every(isOpen) ? 'everyone' : 'members';
  const stats: Section = { kind: 'stats', heading: 'At a glance', items: figures(focus, about) };
  if (stats.kind === 'stats' && stats.items.length === 0) return;
  if (
    asked &&
    !layout.pages.some((page) => page.path === asked[1] && page.sections.some((section) => section.kind === 'chart'))
  ) {
    add(layout, {
      path: asked[1],
      title: asked[2],
      nav: true,
      audience,
      sections: [stats, ...charts.slice(0, 4), ...extra.slice(0, 2)],
    });
  }
  if (/\bcompar(e|ison|isons|ing)\b/.test(about)) addComparison(layout, pool);
  if (named || own.length === 0) return;
  const newest = own.slice(0, 2).map(
    (it): Section => ({
      kind: 'recent',
      heading: `Latest ${it.labelPlural.toLowerCase()}`,
      entity: it.name,
      limit: 5,
    }),
  );
  add(layout, {
    path: '/dashboard',
    title: 'Dashboard',
    nav: true,
    audience: 'members',
    sections: [stats, ...charts.slice(0, 2), ...newest],
  });
}

/** Side by side: each number of an entity for every row it belongs to. */
function addComparison(layout: Layout, pool: readonly Entity[]): void {
  const it = pool.find(
    (entity) =>
      entity.fields.some((field) => field.type === 'reference') &&
      entity.fields.some((field) => field.type === 'money' || field.type === 'number'),
  );
  const group = it?.fields.find((field) => field.type === 'reference');
  if (!it || !group) return;
  const numbers = it.fields.filter((field) => field.type === 'money' || field.type === 'number').slice(0, 4);
  add(layout, {
    path: '/compare',
    title: `Compare ${plural(group.label.toLowerCase())}`,
    nav: true,
    audience: sees(it),
    sections: [
      ...numbers.map(
        (field): Section => ({
          kind: 'chart',
          heading: `${field.label} by ${group.label.toLowerCase()}`,
          entity: it.name,
          display: 'bar',
          x: group.name,
          measure: 'sum',
          y: field.name,
        }),
      ),
      { kind: 'list', heading: it.labelPlural, entity: it.name, display: 'table' },
    ],
  });
}

/** "personal center", "my account": what belongs to the person who is signed in. */
function addPersonalPage(layout: Layout): void {
  const asked =
    /\b(personal cent(?:er|re)|user profile|my account|account management|account information|profile page|member area)\b/.exec(
      layout.reading.about,
    )?.[1];
  if (!asked) return;
  const own = layout.entities.filter(
    (it) => it.access === 'private' || it.name === 'profile' || it.name === 'partner_profile',
  );
  if (own.length === 0) return;
  const title = asked === 'account management' || asked === 'account information' ? 'My account' : sentenceCase(asked);
  add(layout, {
    path: pathOf(title, 'my-account'),
    title,
    nav: true,
    audience: 'members',
    sections: own.slice(0, 6).map((it) => ({ ...listSection(it), display: 'table' }) as Section),
  });
}

function addAbout(layout: Layout): void {
  const { about } = layout.reading;
  if (
    /\babout (us|page|me|the (company|office|team|designer|institute|author))\b|\b(background|mission|history) (and|of)\b|\blearn about\b|\bportfolio\b|\bclinic|\bcompany website\b/.test(
      about,
    )
  ) {
    add(layout, aboutPage(layout));
  }
  if (/\bfaqs?\b|frequently asked|chat ?bot|\bquestions and answers\b/.test(about))
    add(layout, faqPage(layout, layout.entities));
}

function addContact(layout: Layout): void {
  const inboxes = layout.entities.filter((it) => it.access === 'inbox');
  if (inboxes.length === 0) return;
  for (const it of inboxes) {
    if (it.name === 'contact_message') addContactPage(layout, it);
    else addRequestPage(layout, it);
  }
  const sections = inboxes.map(
    (it): Section => ({ kind: 'list', heading: it.labelPlural, entity: it.name, display: 'table' }),
  );
  add(layout, { path: '/inbox', title: 'Inbox', nav: true, audience: 'admins', sections });
}

function addContactPage(layout: Layout, inbox: Entity): void {
  const named = layout.reading.pages.find((page) => /^contact/i.test(page.trim()));
  add(layout, {
    path: '/contact',
    title: named ? clip(sentenceCase(named), 40) : 'Contact',
    nav: true,
    audience: 'everyone',
    sections: [
      { kind: 'text', heading: 'How to reach us', paragraphs: ['E-mail: hello@example.com', 'Phone: +1 555 0100'] },
      {
        kind: 'contact',
        heading: 'Write to us',
        text: 'Fill in the form and we will answer as soon as we can.',
        entity: inbox.name,
      },
    ],
  });
}

/** "Book an appointment": a form for anyone, answered by those who run the site. */
function addRequestPage(layout: Layout, inbox: Entity): void {
  const title = REQUEST_TITLES[inbox.name] ?? `New ${inbox.label.toLowerCase()}`;
  const text = 'Tell us what you would like. We will get back to you to confirm.';
  add(layout, {
    path: pathOf(title, inbox.table.replace(/_/g, '-')),
    title,
    nav: true,
    audience: 'everyone',
    sections: [{ kind: 'contact', heading: title, text, entity: inbox.name }],
  });
}

const REQUEST_TITLES: Readonly<Record<string, string>> = {
  appointment: 'Book an appointment',
  booking: 'Book',
  reservation: 'Reserve',
  enrolment: 'Enrol',
  enrollment: 'Enroll',
  rsvp: 'Register',
};

/** One place for those who look after the site's own content. */
function addAdministration(layout: Layout): void {
  if (!/\b(admin\w*|back-?end|management backend|back office|moderat\w*)\b/.test(layout.reading.about)) return;
  const kept = layout.entities.filter((it) => it.access !== 'private').slice(0, 8);
  if (kept.length === 0) return;
  add(layout, {
    path: '/admin',
    title: 'Administration',
    nav: true,
    audience: 'admins',
    sections: [
      {
        kind: 'stats',
        heading: 'At a glance',
        items: kept.slice(0, 6).map((it) => ({ label: it.labelPlural, entity: it.name, measure: 'count' })),
      },
      ...kept.map((it): Section => ({ kind: 'list', heading: it.labelPlural, entity: it.name, display: 'table' })),
    ],
  });
}

function homePage(layout: Layout): Page {
  const first =
    layout.pages.find(
      (page) => page.nav && page.audience === 'everyone' && page.sections.some((section) => section.kind === 'list'),
    ) ?? layout.pages.find((page) => page.nav && page.audience === 'members');
  const main = layout.main[0];
  const sections: Section[] = [
    {
      kind: 'hero',
      heading: layout.name,
      text: layout.tagline,
      ...(first ? { action: { label: heroAction(layout, first, main), path: first.path } } : {}),
    },
  ];
  const features = [...layout.main, ...layout.entities.filter((it) => it.access === 'inbox')].slice(0, 6);
  if (features.length >= 2) {
    sections.push({
      kind: 'features',
      heading: 'What you can do here',
      items: features.map((it) => ({ title: clip(featureTitle(it), 78), text: clip(featureText(it), 580) })),
    });
  } else {
    const only = features[0];
    sections.push({
      kind: 'text',
      heading: only ? clip(featureTitle(only), 78) : 'About',
      paragraphs: [only ? clip(featureText(only), 580) : layout.tagline],
    });
  }
  for (const it of layout.main.filter(isOpen).slice(0, 2)) {
    sections.push({
      kind: 'recent',
      heading: clip(`Latest ${it.labelPlural.toLowerCase()}`, 78),
      entity: it.name,
      limit: 6,
    });
  }
  if (/\bteam introduction\b/.test(layout.reading.about)) {
    const team = layout.entities.find((it) => it.name === 'team_member');
    if (team && !sections.some((section) => section.kind === 'recent' && section.entity === team.name)) {
      sections.push({ kind: 'recent', heading: 'The team', entity: team.name, limit: 6 });
    }
  }
  return { path: '/', title: 'Home', nav: true, audience: 'everyone', sections };
}

function heroAction(layout: Layout, page: Page, main: Entity | undefined): string {
  const it =
    layout.entities.find((entity) =>
      page.sections.some((section) => section.kind === 'list' && section.entity === entity.name),
    ) ?? main;
  return clip(it ? actionFor(it) : page.title, 60);
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
  let shown = 0;
  for (const page of pages) {
    if (!page.nav || page.audience === 'admins') continue;
    shown++;
    if (shown > Math.max(MAX_NAV, named + 2) && page.path !== '/contact') page.nav = false;
  }
  return pages;
}
