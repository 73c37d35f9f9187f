/** A person builds on an app with a model, in a real browser: changes, undo, picking, fixing, stopping, planning. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planApp } from '../../shared/generator/plan.ts';
import { launchBrowser, newCredentials, newVisitor, promptBox, renderedApp, signUp } from './browser.ts';
import { type DoubleAnswer, fails, says, saysJson } from './models/answers.ts';
import { type ModelDouble, startModelDouble } from './models/model-double.ts';
import { type OwnStack, startOwnStack } from './start-stack.ts';

const PROMPT = 'A list of books with a title, an author and a rating. White background, navy components.';
const HOME = 'src/pages/home-page.tsx';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const replaced = (path: string, from: string, to: string) =>
  `<<<<<<< SEARCH ${path}\n${from}\n=======\n${to}\n>>>>>>> REPLACE`;
const created = (path: string, text: string) => `<<<<<<< CREATE ${path}\n${text}\n>>>>>>> CREATE`;

const directory = mkdtempSync(join(tmpdir(), 'trellis-iteration-'));
let double: ModelDouble;
let stack: OwnStack;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  double = await startModelDouble();
  stack = await startOwnStack(directory, double.environment);
  // More in a day than a free account has.
  const database = postgres(stack.state.databaseUrl, { max: 1 });
  await database`update public.plan_limits set allowance = 50 where metric = 'generation'`;
  await database.end();
  browser = await launchBrowser();
  context = await newVisitor(browser);
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await double?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const changeBox = () => page.getByRole('textbox', { name: 'What should change?' });
const turn = (prompt: string) => page.getByRole('article', { name: `Request: ${prompt}` });

/** What the model answers from now on, call by call. A request holds earlier ones too, so they are not told apart. */
function answerWith(answers: readonly DoubleAnswer[]) {
  double.reset();
  const left = [...answers];
  double.otherwise(() => left.shift() ?? fails(501));
}

/** What the model was told last. */
const told = () => double.calls().at(-1)?.messages.at(-1)?.text ?? '';

/** Asks for a change that the model answers like this; resolves when the turn is shown. */
async function ask(prompt: string, answers: readonly DoubleAnswer[]) {
  answerWith(answers);
  await changeBox().fill(prompt);
  await page.getByRole('button', { name: 'Send' }).click();
  await turn(prompt).waitFor();
  return turn(prompt);
}

/** What axe finds that keeps somebody out. The preview's frame is an application of its own. */
async function axe(): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Axe = { run(context: object, options: object): Promise<{ violations: { id: string; nodes: unknown[] }[] }> };
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(
      { exclude: [['iframe']] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] },
    );
    return violations.map(
      ({ id, nodes }) => `${id}: ${(nodes as { html: string }[]).map((node) => node.html).join(' ')}`,
    );
  });
}

