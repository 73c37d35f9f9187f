/** Every part of an application, one after the other: a part that cannot be gone through leaves the others to it. */
import type { AppSpec } from '../../../shared/generator/app-spec.ts';
import { type CheckLog, describeError } from './check-log.ts';
import { expectContacts, expectDisplays, expectEntities, expectMessages, expectOwn } from './expectations.ts';
import { inspectContact } from './inspect-contact.ts';
import { inspectDisplay } from './inspect-displays.ts';
import { inspectMessages } from './inspect-messages.ts';
import { inspectOwn } from './inspect-own.ts';
import { inspectRows, type People, rowsIn, sectionOf } from './inspect-rows.ts';
import type { TakePicture } from './survey-page.ts';
import type { Visitor } from './visitor.ts';

export async function inspectParts(
  people: People,
  spec: AppSpec,
  log: CheckLog,
  pictures: (name: string) => TakePicture | undefined,
): Promise<void> {
  const attempt = async (subject: string, inspect: () => Promise<void>) => {
    try {
      await inspect();
    } catch (error) {
      log.record('finished', subject, describeError(error));
    }
  };
  for (const display of expectDisplays(spec)) {
    await attempt(display.heading, () => inspectDisplay(people[display.person], display, log));
  }
  for (const [index, entity] of expectEntities(spec).entries()) {
    const subject = entity.entity.labelPlural;
    // Forms and rows are made of the same parts: in the dark the first of an application shows them all.
    const first = index === 0;
    const survey = first ? { takePicture: pictures('form'), pictures, inDark: true } : { inDark: false };
    await attempt(subject, async () => {
      if (entity.hiddenFrom.includes('Ben')) await compareLists(people, entity.list, subject, log);
      await inspectRows(people, entity, log, survey);
    });
  }
  for (const own of expectOwn(spec)) await attempt(own.heading, () => inspectOwn(people, own, log));
  for (const messages of expectMessages(spec)) {
    await attempt(messages.heading, () => inspectMessages(people, messages, log));
  }
  for (const contact of expectContacts(spec)) {
    await attempt(contact.heading, () => inspectContact(people, contact, log, pictures('contact')));
  }
}

/** Where rows are private, no row is in the lists of two people. */
async function compareLists(
  people: People,
  list: { path: string; heading: string },
  subject: string,
  log: CheckLog,
): Promise<void> {
  const rowsOf = async (visitor: Visitor) => {
    await visitor.visit(list.path);
    return rowsIn(sectionOf(visitor, list.heading));
  };
  const ada = await rowsOf(people.Ada);
  const shared = (await rowsOf(people.Ben)).filter((href) => ada.includes(href));
  log.record('access', `${subject}, lists of Ada and Ben`, shared.length > 0 ? `${shared.length} rows in both` : null);
}
