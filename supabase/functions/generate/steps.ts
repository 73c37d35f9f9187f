/**
 * What is done for a job, by its mode. Everything that takes time or money is a part of the job's journal (`job-run.ts`);
 * between the parts nothing has an effect.
 */
import { z } from 'zod';
import type { GenerationEvent, Step } from '../../../shared/contracts/generation-events.ts';
import { type FileChange, putAll } from '../../../shared/files/changes.ts';
import { byteLength, type FileTree } from '../../../shared/files/file-tree.ts';
import { type AppSpec, appSpec } from '../../../shared/generator/app-spec.ts';
import { type Finding, type VerifyReport, verifyReport } from '../../../shared/verify/finding.ts';
import { Asker, type JobModels } from './ask-model.ts';
import { GenerationFailure, modelRequired } from './generation-failure.ts';
import type { JobQueue, NewVersion, SavedVersion } from './job-queue.ts';
import type { JobRun } from './job-run.ts';
import { type EditResult, editTree } from './steps-edit.ts';
import { type PlanNotice, planEvent, planWithModel } from './steps-plan.ts';

/** What makes and checks files. All of it is pure and deterministic. */
export interface Generator {
  plan(prompt: string): Promise<AppSpec>;
  compile(spec: AppSpec): Promise<FileTree>;
  /** A stylesheet with the look that is wished for; null when that is not understood. */
  restyle(css: string, wish: string): Promise<string | null>;
  /** @param spec - the plan that the tree was just made from */
  verify(tree: FileTree, spec?: AppSpec): Promise<VerifyReport>;
}

export interface Workshop {
  readonly generator: Generator;
  readonly queue: JobQueue;
  /** The models of this job; null where none is set up, or the built-in planner was chosen. */
  models(run: JobRun): Promise<JobModels | null>;
}

/** Does a job. @returns the version it ends with; null for a plan, which makes none */
export async function runJob(run: JobRun, workshop: Workshop): Promise<string | null> {
  const { mode } = run.job;
  switch (mode) {
    case 'new_app':
      return makeApp(run, workshop);
    case 'plan':
      await makePlan(run, new Trials(workshop.generator), await asker(run, workshop), null);
      return null;
    case 'unknown':
      throw new GenerationFailure('unknown_mode', 'This version of Trellis does not know jobs of this kind.');
    default:
      return changeApp(run, workshop, mode);
  }
}

/** Where there is a way without the model, it is gone; a change by a model is tried again. */
async function asker(run: JobRun, workshop: Workshop): Promise<Asker | null> {
  const models = await workshop.models(run);
  const { mode } = run.job;
  return models && new Asker(run, models, mode === 'new_app' || mode === 'plan' ? 'goes_on' : 'tried_again');
}

/** What plans become: compiled and checked once each, whether to judge a model's plan or to keep it. */
class Trials {
  readonly generator: Generator;
  readonly #trees = new WeakMap<AppSpec, Promise<FileTree>>();
  readonly #reports = new WeakMap<AppSpec, Promise<VerifyReport>>();

  constructor(generator: Generator) {
    this.generator = generator;
  }

  tree(spec: AppSpec): Promise<FileTree> {
    const tree = this.#trees.get(spec) ?? this.generator.compile(spec);
    this.#trees.set(spec, tree);
    return tree;
  }

  report(spec: AppSpec): Promise<VerifyReport> {
    const report = this.#reports.get(spec) ?? this.tree(spec).then((tree) => this.generator.verify(tree, spec));
    this.#reports.set(spec, report);
    return report;
  }
}

/** @param next - the step after it */
async function makePlan(run: JobRun, trials: Trials, asking: Asker | null, next: Step | null): Promise<AppSpec> {
  const { prompt, input, mode } = run.job;
  let planned: { spec: AppSpec; notice: PlanNotice | null } | null = null;
  if (asking && !input.spec) {
    const draft = await trials.generator.plan(prompt);
    planned = await planWithModel(run, asking, draft, (spec) => trials.report(spec));
  }
  return run.part({
    step: 'plan',
    key: 'plan',
    output: appSpec,
    next: () => next,
    make: async () => {
      const spec = planned?.spec ?? input.spec ?? (await trials.generator.plan(prompt));
      const notice = planned?.notice;
      const told: GenerationEvent[] = notice ? [{ kind: 'notice', payload: { ...notice } }] : [];
      return { output: spec, events: [...told, planEvent(spec, mode === 'plan')] };
    },
  });
}

