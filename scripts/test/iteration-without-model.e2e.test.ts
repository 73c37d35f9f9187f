/** Where no model is set up: what is there still works, and what takes a model says so. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendTo, describeApp, launchBrowser, newCredentials, newVisitor, renderedApp, signUp } from './browser.ts';
import { readStack } from './stack.ts';

const stack = readStack();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await newVisitor(browser)).newPage();
  await signUp(page, stack.url, newCredentials('cleo'));
});
afterAll(() => browser?.close());

describe('without a model', () => {
  it('makes an app, and says what a change takes instead of failing', async () => {
    expect(await page.getByRole('combobox', { name: 'Model' }).count()).toBe(0);
    await describeApp(page, 'A list of plants with a name and the day they were watered.');
    await renderedApp(page);
    await page.getByText('Changing the app takes a language model').waitFor();
    const box = page.getByRole('textbox', { name: 'What should change?' });
    await box.fill('Show the pictures larger');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await box.inputValue()).toBe('Show the pictures larger');
    expect(await page.getByRole('article', { name: /^Request: / }).count()).toBe(1);
  });

  it('explains what fixing an error takes', async () => {
    await page.getByRole('tab', { name: 'Code' }).click();
    await appendTo(page, 'src/main.tsx', '\nconst = 1;\n');
    await page.getByRole('tab', { name: 'Preview' }).click();
    const problems = page.getByRole('region', { name: 'Problems in the preview' });
    await problems.getByRole('button', { name: /^Fix this/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Fixing an error takes a language model').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });

  it('leads to where an admin adds a key', async () => {
    await page.getByRole('tab', { name: 'Code' }).click();
    await page.getByRole('button', { name: 'Discard', exact: true }).click();
    await page.getByRole('button', { name: 'Discard the edits' }).click();
    await page.getByRole('link', { name: 'Add a key' }).click();
    await page.waitForURL(/\/settings#models$/);
    await page.getByRole('form', { name: 'Add a key' }).waitFor();
  });
});
