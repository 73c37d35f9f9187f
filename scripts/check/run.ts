/** `npm run check`: everything that can be judged without running the product: format, lint, types. */
import { runStep, type StepResult } from '../test/step.ts';

export async function check(): Promise<StepResult[]> {
  return [await runStep('format and lint', 'biome', ['check', '.']), await runStep('types', 'tsc', ['-p', '.'])];
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const results = await check();
  process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;
}