/** A new application: its plan, the files that follow from it, and where there is a model, what the plan cannot say. */
async function makeApp(run: JobRun, workshop: Workshop): Promise<string> {
  const { generator, queue } = workshop;
  const asking = await asker(run, workshop);
  const trials = new Trials(generator);
  const spec = await makePlan(run, trials, asking, 'scaffold');

  // The files follow from the plan, so only the plan is stored; the compiler is run again instead.
  await run.part({
    step: 'scaffold',
    key: 'scaffold',
    output: z.object({ files: z.number() }),
    next: () => (asking ? 'scaffold' : 'verify'),
    make: async () => {
      const files = Object.entries(await trials.tree(spec));
      return {
        output: { files: files.length },
        events: files.map(([path, content]) => ({ kind: 'file', payload: { path, size: byteLength(content) } })),
      };
    },
  });
  const tree = await trials.tree(spec);

  const checks = await run.part({
    step: asking ? 'scaffold' : 'verify',
    key: 'verify',
    output: verifyReport,
    next: () => (asking ? 'scaffold' : 'save'),
    make: async () => {
      const output = await trials.report(spec);
      const { passed, findings, looked } = output;
      return { output, events: [{ kind: 'check', payload: { passed, findings, files: looked.files } }] };
    },
  });
  if (!checks.passed) throw new GenerationFailure('verification_failed', describeFindings(checks.findings));

  const made = `Made "${spec.name}" from its description`;
  const first = await saveVersion(run, queue, {
    key: asking ? 'scaffold:draft' : 'save',
    step: asking ? 'scaffold' : 'save',
    next: asking && !run.stopped() ? 'edit' : null,
    version: async () => {
      // A new app in a project that has one replaces it: what only the old one has goes.
      const gone = (await queue.basePaths(run.job)).filter((path) => !Object.hasOwn(tree, path));
      return {
        changes: [...gone.map((path): FileChange => ({ op: 'delete', path })), ...putAll(tree)],
        message: asking ? `First draft of "${spec.name}"` : made,
        checks,
        baseVersionId: run.job.baseVersionId,
        jobStep: asking ? 'draft' : 'save',
      };
    },
  });
  if (!asking || run.stopped()) return first.versionId;

  const result = await editTree(
    run,
    asking,
    {
      mode: 'new_app',
      prompt: run.job.prompt,
      input: run.job.input,
      notes: spec.notes,
      base: tree,
      baseReport: checks,
      recent: [],
    },
    (changed) => generator.verify(changed),
  );
  if (result.kind === 'given_up') {
    await notice(run, result.code, `${result.message} The first draft is kept as it is.`);
  }
  if (result.kind !== 'changed') return first.versionId;
  const refined = await saveChanged(run, queue, result, made, first.versionId);
  return refined.versionId;
}

/** A change to the project's newest version. */
async function changeApp(
  run: JobRun,
  workshop: Workshop,
  mode: Exclude<JobRun['job']['mode'], 'unknown' | 'plan' | 'new_app'>,
): Promise<string> {
  const { generator, queue } = workshop;
  const asking = await asker(run, workshop);
  if (!asking && mode !== 'design') throw modelRequired();
  const [base, earlier] = await Promise.all([queue.base(run.job), queue.earlierTurns(run.job)]);
  if (!base) throw new GenerationFailure('no_version', 'The project has no version that could be changed.');
  const { prompt, input } = run.job;
  const { tree, report, recent } = base;
  if (!asking) return changeLook(run, workshop, tree);
  const result = await editTree(
    run,
    asking,
    { mode, prompt, input, earlier, base: tree, baseReport: mode === 'fix' ? null : report, recent },
    (changed) => generator.verify(changed),
  );
  if (result.kind === 'unchanged') {
    throw new GenerationFailure('nothing_changed', 'The model made no change. What it said is in the conversation.');
  }
  if (result.kind === 'given_up') {
    throw new GenerationFailure(result.code, `${result.message} Nothing was changed.`, result.passing);
  }
  const saved = await saveChanged(run, queue, result, firstLine(prompt), run.job.baseVersionId);
  return saved.versionId;
}

