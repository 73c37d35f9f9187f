/** One person's rows are not another's, and anyone can see it: in the preview of a generated app, on the running stack. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApp, launchBrowser, newCredentials, newVisitor, renderedApp, signUp } from './browser.ts';
import { readStack } from './stack.ts';

const PROMPT =
  'A workout log where each member records exercises, sets and weight, with a chart of progress. White background, navy components';
const ADDED = 'Only Ada sees this one';

const stack = readStack();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await newVisitor(browser, { viewport: { width: 1440, height: 1000 } })).newPage();
  page.setDefaultTimeout(60_000);
  await signUp(page, stack.url, newCredentials('preview'));
  await describeApp(page, PROMPT);
  await renderedApp(page);
});
afterAll(() => browser?.close());

const app = () => page.frameLocator('iframe[title^="Preview of"]');
const person = (name: string) => page.getByRole('group', { name: 'See the app as' }).getByRole('button', { name });
const isPressed = async (name: string) => (await person(name).getAttribute('aria-pressed')) === 'true';

const address = () => page.getByRole('textbox', { name: 'Address in the app' });

/** Goes to a path in the app, as a person types it. */
async function goTo(path: string): Promise<void> {
  await address().fill(path);
  await address().press('Enter');
}

async function seeAs(name: string): Promise<void> {
  await person(name).click();
  await expect.poll(() => isPressed(name)).toBe(true);
  // From its sign-in page the app goes on by itself; who goes elsewhere meanwhile may be taken along.
  if (name !== 'Signed out') await expect.poll(() => address().inputValue()).not.toBe('/sign-in');
}

/** Addresses of the workouts that the app lists: each is a row of the table. */
async function listedWorkouts(): Promise<string[]> {
  const links = app().locator('a[href^="/workouts/0"]');
  await links.first().waitFor();
  return links.evaluateAll((elements) => elements.map((element) => element.getAttribute('href') ?? '').sort());
}

describe('the database in the preview', () => {
  it('starts by itself and knows the people of the seed', async () => {
    await person('Ada').waitFor();
    await person('Ben').waitFor();
    expect(await isPressed('Signed out')).toBe(true);
  });

  it('shows each person rows of their own, and nobody none', async () => {
    await seeAs('Ada');
    await goTo('/workouts');
    const ofAda = await listedWorkouts();
    await seeAs('Ben');
    // Ada's rows stand until the app has started anew.
    await expect.poll(async () => (await listedWorkouts()).some((address) => ofAda.includes(address))).toBe(false);
    await seeAs('Signed out');
    await app().locator('a[href^="/workouts/0"]').first().waitFor({ state: 'detached' });
    await app()
      .getByRole('button', { name: /sign in/i })
      .first()
      .waitFor();
    expect(await app().locator('a[href^="/workouts/0"]').count()).toBe(0);
  });

  it('keeps what one person adds from the other', async () => {
    await seeAs('Ada');
    await goTo('/workouts/new');
    await app().getByLabel('Name').fill(ADDED);
    await app().getByLabel('Date').fill('2026-01-02');
    await app().getByRole('button', { name: 'Save' }).click();
    await app().getByText(ADDED).first().waitFor();
    await goTo('/workouts');
    await app().getByText(ADDED).first().waitFor();
    await seeAs('Ben');
    await app().getByText(ADDED).first().waitFor({ state: 'detached' });
    await listedWorkouts();
    expect(await app().getByText(ADDED).count()).toBe(0);
  });

  it('shows the same in the tables, and what the app asked for', async () => {
    await page.getByRole('tab', { name: 'Tables' }).click();
    await page
      .getByRole('list', { name: 'Tables' })
      .getByRole('button', { name: /^workouts \d/ })
      .click();
    const rows = page.getByRole('region', { name: 'Rows of workouts' });
    await rows.getByText(ADDED).waitFor();
    const choice = page.getByRole('combobox', { name: 'Whose rows' });
    await choice.selectOption({ label: 'What Ben sees' });
    await page.getByText(/^Ben sees \d+ of \d+ rows$/).waitFor();
    await rows.getByText(ADDED).waitFor({ state: 'detached' });
    expect(await rows.locator('tbody tr').count()).toBeGreaterThan(0);

    await page.getByRole('tab', { name: 'Network' }).click();
    await page
      .getByRole('table', { name: 'Requests' })
      .getByText('/rest/v1/workouts', { exact: false })
      .first()
      .waitFor();
  });

  it('brings the sample data back and keeps who is signed in', async () => {
    await seeAs('Ada');
    await app().getByText(ADDED).first().waitFor();
    await page.getByRole('button', { name: /^Database/ }).click();
    await page.getByRole('menuitem', { name: /Reset the data/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset data' }).click();
    await app().getByText(ADDED).first().waitFor({ state: 'detached' });
    expect((await listedWorkouts()).length).toBeGreaterThan(0);
    expect(await app().getByText(ADDED).count()).toBe(0);
    await expect.poll(() => isPressed('Ada')).toBe(true);
  });

  it('has a window of its own, which comes back after a reload', async () => {
    const [own] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Open the app in a window of its own' }).click(),
    ]);
    await renderedApp(own);
    expect(await own.getByRole('tab').count()).toBe(0);
    await own.reload();
    await renderedApp(own);
    await own.close();
  });

  it('frees the database when the workspace is closed', async () => {
    expect(page.workers().length).toBeGreaterThan(0);
    await page.getByRole('link', { name: 'Your projects' }).click();
    await expect.poll(() => page.workers().length).toBe(0);
  });
});
