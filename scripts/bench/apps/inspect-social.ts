/** What a second person adds to somebody's row: a comment, a like, a vote. */
import type { CheckLog } from './check-log.ts';
import type { EntityExpectation } from './expectations.ts';
import type { People } from './inspect-rows.ts';
import { surveyPage } from './survey-page.ts';
import type { Visitor } from './visitor.ts';

export async function inspectSocial(
  people: People,
  { entity, creator, seenBy }: EntityExpectation,
  address: string,
  log: CheckLog,
): Promise<void> {
  const other = seenBy.find((it) => it !== 'signed out' && it !== creator);
  if (other === undefined) return;
  const visitor = people[other];
  const subject = `${entity.label}, ${other}`;
  if (entity.votes) {
    await visitor.visit(address);
    log.record('vote', subject, await voteFailure(visitor, entity.votes));
  }
  if (entity.comments) {
    await visitor.visit(address);
    await inspectComment(people, visitor, people[creator], subject, address, log);
  }
}

/** By keyboard: given, still there after a reload, counted once, and taken back. */
async function voteFailure(visitor: Visitor, kind: 'likes' | 'votes'): Promise<string | null> {
  const button = visitor.main.getByRole('button', { name: kind === 'likes' ? /^Like, / : 'Vote for' }).first();
  if ((await button.count()) === 0) return 'there is no button';
  const pressed = () => button.getAttribute('aria-pressed');
  if ((await pressed()) !== 'false') return 'it is pressed before anybody pressed it';
  const press = async () => {
    await button.focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.settle();
  };
  await press();
  if ((await pressed()) !== 'true') return 'pressing it does nothing';
  await visitor.reload();
  if ((await pressed()) !== 'true') return 'forgotten after a reload';
  const label = kind === 'likes' ? await button.getAttribute('aria-label') : null;
  const count = label ?? (await visitor.main.getByLabel('Votes').textContent());
  if (!/\b1\b/.test(count ?? '')) return `one is counted as "${count}"`;
  await press();
  await visitor.reload();
  return (await pressed()) === 'false' ? null : 'it cannot be taken back';
}

async function inspectComment(
  people: People,
  visitor: Visitor,
  owner: Visitor,
  subject: string,
  address: string,
  log: CheckLog,
): Promise<void> {
  const form = visitor.main.locator('form:visible').last();
  const send = form.getByRole('button', { name: 'Comment', exact: true });
  if ((await send.count()) === 0) {
    log.record('comment', subject, 'there is no form');
    return;
  }
  await send.click();
  await visitor.settle();
  const refused = (await form.locator('[aria-invalid="true"]').count()) > 0;
  log.record('comment', `${subject}, empty`, refused ? null : 'an empty comment is taken');
  const token = Math.random().toString(36).slice(2, 9).padEnd(7, 'x');
  await form.getByRole('textbox').fill(`Remark ${token}`);
  await send.click();
  await visitor.settle();
  await visitor.reload();
  const stays = (await visitor.text()).includes(token);
  log.record('comment', subject, stays ? null : 'not there after a reload');
  await surveyPage(visitor, `${subject}: comments`, log);
  await owner.visit(address);
  log.record('comment', `${subject}, seen by the owner`, (await owner.text()).includes(token) ? null : 'is not seen');
  const guest = people['signed out'];
  await guest.visit(address);
  const writes = (await guest.main.getByRole('button', { name: 'Comment', exact: true }).count()) > 0;
  log.record('comment', `${subject}, signed out`, writes ? 'somebody without an account may comment' : null);
  const mine = visitor.main.getByRole('listitem').filter({ hasText: token });
  await log.attempt('comment', `${subject}, taken back`, async () => {
    await mine.getByRole('button', { name: 'Delete', exact: true }).click();
    const question = visitor.page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await question.waitFor({ state: 'detached' });
    await visitor.settle();
    await visitor.reload();
    if ((await visitor.text()).includes(token)) throw new Error('it is still there');
  });
}
