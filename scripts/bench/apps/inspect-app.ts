/** One prompt from end to end: generated, built, served with its database, and gone through as three people would. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { AppSpec } from '../../../shared/generator/app-spec.ts';
import { compileApp } from '../../../shared/generator/compile.ts';
import { planApp } from '../../../shared/generator/plan.ts';
import type { VerifyReport } from '../../../shared/verify/finding.ts';
import { verify } from '../../../shared/verify/verify.ts';
import { freePort } from '../../test/free-port.ts';
import { buildProblem, bundleBytes, typeProblem, writeProject } from '../exported-project.ts';
import type { BenchPrompt } from '../prompts.ts';
import { type Check, CheckLog, describeError } from './check-log.ts';
import { pagesFor } from './expectations.ts';
import { inspectColours, inspectDarkTheme, inspectLanding } from './inspect-look.ts';
import { inspectParts } from './inspect-parts.ts';
import type { People } from './inspect-rows.ts';
import { type ServedApp, serveApp } from './serve-app.ts';
import { surveyPage, type TakePicture } from './survey-page.ts';
import { Visitor } from './visitor.ts';

export interface Inspection {
  readonly id: string;
  readonly name: string;
  readonly checks: readonly Check[];
  readonly files: number;
  readonly lines: number;
  /** Scripts and styles of the built application, compressed by gzip; null where it does not build. */
  readonly bundleBytes: number | null;
  /** From the prompt to verified files. */
  readonly generateMs: number;
  /** Of the whole inspection. */
  readonly seconds: number;
}

export interface InspectionOptions {
  readonly browser: Browser;
  /** Archive of an empty database. */
  readonly snapshot: string;
  /** Folder for screenshots; none are taken without one. */
  readonly screenshots?: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 900_000;

export async function inspectApp(prompt: BenchPrompt, options: InspectionOptions): Promise<Inspection> {
  const started = performance.now();
  const spec = planApp(prompt.instruction);
  const tree = compileApp(spec);
  const report = await verify(tree);
  const generateMs = performance.now() - started;
  return inspectTree({ prompt, spec, tree, report, generateMs }, options);
}

export interface GeneratedApp {
  readonly prompt: BenchPrompt;
  readonly spec: AppSpec;
  readonly tree: FileTree;
  readonly report: VerifyReport;
  readonly generateMs: number;
}

/** Never rejects: what went wrong is a failed check. */
export async function inspectTree(generated: GeneratedApp, options: InspectionOptions): Promise<Inspection> {
  const { prompt, spec, tree, report, generateMs } = generated;
  const started = performance.now();
  const log = new CheckLog();
  const findings = report.findings.filter(({ severity }) => severity === 'error');
  log.record('verified', 'files', findings[0] ? `${findings[0].file}: ${findings[0].message}` : null);

  const project = writeProject(tree);
  const visitors: Visitor[] = [];
  let app: ServedApp | null = null;
  let bundle: number | null = null;
  let types: Promise<string | null> = Promise.resolve(null);
  let timer: NodeJS.Timeout | undefined;
  try {
    const port = await freePort();
    // It takes longest and nothing waits for it.
    types = typeProblem(project);
    const env = {
      VITE_SUPABASE_URL: `http://127.0.0.1:${port}`,
      VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_preview',
    };
    if (log.record('builds', 'project', await buildProblem(project, env))) {
      bundle = bundleBytes(project);
      app = await serveApp(project, tree, port, options.snapshot);
      const limit = options.timeoutMs ?? TIMEOUT_MS;
      const tooLong = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not finished after ${limit / 1000} s`)), limit);
      });
      log.record('honest', 'README tells what is not built', untold(spec, join(project.directory, 'README.md')));
      await Promise.race([visit(app, prompt, spec, options, log, visitors), tooLong]);
      log.record('finished', 'inspection', null);
    }
  } catch (error) {
    log.record(app === null ? 'starts' : 'finished', 'inspection', describeError(error));
  } finally {
    clearTimeout(timer);
    for (const visitor of visitors) {
      log.record('console', visitor.name, visitor.errors[0] ? tally(visitor.errors) : null);
      await visitor.close();
    }
    if (app) log.record('console', 'database', app.problems[0] ? tally(app.problems) : null);
    log.record('types', 'project', await types.catch(describeError));
    await app?.stop();
    project.remove();
  }
  const lines = Object.values(tree).reduce((sum, it) => sum + (typeof it === 'string' ? it.split('\n').length : 0), 0);
  const seconds = (performance.now() - started) / 1000;
  const files = Object.keys(tree).length;
  return { id: prompt.id, name: spec.name, checks: log.checks, files, lines, bundleBytes: bundle, generateMs, seconds };
}

const tally = (errors: readonly string[]) =>
  `${errors[0]?.slice(0, 200)}${errors.length > 1 ? ` (${errors.length} in all)` : ''}`;

function untold(spec: AppSpec, readme: string): string | null {
  const flat = (text: string) => text.replace(/[\s\\>*_`-]+/g, ' ');
  const told = flat(readFileSync(readme, 'utf8'));
  const missing = spec.notes.find((note) => !told.includes(flat(note)));
  return missing ? `"${missing}" is not in the README` : null;
}

async function visit(
  app: ServedApp,
  prompt: BenchPrompt,
  spec: AppSpec,
  { browser, screenshots }: InspectionOptions,
  log: CheckLog,
  visitors: Visitor[],
): Promise<void> {
  const pictures = pictureTaker(screenshots && join(screenshots, prompt.id));
  const open = async (name: string) => {
    const visitor = await Visitor.open(browser, app.url, name);
    visitors.push(visitor);
    return visitor;
  };
  const guest = await open('signed out');
  await guest.visit('/');
  const shown = (await guest.text()).trim() !== '';
  log.record('starts', 'first page', shown ? null : 'nothing is shown');
  if (!shown) return;
  await inspectLanding(guest, log);
  await inspectColours(guest, prompt, spec, log);
  await inspectDarkTheme(guest, log);
  const surveyed = new Set<string>();
  await surveyNavigation(guest, log, surveyed, pictures);
  const signIn = guest.page.getByRole('link', { name: 'Sign in', exact: true });
  if ((await signIn.count()) > 0) {
    await signIn.first().click();
    await surveyPage(guest, 'Sign in', log);
  }
  if (!spec.auth && (await signIn.count()) === 0) return;

  const ada = await open('Ada');
  const ben = await open('Ben');
  const people: People = { Ada: ada, Ben: ben, 'signed out': guest };
  const signedIn = [
    await log.attempt('sign-in', 'Ada', () => ada.signIn('ada@example.com').then(() => true)),
    await log.attempt('sign-in', 'Ben', () => ben.signIn('ben@example.com').then(() => true)),
  ];
  if (signedIn.includes(undefined)) return;
  const linked = await surveyNavigation(ada, log, surveyed, pictures);
  await surveyUnlisted(ada, spec, linked, surveyed, log);
  await surveyNavigation(ben, log, surveyed, pictures);

  await inspectParts(people, spec, log, pictures);
}

/** Follows each link of the navigation. @returns the paths that links led to on the way. */
async function surveyNavigation(
  visitor: Visitor,
  log: CheckLog,
  surveyed: Set<string>,
  pictures: (name: string) => TakePicture | undefined,
): Promise<Set<string>> {
  await visitor.visit('/');
  const linked = new Set<string>();
  const entries = await visitor.navigation();
  log.record('linked', `navigation, ${visitor.name}`, entries.length > 0 ? null : 'there is no navigation');
  for (const { label, path } of entries) {
    const subject = `${label}, ${visitor.name}`;
    const link = visitor.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: label, exact: true });
    await link.first().click();
    await visitor.settle();
    log.record('linked', subject, visitor.path === path ? null : `leads to ${visitor.path}`);
    for (const found of await visitor.linkedPaths()) linked.add(found.split('?')[0] ?? '');
    // The first look is the thorough one; somebody else who opens the same page needs only to find it there.
    if (surveyed.has(path)) {
      const headed = (await visitor.main.getByRole('heading').count()) > 0;
      log.record('page', subject, headed ? null : 'no heading');
      continue;
    }
    surveyed.add(path);
    const name = path === '/' ? 'home' : path.slice(1).replace(/\//g, '-');
    await surveyPage(visitor, subject, log, { takePicture: pictures(name) });
  }
  return linked;
}

