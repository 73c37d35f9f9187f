import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/test/browser.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { appSpec } from '../../../shared/generator/app-spec.ts';
import { compileApp } from '../../../shared/generator/compile.ts';
import type { PreviewProblem, PreviewStatus } from './problem.ts';
import type { DatabaseReader } from './protocol.ts';
import { fixture, MIGRATION_PATH } from './testing/fixture.ts';
import { type HarnessSite, openHarness, serveBuild, serveDevelopment } from './testing/harness-site.ts';

const SPEC = appSpec.parse({
  name: 'Iron Log',
  tagline: 'Every set, every week.',
  theme: { background: '#ffffff', component: '#1f2a44' },
  auth: true,
  entities: [
    {
      name: 'workout',
      table: 'workouts',
      label: 'Workout',
      labelPlural: 'Workouts',
      description: 'One set of an exercise.',
      access: 'private',
      titleField: 'note',
      fields: [
        { name: 'note', label: 'Note', type: 'text', required: true },
        { name: 'weight', label: 'Weight', type: 'number', unit: 'kg' },
      ],
      samples: [{ note: 'Heavy Monday', weight: 100.5 }],
    },
  ],
  pages: [
    {
      path: '/',
      title: 'Home',
      nav: true,
      audience: 'everyone',
      sections: [{ kind: 'hero', heading: 'Log your lifts', text: 'A calm place for your numbers.' }],
    },
    {
      path: '/workouts',
      title: 'Workouts',
      nav: true,
      audience: 'members',
      sections: [{ kind: 'list', heading: 'All workouts', entity: 'workout', display: 'table' }],
    },
  ],
});

let browser: Browser;
let page: Page;
let app: FrameLocator;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const show = (files: FileTree) => page.evaluate((tree) => window.harness.show(tree), files);
const status = (): Promise<PreviewStatus | null> => page.evaluate(() => window.harness.status);
const problems = (): Promise<readonly PreviewProblem[]> => page.evaluate(() => window.harness.problems);

