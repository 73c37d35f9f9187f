/** What a person does in their first ten minutes, in a real browser on the running stack. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/files/file-tree.ts';
import {
  appendTo,
  describeApp,
  launchBrowser,
  newCredentials,
  newVisitor,
  promptBox,
  renderedApp,
  signUp,
} from './browser.ts';
import { readStack } from './stack.ts';

const PROMPT =
  'A workout log where each member records exercises, sets and weight, with a chart of progress. White background, navy components';

const stack = readStack();
const person = newCredentials('ada');
const database = postgres(stack.databaseUrl, { max: 1 });

let browser: Browser;
let context: BrowserContext;
let page: Page;
let workspace: string;

beforeAll(async () => {
  browser = await launchBrowser();
  context = await newVisitor(browser);
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await database.end();
});

const tab = (name: string) => page.getByRole('tab', { name }).click();
const savedVersion = (number: number) => page.getByRole('main').getByText(`Version ${number}`, { exact: true }).first();

/** Every colour that something in the application is painted with. */
const backgrounds = (frame: Frame): Promise<string[]> =>
  frame.evaluate(() => [
    ...new Set([...document.querySelectorAll('*')].map((element) => getComputedStyle(element).backgroundColor)),
  ]);

describe('the first ten minutes', () => {
  it('makes an app from a description while its person is away', async () => {
    await signUp(page, stack.url, person);
    await describeApp(page, PROMPT);
    workspace = page.url();
    await page.close();

    page = await context.newPage();
    await page.goto(workspace);
    await page.getByText(PROMPT).first().waitFor();
    const progress = page.getByRole('list', { name: 'Progress' });
    await progress.getByText('Saved version 1').waitFor({ timeout: 60_000 });
    for (const text of ['Planned', /^Wrote \d+ files$/, /^Checked \d+ files: no problems$/]) {
      expect(await progress.getByText(text).count()).toBe(1);
    }
  });

  it('runs the app in the preview, in the colours asked for', async () => {
    const app = await renderedApp(page);
    expect(await app.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await backgrounds(app)).toContain('rgb(0, 0, 128)');
    expect(await page.getByRole('region', { name: 'Problems in the preview' }).count()).toBe(0);
  });

  it('shows an edit in the preview and saves it as version 2', async () => {
    await tab('Code');
    await appendTo(page, 'src/main.tsx', '\ndocument.documentElement.dataset.edited = "yes";\n');
    await appendTo(page, 'src/index.css', '\nh1 { letter-spacing: 7px; }\n');
    await tab('Preview');
    const app = await renderedApp(page);
    await app.waitForFunction(() => document.documentElement.dataset.edited === 'yes');
    await app.waitForFunction(() => {
      const heading = document.querySelector('h1');
      return heading !== null && getComputedStyle(heading).letterSpacing === '7px';
    });

    await tab('Code');
    await page.getByRole('textbox', { name: 'What did you change?' }).fill('Wider headings');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Version 2', { exact: true }).first().waitFor();
  });

  it('shows what differs and restores version 1 as version 3', async () => {
    await tab('Versions');
    const changes = page.getByRole('region', { name: 'Changes in version 2' });
    await changes.getByText('2 changed files').waitFor();
    await changes.getByRole('button', { name: /src\/index\.css/ }).click();
    await changes.getByText('letter-spacing: 7px', { exact: false }).first().waitFor();

    await page.getByRole('button', { name: 'Actions for version 1' }).click();
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await savedVersion(3).waitFor();

    await tab('Preview');
    const app = await renderedApp(page);
    await app.waitForFunction(() => {
      const heading = document.querySelector('h1');
      return heading !== null && getComputedStyle(heading).letterSpacing !== '7px';
    });
  });

  it('downloads the version byte for byte, and it builds', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const archive = unzipSync(readFileSync(await download.path()));
    const projectId = workspace.match(/[0-9a-f-]{36}/)?.[0] ?? '';
    const expected = await database<{ path: string; sha256: string }[]>`
      select f.path, encode(f.sha256, 'hex') as sha256 from private.version_files f
      join public.projects p on p.head_version_id = f.version_id where p.id = ${projectId}`;
    const actual: Record<string, string> = {};
    for (const [path, bytes] of Object.entries(archive)) actual[path] = await sha256(bytes);
    expect(actual).toEqual(Object.fromEntries(expected.map((row) => [row.path, row.sha256])));

    const directory = mkdtempSync(join(tmpdir(), 'trellis-download-'));
    try {
      for (const [path, bytes] of Object.entries(archive)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), bytes);
      }
      const run = promisify(execFile);
      await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: directory });
      await run('npm', ['run', 'build'], { cwd: directory });
      expect(readFileSync(join(directory, 'dist/index.html'), 'utf8')).toContain('/assets/');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('lists the project and the job on the dashboard', async () => {
    await page.getByRole('link', { name: 'Your projects' }).click();
    await promptBox(page).waitFor();
    const name = (await database`select name from public.projects order by created_at desc limit 1`)[0]?.name as string;
    await page.getByRole('link', { name }).first().waitFor();
    await page.getByRole('link', { name: 'Jobs' }).first().click();
    await page.getByText('Completed').first().waitFor();
  });

  it('shows another person nothing of it', async () => {
    const other = await newVisitor(browser);
    const theirs = await other.newPage();
    await signUp(theirs, stack.url, newCredentials('ben'));
    await theirs.goto(workspace);
    await theirs.getByText('There is no such project').waitFor();
    await other.close();
  });
});
