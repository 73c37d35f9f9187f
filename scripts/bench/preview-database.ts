/**
 * From opening an application in the preview to rows of its own database on the screen: cold, in a browser that has never
 * been here; warm, in one that holds the engine in its cache. The floor is the same application's first render, which
 * needs no database.
 */
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { describeApp, launchBrowser, newVisitor, renderedApp, signIn } from '../test/browser.ts';
import type { StackState } from '../test/stack.ts';
import { type BenchAccount, createAccount, liftQuota } from './account.ts';
import { type Measure, ms, percentile } from './statistics.ts';

/** Everyone may read it, and its list is a link away from the first page. */
const PROMPT = 'A recipe site where visitors browse recipes by cuisine.';
const RUNS = 5;

interface Times {
  render: number;
  rows: number;
}

/** Opens the application in a window of its own and follows its first link to a list. */
async function timeToRows(page: Page, url: string): Promise<Times> {
  const started = performance.now();
  await page.goto(url);
  const frame = await renderedApp(page, 60_000);
  const render = performance.now() - started;
  await frame.locator('a[href="/recipes"]').first().click();
  await frame.locator('a[href^="/recipes/0"]').first().waitFor({ timeout: 60_000 });
  return { render, rows: performance.now() - started };
}

/** Proportional set size of the page's own process, in megabytes. */
async function rendererMemory(browser: Browser): Promise<number> {
  const session: CDPSession = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(
      ({ id }) => Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024,
    );
  return Math.max(...sizes);
}

async function visitor(browser: Browser, stack: StackState, account: BenchAccount): Promise<Page> {
  const page = await (await newVisitor(browser)).newPage();
  await signIn(page, stack.url, account);
  return page;
}

export async function benchPreviewDatabase(stack: StackState): Promise<Measure[]> {
  await liftQuota(stack);
  const account = await createAccount(stack, 'database');
  const browser = await launchBrowser();
  try {
    const author = await visitor(browser, stack, account);
    await describeApp(author, PROMPT);
    await renderedApp(author);
    const projectId = /[0-9a-f-]{36}/.exec(author.url())?.[0];
    if (projectId === undefined) throw new Error(`No project is open at ${author.url()}.`);
    await author.context().close();
    const url = `${stack.url}/projects/${projectId}/preview`;

    const cold: Times[] = [];
    const warm: Times[] = [];
    let memory = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const page = await visitor(browser, stack, account);
      cold.push(await timeToRows(page, url));
      await page.goto('about:blank');
      warm.push(await timeToRows(page, url));
      memory = Math.max(memory, await rendererMemory(browser));
      await page.context().close();
    }
    const middle = (times: readonly Times[], of: keyof Times) =>
      percentile(
        times.map((it) => it[of]),
        0.5,
      );
    const measure = (name: string, times: readonly Times[], aim?: string): Measure => ({
      name,
      value: ms(middle(times, 'rows')),
      ...(aim === undefined ? {} : { aim }),
      note: `${(middle(times, 'rows') / middle(times, 'render')).toFixed(1)} times its first render; slowest ${ms(
        percentile(
          times.map(({ rows }) => rows),
          1,
        ),
      )}`,
    });
    return [
      measure('opened -> first rows, cold', cold),
      measure('opened -> first rows, warm', warm, '2 s'),
      { name: 'memory of the page with a database', value: `${Math.round(memory)} MB`, note: 'proportional set size' },
    ];
  } finally {
    await browser.close();
  }
}
