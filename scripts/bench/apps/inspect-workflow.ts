/** The steps of a row, one after the other, by those who may take them and by nobody else. */
import type { CheckLog } from './check-log.ts';
import type { EntityExpectation, Person } from './expectations.ts';
import type { People } from './inspect-rows.ts';
import { surveyPage } from './survey-page.ts';

/** Steps that are followed; a workflow may go in a circle. */
const MOST_STEPS = 4;

export async function inspectWorkflow(
  people: People,
  { entity, creator, seenBy }: EntityExpectation,
  address: string,
  log: CheckLog,
): Promise<void> {
  const workflow = entity.workflow;
  const choices = entity.fields.find((field) => field.name === workflow?.field)?.choices ?? [];
  let value = choices[0]?.value;
  const been = new Set<string>();
  while (workflow && value !== undefined && !been.has(value) && been.size < MOST_STEPS) {
    been.add(value);
    const from: string = value;
    const open = workflow.steps.filter((it) => it.from.includes(from) && !been.has(it.to));
    const step = open[0];
    if (!step) return;
    // Ada looks after the application; in a team whoever made the row is as good as any.
    const actor: Person = step.by === 'admin' ? 'Ada' : creator;
    const subject = `${entity.label}: ${step.label}`;
    const visitor = people[actor];
    if (step.by === 'admin' && creator !== 'Ada') {
      const owner = people[creator];
      await owner.visit(address);
      const own = workflow.steps.some((it) => it.by === 'owner' && it.label === step.label && it.from.includes(from));
      const offered = (await owner.main.getByRole('button', { name: step.label, exact: true }).count()) > 0;
      log.record('step', `${subject}, ${creator}`, offered && !own ? 'is offered the step of an admin' : null);
    }
    await visitor.visit(address);
    const button = visitor.main.getByRole('button', { name: step.label, exact: true });
    if ((await button.count()) === 0) {
      log.record('step', `${subject}, ${actor}`, 'there is no button');
      return;
    }
    if (been.size === 1) await surveyPage(visitor, `${entity.label} with its steps`, log);
    await button.focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.settle();
    await visitor.reload();
    const label = choices.find((it) => it.value === step.to)?.label ?? step.to;
    const shown = (await visitor.text()).includes(label);
    const again = workflow.steps.some((it) => it.from.includes(step.to) && it.label === step.label);
    const repeated = !again && (await button.count()) > 0 ? 'is offered again' : null;
    log.record('step', `${subject}, ${actor}`, shown ? repeated : `"${label}" is not shown`);
    for (const person of seenBy.filter((it) => it !== actor && it !== 'signed out')) {
      await people[person].visit(address);
      const seen = (await people[person].text()).includes(label);
      log.record('step', `${subject}, seen by ${person}`, seen ? null : `"${label}" is not shown`);
    }
    value = step.to;
  }
}