const STYLES = 'src/index.css';

/** The look by what the built-in planner understands of it. */
async function changeLook(run: JobRun, { generator, queue }: Workshop, base: FileTree): Promise<string> {
  const { job } = run;
  const css = base[STYLES];
  const restyled = typeof css === 'string' ? await generator.restyle(css, job.prompt) : null;
  if (restyled === null) {
    throw new GenerationFailure(
      'design_not_understood',
      'The built-in planner knows colours, dark and light, and serif or monospaced type, such as "dark green components on a cream background". For anything else choose a model.',
    );
  }
  await run.part({
    step: 'edit',
    key: 'edit',
    output: z.object({ path: z.string() }),
    next: () => 'verify',
    make: async () => ({
      output: { path: STYLES },
      events: [{ kind: 'patch', payload: { path: STYLES, op: 'rewrite' } }],
    }),
  });
  const tree = { ...base, [STYLES]: restyled };
  const report = await run.part({
    step: 'verify',
    key: 'verify',
    output: verifyReport,
    next: () => 'save',
    make: async () => {
      const output = await generator.verify(tree);
      const { passed, findings, looked } = output;
      return { output, events: [{ kind: 'check', payload: { passed, findings, files: looked.files } }] };
    },
  });
  const changes: FileChange[] = [{ op: 'put', path: STYLES, content: restyled }];
  const result = { kind: 'changed', tree, changes, report } as const;
  const saved = await saveChanged(run, queue, result, firstLine(job.prompt), job.baseVersionId);
  return saved.versionId;
}

function saveChanged(
  run: JobRun,
  queue: JobQueue,
  result: Extract<EditResult, { kind: 'changed' }>,
  message: string,
  baseVersionId: string | null,
): Promise<SavedVersion> {
  return saveVersion(run, queue, {
    key: 'save',
    step: 'save',
    next: null,
    version: async () => ({ changes: result.changes, message, checks: result.report, baseVersionId, jobStep: 'save' }),
  });
}

const savedVersion = z.object({ versionId: z.uuid(), number: z.number().int() });

function saveVersion(
  run: JobRun,
  queue: JobQueue,
  part: { key: string; step: Step; next: Step | null; version(): Promise<NewVersion> },
): Promise<SavedVersion> {
  return run.part({
    step: part.step,
    key: part.key,
    output: savedVersion,
    next: () => part.next,
    make: async () => {
      const output = await queue.saveVersion(run.job, await part.version());
      return { output, events: [{ kind: 'version', payload: output }] };
    },
  });
}

async function notice(run: JobRun, code: string, message: string): Promise<void> {
  await run.part({
    step: null,
    key: 'edit:notice',
    output: z.object({ code: z.string() }),
    next: () => null,
    make: async () => ({ output: { code }, events: [{ kind: 'notice', payload: { code, message } }] }),
  });
}

function describeFindings(findings: readonly Finding[]): string {
  const errors = findings.filter((it) => it.severity === 'error');
  const [first] = errors;
  const where = first
    ? ` The first is in ${first.file}${first.line ? `, line ${first.line}` : ''}: ${first.message}`
    : '';
  const count = errors.length === 1 ? 'a check that failed' : `${errors.length} checks that failed`;
  return `The files that were made were not kept because of ${count}.${where} Nothing was charged.`;
}

function firstLine(prompt: string): string {
  const line = prompt.trim().split('\n')[0]?.trim() ?? '';
  return line.length <= 120 ? line : `${line.slice(0, 117).replace(/\s+\S*$/, '')}…`;
}
