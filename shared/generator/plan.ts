/**
 * The built-in planner: a description in, an application plan out. Pure and deterministic; it needs no network and no
 * model, so that the product works for everyone from the first minute. It reads the request in small passes:
 *
 *     normalise → sentences → look → things and fields → entities (access, references, samples) → pages → name → notes
 *
 * What it knows about the world is data (`plan/lexicon`); words it does not know become entities of their own.
 *
 * Accounts: an app that keeps anything has them. People own their rows; catalogues and inboxes are looked after by the
 * app's admins, who have to sign in as well. Only a site without anything to keep has none.
 */
import { type AppSpec, appSpec } from './app-spec.ts';
import { assembleEntities } from './plan/entities/assemble.ts';
import { withoutStory } from './plan/entities/read-head.ts';
import { readThings } from './plan/entities/read-things.ts';
import { fallbackThings, foreignThings, selectThings } from './plan/entities/select-things.ts';
import { nameApp } from './plan/naming.ts';
import { LISTED_SETTINGS, notesFor, OPEN_DOOR } from './plan/notes.ts';
import { buildPages } from './plan/pages/build-pages.ts';
import { SETTINGS } from './plan/pages/layout.ts';
import { detectLanguage, languageNote } from './plan/text/language.ts';
import { normalize } from './plan/text/normalize.ts';
import { sentences } from './plan/text/segment.ts';
import { readDesign } from './plan/theme/design-request.ts';
import { themeFor } from './plan/theme/theme.ts';

/**
 * Plans an application for any text; never throws.
 * @returns a plan that satisfies `appSpec`
 */
export function planApp(prompt: string): AppSpec {
  const text = normalize(prompt);
  const design = readDesign(sentences(text).map(withoutStory));
  const about = design.rest.join('. ').toLowerCase();
  const language = detectLanguage(text);
  const reading = readThings(design.rest, about);
  const foreign = language === 'en' ? [] : foreignThings(design.rest);
  const selected = foreign.length > 0 ? foreign : selectThings(reading);
  const drafts = assembleEntities(selected.length > 0 ? selected : fallbackThings(reading), reading);
  const naming = nameApp(design.rest, drafts[0]?.entity.labelPlural, language);
  const entities = drafts.map(({ entity }) => ({ ...entity, fields: distinctFields(entity.fields) }));
  const notes = [
    ...notesFor(about),
    ...(entities.some((it) => SETTINGS.has(it.name)) ? [LISTED_SETTINGS] : []),
    ...(entities.some((it) => it.access === 'team') ? [OPEN_DOOR] : []),
    ...[languageNote(language)].filter((it) => it !== null),
  ];
  return appSpec.parse({
    ...naming,
    language,
    theme: themeFor(design, about),
    auth: entities.length > 0,
    entities,
    pages: buildPages({ ...naming, reading, drafts }),
    notes,
  });
}

/** Two readings may give a thing the same field; a table has it once, and the first reading knew it first. */
function distinctFields<Named extends { name: string }>(fields: readonly Named[]): Named[] {
  return [...new Map([...fields].reverse().map((it) => [it.name, it])).values()].reverse();
}
