/** What is looked at on every page, whatever it is about. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { CheckLog } from './check-log.ts';
import { DESKTOP, PHONE, shownText, type Visitor } from './visitor.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const PLACEHOLDER =
  /lorem ipsum|coming soon|\bTODO\b|\bundefined\b|\bNaN\b|\[object Object\]|Invalid Date|\\u[0-9a-f]{4}/;

export const themeToggle = (page: Page) => page.getByRole('button', { name: /(dark|light).*(theme|mode)/i });

/** Takes pictures at both widths in both themes; absent where the page is not one of those that are kept. */
export type TakePicture = (page: Page, width: number, theme: 'light' | 'dark') => Promise<void>;

export interface SurveyOptions {
  readonly takePicture?: TakePicture | undefined;
  /** False where the same components have been seen in the dark already. */
  readonly inDark?: boolean;
}

export async function surveyPage(
  visitor: Visitor,
  subject: string,
  log: CheckLog,
  { takePicture, inDark = true }: SurveyOptions = {},
): Promise<void> {
  const { page } = visitor;
  await visitor.settle();
  log.record('page', subject, await pageFailure(visitor));
  log.record('honest', subject, await pretence(visitor));
  const light = await axe(page, false);
  log.record('axe', subject, light.serious.join('; ') || null);
  await takePicture?.(page, DESKTOP.width, 'light');

  await page.setViewportSize(PHONE);
  log.record('width', subject, await overflow(page));
  await takePicture?.(page, PHONE.width, 'light');
  const toggle = themeToggle(page);
  if (!inDark || (await toggle.count()) === 0) {
    await page.setViewportSize(DESKTOP);
    log.record('contrast', subject, light.contrast);
    return;
  }
  await toggle.click();
  await colorsAtRest(page);
  await takePicture?.(page, PHONE.width, 'dark');
  await page.setViewportSize(DESKTOP);
  await takePicture?.(page, DESKTOP.width, 'dark');
  const dark = await axe(page, true);
  await toggle.click();
  await colorsAtRest(page);
  const failures = [light.contrast && `light: ${light.contrast}`, dark.contrast && `dark: ${dark.contrast}`];
  log.record('contrast', subject, failures.filter(Boolean).join('; ') || null);
}

async function pageFailure(visitor: Visitor): Promise<string | null> {
  const headings = visitor.main.getByRole('heading');
  if ((await headings.count()) === 0) return 'no heading';
  if ((await visitor.main.getByRole('heading', { level: 1 }).count()) !== 1) return 'not exactly one first heading';
  const alert = visitor.main.getByRole('alert').filter({ hasText: /\S/ });
  if ((await alert.count()) > 0) return `shows an error: ${(await shownText(alert.first())).split('\n')[0]}`;
  const heading = await shownText(headings.first());
  const rest = (await visitor.text()).replace(heading, '').trim();
  if (rest.length < 12) return `no content under "${heading}"`;
  return /^(page )?not found$/i.test(heading) ? 'the page does not exist' : null;
}

/** Text that stands for something which is not there, and links that lead nowhere. */
async function pretence(visitor: Visitor): Promise<string | null> {
  const placeholder = (await shownText(visitor.page.locator('body'))).match(PLACEHOLDER)?.[0];
  if (placeholder) return `says "${placeholder}"`;
  const dead = await visitor.page
    .locator('a')
    .evaluateAll((links) =>
      links
        .filter(
          (it) =>
            ['', '#', null].includes(it.getAttribute('href')) || it.getAttribute('href')?.startsWith('javascript:'),
        )
        .map((it) => it.textContent),
    );
  return dead.length > 0 ? `dead link "${dead[0]}"` : null;
}

/** Colours change by transitions, of elements inside of elements one after another, however short they are. */
export async function colorsAtRest(page: Page): Promise<void> {
  await page.waitForTimeout(60);
  await page.waitForFunction(() => document.getAnimations().every((it) => it.playState !== 'running'));
}

async function overflow(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return null;
    const widest = [...document.querySelectorAll('body *')]
      .map((it) => ({ it, right: it.getBoundingClientRect().right }))
      .sort((a, b) => b.right - a.right)[0];
    const name = widest ? `<${widest.it.tagName.toLowerCase()} class="${widest.it.className}">` : '';
    return `${document.documentElement.scrollWidth} px wide, because of ${name}`.slice(0, 200);
  });
}

interface AxeFindings {
  serious: string[];
  contrast: string | null;
}

async function axe(page: Page, contrastOnly: boolean): Promise<AxeFindings> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      runOnly: only ? ['color-contrast'] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => ({ id, text: `${help}: ${nodes[0]?.html.slice(0, 120)} (${nodes.length})` }));
  }, contrastOnly);
  return {
    serious: violations.filter(({ id }) => id !== 'color-contrast').map(({ text }) => text),
    contrast: violations.find(({ id }) => id === 'color-contrast')?.text ?? null,
  };
}