/** Pages that are not in the navigation: something must lead to them, and they are looked at as the others are. */
async function surveyUnlisted(
  visitor: Visitor,
  spec: AppSpec,
  linked: ReadonlySet<string>,
  surveyed: Set<string>,
  log: CheckLog,
): Promise<void> {
  for (const { path, title } of pagesFor(spec, 'Ada').filter((it) => !surveyed.has(it.path))) {
    surveyed.add(path);
    const reached = linked.has(path) || (await leadsTo(visitor, path));
    log.record('linked', title, reached ? null : `no page links to ${path}`);
    await visitor.visit(path);
    await surveyPage(visitor, `${title}, ${visitor.name}`, log);
  }
}

/** Whether a search from the header ends up on the page. */
async function leadsTo(visitor: Visitor, path: string): Promise<boolean> {
  const field = visitor.page.getByRole('banner').getByRole('searchbox');
  if ((await field.count()) === 0) return false;
  await field.fill('a');
  await field.press('Enter');
  await visitor.settle();
  return visitor.path.split('?')[0] === path;
}

function pictureTaker(directory: string | undefined): (name: string) => TakePicture | undefined {
  if (directory === undefined) return () => undefined;
  mkdirSync(directory, { recursive: true });
  return (name) => async (page: Page, width, theme) => {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const clip = { x: 0, y: 0, width, height: Math.min(height, 1600) };
    const path = join(directory, `${name}-${width}-${theme}.jpg`);
    await page.screenshot({ path, type: 'jpeg', quality: 70, fullPage: true, clip });
  };
}
