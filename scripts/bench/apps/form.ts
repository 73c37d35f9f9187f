/** Filling a form as a person does: by what each input is and is called, reading the messages that come back. */
import type { Locator } from 'playwright-core';
import { shownText, type Visitor } from './visitor.ts';

interface Control {
  locator: Locator;
  kind:
    | 'text'
    | 'number'
    | 'select'
    | 'checkbox'
    | 'file'
    | 'date'
    | 'datetime-local'
    | 'time'
    | 'email'
    | 'url'
    | 'tel'
    | 'color';
  label: string;
  required: boolean;
  value: string;
  /** Values that can be chosen in a select. */
  options: string[];
  /** A number's input that takes no letters. */
  strict: boolean;
}

const INVALID = '[aria-invalid="true"]';

async function controls(form: Locator): Promise<Control[]> {
  const inputs = form.locator('input, select, textarea');
  const seen = await inputs.evaluateAll((elements) =>
    (elements as HTMLInputElement[]).map((element) => ({
      tag: element.tagName,
      type: element.type,
      name: element.name,
      mode: element.inputMode,
      label: (element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? '').replace(' (optional)', ''),
      required: element.required,
      usable: !element.disabled && element.type !== 'hidden' && (element.type === 'file' || element.checkVisibility()),
      value: element.value,
      options: [...element.querySelectorAll('option')].map((option) => option.value),
    })),
  );
  return seen.flatMap((it, index) => {
    // Of the radio buttons of one group the first stands for all.
    const again = it.type === 'radio' && seen.findIndex(({ name }) => name === it.name) < index;
    if (!it.usable || again) return [];
    return {
      ...it,
      locator: inputs.nth(index),
      kind: kindOf(it),
      label: it.label.trim(),
      strict: it.type === 'number',
    };
  });
}

function kindOf({ tag, type, mode }: { tag: string; type: string; mode: string }): Control['kind'] {
  if (tag === 'SELECT') return 'select';
  if (type === 'checkbox' || type === 'radio') return 'checkbox';
  if (type === 'number' || type === 'range' || mode === 'numeric' || mode === 'decimal') return 'number';
  const typed = ['file', 'date', 'datetime-local', 'time', 'email', 'url', 'tel', 'color'] as const;
  return typed.find((it) => it === type) ?? 'text';
}

/** Days differ between forms, so that bookings of one run do not stand in each other's way. */
let day = 0;

function goodValue({ kind, label }: Control, token: string): string {
  const late = /\b(end|ends|until|to|return|check.?out|finish|due|expires?)\b/i.test(label);
  const date = new Date(Date.UTC(2027, 0, 10 + day + (late ? 2 : 0))).toISOString().slice(0, 10);
  switch (kind) {
    case 'number':
      return '4';
    case 'date':
      return date;
    case 'datetime-local':
      return `${date}T10:30`;
    case 'time':
      return late ? '16:30' : '10:30';
    case 'email':
      return `${token}@example.com`;
    case 'url':
      return `https://example.com/${token}.jpg`;
    case 'tel':
      return '+1 555 0100';
    case 'color':
      return '#336699';
    default:
      return `Trial ${token}`;
  }
}

async function fill(control: Control, token: string): Promise<void> {
  const { locator, kind } = control;
  if (kind === 'checkbox') return locator.check();
  if (kind === 'file') {
    return locator.setInputFiles({
      name: 'picture.png',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a', 'hex'),
    });
  }
  if (kind !== 'select') return locator.fill(goodValue(control, token));
  const choice = control.options.find((value) => value !== '');
  if (control.value === '' && choice !== undefined) await locator.selectOption(choice);
}

/** The button that sends the form, or goes to its next step. */
const primary = (form: Locator) => form.locator('button[type="submit"]:visible').first();

/** Labels and messages of inputs that the form refused; the message is null where there is none to read. */
async function refusals(form: Locator): Promise<{ locator: Locator; label: string; message: string | null }[]> {
  const inputs = form.locator(INVALID);
  const found = await inputs.evaluateAll((elements) =>
    (elements as HTMLInputElement[]).map((element) => ({
      label: element.labels?.[0]?.textContent ?? '',
      message:
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id))
          .filter((it) => it?.id.endsWith('error') && it.checkVisibility())
          .map((it) => it?.textContent.trim() ?? '')[0] ?? null,
    })),
  );
  return found.map((it, index) => ({ ...it, locator: inputs.nth(index) }));
}

/**
 * Sends the form with every typed input wrong and every required one empty.
 *
 * @returns what is wrong with how it was refused, null when nothing is, undefined when this form can take anything.
 */