describe('building on an app with a model', () => {
  it('lets the person read and edit the plan before anything is built', async () => {
    answerWith([saysJson(planApp(PROMPT)), says('It does all that was described.')]);
    await signUp(page, stack.state.url, newCredentials('ada'));
    await page.getByLabel('Plan first').check();
    await promptBox(page).fill(PROMPT);
    await page.getByRole('button', { name: 'Plan it' }).click();
    const form = page.getByRole('form', { name: 'The plan' });
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Night reading');
    await form.getByRole('button', { name: /^Books/ }).click();
    await form.getByRole('textbox', { name: 'Name of a new field' }).fill('Shelf mark');
    await page.keyboard.press('Enter');
    expect(await axe()).toEqual([]);
    await page.reload();
    expect(await form.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Night reading');
    await form.getByRole('button', { name: 'Build it' }).click();
    await page.getByText('It does all that was described.').waitFor();
    const app = await renderedApp(page);
    await app.getByText('Night reading').first().waitFor();
  });

  it('changes it, and shows what was said, which files, and their lines', async () => {
    const request = await ask('Call it My shelf', [
      says(`I rename the heading.\n\n${replaced(HOME, '        heading="Books"', '        heading="My shelf"')}\n`),
    ]);
    await request.getByText('I rename the heading.').waitFor();
    await request.getByText('Edited 1 file').waitFor();
    await request.getByText(/^Saved version \d+$/).waitFor();
    await request.getByRole('button', { name: /What changed/ }).click();
    await request.getByText('1 changed file').waitFor();
    await (await renderedApp(page)).getByRole('heading', { name: 'My shelf' }).waitFor();
    await request.getByText(/tokens · \$/).waitFor();
    await request.getByRole('button', { name: 'See the lines' }).click();
    const changes = page.getByRole('main').getByRole('region', { name: /^Changes in version/ });
    await changes.getByText('heading="My shelf"', { exact: false }).first().waitFor();
    expect(await axe()).toEqual([]);
  });

  it('takes it back, after saying what that does', async () => {
    const request = turn('Call it My shelf');
    await request.getByRole('button', { name: 'Undo…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/goes back to version 1, the one before this request/).waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await request.getByText('Taken back').waitFor();
    await page.getByRole('tab', { name: 'Preview' }).click();
    await (await renderedApp(page)).getByRole('heading', { name: 'Books', exact: true }).waitFor();
  });

  it('asks about the element that was picked, with its file and lines', async () => {
    await page.getByRole('button', { name: 'Select an element to change' }).click();
    const app = page.frameLocator('iframe[title^="Preview of"]');
    await app.getByRole('heading', { name: 'Books', exact: true }).click();
    const places = page.getByRole('combobox', { name: 'Where to change it' });
    await places.waitFor();
    expect(await places.locator('option:checked').textContent()).toBe(`${HOME}:8–12`);
    const prompt = 'Say it louder';
    const request = await ask(prompt, [says(replaced(HOME, '        heading="Books"', '        heading="BOOKS"'))]);
    await request.getByText(`${HOME}:8–12`).waitFor();
    await request.getByText(/^Saved version \d+$/).waitFor();
    expect(told()).toContain(`${JSON.stringify(HOME)}, line 8 to 12`);
    expect(told()).toContain('heading “Books” in Hero');
  });

  it('picks by keyboard, from the list of what is on the page', async () => {
    await page.getByRole('button', { name: 'Select an element to change' }).press('Enter');
    await page.getByRole('button', { name: 'Choose from a list' }).press('Enter');
    const list = page.getByRole('list', { name: 'Components of the page' });
    const hero = list.getByRole('button', { name: /^Hero/ });
    await hero.waitFor();
    expect(await axe()).toEqual([]);
    for (let step = 0; step < 30 && !(await hero.evaluate((it) => it === document.activeElement)); step++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Do not ask about this element' }).waitFor();
    await expect.poll(() => changeBox().evaluate((it) => it === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Do not ask about this element' }).click();
  });

  it('fixes an error of the preview, which goes with the request', async () => {
    await ask('Check the shelf', [
      says(
        [
          created('src/lib/shelf.ts', "throw new Error('The shelf fell down');"),
          replaced(
            'src/main.tsx',
            "import { createRoot } from 'react-dom/client';",
            "import { createRoot } from 'react-dom/client';\nimport './lib/shelf.ts';",
          ),
        ].join('\n'),
      ),
    ]);
    const fixed = [
      says(
        `It throws where it is loaded.\n\n${created('src/lib/shelf-state.ts', 'export const stands = true;')}\n${replaced('src/main.tsx', "import './lib/shelf.ts';", "import './lib/shelf-state.ts';")}\n<<<<<<< DELETE src/lib/shelf.ts\n>>>>>>> DELETE`,
      ),
    ];
    const problems = page.getByRole('region', { name: 'Problems in the preview' });
    await problems.getByText('The shelf fell down').waitFor();
    answerWith(fixed);
    await problems.getByRole('button', { name: /^Fix this/ }).click();
    const request = turn('Fix this problem: The shelf fell down');
    await request.getByText(/^Saved version \d+$/).waitFor();
    expect(told()).toContain('in src/lib/shelf.ts:1');
    await problems.getByText('The shelf fell down').waitFor({ state: 'detached' });
    await renderedApp(page);
  });

  it('stops in the middle and keeps what is there', async () => {
    const request = await ask('Write two notes', [
      says(
        `First one.\n\n${created('src/lib/first-note.ts', 'export const first = 1;')}\n\nAnd another.\n\n${created('src/lib/second-note.ts', `export const second = '${'long '.repeat(4000)}';`)}`,
        { chunk: 16, pauseMs: 60 },
      ),
    ]);
    await request.getByText('src/lib/first-note.ts').waitFor();
    await request.getByRole('button', { name: 'Stop…' }).click();
    await request.getByRole('button', { name: 'Keep it' }).click();
    await request.getByText(/^Saved version \d+$/).waitFor();
    await request.getByRole('button', { name: /What changed/ }).click();
    await request.getByText('1 changed file').waitFor();
    expect(await request.getByText('src/lib/second-note.ts').count()).toBe(0);
  });

  it('lets another model try what one has made, from where it started', async () => {
    const request = turn('Write two notes');
    answerWith([says(created('src/lib/third-note.ts', 'export const third = 3;'))]);
    await request.getByRole('button', { name: 'With another model' }).click();
    await page.getByRole('menuitem', { name: /Claude/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => turn('Write two notes').count()).toBe(2);
    const again = turn('Write two notes').last();
    await again.getByText(/^Saved version \d+$/).waitFor();
    await again.getByRole('button', { name: /What changed/ }).click();
    await again.getByText('1 changed file').waitFor();
    expect(double.calls().at(-1)?.model).toContain('claude');
  });

  it('says what failed, and asks the same again', async () => {
    const request = await ask('Add a motto', Array<DoubleAnswer>(9).fill(fails(401)));
    await request.getByText('This did not work out', { exact: true }).waitFor();
    expect(await axe()).toEqual([]);
    answerWith([says(created('src/lib/motto.ts', "export const motto = 'Read on';"))]);
    await request.getByRole('button', { name: 'Retry' }).click();
    await turn('Add a motto')
      .last()
      .getByText(/^Saved version \d+$/)
      .waitFor();
  });

  it('keeps the conversation over a reload', async () => {
    const requests = page.getByRole('article', { name: /^Request: / });
    // A plan and what was built of it, four changes, a fix, the same by another model, a failure and its retry.
    expect(await requests.count()).toBe(10);
    await page.reload();
    await turn('Call it My shelf').getByText('I rename the heading.').waitFor();
    await expect.poll(() => requests.count()).toBe(10);
  });

  it('stores a key of the organization that can be replaced and deleted, never read', async () => {
    await page.goto(`${stack.state.url}/settings#models`);
    await page.getByRole('textbox', { name: 'Key' }).fill('sk-ant-secret-7890');
    await page.getByRole('button', { name: 'Add the key' }).click();
    await page.getByText('Ends in 7890').waitFor();
    expect(await page.content()).not.toContain('sk-ant-secret');
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: 'Delete the key of Anthropic' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Ends in 7890').waitFor({ state: 'detached' });
  });
});
