/** What a person has once, such as a profile: shown to them alone, changed, deleted, made anew. */
import type { CheckLog } from './check-log.ts';
import type { OwnExpectation } from './expectations.ts';
import { refusesBadInput, revise, submitGoodInput } from './form.ts';
import { type People, sectionOf } from './inspect-rows.ts';
import { surveyPage } from './survey-page.ts';

export async function inspectOwn(
  { Ada: ada, Ben: ben, 'signed out': guest }: People,
  { entity, path, heading }: OwnExpectation,
  log: CheckLog,
): Promise<void> {
  const section = sectionOf(ben, heading);
  const token = Math.random().toString(36).slice(2, 9).padEnd(7, 'x');
  await ben.visit(path);
  await log.attempt('own', `${heading}, changed`, async () => {
    await section.getByRole('link', { name: 'Edit', exact: true }).click();
    const form = ben.main.locator('form:visible').first();
    await form.waitFor();
    await ben.settle();
    const revised = await revise(ben, form, '', token);
    await ben.visit(path);
    if (revised !== null && !(await ben.text()).includes(token)) throw new Error('the change is not there');
  });
  await ada.visit(path);
  log.record('own', `${heading}, Ada`, (await ada.text()).includes(token) ? "sees Ben's as her own" : null);
  await guest.visit(path);
  log.record('own', `${heading}, signed out`, (await guest.text()).includes(token) ? "sees Ben's" : null);

  await ben.visit(path);
  await log.attempt('own', `${heading}, deleted`, async () => {
    const edit = (await section.getByRole('link', { name: 'Edit', exact: true }).getAttribute('href')) ?? '';
    await ben.visit(edit.replace(/\/edit$/, ''));
    await ben.main.getByRole('button', { name: 'Delete', exact: true }).first().click();
    await ben.page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await section.getByText(/You have no /).waitFor();
  });
  await surveyPage(ben, `${heading}, empty`, log);
  await section.getByRole('link', { name: `New ${entity.label.toLowerCase()}` }).click();
  const form = ben.main.locator('form:visible').first();
  await form.waitFor();
  await ben.settle();
  const refused = await refusesBadInput(ben, form);
  if (refused !== undefined) log.record('refuses', heading, refused);
  await log.attempt('own', `${heading}, made`, async () => {
    const marked = await submitGoodInput(ben, form, token);
    await ben.visit(path);
    if (marked && !(await ben.text()).includes(token)) throw new Error('what was made is not there');
    if ((await section.getByRole('link', { name: /^New / }).count()) > 0) throw new Error('a second one is offered');
  });
}
