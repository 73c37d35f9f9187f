/** Search across entities: where it is, what it looks through, and in which language Postgres reads the words. */
import type { AppSpec } from '../app-spec.ts';
import type { EntityModel } from './model.ts';
import { readerOf } from './model-people.ts';

export interface SearchModel {
  /** Path of the page with the results. */
  readonly path: string;
  readonly entities: readonly EntityModel[];
  /** Visitors find something as well. */
  readonly open: boolean;
  /** Text search configuration of Postgres. */
  readonly language: string;
}

/** Configurations that come with Postgres, by language; words of other languages are compared as they are written. */
const CONFIGURATIONS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  ne: 'nepali',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

export function buildSearch(spec: AppSpec, byName: ReadonlyMap<string, EntityModel>): SearchModel | null {
  for (const page of spec.pages) {
    for (const section of page.sections) {
      if (section.kind !== 'search') continue;
      const entities = [...new Set(section.entities)].flatMap((name) => byName.get(name) ?? []);
      return {
        path: page.path,
        entities,
        open: entities.some((it) => readerOf(it.access) === 'everyone'),
        language: CONFIGURATIONS[spec.language.split('-')[0]?.toLowerCase() ?? ''] ?? 'simple',
      };
    }
  }
  return null;
}
