/** Pages that the request lists by name. */
import type { Section } from '../../app-spec.ts';
import { planCart } from '../capabilities/cart.ts';
import { planQuiz } from '../capabilities/quiz.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import { plural, singular } from '../text/inflect.ts';
import { clip, sentenceCase } from '../text/words.ts';
import { listSections } from './displays.ts';
import { add, type Layout, pathOf, sees } from './layout.ts';
import { addOverview } from './overview.ts';
import { aboutPage, faqPage } from './prose-pages.ts';

/** Pages the person listed by name; the others are added around them. */
export function addNamedPages(layout: Layout): void {
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
    // It is there, under its own name.
    else if (/^quiz(?:zes)?$/.test(key) && planQuiz(layout.drafts)) continue;
    else if (/^(?:shopping )?(?:cart|basket)$|^check-?out$/.test(key) && planCart(layout.drafts)) continue;
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
  // A page that begins with something else names its list by what is in it.
  sections.push(...listSections(it, layout.reading.about, sections.length > 0 ? it.labelPlural : title));
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
