import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/test/browser.ts';
import { fixture } from './testing/fixture.ts';
import { type HarnessSite, openHarness, serveBuild } from './testing/harness-site.ts';

const lineOf = (file: string, text: string) => {
  const lines = String(fixture[file]).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
};

describe('picking an element', () => {
  let browser: Browser;
  let site: HarnessSite;
  let page: Page;
  let app: FrameLocator;
  beforeAll(async () => {
    browser = await launchBrowser();
    site = await serveBuild();
  });
  afterAll(async () => {
    await site.close();
    await browser.close();
  });
  beforeEach(async () => {
    page = await openHarness(browser, site);
    page.setDefaultTimeout(30_000);
    app = page.frameLocator('iframe');
    await page.evaluate((tree) => window.harness.show(tree), fixture);
    await page.waitForFunction(() => window.harness.status?.app === 'running');
  });
  afterEach(() => page.close());

  const startPicking = () => page.evaluate(() => window.harness.preview.setPicking(true));
  const picked = () => page.evaluate(() => window.harness.picked);

  it('gives the file and line of what is pressed, and the application hears nothing of it', async () => {
    await startPicking();
    await app.getByRole('button', { name: 'Count 0' }).click();
    await page.waitForFunction(() => window.harness.picked.length === 1);
    expect(await picked()).toMatchObject([
      {
        label: 'button “Count 0”',
        component: 'Counter',
        places: [
          { file: 'src/counter.tsx', line: lineOf('src/counter.tsx', 'Count {count}') },
          { file: 'src/counter.tsx', line: lineOf('src/counter.tsx', '<section>') },
          { file: 'src/app.tsx', line: lineOf('src/app.tsx', 'path="/" element') },
          { file: 'src/app.tsx' },
        ],
      },
    ]);
    await app.getByRole('button', { name: 'Count 0' }).click();
    await app.getByRole('button', { name: 'Count 1' }).waitFor();
  });

  it('leads from what a package draws to the line that uses it', async () => {
    await startPicking();
    await app.getByRole('link', { name: 'Notes' }).locator('svg').click();
    await page.waitForFunction(() => window.harness.picked.length === 1);
    const [element] = await picked();
    expect(element?.places[0]).toEqual({ file: 'src/app.tsx', line: lineOf('src/app.tsx', '<BookOpen') });
    expect(await page.evaluate(() => window.harness.status?.path)).toBe('/');
  });

  it('leaves with Escape, and when the frame starts anew', async () => {
    await startPicking();
    await app.getByRole('heading').hover();
    await page.locator('iframe').press('Escape');
    await page.waitForFunction(() => window.harness.picked.length === 1);
    await startPicking();
    await page.evaluate(() => window.harness.preview.reload());
    await page.waitForFunction(() => window.harness.picked.length === 2);
    expect(await picked()).toEqual([null, null]);
  });

  it('lists the components of the page and what they hold', async () => {
    const elements = await page.evaluate(() => window.harness.preview.listElements());
    expect(elements.map(({ label, depth }) => [label, depth])).toEqual([
      ['App', 0],
      ['link “Home”', 1],
      ['link “Notes”', 1],
      ['link “Page 7”', 1],
      ['link “Elsewhere”', 1],
      ['Counter', 1],
      ['heading “Hello from the fixture”', 2],
      ['button “Count 0”', 2],
      ['button “Break”', 2],
      ['button “Phone home”', 2],
      ['button “Ask”', 2],
    ]);
    expect(elements.find(({ label }) => label === 'Counter')?.places).toEqual([
      { file: 'src/counter.tsx', line: lineOf('src/counter.tsx', 'export function Counter') },
      { file: 'src/app.tsx', line: lineOf('src/app.tsx', 'path="/" element') },
    ]);
  });
});
