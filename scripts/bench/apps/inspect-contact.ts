/** A form that anyone may send, and the page where those who look after the application read what came. */
import type { CheckLog } from './check-log.ts';
import type { ContactExpectation } from './expectations.ts';
import { refusesBadInput, submitGoodInput } from './form.ts';
import { type People, rowsIn, sectionOf } from './inspect-rows.ts';
import type { TakePicture } from './survey-page.ts';

export async function inspectContact(
  people: People,
  { path, heading, inbox }: ContactExpectation,
  log: CheckLog,
  takePicture?: TakePicture,
): Promise<void> {
  const visitor = people['signed out'];
  await visitor.visit(path);
  await takePicture?.(visitor.page, 1280, 'light');
  const region = sectionOf(visitor, heading);
  const form = region.locator('form:visible').first();
  if ((await form.count()) === 0) {
    log.record('accepts', heading, 'no form');
    return;
  }
  const refused = await refusesBadInput(visitor, form);
  if (refused !== undefined) log.record('refuses', heading, refused);
  const token = Math.random().toString(36).slice(2, 9).padEnd(7, 'x');
  const marked = await log.attempt('accepts', heading, () => submitGoodInput(visitor, form, token));
  if (marked === undefined) return;
  log.record(
    'accepts',
    `${heading}, confirmation`,
    (await region.getByRole('status').count()) > 0 ? null : 'says nothing',
  );
  if (inbox === null) return;
  const before = await sightings(people, inbox, token);
  log.record('kept', heading, before.Ada > 0 ? null : 'Ada, who looks after the application, finds nothing');
  log.record('access', `${heading}, Ben`, before.Ben === 0 ? null : 'sees what was written to those in charge');
  log.record('access', `${heading}, signed out`, before['signed out'] === 0 ? null : 'sees what others wrote');
}

/** How many rows that hold the token each person finds on the page that lists them. */
async function sightings(people: People, inbox: { path: string; heading: string }, token: string) {
  const count = async (person: keyof People) => {
    const visitor = people[person];
    await visitor.visit(inbox.path);
    const region = sectionOf(visitor, inbox.heading);
    if ((await region.count()) === 0) return 0;
    const search = region.getByRole('searchbox');
    if ((await search.count()) > 0) {
      await search.first().fill(token);
      await visitor.page.waitForTimeout(320);
      await visitor.settle();
      return (await rowsIn(region)).length;
    }
    return (await visitor.text()).includes(token) ? 1 : 0;
  };
  return { Ada: await count('Ada'), Ben: await count('Ben'), 'signed out': await count('signed out') };
}
