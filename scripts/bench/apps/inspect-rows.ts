/** A row's life: created, kept, found, hidden from others, changed, deleted; and the controls of its list. */
import type { Locator } from 'playwright-core';
import type { CheckLog } from './check-log.ts';
import type { EntityExpectation, Person } from './expectations.ts';
import { refusesBadInput, revise, stepsFailure, submitGoodInput } from './form.ts';
import { inspectSocial } from './inspect-social.ts';
import { inspectWorkflow } from './inspect-workflow.ts';
import { type SurveyOptions, surveyPage, type TakePicture } from './survey-page.ts';
import { shownText, type Visitor } from './visitor.ts';

export interface RowSurvey extends SurveyOptions {
  /** Pictures of the row itself; absent where others show the same. */
  readonly pictures?: ((name: string) => TakePicture | undefined) | undefined;
}

export type People = Record<Person, Visitor>;

const ROW = /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/;
const CREATE = /^(new|add|create|post|share|submit|write|publish|book|send|request)\b/i;

export const sectionOf = (visitor: Visitor, heading: string): Locator =>
  visitor.main.getByRole('region', { name: heading, exact: true }).first();

/** Addresses of the rows that a list shows, each once. */
export async function rowsIn(region: Locator): Promise<string[]> {
  const hrefs = await region.locator('a[href]').evaluateAll((all) => all.map((it) => it.getAttribute('href') ?? ''));
  return [...new Set(hrefs.filter((href) => ROW.test(href)))];
}

/** Whether somebody who opens the address finds the row. */
async function sees(visitor: Visitor, address: string, marker: string | null): Promise<boolean> {
  await visitor.visit(address);
  const text = await visitor.text();
  if (marker !== null) return text.includes(marker);
  return visitor.path === address && (await visitor.main.getByRole('alert').count()) === 0 && !/not found/i.test(text);
}

const offersChange = async ({ main }: Visitor) =>
  (await main.getByRole('link', { name: 'Edit', exact: true }).count()) > 0 ||
  (await main.getByRole('button', { name: 'Delete', exact: true }).count()) > 0;

export async function inspectRows(
  people: People,
  expected: EntityExpectation,
  log: CheckLog,
  survey: RowSurvey,
): Promise<void> {
  const visitor = people[expected.creator];
  const subject = expected.entity.labelPlural;
  await visitor.visit(expected.list.path);
  const created = await create(visitor, expected, log, survey);
  if (created === null) return;
  const { address, marker } = created;

  log.record(
    'kept',
    subject,
    (await reloaded(visitor, address, marker)) ? null : `not there after a reload: ${address}`,
  );
  await surveyPage(visitor, `${expected.entity.label} (one row)`, log, {
    takePicture: survey.pictures?.('row'),
    inDark: survey.inDark ?? true,
  });
  await inspectList(visitor, expected, marker === null ? null : { address, marker }, log);

  for (const person of expected.seenBy) {
    const seen = await sees(people[person], address, marker);
    const changes = await offersChange(people[person]);
    const mayChange = expected.changedBy.includes(person);
    const failure = !seen ? 'does not see it' : changes && !mayChange ? 'is offered to change it' : null;
    log.record('access', `${subject}, ${person}`, failure);
  }
  for (const person of expected.hiddenFrom) {
    const seen = await sees(people[person], address, marker);
    const wall = person === 'signed out' && marker === null && people[person].path.startsWith('/sign-in');
    log.record('access', `${subject}, ${person}`, seen && !wall ? `sees what ${expected.creator} created` : null);
  }

  await inspectSocial(people, expected, address, log);
  await change(visitor, subject, address, marker, log);
  if (!expected.entity.workflow) return;
  // Its own row: whoever made it may no longer change what has been decided.
  const decided = await log.attempt('accepts', `${subject}, another`, () => createAnother(visitor, expected));
  if (decided) await inspectWorkflow(people, expected, decided, log);
}

const wayToCreate = (region: Locator): Locator =>
  region.getByRole('link', { name: CREATE }).or(region.getByRole('button', { name: CREATE }));

const reloaded = async (visitor: Visitor, address: string, marker: string | null) => sees(visitor, address, marker);

/** @returns where the new row is and the text that marks it, or null when it could not be created. */
async function create(
  visitor: Visitor,
  { entity, list }: EntityExpectation,
  log: CheckLog,
  survey: SurveyOptions,
): Promise<{ address: string; marker: string | null } | null> {
  const subject = `New ${entity.label.toLowerCase()}`;
  const region = sectionOf(visitor, list.heading);
  const way = wayToCreate(region);
  if ((await way.count()) === 0) {
    log.record('accepts', subject, `nothing to create one with on ${list.path}`);
    return null;
  }
  const known = new Set(await rowsIn(region));
  await way.first().click();
  const form = visitor.main.locator('form:visible').first();
  await form.waitFor();
  await visitor.settle();
  await surveyPage(visitor, subject, log, survey);
  const refused = await refusesBadInput(visitor, form);
  if (refused !== undefined) log.record('refuses', subject, refused);
  const token = Math.random().toString(36).slice(2, 9).padEnd(7, 'x');
  if (entity.steps) log.record('steps', subject, await stepsFailure(visitor, form, token));
  const marked = await log.attempt('accepts', subject, () => submitGoodInput(visitor, form, token));
  if (marked === undefined) return null;
  const marker = marked ? token : null;
  if (ROW.test(visitor.path)) return { address: visitor.path, marker };
  // Some forms lead back to the list.
  await visitor.visit(list.path);
  const fresh = (await rowsIn(sectionOf(visitor, list.heading))).find((href) => !known.has(href));
  if (fresh) return { address: fresh, marker };
  log.record('kept', subject, 'cannot be found after it was created');
  return null;
}

