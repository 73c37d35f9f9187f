/** Three of our own prompts, from the words to what three people can do in the application: every check passes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/browser.ts';
import { readPrompts } from '../prompts.ts';
import type { CheckKind } from './check-log.ts';
import { emptyDatabase } from './empty-database.ts';
import { inspectApp } from './inspect-app.ts';

let browser: Browser;
let directory: string;
let snapshot: string;

beforeAll(async () => {
  browser = await launchBrowser();
  directory = mkdtempSync(join(tmpdir(), 'trellis-apps-'));
  snapshot = await emptyDatabase(join(directory, 'empty-database.tar.gz'));
});
afterAll(async () => {
  await browser.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Kinds that an inspection of any application with a list and a form must have got to. */
const EVERYWHERE: CheckKind[] = [
  'builds',
  'page',
  'axe',
  'width',
  'refuses',
  'accepts',
  'kept',
  'access',
  'edit',
  'delete',
];

/** Kinds that only some applications have; the office has them all. */
const OFFICE: CheckKind[] = ['board', 'calendar', 'step', 'vote', 'comment', 'message', 'own'];

describe.concurrent('a generated application holds what it promises', () => {
  it.each([
    ['florbles', 'rows that are private to each person'],
    ['clinic', 'a catalogue that everyone reads'],
    ['office', 'what people hand on to each other, and keep once'],
  ])(
    '%s: %s',
    async (id) => {
      const prompt = readPrompts().find((it) => it.id === id) ?? expect.unreachable();
      const { checks } = await inspectApp(prompt, { browser, snapshot });
      expect(checks.filter(({ failure }) => failure !== null)).toEqual([]);
      const kinds = new Set(checks.map(({ kind }) => kind));
      const wanted = id === 'office' ? [...EVERYWHERE, ...OFFICE] : EVERYWHERE;
      expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
    },
    300_000,
  );
});
