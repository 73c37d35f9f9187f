/** Boards and calendars: used with the keyboard, and by dragging. */
import type { Locator } from 'playwright-core';
import type { CheckLog } from './check-log.ts';
import type { DisplayExpectation } from './expectations.ts';
import { sectionOf } from './inspect-rows.ts';
import { shownText, type Visitor } from './visitor.ts';

export async function inspectDisplay(visitor: Visitor, expected: DisplayExpectation, log: CheckLog): Promise<void> {
  await visitor.visit(expected.path);
  const region = sectionOf(visitor, expected.heading);
  if (expected.display === 'calendar') {
    log.record('calendar', expected.heading, await calendarFailure(visitor, region, expected));
    return;
  }
  log.record('board', `${expected.heading}, by keyboard`, await keyboardFailure(visitor, region));
  log.record('board', `${expected.heading}, by dragging`, await draggingFailure(visitor, region));
}

const columnOf = (region: Locator, label: string) => region.getByRole('region', { name: label, exact: true });
const cardOf = (column: Locator, title: string) => column.getByRole('listitem').filter({ hasText: title });

/** Moves the first row that can be moved, and looks for it again after a reload. */
async function keyboardFailure(visitor: Visitor, region: Locator): Promise<string | null> {
  const button = region.getByRole('button', { name: /^Move .+ to .+$/ }).first();
  if ((await button.count()) === 0) return 'no row can be moved by a button';
  const [, title = '', to = ''] = /^Move (.+) to (.+)$/.exec((await button.getAttribute('aria-label')) ?? '') ?? [];
  await button.focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.settle();
  if ((await cardOf(columnOf(region, to), title).count()) === 0) return `"${title}" is not in "${to}" after Enter`;
  const focused = await visitor.page.evaluate(() => document.activeElement?.textContent ?? '');
  if (!focused.includes(title)) return 'the focus did not go with the row';
  await visitor.reload();
  return (await cardOf(columnOf(region, to), title).count()) > 0 ? null : `"${title}" is back after a reload`;
}

async function draggingFailure(visitor: Visitor, region: Locator): Promise<string | null> {
  const card = region.locator('li[draggable="true"]').first();
  if ((await card.count()) === 0) return 'no row can be dragged';
  const title = (await shownText(card.getByRole('heading'))).trim();
  const here = (await card.locator('xpath=ancestor::section[1]').getAttribute('aria-label')) ?? '';
  const labels = await region
    .getByRole('region')
    .evaluateAll((columns) => columns.map((it) => it.getAttribute('aria-label') ?? ''));
  const to = labels.find((label) => label !== here);
  if (to === undefined) return 'there is one column only';
  await card.dragTo(columnOf(region, to), { targetPosition: { x: 40, y: 20 } });
  await visitor.settle();
  await visitor.reload();
  return (await cardOf(columnOf(region, to), title).count()) > 0 ? null : `"${title}" was not moved to "${to}"`;
}

/** Goes to the month of the first row, to the next and back, all by keyboard. */
async function calendarFailure(
  visitor: Visitor,
  region: Locator,
  { firstDay }: DisplayExpectation,
): Promise<string | null> {
  const caption = region.locator('caption');
  if ((await caption.count()) === 0) return 'there is no month';
  const press = async (name: string) => {
    await region.getByRole('button', { name, exact: true }).focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.settle();
    return caption.textContent();
  };
  const start = await caption.textContent();
  if ((await press('Next month')) === start) return 'the next month is the same';
  if ((await press('Previous month')) !== start) return 'the way back leads elsewhere';
  const away = firstDay === null ? 0 : monthsFromNow(firstDay);
  for (let step = 0; step < Math.abs(away); step += 1) await press(away > 0 ? 'Next month' : 'Previous month');
  const shown = await caption.textContent();
  await visitor.reload();
  if ((await caption.textContent()) !== shown) return 'the month is forgotten after a reload';
  if (firstDay === null) return null;
  const row = region.locator('table').getByRole('link').first();
  if ((await row.count()) === 0) return `nothing is shown in the month of ${firstDay}`;
  await row.focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.settle();
  return (await visitor.main.getByRole('alert').count()) === 0 ? null : 'an entry leads to an error';
}

function monthsFromNow(day: string): number {
  const now = new Date();
  const [year = 0, month = 1] = day.split('-').map(Number);
  return (year - now.getFullYear()) * 12 + (month - 1 - now.getMonth());
}
