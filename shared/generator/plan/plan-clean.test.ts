/** Phrases that name a thing twice, count it or divide it by another: whatever they add up to, the app is a sound one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verify } from '../../verify/verify.ts';
import { type AppSpec, appSpec } from '../app-spec.ts';
import { compileApp } from '../compile.ts';
import { planApp } from '../plan.ts';
import { plural } from './text/inflect.ts';

const THING = fc.constantFrom(
  ...'deal stage task project order customer region score player team status category month hour expense member visit'.split(
    ' ',
  ),
  ...'plant florble lesson student room booking invoice report message case device batch campus quiz child'.split(' '),
);
const MEASURE = fc.constantFrom('total', 'average', 'number of', 'share of', 'best', 'sum of', 'count of');

const phrase = fc.oneof(
  fc.tuple(THING, THING).map(([a, b]) => `${plural(a)} per ${b}`),
  fc.tuple(THING, THING).map(([a, b]) => `${a} by ${b}`),
  fc.tuple(THING, THING).map(([a, b]) => `${plural(a)} by ${b} and ${a}`),
  fc.tuple(MEASURE, THING).map(([how, a]) => `${how} ${plural(a)}`),
  fc.tuple(MEASURE, THING, THING).map(([how, a, b]) => `${how} ${a} per ${b}`),
  THING.map((a) => `${a} ${a}`),
  THING.map((a) => `${plural(a)}, ${a}, ${plural(a)}`),
  fc.tuple(THING, THING).map(([a, b]) => `${a}-${b} ratio`),
  fc.tuple(THING, THING).map(([a, b]) => `date of the ${a} of the ${b}`),
);

const prompt = fc
  .tuple(
    fc.constantFrom('A dashboard', 'A tool', 'A website', 'A CRM', 'A tracker', 'An internal app', 'A portal'),
    THING,
    fc.array(phrase, { minLength: 1, maxLength: 5 }),
    fc.constantFrom('with', 'showing', 'that tracks', 'with charts of', 'where users can view', 'with fields:'),
    fc.constantFrom(
      '',
      '. Each has a name, a date and a status',
      '. Pages: home, dashboard, reports',
      '. Admins approve',
    ),
  )
  .map(([kind, thing, phrases, link, rest]) => `${kind} for ${plural(thing)} ${link} ${phrases.join(', ')}${rest}.`);

/** What a person would stumble over in the words of a plan. */
function stumbles(spec: AppSpec): string[] {
  const texts = [
    spec.name,
    ...spec.entities.flatMap((it) => [it.label, it.labelPlural, ...it.fields.map((field) => field.label)]),
    ...spec.pages.flatMap((page) => [page.title, ...page.sections.map((section) => section.heading)]),
  ];
  const twice = texts.filter((text) => /\b(of|by|per|the|and|a|total|average)\s+\1\b/i.test(text));
  const empty = texts.filter((text) => /undefined|null|NaN/.test(text) || text.trim() === '');
  const alike = spec.pages.filter(
    ({ sections }) => new Set(sections.map((it) => `${it.kind} ${it.heading}`)).size !== sections.length,
  );
  return [...twice, ...empty, ...alike.map((page) => `${page.path} has two sections of one name`)];
}

describe('phrases that count, divide and repeat', () => {
  it('make plans that are valid and read well', () => {
    fc.assert(
      fc.property(prompt, (text) => {
        const spec = planApp(text);
        expect(appSpec.safeParse(spec).error?.issues).toBeUndefined();
        expect(stumbles(spec)).toEqual([]);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('make apps in which nothing is found wrong', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(prompt, async (text) => {
        const { findings } = await verify(compileApp(planApp(text)));
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 20, seed: 12 },
    );
  });
});
