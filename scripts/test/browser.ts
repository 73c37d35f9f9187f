/** A person in Chromium: what end-to-end tests and benches do in the product, in the product's own words. */
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from './chromium.ts';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
}

/** A browser of somebody's own: nothing stored, nothing shared with another. */
export function newVisitor(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
}

export interface Credentials {
  email: string;
  password: string;
}

export function newCredentials(name: string): Credentials {
  return { email: `${name}-${crypto.randomUUID().slice(0, 8)}@example.com`, password: crypto.randomUUID() };
}

export async function signUp(page: Page, url: string, { email, password }: Credentials): Promise<void> {
  await page.goto(`${url}/sign-up`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await promptBox(page).waitFor();
}

export async function signIn(page: Page, url: string, { email, password }: Credentials): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await promptBox(page).waitFor();
}

export const promptBox = (page: Page) => page.getByRole('textbox', { name: 'Describe the app you want to build' });

/** Types a description and starts; resolves in the workspace. */
export async function describeApp(page: Page, prompt: string): Promise<void> {
  await promptBox(page).fill(prompt);
  await page.getByRole('button', { name: 'Build it' }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
}

/** The frame of the running application, once something is rendered in it. */
export async function renderedApp(page: Page, timeout = 30_000): Promise<Frame> {
  const element = await page.waitForSelector('iframe[title^="Preview of"]', { timeout });
  const frame = await element.contentFrame();
  if (!frame) throw new Error('The preview has no frame.');
  // biome-ignore lint/performance/useDomNodeTextContent: only text that is laid out counts as rendered
  await frame.waitForFunction(() => (document.getElementById('root')?.innerText.trim().length ?? 0) > 0, undefined, {
    timeout,
    polling: 20,
  });
  return frame;
}

/** Types at the end of a file, in the editor of the workspace's "Code" tab. */
export async function appendTo(page: Page, path: string, text: string): Promise<void> {
  const parts = path.split('/');
  for (const depth of parts.keys()) {
    const row = page.locator(`[role="treeitem"][data-path="${parts.slice(0, depth + 1).join('/')}"]`);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
  }
  await page.getByRole('textbox', { name: `${path}, editor` }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(text);
}
