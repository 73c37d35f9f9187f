/**
 * Starts the double by itself and prints what a stack is started with to use it:
 *
 *     MODEL_DOUBLE_PORT=4010 npx tsx scripts/test/models/run-double.ts [SCRIPTS.json]
 *
 * The file holds a list of `{"mark": …, "answers": […]}`; while it runs, `control.ts` says how to change them.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { doubleScript } from './control.ts';
import { startModelDouble } from './model-double.ts';

const port = z.coerce
  .number()
  .int()
  .min(0)
  .max(65_535)
  .parse(process.env.MODEL_DOUBLE_PORT ?? '0');
const file = process.argv[2];
const scripts = file === undefined ? [] : z.array(doubleScript).parse(JSON.parse(readFileSync(file, 'utf8')));

const double = await startModelDouble({ port });
for (const { mark, answers } of scripts) double.script(mark, answers);
for (const [name, value] of Object.entries(double.environment)) console.log(`export ${name}=${value}`);
