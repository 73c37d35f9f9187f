/** A person in a browser of their own, in front of a generated application. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { newVisitor } from '../../test/browser.ts';

export const DEMO_PASSWORD = 'trellis-demo';
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** How long a person waits for one thing, in milliseconds. */
const PATIENCE = 10_000;

/**
 * What the browser prints when the API has no such row for this person: that is asked on purpose here, and whether the page
 * says so in words is judged by what it shows.
 */
const ROW_NOT_FOUND = /status of 406/;

/** A grey dot for every picture of another host: what is looked at is the application, not the network. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNsaGj4DwAFgQJ/m3dC2QAAAABJRU5ErkJggg==',
  'base64',
);

/** The text that is laid out, as a person reads it. */
// biome-ignore lint/performance/useDomNodeTextContent: what is hidden cannot be read
export const shownText = async (locator: Locator): Promise<string> => (await locator.innerText()).trim();

export class Visitor {
  readonly page: Page;
  /** How reports call this person: `signed out`, `Ada`. */
  readonly name: string;
  readonly errors: string[] = [];
  readonly #context: BrowserContext;
  readonly #url: string;
  #pending = 0;

  private constructor(context: BrowserContext, page: Page, url: string, name: string) {
    this.#context = context;
    this.page = page;
    this.#url = url;
    this.name = name;
    page.setDefaultTimeout(PATIENCE);
    page.on('request', () => (this.#pending += 1));
    const settled = () => (this.#pending = Math.max(0, this.#pending - 1));
    page.on('requestfinished', settled);
    page.on('requestfailed', settled);
    page.on('console', (message) => {
      if (message.type() !== 'error' || ROW_NOT_FOUND.test(message.text())) return;
      this.errors.push(`${message.text()} (on ${this.path})`);
    });
    page.on('pageerror', (error) => this.errors.push(`${error.message} (on ${this.path})`));
  }

  static async open(browser: Browser, url: string, name: string): Promise<Visitor> {
    const context = await newVisitor(browser, { viewport: DESKTOP, reducedMotion: 'reduce', colorScheme: 'light' });
    await context.route(
      (target) => target.origin !== url,
      (route) =>
        route.request().resourceType() === 'image'
          ? route.fulfill({ contentType: 'image/png', body: PIXEL })
          : route.abort(),
    );
    return new Visitor(context, await context.newPage(), url, name);
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  /** Path and query of the address bar. */
  get path(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  /** Opens an address as one that is typed. */
  async visit(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
    await this.settle();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.settle();
  }

  /** Waits until nothing is being fetched and nothing says that it is loading. Does not fail: what is there is judged. */
  async settle(): Promise<void> {
    const until = Date.now() + PATIENCE;
    do {
      // In one go inside of the page: round trips to a browser are what takes long on a busy machine.
      await this.page
        .evaluate(async (patience) => {
          const end = Date.now() + patience;
          for (let calm = 0; calm < 3 && Date.now() < end; ) {
            await new Promise((resolve) => setTimeout(resolve, 40));
            const loading =
              document.querySelector('#root')?.childElementCount === 0 ||
              document.querySelector('[aria-busy="true"]') !== null ||
              [...document.querySelectorAll('[role="status"]')].some((it) => /loading/i.test(it.textContent ?? ''));
            calm = loading ? 0 : calm + 1;
          }
        }, PATIENCE)
        // A navigation ends what runs in the page; then the next one is waited for.
        .catch(() => this.page.waitForLoadState());
    } while (this.#pending > 0 && Date.now() < until);
  }

  /** Signs in through the page's own form. @throws Error when nobody is signed in afterwards. */
  async signIn(email: string): Promise<void> {
    await this.visit('/');
    await this.page.getByRole('link', { name: 'Sign in', exact: true }).first().click();
    await this.page.getByLabel(/e-?mail/i).fill(email);
    await this.page.getByLabel(/password/i).fill(DEMO_PASSWORD);
    await this.main
      .getByRole('button', { name: /sign in/i })
      .first()
      .click();
    await this.page.getByRole('button', { name: 'Sign out' }).waitFor();
    await this.settle();
  }

  /** Name and path of each link in the navigation, as they are shown. */
  async navigation(): Promise<{ label: string; path: string }[]> {
    const links = this.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    const found: { label: string; path: string }[] = [];
    for (const link of await links.all()) {
      found.push({ label: await shownText(link), path: (await link.getAttribute('href')) ?? '' });
    }
    return found;
  }

  /** Paths of the application that links on the page lead to. */
  async linkedPaths(): Promise<string[]> {
    return this.page.locator('a[href^="/"]').evaluateAll((links) => links.map((it) => it.getAttribute('href') ?? ''));
  }

  /** What can be read in the page's content. */
  async text(): Promise<string> {
    return (await this.main.count()) === 0 ? '' : shownText(this.main.first());
  }
}
