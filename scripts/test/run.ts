/**
 * `npm test`: everything, in the order in which a failure is cheapest to learn of. Ends with `N passed, N failed`.
 *
 * `npm test -- check unit web database integration e2e` runs only the parts named.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advisors } from '../check/advisors.ts';
import { check } from '../check/run.ts';
import { checkTypes } from '../db-types.ts';
import { findChromium, installChromium } from './chromium.ts';
import { runPgtap } from './pgtap.ts';
import { startOwnStack } from './start-stack.ts';
import { runTool, type StepResult, step } from './step.ts';

const PARTS = ['check', 'unit', 'web', 'database', 'integration', 'e2e'] as const;
type Part = (typeof PARTS)[number];

function chosenParts(names: readonly string[]): ReadonlySet<Part> {
  const unknown = names.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new Error(`Unknown part ${unknown.join(', ')}; there are ${PARTS.join(', ')}.`);
  return new Set(PARTS.filter((part) => names.length === 0 || names.includes(part)));
}

/** Runs one vitest project and counts its tests. A run that tested nothing has failed. */
async function vitest(project: string, scratch: string, env?: NodeJS.ProcessEnv): Promise<StepResult> {
  const report = join(scratch, `${project}.json`);
  const { code } = await runTool(
    'vitest',
    [
      'run',
      ...['--config', 'scripts/test/vitest.config.ts', '--project', project],
      ...['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    ],
    { echo: true, ...(env ? { env } : {}) },
  );
  if (!existsSync(report)) return { name: project, passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  const passed = numPassedTests ?? 0;
  const failed = numFailedTests ?? 0;
  // A suite that does not even load has no failed test, only an exit code.
  const broken = failed === 0 && (code !== 0 || passed === 0) ? 1 : 0;
  console.log(`${failed + broken === 0 ? 'ok' : 'FAILED'}  ${project}  ${passed} passed`);
  return { name: project, passed, failed: failed + broken };
}

async function main(): Promise<number> {
  const parts = chosenParts(process.argv.slice(2));
  const scratch = mkdtempSync(join(tmpdir(), 'trellis-test-'));
  const stackDirectory = mkdtempSync(join(tmpdir(), 'trellis-test-stack-'));
  const results: StepResult[] = [];
  try {
    if (parts.has('check')) results.push(...(await check()));
    if (parts.has('unit')) results.push(await vitest('unit', scratch));
    if (parts.has('web')) results.push(await vitest('web', scratch));
    if (parts.has('database') || parts.has('integration') || parts.has('e2e')) {
      if (parts.has('e2e')) installChromium();
      const stack = await startOwnStack(stackDirectory);
      Object.assign(process.env, stack.env);
      try {
        const { databaseUrl } = stack.state;
        if (parts.has('database')) {
          results.push(await step('generated database types', () => checkTypes(databaseUrl)));
          results.push(await step('database advisors', () => advisors(databaseUrl)));
          results.push({ name: 'pgTAP', ...(await runPgtap(databaseUrl)) });
        }
        if (parts.has('integration')) results.push(await vitest('integration', scratch, stack.env));
        if (parts.has('e2e')) {
          results.push(await vitest('e2e', scratch, { ...stack.env, CHROMIUM_PATH: findChromium() }));
        }
      } finally {
        await stack.stop();
      }
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    results.push({ name: 'test run', passed: 0, failed: 1 });
  } finally {
    for (const directory of [scratch, stackDirectory]) rmSync(directory, { recursive: true, force: true });
  }
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  console.log('');
  for (const { name, passed, failed } of results) console.log(`${name.padEnd(26)} ${passed} passed, ${failed} failed`);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 ? 0 : 1;
}

process.exitCode = await main();
