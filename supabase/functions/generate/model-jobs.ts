/** For tests: jobs that a double of the providers works on, with the real compiler, checks and providers' clients. */
import type { ModelDouble } from '../../../scripts/test/models/model-double.ts';
import { restyle } from '../../../shared/edits/restyle.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { compileApp } from '../../../shared/generator/compile.ts';
import { planApp } from '../../../shared/generator/plan.ts';
import { verify } from '../../../shared/verify/verify.ts';
import { fakeDatabase } from '../_shared/fake-database.ts';
import { type FakeQueueDatabase, ProcessDied } from './fake-job-queue.ts';
import { jobModels } from './job-models.ts';
import type { JobQueue } from './job-queue.ts';
import { runJob } from './steps.ts';
import { work } from './worker.ts';

export const HOME = 'src/pages/home-page.tsx';
/** An application as the compiler makes it, to be changed. */
export const BASE: FileTree = compileApp(planApp('A list of books'));

/** A block that changes the heading of the home page. */
export function headingBlock(from: string, to: string): string {
  return `<<<<<<< SEARCH ${HOME}
        heading="${from}"
=======
        heading="${to}"
>>>>>>> REPLACE`;
}

export const NEW_HEADING = headingBlock('Books', 'My shelf');

/** A block whose code uses a name that nothing defines. */
export const BROKEN = `<<<<<<< CREATE src/lib/broken.ts
export const broken = missingName + 1;
>>>>>>> CREATE`;

/** A job that changes `BASE`; the prompt is the mark of its script. */
export function changeJob(
  database: FakeQueueDatabase,
  mark: string,
  job: Parameters<FakeQueueDatabase['add']>[0] = {},
) {
  const baseVersionId = crypto.randomUUID();
  database.bases.set(baseVersionId, { tree: BASE, report: null, recent: [] });
  return database.add({ mode: 'modify', prompt: mark, baseVersionId, ...job });
}

/** Works until nothing is due, with the double's models, at once where the chain would wait. */
export function workWithModels(
  double: ModelDouble,
  queue: JobQueue,
  {
    models = 'openai/gpt-6.2-sol',
    now = Date.now,
    check = verify,
  }: { models?: string; now?: () => number; check?: typeof verify } = {},
): Promise<number> {
  const generator = {
    plan: async (prompt: string) => planApp(prompt),
    compile: async (spec: Parameters<typeof compileApp>[0]) => compileApp(spec),
    restyle: async (css: string, wish: string) => restyle(css, wish),
    verify: (tree: FileTree) => check(tree),
  };
  const keys = fakeDatabase({ functions: { read_model_keys: () => [] } });
  const environment = { ...double.environment, TRELLIS_MODELS: models };
  const limits = { connectMs: 2000, firstTokenMs: 300, silenceMs: 300, wholeMs: 20_000 };
  return work({
    queue,
    watchMs: 20,
    now,
    log: () => {},
    runJob: (run) =>
      runJob(run, {
        generator,
        queue,
        models: () => jobModels(run, keys, queue, environment, { limits, sleep: async () => {} }),
      }),
  });
}

export { ProcessDied };
