/** The first page: what this is, what can be done here, and what is new. */
import type { Entity, Page, Section } from '../../app-spec.ts';
import { clip } from '../text/words.ts';
import { actionFor, featureText, featureTitle, isWritten } from './copy.ts';
import { isOpen, type Layout } from './layout.ts';

export function homePage(layout: Layout): Page {
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
      items: features.map((it, at) => {
        const said = features.slice(0, at).some((other) => other.access === it.access);
        return { title: clip(featureTitle(it), 78), text: clip(said ? it.description : featureText(it), 580) };
      }),
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
      heading: clip(isNews(it) ? `Latest ${it.labelPlural.toLowerCase()}` : it.labelPlural, 78),
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

/** What people add, or what carries the day it appeared; a list of services has nothing latest. */
const isNews = (it: Entity) =>
  it.fields.some((field) => /^(?:published|posted|released)_/.test(field.name)) ||
  (it.access === 'public' && (NEW.test(it.name) || isWritten(it)));

const NEW = /promotion|advert|listing|offer|deal|event|notice|resource|download|upload|funeral/;

function heroAction(layout: Layout, page: Page, main: Entity | undefined): string {
  const it =
    layout.entities.find((entity) =>
      page.sections.some((section) => section.kind === 'list' && section.entity === entity.name),
    ) ?? main;
  return clip(it ? actionFor(it) : page.title, 60);
}