function edited(file: string, from: string, to: string, tree: FileTree = fixture): FileTree {
  const content = tree[file];
  if (typeof content !== 'string' || !content.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return { ...tree, [file]: content.replace(from, to) };
}

async function running(): Promise<void> {
  await page.waitForFunction(() => window.harness.status?.app === 'running');
}

async function problem(wanted: Partial<PreviewProblem>): Promise<PreviewProblem> {
  await page.waitForFunction(
    (fields) =>
      window.harness.problems.some((found) =>
        Object.entries(fields).every(([name, value]) => found[name as keyof typeof found] === value),
      ),
    wanted,
  );
  const found = (await problems()).find((candidate) => candidate.kind === wanted.kind);
  if (found === undefined) throw new Error('The problem went away.');
  return found;
}

function frame(): Frame {
  const found = page.frames().find((candidate) => candidate.parentFrame() === page.mainFrame());
  if (found === undefined) throw new Error('There is no frame.');
  return found;
}

describe('built', () => {
  let site: HarnessSite;
  beforeAll(async () => {
    site = await serveBuild();
  });
  afterAll(() => site.close());
  beforeEach(async () => {
    page = await openHarness(browser, site);
    page.setDefaultTimeout(30_000);
    app = page.frameLocator('iframe');
  });
  afterEach(() => page.close());

  it('renders a project, with its styles, icons and page', async () => {
    await show(fixture);
    await app.getByRole('heading', { name: 'Hello from the fixture' }).waitFor();
    await running();
    expect(await problems()).toEqual([]);
    expect(await status()).toMatchObject({ path: '/', title: 'Notebook', hasDatabase: true, signedIn: null });
    const heading = app.getByRole('heading');
    expect(await heading.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)');
    expect(await app.locator('nav svg').count()).toBe(2);
    expect(await app.locator('html.fixture body.bg-slate-50').count()).toBe(1);
    expect(await page.locator('iframe').getAttribute('title')).toBe('Preview of Notebook');
  });

  it('shows an edit without loading the frame anew', async () => {
    await show(fixture);
    await running();
    await frame().evaluate(() => Object.assign(window, { mark: 'same document' }));
    await show(edited('src/counter.tsx', 'Hello from', 'Greetings from'));
    await app.getByText('Greetings from the fixture').waitFor();
    expect(await frame().evaluate(() => (window as unknown as { mark: string }).mark)).toBe('same document');
    expect(await problems()).toEqual([]);
  });

  it('changes styles without touching the state of the application', async () => {
    await show(fixture);
    await app.getByRole('button', { name: 'Count 0' }).click();
    await show(edited('src/index.css', 'rgb(1 2 3)', 'rgb(9 8 7)'));
    await frame().waitForFunction(
      () => getComputedStyle(document.querySelector('h1') as Element).color === 'rgb(9, 8, 7)',
    );
    await app.getByRole('button', { name: 'Count 1' }).waitFor();
  });

  it('says where a syntax error is, keeps the last good render, and recovers', async () => {
    await show(fixture);
    await running();
    await show(edited('src/counter.tsx', '<section>', '<section'));
    const found = await problem({ kind: 'build', file: 'src/counter.tsx' });
    expect(found.line).toBe(7);
    expect(await app.getByText('Hello from the fixture').count()).toBe(1);
    expect((await status())?.app).toBe('running');
    await show(edited('src/counter.tsx', 'Hello from', 'Back at'));
    await app.getByText('Back at the fixture').waitFor();
    expect(await problems()).toEqual([]);
  });

  it('says where an error is that only the engine finds, and applies what was edited besides', async () => {
    await show(fixture);
    await running();
    const both = edited('src/app.tsx', 'Page 7', 'Page seven');
    await show(edited('src/counter.tsx', 'function fail', 'const twice = 1;\nconst twice = 2;\nfunction fail', both));
    expect(await problem({ kind: 'build', file: 'src/counter.tsx' })).toMatchObject({ line: 17 });
    expect(await app.getByText('Hello from the fixture').count()).toBe(1);
    await show(both);
    await app.getByText('Page seven').waitFor();
  });

  it.each([
    ['an unknown package', "import 'left-pad';", /left-pad/],
    ['a file that is not there', "import './nowhere';", /nowhere/],
    [
      'an icon that does not exist',
      "import { NoSuchIconAtAll } from 'lucide-react'; NoSuchIconAtAll;",
      /NoSuchIconAtAll/,
    ],
  ])('reports %s', async (_name, line, message) => {
    await show(fixture);
    await running();
    await show(
      edited('src/counter.tsx', "import { useState } from 'react';", `import { useState } from 'react';\n${line}`),
    );
    expect(await problem({ kind: 'build', file: 'src/counter.tsx' })).toMatchObject({
      line: 2,
      message: expect.stringMatching(message),
    });
  });

  it('reports a stylesheet that does not compile, and still shows the code', async () => {
    await show(fixture);
    await running();
    const broken = edited('src/index.css', '@theme', '.a { @apply no-such-class; }\n@theme');
    await show(edited('src/counter.tsx', 'Hello from', 'Plain', broken));
    await app.getByText('Plain the fixture').waitFor();
    expect(await problem({ kind: 'build', file: 'src/index.css' })).toMatchObject({ line: 2 });
  });

  it('reports an error with its file and line', async () => {
    await show(fixture);
    await app.getByRole('button', { name: 'Break' }).click();
    expect(await problem({ kind: 'runtime' })).toMatchObject({
      message: 'Broken by a click',
      file: 'src/counter.tsx',
      line: 17,
    });
  });

  it('reports an error while rendering, and shows the next edit', async () => {
    await show(fixture);
    await running();
    await show(
      edited('src/app.tsx', 'return (\n    <BrowserRouter>', 'return (\n    <BrowserRouter basename={nothing.here}>'),
    );
    expect(await problem({ kind: 'runtime', file: 'src/app.tsx' })).toMatchObject({
      message: expect.stringContaining('nothing is not defined'),
      line: 9,
    });
    await show(fixture);
    await app.getByText('Hello from the fixture').waitFor();
  });

  it('names the component when only React is in the stack', async () => {
    await show(edited('src/app.tsx', '<Counter />', '{ not: "an element" } as never'));
    const found = await problem({ kind: 'runtime' });
    expect(found.message).toContain('Objects are not valid as a React child');
    expect(found).toMatchObject({ file: 'src/app.tsx', line: 7 });
  });

  it('says that nothing is rendered', async () => {
    await show({ ...fixture, 'src/main.tsx': 'export {};\n' });
    await page.waitForFunction(() => window.harness.status?.app === 'failed');
    expect(await problems()).toMatchObject([
      { kind: 'runtime', file: 'src/main.tsx', message: expect.stringContaining('Nothing was rendered') },
    ]);
  });

  it('navigates as a site of its own', async () => {
    await show(fixture);
    await app.getByRole('link', { name: 'Notes' }).click();
    await app.getByRole('button', { name: 'Sign up' }).waitFor();
    await app.getByRole('link', { name: 'Page 7' }).click();
    await app.getByRole('heading', { name: 'Page number 7' }).waitFor();
    expect((await status())?.path).toBe('/pages/7');
    await page.evaluate(() => window.harness.preview.reload());
    await app.getByRole('heading', { name: 'Page number 7' }).waitFor();
    await app.getByRole('link', { name: 'Elsewhere' }).click();
    await problem({ kind: 'network' });
    expect(await app.getByRole('heading', { name: 'Page number 7' }).count()).toBe(1);
  });

  it('goes where it is told while the frame starts', async () => {
    await show(fixture);
    await running();
    await page.evaluate(() => {
      window.harness.preview.reload();
      window.harness.preview.navigate('/pages/7');
    });
    await app.getByRole('heading', { name: 'Page number 7' }).waitFor();
  });

  it('comes back when the application leaves the page', async () => {
    await show(fixture);
    await running();
    await frame().evaluate(() => {
      location.href = '/src/preview/testing/harness.html';
    });
    await app.getByRole('heading', { name: 'Hello from the fixture' }).waitFor();
    await running();
  });

  it('stops an application that keeps leaving the page', async () => {
    await show(edited('src/main.tsx', 'const root', "location.href = '/elsewhere';\nconst root"));
    await problem({ kind: 'runtime' });
    expect((await problems()).map(({ message }) => message)).toContainEqual(expect.stringContaining('keeps loading'));
  });

  it('runs what the compiler makes', async () => {
    await show(compileApp(SPEC));
    await app.getByRole('heading', { name: 'Log your lifts' }).waitFor();
    await app.getByRole('link', { name: 'Sign in' }).first().click();
    await app.getByRole('button', { name: /ada/i }).click();
    await app.getByRole('link', { name: 'Workouts' }).first().click();
    await app.getByText('Heavy Monday').first().waitFor();
    await app.getByText('100.5 kg').first().waitFor();
    expect(await problems()).toEqual([]);
  });

  it('lets the application ask before it deletes', async () => {
    page.on('dialog', (dialog) => void dialog.accept());
    await show(fixture);
    await app.getByRole('button', { name: 'Ask' }).click();
    await frame().waitForFunction(() => document.title === 'yes');
  });

  it('refuses every way out but the project itself', async () => {
    await show(fixture);
    const unblocked: string[] = [];
    // A request that the policy blocks is announced too, and fails with that reason.
    page.on('request', (request) => unblocked.push(request.url()));
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === 'csp') unblocked.splice(unblocked.indexOf(request.url()), 1);
    });
    await app.getByRole('button', { name: 'Phone home' }).click();
    expect((await problem({ kind: 'network' })).message).toContain('https://example.com/secrets');
    const outcomes = await frame().evaluate(async (origin) => {
      const attempt = async (run: () => unknown) => {
        try {
          await run();
          return 'done';
        } catch {
          return 'refused';
        }
      };
      const load = (element: HTMLScriptElement | HTMLIFrameElement) =>
        new Promise((resolve, reject) => {
          element.onload = resolve;
          element.onerror = reject;
          element.src = 'https://example.com/x.js';
          document.head.append(element);
        });
      return {
        parentDocument: await attempt(() => window.parent.document.title),
        parentStorage: await attempt(() => window.parent.localStorage.length),
        cookies: await attempt(() => {
          if (document.cookie.includes('secret')) return;
          throw new Error('own cookies only');
        }),
        ownOrigin: await attempt(() => fetch(`${origin}/runtime.html`)),
        xhr: await attempt(
          () =>
            new Promise((resolve, reject) => {
              const request = new XMLHttpRequest();
              request.onload = resolve;
              request.onerror = reject;
              request.open('GET', 'https://example.com/xhr');
              request.send();
            }),
        ),
        socket: await attempt(
          () =>
            new Promise((resolve, reject) => {
              const socket = new WebSocket('wss://example.com/socket');
              socket.onopen = resolve;
              socket.onerror = reject;
            }),
        ),
        script: await attempt(() => load(document.createElement('script'))),
        top: await attempt(() => {
          if (window.top === null) return;
          window.top.location.href = 'https://example.com/top';
        }),
      };
    }, new URL(site.url).origin);
    expect(outcomes).toEqual({
      parentDocument: 'refused',
      parentStorage: 'refused',
      cookies: 'refused',
      ownOrigin: 'refused',
      xhr: 'refused',
      socket: 'refused',
      script: 'refused',
      top: 'refused',
    });
    expect(unblocked.filter((url) => url.includes('example.com'))).toEqual([]);
    expect(page.url()).toBe(site.url);
  });

  it('signs people up and keeps their rows apart', async () => {
    await show(fixture);
    await app.getByRole('link', { name: 'Notes' }).click();
    // Anonymous: the table is granted to nobody but those who are signed in.
    await app.getByText('permission denied for table notes').waitFor();
    expect(await status()).toMatchObject({ database: 'ready' });

    await app.getByLabel('E-mail').fill('zoe@example.com');
    await app.getByRole('button', { name: 'Sign up' }).click();
    await app.getByText('User: zoe@example.com').waitFor();
    await app.getByText('Name: zoe').waitFor();
    await app.getByText('loaded 0').waitFor();
    await app.getByLabel('Note').fill('A note of Zoe');
    await app.getByRole('button', { name: 'Add note' }).click();
    await app.getByText('A note of Zoe (number 3.5, T)').waitFor();

    await app.getByRole('button', { name: 'Sign out' }).click();
    await app.getByText('User: nobody').waitFor();
    await app.getByRole('button', { name: 'Sign in as Ada' }).click();
    await app.getByText('A note of Ada').waitFor();
    expect(await app.getByText('A note of Zoe').count()).toBe(0);

    // Still signed in after an edit and after loading the frame anew.
    await show(edited('src/features/notes.tsx', 'User: ', 'Person: '));
    await app.getByText('Person: ada@example.com').waitFor();
    await page.evaluate(() => window.harness.preview.reload());
    await app.getByText('Person: ada@example.com').waitFor();
    await app.getByText('A note of Ada').waitFor();

    // Another schema is another database: its rows are those of the seed, and Ada is signed in to it.
    expect((await status())?.notice).toBeNull();
    await show(edited(MIGRATION_PATH, 'grant select, insert on public.notes', 'grant select on public.notes'));
    await page.waitForFunction(() => window.harness.status?.notice?.includes('new database'));
    await app.getByText('User: ada@example.com').waitFor();
    await app.getByText('A note of Ada').waitFor();
    await app.getByLabel('Note').fill('Refused');
    await app.getByRole('button', { name: 'Add note' }).click();
    await app.getByText('permission denied for table notes').waitFor();
    const people = await page.evaluate(() => window.harness.preview.query('users', null));
    expect(people.map(({ email }) => email)).toEqual(['ada@example.com']);
  });

  it('starts the database ahead of the first request', async () => {
    await show(fixture);
    await page.waitForFunction(() => window.harness.status?.database === 'ready');
    expect(Object.keys(await page.evaluate(() => window.harness.requests))).toEqual([]);
  });

  it('leaves the database off where the application does not ask for it', async () => {
    await show(
      edited('src/app.tsx', "import { Notes } from '@/features/notes';", 'const Notes = () => null;', {
        ...fixture,
        'src/lib/supabase.ts': 'export {};',
      }),
    );
    await app.getByText('Hello from the fixture').waitFor();
    await running();
    expect(await status()).toMatchObject({ database: 'off', hasDatabase: true });
    await page.evaluate(() => window.harness.preview.startDatabase());
    await page.waitForFunction(() => window.harness.status?.database === 'ready');
  });

  it('signs the application in as anyone, where it is, and shows what they may see', async () => {
    await show(fixture);
    await app.getByRole('link', { name: 'Notes' }).click();
    await app.getByLabel('E-mail').fill('zoe@example.com');
    await app.getByRole('button', { name: 'Sign up' }).click();
    await app.getByText('User: zoe@example.com').waitFor();
    await page.waitForFunction(() => window.harness.status?.signedIn?.email === 'zoe@example.com');
    await app.getByLabel('Note').fill('A note of Zoe');
    await app.getByRole('button', { name: 'Add note' }).click();
    await app.getByText('A note of Zoe').waitFor();

    const [ada, zoe] = await page.evaluate(() => window.harness.preview.query('users', null));
    if (ada === undefined || zoe === undefined) throw new Error('There should be two people.');
    expect([ada.name, zoe.name]).toEqual(['Ada', 'zoe']);
    await page.evaluate((id) => window.harness.preview.signInAs(id), ada.id);
    await app.getByText('User: ada@example.com').waitFor();
    await app.getByText('A note of Ada').waitFor();
    expect(await app.getByText('A note of Zoe').count()).toBe(0);
    expect(await status()).toMatchObject({ path: '/notes', signedIn: { id: ada.id, email: 'ada@example.com' } });

    const seen = (reader: DatabaseReader) =>
      page.evaluate(async (as) => {
        const { query } = window.harness.preview;
        const notes = (await query('tables', { reader: as })).find(({ name }) => name === 'notes');
        const rows = await query('rows', { schema: 'public', table: 'notes', reader: as, offset: 0, limit: 10 }).then(
          (page) => page.rows.map(({ body }) => body),
          (error: Error) => error.message,
        );
        return { visible: notes?.visible, total: notes?.total, rows };
      }, reader);
    expect(await seen({ kind: 'owner' })).toEqual({ visible: 2, total: 2, rows: ['A note of Ada', 'A note of Zoe'] });
    expect(await seen({ kind: 'user', id: zoe.id })).toEqual({ visible: 1, total: 2, rows: ['A note of Zoe'] });
    expect(await seen({ kind: 'anonymous' })).toEqual({
      visible: null,
      total: 2,
      rows: 'permission denied for table notes',
    });

    await page.evaluate(() => window.harness.preview.signInAs(null));
    await app.getByText('User: nobody').waitFor();
    expect((await status())?.signedIn).toBeNull();
    const requests = Object.values(await page.evaluate(() => window.harness.requests));
    expect(requests.find(({ path, status }) => path.startsWith('/rest/v1/notes') && status === 401)?.error).toContain(
      'permission denied',
    );
  });

  it('brings the sample data back, and keeps who is signed in', async () => {
    await show(fixture);
    await app.getByRole('link', { name: 'Notes' }).click();
    await app.getByRole('button', { name: 'Sign in as Ada' }).click();
    await app.getByText('A note of Ada').waitFor();
    await app.getByLabel('Note').fill('To be gone');
    await app.getByRole('button', { name: 'Add note' }).click();
    await app.getByText('To be gone').waitFor();
    await page.evaluate(() => window.harness.preview.resetDatabase());
    await app.getByText('To be gone').waitFor({ state: 'detached' });
    await app.getByText('User: ada@example.com').waitFor();
    await app.getByText('A note of Ada').waitFor();
    expect(await app.getByText('To be gone').count()).toBe(0);
  });

  it('never answers one request as another, however many there are at once', async () => {
    await show(fixture);
    await app.getByRole('link', { name: 'Notes' }).click();
    await app.getByRole('button', { name: 'Sign in as Ada' }).click();
    await app.getByText('A note of Ada').waitFor();
    const answers = await frame().evaluate(async () => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('-auth-token')) ?? '';
      const { access_token: token } = JSON.parse(localStorage.getItem(key) ?? '{}');
      const read = async (signedIn: boolean) => {
        const response = await fetch('http://supabase.preview/rest/v1/notes?select=body', {
          headers: { apikey: 'sb_publishable_preview', ...(signedIn ? { authorization: `Bearer ${token}` } : {}) },
        });
        return `${signedIn} ${response.status}`;
      };
      return Promise.all(Array.from({ length: 30 }, (_, index) => read(index % 2 === 0)));
    });
    expect([...new Set(answers)].sort()).toEqual(['false 401', 'true 200']);
  });

  it.each([
    ['a migration that does not parse', MIGRATION_PATH, 'create index', 'creat index', 16],
    ['a migration that refers to nothing', MIGRATION_PATH, 'on public.notes (user_id)', 'on public.nots (user_id)', 16],
    ['a statement that fails without a position', MIGRATION_PATH, 'create schema private', 'create schema public', 22],
  ])('reports %s', async (_name, file, from, to, line) => {
    await show(edited(file, from, to));
    await app.getByRole('link', { name: 'Notes' }).click();
    expect(await problem({ kind: 'database', file })).toMatchObject({ line });
    await app.getByText(`${file}:${line}`, { exact: false }).waitFor();
    expect((await status())?.database).toBe('failed');
    await show(fixture);
    await app.getByText('permission denied for table notes').waitFor();
  });

  it('reports a seed that fails, and does without it', async () => {
    await show(
      edited(
        'supabase/seed.sql',
        'insert into public.notes (user_id, body)',
        'insert into public.notes (user_id, bodi)',
      ),
    );
    await app.getByRole('link', { name: 'Notes' }).click();
    expect(await problem({ kind: 'database', file: 'supabase/seed.sql' })).toMatchObject({ line: 9 });
    await app.getByLabel('E-mail').fill('zoe@example.com');
    await app.getByRole('button', { name: 'Sign up' }).click();
    await app.getByText('User: zoe@example.com').waitFor();
  });

  it('lets go of everything when it is closed', async () => {
    await show(fixture);
    await app.getByRole('link', { name: 'Notes' }).click();
    await app.getByText('permission denied for table notes').waitFor();
    expect(page.workers()).toHaveLength(2);
    await page.evaluate(() => window.harness.close());
    await page.waitForFunction(() => document.querySelector('iframe') === null);
    await expect.poll(() => page.workers().length).toBe(0);
  });

  it('puts no script of its own into the frame page but the one in it', async () => {
    const html = await readFile(path.join(site.directory ?? '', 'runtime.html'), 'utf8');
    expect(html).not.toMatch(/<script[^>]+src=/);
    expect(html).toContain("connect-src 'none'");
  });
});

describe('served by the development server', () => {
  let site: HarnessSite;
  beforeAll(async () => {
    site = await serveDevelopment();
  });
  afterAll(() => site.close());

  it('renders, shows an edit and reaches the database', async () => {
    page = await openHarness(browser, site);
    page.setDefaultTimeout(60_000);
    app = page.frameLocator('iframe');
    await show(fixture);
    await app.getByText('Hello from the fixture').waitFor();
    await show(edited('src/counter.tsx', 'Hello from', 'Greetings from'));
    await app.getByText('Greetings from the fixture').waitFor();
    await app.getByRole('link', { name: 'Notes' }).click();
    await app.getByText('permission denied for table notes').waitFor();
    await page.close();
  });
});
