/**
 * What is done for a job, as a list of steps. Each leaves an output that is stored together with its events; a worker
 * that takes the job over puts the stored outputs back and goes on with the first step that has none.
 */
import { z } from 'zod';
import type { GenerationEvent, Step as StepName } from '../../../shared/contracts/generation-events.ts';
import { ApiError } from '../../../shared/errors.ts';
import { type FileChange, putAll } from '../../../shared/files/changes.ts';
import { byteLength, type FileTree } from '../../../shared/files/file-tree.ts';
import { type AppSpec, appSpec } from '../../../shared/generator/app-spec.ts';
import { type Finding, type VerifyReport, verifyReport } from '../../../shared/verify/finding.ts';
import type { ClaimedJob, JobQueue, SavedVersion } from './job-queue.ts';

/** What makes and checks files. All of it is deterministic. */
export interface Generator {
  plan(prompt: string): Promise<AppSpec>;
  compile(spec: AppSpec): Promise<FileTree>;
  /** @param spec the plan that the tree was compiled from: what it promises is proven, too */
  verify(tree: FileTree, spec?: AppSpec): Promise<VerifyReport>;
}

/** What the steps have made so far. A step that runs finds what the ones before it made. */
export interface Draft {
  spec?: AppSpec;
  tree?: FileTree;
  report?: VerifyReport;
  version?: SavedVersion;
}

export interface Step {
  readonly name: StepName;
  /** Does the work and puts what it made into the draft. The output is what is needed to restore it. */
  run(job: ClaimedJob, draft: Draft): Promise<{ output: unknown; events: GenerationEvent[] }>;
  /** Puts back what an earlier attempt made. False when the output is not understood (any more): the step runs again. */
  restore(draft: Draft, output: unknown): Promise<boolean>;
}

/** A failure with a reason for the person whose job it is. Not retried: trying again would give the same. */
export class GenerationFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'GenerationFailure';
    this.code = code;
  }
}

/** The steps that make a new application from a plan. */
export function newAppSteps(generator: Generator, queue: Pick<JobQueue, 'basePaths' | 'saveVersion'>): readonly Step[] {
  const plan: Step = {
    name: 'plan',
    async run(job, draft) {
      draft.spec = await generator.plan(job.prompt);
      return { output: draft.spec, events: [{ kind: 'plan', payload: describePlan(draft.spec) }] };
    },
    async restore(draft, output) {
      const spec = appSpec.safeParse(output);
      if (spec.success) draft.spec = spec.data;
      return spec.success;
    },
  };

  // The files follow from the plan, so only the plan is stored; the compiler is run again instead.
  const scaffold: Step = {
    name: 'scaffold',
    async run(_job, draft) {
      draft.tree = await generator.compile(required(draft.spec, 'spec'));
      const files = Object.entries(draft.tree);
      return {
        output: { files: files.length },
        events: files.map(([path, content]) => ({ kind: 'file', payload: { path, size: byteLength(content) } })),
      };
    },
    async restore(draft) {
      draft.tree = await generator.compile(required(draft.spec, 'spec'));
      return true;
    },
  };

  const verify: Step = {
    name: 'verify',
    async run(_job, draft) {
      const report = await generator.verify(required(draft.tree, 'tree'), draft.spec);
      draft.report = report;
      const { passed, findings, looked } = report;
      return { output: report, events: [{ kind: 'check', payload: { passed, findings, files: looked.files } }] };
    },
    async restore(draft, output) {
      const report = verifyReport.safeParse(output);
      if (report.success) draft.report = report.data;
      return report.success;
    },
  };

  const save: Step = {
    name: 'save',
    async run(job, draft) {
      const checks = required(draft.report, 'report');
      if (!checks.passed) throw new GenerationFailure('verification_failed', describeFindings(checks.findings));
      const { name } = required(draft.spec, 'spec');
      const tree = required(draft.tree, 'tree');
      // A new app in a project that has one replaces it: what only the old one has goes.
      const gone = (await queue.basePaths(job)).filter((path) => !Object.hasOwn(tree, path));
      draft.version = await queue.saveVersion(job, {
        changes: [...gone.map((path): FileChange => ({ op: 'delete', path })), ...putAll(tree)],
        message: `Made "${name}" from its description`,
        checks,
      });
      return { output: draft.version, events: [{ kind: 'version', payload: draft.version }] };
    },
    async restore(draft, output) {
      const version = z.object({ versionId: z.uuid(), number: z.number().int() }).safeParse(output);
      if (version.success) draft.version = version.data;
      return version.success;
    },
  };

  return [plan, scaffold, verify, save];
}

/** The steps of a kind of job. */
export function stepsFor(mode: string, generator: Generator, queue: JobQueue): readonly Step[] {
  if (mode === 'new_app') return newAppSteps(generator, queue);
  throw new GenerationFailure('unknown_mode', `This version of Trellis does not know jobs of the kind "${mode}".`);
}

export function describeFailure(error: unknown): { code: string; message: string; retry: boolean } {
  if (error instanceof GenerationFailure) return { code: error.code, message: error.message, retry: false };
  if (error instanceof ApiError) {
    return { code: error.code, message: error.message, retry: error.status >= 500 || error.status === 429 };
  }
  return {
    code: 'internal_error',
    message: 'Something went wrong on our side while the app was being made. Nothing was charged.',
    retry: true,
  };
}

function describePlan(spec: AppSpec): Extract<GenerationEvent, { kind: 'plan' }>['payload'] {
  return {
    name: spec.name,
    summary: spec.tagline,
    theme: { background: spec.theme.background, component: spec.theme.component },
    entities: spec.entities.map(({ name, label, fields, access }) => ({
      name,
      label,
      fields: fields.map((field) => field.label),
      access,
    })),
    pages: spec.pages.map(({ path, title }) => ({ path, title })),
    notes: spec.notes,
  };
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

function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`The steps are in the wrong order: there is no ${name} yet.`);
  return value;
}
