/** Pages around the site: about, contact and requests to the business, the person's own page, administration. */
import type { Entity, Section } from '../../app-spec.ts';
import { clip, sentenceCase } from '../text/words.ts';
import { listSections } from './displays.ts';
import { add, type Layout, pathOf, SETTINGS } from './layout.ts';
import { aboutPage, faqPage } from './prose-pages.ts';

/** "personal center", "my account": what belongs to the person who is signed in. */
export function addPersonalPage(layout: Layout): void {
  const asked =
    /\b(personal cent(?:er|re)|user profile|my account|account management|account information|profile page|member area)\b/.exec(
      layout.reading.about,
    )?.[1];
  if (!asked) return;
  // Those who look after the app see what everybody handed in: that has pages of its own.
  const theirs = layout.entities.filter((it) => it.access === 'private' || it.single || it.name === 'partner_profile');
  const own = (theirs.length > 0 ? theirs : layout.entities.filter((it) => it.access === 'managed')).sort(
    (a, b) => Number(b.single ?? false) - Number(a.single ?? false),
  );
  if (own.length === 0) return;
  const title = asked === 'account management' || asked === 'account information' ? 'My account' : sentenceCase(asked);
  add(layout, {
    path: pathOf(title, 'my-account'),
    title,
    nav: true,
    audience: 'members',
    sections: own
      .slice(0, 6)
      .map(
        (it): Section =>
          it.single
            ? { kind: 'own', heading: own.length > 1 ? `My ${it.label.toLowerCase()}` : title, entity: it.name }
            : { kind: 'list', heading: it.labelPlural, entity: it.name, display: 'table' },
      ),
  });
}

export function addAbout(layout: Layout): void {
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

export function addContact(layout: Layout): void {
  const inboxes = layout.entities.filter((it) => it.access === 'inbox');
  if (inboxes.length === 0) return;
  for (const it of inboxes) {
    if (it.name === 'contact_message') addContactPage(layout, it);
    else addRequestPage(layout, it);
  }
  const [only, ...others] = inboxes;
  const sections = (
    only && others.length === 0
      ? listSections(only, layout.reading.about, 'Inbox')
      : inboxes.flatMap((it) => listSections(it, layout.reading.about))
  ).slice(0, 12);
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

/**
 * One place for those who look after the app: what others hand in and what only they may change. What every member works
 * on has its pages already.
 */
export function addAdministration(layout: Layout): void {
  const asked = /\b(admin\w*|back-?end|management backend|back office|moderat\w*|user management)\b/.test(
    layout.reading.about,
  );
  // What people hand in waits for someone.
  const waiting = layout.entities.some((it) => it.access === 'managed' && !it.single);
  const settings = layout.entities.filter((it) => SETTINGS.has(it.name));
  if (!asked && !waiting) {
    if (settings.length > 0) addSettings(layout, settings);
    return;
  }
  const kept = layout.entities
    .filter((it) => !['private', 'team', 'exchanged'].includes(it.access))
    .sort((a, b) => Number(b.access === 'managed') - Number(a.access === 'managed'))
    .slice(0, 8);
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

function addSettings(layout: Layout, settings: readonly Entity[]): void {
  add(layout, {
    path: '/settings',
    title: 'Settings',
    nav: true,
    audience: 'admins',
    sections: settings.map(
      (it): Section => ({ kind: 'list', heading: it.labelPlural, entity: it.name, display: 'table' }),
    ),
  });
}
