/**
 * `npm run bench:apps`: generates an application for each prompt, builds it as exported, opens it in Chromium with a
 * database of its own, and goes through it as a person would.
 *
 * `npm run bench:apps -- --prompts FILE.jsonl --out FOLDER --only ID,ID --strict`. Prompts are lines with an
 * `instruction`; our own by default. Writes `results.json` and screenshots to the folder. With `--strict` the exit code
 * is 1 when an aim is missed.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../test/browser.ts';
import { OWN_PROMPTS, readPrompts } from '../prompts.ts';
import { emptyDatabase } from './empty-database.ts';
import { type Inspection, inspectApp } from './inspect-app.ts';
import { printInspection, printTotals, totalsOf } from './report.ts';

/** Each holds a database and three browsers: more at once would measure the machine. */
const AT_ONCE = 2;

const { values } = parseArgs({
  options: {
    prompts: { type: 'string', default: OWN_PROMPTS },
    out: { type: 'string' },
    only: { type: 'string' },
    strict: { type: 'boolean', default: false },
  },
});
const only = values.only?.split(',');
const prompts = readPrompts(values.prompts).filter(({ id }) => !only || only.includes(id));
if (prompts.length === 0) throw new Error('No prompt is left to run.');
const out = values.out === undefined ? mkdtempSync(join(tmpdir(), 'trellis-apps-')) : resolve(values.out);
mkdirSync(out, { recursive: true });

const browser = await launchBrowser();
const snapshot = await emptyDatabase(join(out, 'empty-database.tar.gz'));
const inspections: Inspection[] = [];
try {
  const waiting = [...prompts];
  const work = async () => {
    for (let prompt = waiting.shift(); prompt !== undefined; prompt = waiting.shift()) {
      const inspection = await inspectApp(prompt, { browser, snapshot, screenshots: out });
      inspections.push(inspection);
      printInspection(inspection);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
} finally {
  await browser.close();
}
const totals = totalsOf(inspections);
printTotals(totals);
writeFileSync(join(out, 'results.json'), `${JSON.stringify({ totals, inspections }, null, 2)}\n`);
console.log(`Results and screenshots are in ${out}`);
if (values.strict && !totals.aimsMet) process.exitCode = 1;