/** @returns where the new row is, or null where the form does not say. */
async function createAnother(visitor: Visitor, { list }: EntityExpectation): Promise<string | null> {
  await visitor.visit(list.path);
  await wayToCreate(sectionOf(visitor, list.heading)).first().click();
  const form = visitor.main.locator('form:visible').first();
  await form.waitFor();
  await visitor.settle();
  await submitGoodInput(visitor, form, Math.random().toString(36).slice(2, 9).padEnd(7, 'x'));
  return ROW.test(visitor.path) ? visitor.path : null;
}

async function inspectList(
  visitor: Visitor,
  { entity, list }: EntityExpectation,
  row: { address: string; marker: string } | null,
  log: CheckLog,
): Promise<void> {
  await visitor.visit(list.path);
  const subject = entity.labelPlural;
  const region = sectionOf(visitor, list.heading);
  const all = await rowsIn(region);
  const search = region.getByRole('searchbox');
  if ((await search.count()) === 1) {
    log.record('search', subject, await searchFailure(visitor, region, search, all, row));
  }
  for (const select of await region.getByRole('combobox').all()) {
    const label = (await select.getAttribute('aria-label')) ?? '';
    const options = await select
      .locator('option')
      .evaluateAll((found) => found.map((it) => (it as HTMLOptionElement).value));
    // Selects without an option for everything sort; they narrow nothing.
    if (options[0] !== '' || options.length < 3 || all.length < 2) continue;
    log.record('filter', `${subject} by ${label}`, await filterFailure(visitor, region, select, options, all));
  }
}

/** Waits for the short rest after typing, then for the rows. */
async function afterTyping(visitor: Visitor): Promise<void> {
  await visitor.page.waitForTimeout(320);
  await visitor.settle();
}

async function searchFailure(
  visitor: Visitor,
  region: Locator,
  search: Locator,
  all: readonly string[],
  row: { address: string; marker: string } | null,
): Promise<string | null> {
  await search.fill('zzqxvw');
  await afterTyping(visitor);
  if ((await rowsIn(region)).length > 0) return 'a word that is nowhere still shows rows';
  if (!/no .*(match|found|yet)|nothing/i.test(await shownText(region))) return 'nothing is said when nothing matches';
  if (row) {
    await search.fill(row.marker);
    await afterTyping(visitor);
    const found = await rowsIn(region);
    if (!found.includes(row.address)) return 'does not find the row that was just created';
    if (found.length > 1) return `${found.length} rows for a word that is in one`;
  }
  await search.fill('');
  await afterTyping(visitor);
  const cleared = await rowsIn(region);
  return cleared.length === all.length ? null : `${cleared.length} rows after clearing, ${all.length} before`;
}

async function filterFailure(
  visitor: Visitor,
  region: Locator,
  select: Locator,
  options: readonly string[],
  all: readonly string[],
): Promise<string | null> {
  let narrowed = false;
  for (const option of options.slice(1, 6)) {
    await select.selectOption(option);
    await visitor.settle();
    const rows = await rowsIn(region);
    if (rows.length > all.length) return `more rows with a filter than without: ${rows.length} of ${all.length}`;
    narrowed ||= rows.length < all.length || rows.some((href) => !all.includes(href));
    if (narrowed) break;
  }
  if (!narrowed) return 'no option changes what is shown';
  await select.selectOption('');
  await visitor.settle();
  const cleared = await rowsIn(region);
  return cleared.length === all.length ? null : `${cleared.length} rows after clearing, ${all.length} before`;
}

async function change(
  visitor: Visitor,
  subject: string,
  address: string,
  marker: string | null,
  log: CheckLog,
): Promise<void> {
  await visitor.visit(address);
  await log.attempt('edit', subject, async () => {
    await visitor.main.getByRole('link', { name: 'Edit', exact: true }).first().click();
    const form = visitor.main.locator('form:visible').first();
    await form.waitFor();
    await visitor.settle();
    const revised = await revise(visitor, form, marker ?? '\n');
    await visitor.visit(address);
    if (revised !== null && !(await visitor.text()).includes(revised)) throw new Error('the change is not there');
  });
  await log.attempt('delete', subject, async () => {
    await visitor.visit(address);
    await visitor.main.getByRole('button', { name: 'Delete', exact: true }).first().click();
    const question = visitor.page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await question.waitFor({ state: 'detached' });
    await visitor.settle();
  });
}
