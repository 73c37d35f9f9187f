/** Who reaches whose rows, tried and shown in the workspace: in the preview of a generated app, on the running stack. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApp, launchBrowser, newCredentials, newVisitor, renderedApp, signUp } from './browser.ts';
import { readStack } from './stack.ts';

const PROMPT = 'A workout log where each member records exercises, sets and weight. White background, navy components';
/** Rows of an owner alone, but for a condition that always holds and does not look so. */
const LEAK = `
create table public.secrets (id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id), body text not null);
alter table public.secrets enable row level security;
grant select on public.secrets to authenticated;
create policy see_secrets on public.secrets for select to authenticated
  using (owner_id = (select auth.uid()) or md5(body) <> '');
`;

const stack = readStack();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await newVisitor(browser, { viewport: { width: 1440, height: 1000 } })).newPage();
  page.setDefaultTimeout(60_000);
  await signUp(page, stack.url, newCredentials('access'));
  await describeApp(page, PROMPT);
  await renderedApp(page);
});
afterAll(() => browser?.close());

const matrix = () => page.getByRole('table', { name: 'Who can do what' });
const dock = () => page.getByRole('tablist', { name: 'Inside the app' });
const object = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}(?: Leak)?$`) });
/** The cells of a verb of an object: Signed out, User A, User B, and Admin where there are any. */
async function cells(name: string, verb: string): Promise<string[]> {
  const rows = matrix()
    .locator('tbody')
    .filter({ has: object(name) })
    .getByRole('row');
  return rows
    .filter({ has: page.getByRole('rowheader', { name: verb, exact: true }) })
    .getByRole('cell')
    .allInnerTexts();
}
/** A picture for a person to look at, where they asked for one. */
async function picture(name: string): Promise<void> {
  const folder = process.env.TRELLIS_SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/access-${name}.png` });
}

describe('access in the preview', () => {
  it('is tried on a database of its own, and shown by table, person and verb', async () => {
    await dock().getByRole('tab', { name: 'Access' }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByText('Nobody reaches more than they should.').waitFor();
    expect(await matrix().getByRole('columnheader').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('Signed out'), expect.stringContaining('User B')]),
    );
    expect(await cells('workouts', 'Read')).toEqual(['No', 'Own', 'Own']);
    expect(await cells('workouts', 'Delete')).toEqual(['No', 'Own', 'No']);
    await picture('sound');
  });

  it('says on request what was tried, by keyboard', async () => {
    await object('workouts').focus();
    await page.keyboard.press('Enter');
    const tried = page.getByRole('list', { name: 'What was tried' });
    await tried.getByText('to hand a row of their own to user B').waitFor();
    await picture('tried');
    await page.keyboard.press('Enter');
    await tried.waitFor({ state: 'detached' });
  });

  it('is tried again when the SQL changes, and leads to the policy that leaks', async () => {
    await page.getByRole('tab', { name: 'Code' }).click();
    const file = await page.locator('[role="treeitem"][data-path^="supabase"]').first();
    await file.waitFor();
    await file.click();
    await page.locator('[role="treeitem"][data-path="supabase/migrations"]').click();
    const path = await page
      .locator('[role="treeitem"][data-path^="supabase/migrations/"]')
      .first()
      .getAttribute('data-path');
    await page.locator(`[role="treeitem"][data-path="${path}"]`).click();
    await page.getByRole('textbox', { name: `${path}, editor` }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(LEAK);
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByText('1 leak.', { exact: false }).waitFor();
    expect(await cells('secrets', 'Read')).toEqual(['No', 'Own', expect.stringMatching(/^Yes\s+expected: own$/)]);
    // What leaks comes first.
    expect(await matrix().getByRole('button').first().textContent()).toContain('secrets');
    await picture('leak');
    const place = page
      .getByRole('region', { name: 'Access' })
      .getByRole('button', { name: new RegExp(`^${path}:\\d+$`) });
    await place.click();
    await page.getByRole('textbox', { name: `${path}, editor` }).waitFor();
    await page.getByRole('tab', { name: 'Preview' }).click();
  });

  it('fits a phone and the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('dark');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('tab', { name: 'Preview' }).click();
    await dock().getByRole('tab', { name: 'Access' }).click();
    await matrix().waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const wide = await matrix().evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0));
    expect(wide).toBeLessThanOrEqual(0);
    await picture('phone');
  });
});