export async function refusesBadInput(visitor: Visitor, form: Locator): Promise<string | null | undefined> {
  const before = visitor.path;
  const bad: string[] = [];
  for (const control of await controls(form)) {
    const typed = control.kind === 'email' || control.kind === 'url' || (control.kind === 'number' && !control.strict);
    if (typed) await control.locator.fill('not right');
    const empty = control.required && control.kind !== 'checkbox' && control.value === '';
    if (typed || empty) bad.push(control.label);
  }
  if (bad.length === 0) return undefined;
  await primary(form).click();
  await visitor.settle();
  if (visitor.path !== before || !(await form.isVisible())) return `took bad input for ${bad.join(', ')}`;
  const refused = await refusals(form);
  const silent = refused.find(({ message }) => !message);
  if (silent) return `no message at ${silent.label}`;
  return refused.length < bad.length ? `refused ${refused.length} of ${bad.length}: ${bad.join(', ')}` : null;
}

/**
 * Fills every input and sends the form, step by step, mending what its messages complain of.
 *
 * @returns whether any text that holds the token was typed.
 * @throws Error with the form's messages when it does not accept.
 */
export async function submitGoodInput(visitor: Visitor, form: Locator, token: string): Promise<boolean> {
  const before = visitor.path;
  day += 3;
  let marked = false;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const refused = await refusals(form);
    const seen = await controls(form);
    if (refused.length === 0 || attempt === 0) {
      for (const control of seen) await fill(control, token);
      marked ||= seen.some(({ kind }) => kind === 'text');
    } else {
      for (const { locator, message, label } of refused.toReversed()) await mend(locator, label, message);
    }
    await primary(form).click();
    await visitor.settle();
    if (visitor.path !== before || !(await form.isVisible())) return marked;
    const alert = form.getByRole('alert').filter({ hasText: /\S/ });
    if ((await alert.count()) > 0) throw new Error(`refused: ${await shownText(alert.first())}`);
  }
  const left = (await refusals(form)).map(({ label, message }) => `${label}: ${message}`).join('; ');
  throw new Error(`good input was not accepted${left ? `: ${left}` : ''}`);
}

/** Whether a form in steps goes on when a step is filled in, and comes back with what was entered. */
export async function stepsFailure(visitor: Visitor, form: Locator, token: string): Promise<string | null> {
  const heading = form.getByRole('heading').first();
  const first = await heading.textContent();
  for (const control of await controls(form)) await fill(control, token);
  const entered = (await controls(form)).map(({ value }) => value);
  await primary(form).click();
  await visitor.settle();
  if ((await heading.textContent()) === first) return 'does not go on to the next step';
  if (!(await heading.evaluate((it) => it === document.activeElement))) return 'the focus stays behind';
  await form.getByRole('button', { name: 'Back', exact: true }).click();
  await visitor.settle();
  if ((await heading.textContent()) !== first) return 'does not go back';
  const kept = (await controls(form)).map(({ value }) => value);
  return kept.join('\n') === entered.join('\n') ? null : 'forgets what was entered';
}

/** Does what a message asks for: `Enter 1900 or more.` */
async function mend(locator: Locator, label: string, message: string | null): Promise<void> {
  const bound = message?.match(/-?\d+(?:\.\d+)?/)?.[0];
  if (message && bound !== undefined && / or (more|less)/.test(message)) return locator.fill(bound);
  if (message && bound !== undefined && /at most/.test(message)) {
    return locator.fill((await locator.inputValue()).slice(0, Number(bound)));
  }
  throw new Error(`${label}: ${message ?? 'refused without a message'}`);
}

/** Changes the first text of a form that holds the token into one with the mark, and sends it. @returns the new text, or null when there is none. */
export async function revise(
  visitor: Visitor,
  form: Locator,
  token: string,
  mark: string = token,
): Promise<string | null> {
  const before = visitor.path;
  let revised: string | null = null;
  for (const { locator, kind, value } of await controls(form)) {
    if (kind !== 'text' || revised !== null || !value.includes(token)) continue;
    revised = `Revised ${mark}`;
    await locator.fill(revised);
  }
  for (let steps = 0; steps < 8 && visitor.path === before && (await form.isVisible()); steps += 1) {
    await primary(form).click();
    await visitor.settle();
    const alert = form.getByRole('alert').filter({ hasText: /\S/ });
    if ((await alert.count()) > 0) throw new Error(`refused: ${await shownText(alert.first())}`);
  }
  if (visitor.path === before && (await form.isVisible())) throw new Error('the change was not accepted');
  return revised;
}
