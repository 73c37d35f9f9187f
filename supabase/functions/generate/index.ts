import { createCheck } from '../_shared/check-version.ts';
import { adminDatabase, callerDatabase } from '../_shared/database.ts';
import { logLine, serve } from '../_shared/serve.ts';
import { generateRoutes } from './handler.ts';
import { jobModels } from './job-models.ts';
import { jobQueue } from './job-queue.ts';
import type { JobRun } from './job-run.ts';
import { type Generator, runJob } from './steps.ts';
import { work } from './worker.ts';

/** Loaded when the first job is taken: an instance that only starts, follows or cancels one does not pay for them. */
const generator: Generator = {
  plan: async (prompt) => (await import('../../../shared/generator/plan.ts')).planApp(prompt),
  compile: async (spec) => (await import('../../../shared/generator/compile.ts')).compileApp(spec),
  restyle: async (css, wish) => (await import('../../../shared/edits/restyle.ts')).restyle(css, wish),
  verify: createCheck(),
};

const routes = generateRoutes({
  callerDatabase,
  work: () => {
    const database = adminDatabase();
    const queue = jobQueue(database);
    const models = (run: JobRun) => jobModels(run, database, queue, process.env);
    return work({ queue, runJob: (run) => runJob(run, { generator, queue, models }) });
  },
  models: async (owned) => {
    const { availableModels } = await import('../_shared/models/configured.ts');
    return availableModels(process.env, owned);
  },
  inBackground: (task) => {
    const reported = task().catch((error: unknown) => {
      console.error(logLine({ level: 'error', message: 'worker stopped; the sweep resumes its job' }, error));
    });
    EdgeRuntime.waitUntil(reported);
  },
});

/** Makes and checks an application in memory, so that the first job finds everything loaded. The local stack calls it. */
export async function warm(): Promise<void> {
  const spec = await generator.plan('A reading list where each member keeps books with title, author and pages read');
  await generator.verify(await generator.compile(spec), spec);
}

export default { fetch: serve({ routes }) };
