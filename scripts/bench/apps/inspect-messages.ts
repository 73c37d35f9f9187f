/** A message from one person to another: it arrives, is answered, and nobody else gets to see it. */
import type { CheckLog } from './check-log.ts';
import type { MessageExpectation } from './expectations.ts';
import { refusesBadInput, submitGoodInput } from './form.ts';
import { type People, sectionOf } from './inspect-rows.ts';
import { surveyPage } from './survey-page.ts';
import type { Visitor } from './visitor.ts';

export async function inspectMessages(
  { Ada: ada, Ben: ben, 'signed out': guest }: People,
  { entity, path, heading }: MessageExpectation,
  log: CheckLog,
): Promise<void> {
  await ada.visit(path);
  await sectionOf(ada, heading)
    .getByRole('link', { name: /^(New|Write)\b/ })
    .first()
    .click();
  const form = ada.main.locator('form:visible').first();
  await form.waitFor();
  await ada.settle();
  const subject = `New ${entity.label.toLowerCase()}`;
  await surveyPage(ada, subject, log);
  const refused = await refusesBadInput(ada, form);
  if (refused !== undefined) log.record('refuses', subject, refused);
  const token = Math.random().toString(36).slice(2, 9).padEnd(7, 'x');
  await form.getByLabel('To', { exact: true }).selectOption({ label: 'Ben' });
  if ((await log.attempt('message', `${subject}, sent`, () => submitGoodInput(ada, form, token))) === undefined) return;
  await ada.reload();
  log.record('message', `${subject}, kept`, (await ada.text()).includes(token) ? null : 'not there after a reload');
  await surveyPage(ada, `${heading}, a conversation`, log);

  const conversation = await find(ben, path, heading, 'Ada');
  log.record('message', `${heading}, Ben`, conversation?.includes(token) ? null : 'the recipient does not find it');
  const forged = await guestSees(guest, ada.path, token);
  log.record('message', `${heading}, signed out`, forged ? 'somebody without an account reads it' : null);
  if (conversation === null) return;
  const answer = ben.main.locator('form:visible').first();
  const back = Math.random().toString(36).slice(2, 9).padEnd(7, 'x');
  await log.attempt('message', `${heading}, answered`, async () => {
    await answer.getByRole('textbox').last().fill(`Answer ${back}`);
    await answer.getByRole('button', { name: 'Send', exact: true }).click();
    await ben.settle();
    await ada.reload();
    if (!(await ada.text()).includes(back)) throw new Error('the answer does not arrive');
  });
}

/** Opens the conversation with somebody from the list. @returns its text, or null where none is listed. */
async function find(visitor: Visitor, path: string, heading: string, name: string): Promise<string | null> {
  await visitor.visit(path);
  const link = sectionOf(visitor, heading).getByRole('listitem').getByRole('link').filter({ hasText: name }).first();
  if ((await link.count()) === 0) return null;
  await link.click();
  await visitor.settle();
  return visitor.text();
}

async function guestSees(guest: Visitor, address: string, token: string): Promise<boolean> {
  await guest.visit(address);
  return (await guest.text()).includes(token);
}
