/**
 * From the click on "Build it" to the first render in the preview, as a person has it, and from an edit to its render.
 * The floor of the first is an empty page in the same browser; the second holds the pause in typing that is waited for.
 */
import type { Frame, Page } from 'playwright-core';
import { appendTo, describeApp, launchBrowser, newVisitor, promptBox, renderedApp, signIn } from '../test/browser.ts';
import type { StackState } from '../test/stack.ts';
import { createAccount, liftQuota } from './account.ts';
import type { BenchPrompt } from './prompts.ts';
import { type Measure, ms, percentile } from './statistics.ts';

/**
 * Whether the application's page has the background that was asked for, and some element the component colour; null
 * when a colour's name is none that CSS knows, so that a browser cannot tell.
 */
function hasColors(frame: Frame, colors: { background: string; component: string }): Promise<boolean | null> {
  // No named function inside: the runner's compiler would wrap it in a helper that the page does not have.
  return frame.evaluate(
    (names) => {
      if (!names.every((name) => CSS.supports('color', name))) return null;
      const [background, component] = names.map((name) => {
        const probe = document.createElement('i');
        probe.style.color = name;
        document.body.append(probe);
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
      });
      const page = [document.documentElement, document.body];
      return (
        page.some((element) => getComputedStyle(element).backgroundColor === background) &&
        [...document.querySelectorAll('*')].some((element) => getComputedStyle(element).backgroundColor === component)
      );
    },
    [colors.background, colors.component],
  );
}

/** Types a rule into the stylesheet, as a person does, until a heading shows it; milliseconds of each edit. */
async function editsToRender(page: Page, frame: Frame, edits: number): Promise<number[]> {
  await page.getByRole('tab', { name: 'Code' }).click();
  await page.getByRole('button', { name: 'Show the preview beside the code' }).click();
  await appendTo(page, 'src/index.css', '\n');
  const samples: number[] = [];
  for (let width = 1; width <= edits; width += 1) {
    const seen = frame.waitForFunction(
      (spacing) => {
        const heading = document.querySelector('h1, h2');
        return heading !== null && getComputedStyle(heading).letterSpacing === spacing;
      },
      `${width}px`,
      { polling: 'raf' },
    );
    const started = performance.now();
    await page.keyboard.insertText(`\nh1, h2 { letter-spacing: ${width}px; }`);
    await seen;
    samples.push(performance.now() - started);
    await page.waitForTimeout(300);
  }
  return samples;
}

export async function benchPreview(stack: StackState, prompts: readonly BenchPrompt[]): Promise<Measure[]> {
  await liftQuota(stack);
  const account = await createAccount(stack, 'preview');
  const browser = await launchBrowser();
  try {
    const context = await newVisitor(browser);
    const page = await context.newPage();
    await signIn(page, stack.url, account);
    const times: number[] = [];
    let colored = 0;
    let asked = 0;
    for (const { id, instruction, colors } of prompts) {
      await page.goto(stack.url);
      await promptBox(page).waitFor();
      const started = performance.now();
      await describeApp(page, instruction);
      const frame = await renderedApp(page);
      const elapsed = performance.now() - started;
      times.push(elapsed);
      const match = colors ? await hasColors(frame, colors) : null;
      if (match !== null) asked += 1;
      if (match) colored += 1;
      console.log(
        `  ${id.padEnd(12)} ${ms(elapsed).padStart(8)}  ${match === null ? 'colours not compared' : match ? 'ok' : 'other colours'}`,
      );
    }
    const edits = await editsToRender(page, await renderedApp(page), 10);
    const before = performance.now();
    const empty = await context.newPage();
    await empty.goto(`${stack.url}/health`);
    const floor = performance.now() - before;
    await empty.close();
    return [
      {
        name: 'accepted -> first render, p50',
        value: ms(percentile(times, 0.5)),
        aim: '2 s',
        note: `${(percentile(times, 0.5) / floor).toFixed(1)} times an empty page`,
      },
      { name: 'accepted -> first render, p95', value: ms(percentile(times, 0.95)) },
      {
        name: 'edit -> render, p50',
        value: ms(percentile(edits, 0.5)),
        aim: '150 ms',
        note: 'with the pause in typing that is waited for (50 ms)',
      },
      { name: 'edit -> render, p95', value: ms(percentile(edits, 0.95)) },
      { name: 'in the colours asked for', value: `${colored} of ${asked}`, aim: 'all' },
    ];
  } finally {
    await browser.close();
  }
}
