/**
 * `npm run bench`: prints what Trellis costs in time and memory, as ratios against a floor measured in the same run.
 *
 * `npm run bench -- start bundle generation preview database models --prompts FILE.jsonl` runs only the parts named, on prompts of one's own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOwnStack } from '../test/start-stack.ts';
import { benchBundle } from './bundle.ts';
import { benchGeneration } from './generation.ts';
import { benchModels } from './models.ts';
import { benchPreview } from './preview.ts';
import { benchPreviewDatabase } from './preview-database.ts';
import { OWN_PROMPTS, readPrompts } from './prompts.ts';
import { benchStartUp } from './start-up.ts';
import { printMeasures } from './statistics.ts';

const PARTS = ['start', 'bundle', 'generation', 'preview', 'database', 'models'] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { prompts: { type: 'string', default: OWN_PROMPTS } },
});
const unknown = positionals.filter((name) => !PARTS.some((part) => part === name));
if (unknown.length > 0) throw new Error(`Unknown bench ${unknown.join(', ')}; there are ${PARTS.join(', ')}.`);
const chosen = (part: (typeof PARTS)[number]) => positionals.length === 0 || positionals.includes(part);

if (chosen('start')) printMeasures('Start-up', await benchStartUp());
if (chosen('bundle')) printMeasures('Bundle', benchBundle());
if (chosen('models')) printMeasures('Models', await benchModels());
if (chosen('generation') || chosen('preview') || chosen('database')) {
  const prompts = readPrompts(values.prompts);
  const directory = mkdtempSync(join(tmpdir(), 'trellis-bench-'));
  const stack = await startOwnStack(directory);
  try {
    if (chosen('generation')) printMeasures('Generation', await benchGeneration(stack.state, prompts));
    if (chosen('preview')) printMeasures('Preview', await benchPreview(stack.state, prompts));
    if (chosen('database')) printMeasures('Preview with a database', await benchPreviewDatabase(stack.state));
  } finally {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
