/** The first page, the colours and the dark theme. */
import type { AppSpec } from '../../../shared/generator/app-spec.ts';
import type { BenchPrompt } from '../prompts.ts';
import type { CheckLog } from './check-log.ts';
import { colorsAtRest, themeToggle } from './survey-page.ts';
import type { Visitor } from './visitor.ts';

export async function inspectLanding(visitor: Visitor, log: CheckLog): Promise<void> {
  const { page, main } = visitor;
  const title = (await page.title()).trim();
  log.record('landing', 'title', title === '' || /vite/i.test(title) ? `the title is "${title}"` : null);
  log.record('landing', 'heading', (await main.getByRole('heading', { level: 1 }).count()) === 1 ? null : 'no heading');
  const ways = (await main.getByRole('link').count()) + (await page.getByRole('link', { name: 'Sign in' }).count());
  log.record('landing', 'way in', ways > 0 ? null : 'no link leads further');
}

/** Colours named in the prompt; CSS does not know every name that people use, then those of the plan. */
export async function inspectColours(
  visitor: Visitor,
  prompt: BenchPrompt,
  spec: AppSpec,
  log: CheckLog,
): Promise<void> {
  if (prompt.colors === null) return;
  const seen = await visitor.page.evaluate(
    ({ asked, planned }) => {
      const pairs = [
        [asked.background, planned.background],
        [asked.component, planned.component],
      ];
      const [askedBackground = '', askedComponent = ''] = pairs.map(([color = '', fallback = '']) => {
        const probe = document.createElement('i');
        probe.style.color = CSS.supports('color', color) ? color : fallback;
        document.body.append(probe);
        const { color: computed } = getComputedStyle(probe);
        probe.remove();
        return computed;
      });
      const components = [...document.querySelectorAll('header, button, main a')].map(
        (it) => getComputedStyle(it).backgroundColor,
      );
      return {
        askedBackground,
        askedComponent,
        components,
        background: getComputedStyle(document.body).backgroundColor,
      };
    },
    { asked: prompt.colors, planned: spec.theme },
  );
  const { askedBackground, background, askedComponent, components } = seen;
  log.record('colour', 'background', askedBackground === background ? null : `${background}, asked ${askedBackground}`);
  const worn = components.includes(askedComponent);
  log.record('colour', 'components', worn ? null : `no header or button is ${askedComponent}`);
}

export async function inspectDarkTheme(visitor: Visitor, log: CheckLog): Promise<void> {
  const { page } = visitor;
  const luminance = () =>
    page.evaluate(() => {
      const [r = 0, g = 0, b = 0] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(
        Number,
      );
      return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    });
  const toggle = themeToggle(page);
  if ((await toggle.count()) === 0) {
    // An application that was asked to be dark has one theme.
    log.record('dark', 'theme', (await luminance()) < 0.45 ? null : 'no way to the dark theme');
    return;
  }
  await toggle.click();
  await colorsAtRest(page);
  const dark = await luminance();
  await visitor.reload();
  const remembered = await luminance();
  log.record('dark', 'theme', dark < 0.3 ? null : `the page's luminance is ${dark.toFixed(2)}`);
  log.record('dark', 'remembered', remembered === dark ? null : 'forgotten after a reload');
  await toggle.click();
}
