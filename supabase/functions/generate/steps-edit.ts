/**
 * A change to a project through a model: ask, apply, verify, and repair until it holds or is given up. What is given up
 * leaves nothing behind: the caller goes on with the tree it had.
 */
import { boundaryFor } from '../../../shared/context/data-block.ts';
import { projectContext } from '../../../shared/context/project-context.ts';
import type { GenerationMode } from '../../../shared/contracts/generate.ts';
import type { Step } from '../../../shared/contracts/generation-events.ts';
import { applyPatches, changesOf, type NumberedPatch } from '../../../shared/edits/apply.ts';
import { patchParser } from '../../../shared/edits/parse.ts';
import type { PatchFailure } from '../../../shared/edits/patch.ts';
import type { FileChange } from '../../../shared/files/changes.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import { type VerifyReport, verifyReport } from '../../../shared/verify/finding.ts';
import type { ModelMessage } from '../_shared/models/model-provider.ts';
import type { Asker, ModelAnswer } from './ask-model.ts';
import type { JobRun } from './job-run.ts';
import {
  CONTINUE,
  type EditRequest,
  editMessage,
  editSystem,
  failuresProblem,
  findingsProblem,
  type Strategy,
} from './prompts.ts';
import { newErrors, nextStrategy, type Problem } from './repair-ladder.ts';

export interface EditTask extends EditRequest {
  readonly base: FileTree;
  /** The base's report: what is wrong with it already is not this change's fault. Null: everything has to be right. */
  readonly baseReport: VerifyReport | null;
  /** Files that were changed lately, the newest first. */
  readonly recent: readonly string[];
}

export type EditResult =
  | { readonly kind: 'changed'; readonly tree: FileTree; readonly changes: FileChange[]; readonly report: VerifyReport }
  /** The model saw nothing to change. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'given_up'; readonly code: string; readonly message: string; readonly passing: boolean };

const ANSWER_TOKENS = 16_000;
/** Answers that go on where one was cut off for its length. */
const CONTINUATIONS = 2;
const BUDGETS: Record<Strategy, { tokens: number; files: number }> = {
  usual: { tokens: 24_000, files: 16 },
  wider: { tokens: 60_000, files: 60 },
  whole: { tokens: 40_000, files: 30 },
};

/** What an answer comes to, before anything is verified. */
type Outcome =
  | { kind: 'applied'; tree: FileTree }
  | { kind: 'nothing' }
  | { kind: 'problem'; problem: Problem }
  | { kind: 'over'; result: EditResult };

export async function editTree(
  run: JobRun,
  asker: Asker,
  task: EditTask,
  verify: (tree: FileTree) => Promise<VerifyReport>,
): Promise<EditResult> {
  const problems: Problem[] = [];
  let tree = task.base;
  let previous: string | null = null;
  for (let round = 0; ; round += 1) {
    const strategy = round === 0 ? 'usual' : nextStrategy(problems);
    if (strategy === null) return givenUp(problems);
    const { messages, system, shown } = await compose(run, asker, task, tree, problems, strategy, previous);
    const step: Step = round === 0 ? 'edit' : 'repair';
    const outcomeOf = (answers: readonly ModelAnswer[]): Outcome => {
      const outcome = assess(answers, tree, task, shown);
      const latest = problems.at(-1);
      // A correction that changes nothing leaves the problem as it was.
      return outcome.kind === 'nothing' && latest ? { kind: 'problem', problem: latest } : outcome;
    };
    const answers = await askWhole(run, asker, { step, round, system, messages }, (all) => {
      const outcome = outcomeOf(all);
      if (outcome.kind === 'applied') return 'verify';
      if (outcome.kind !== 'problem') return null;
      return nextStrategy([...problems, outcome.problem]) === null ? null : 'repair';
    });
    const outcome = outcomeOf(answers);
    if (outcome.kind === 'over') return outcome.result;
    if (outcome.kind === 'nothing') return { kind: 'unchanged' };
    const halted = run.stopped();
    if (outcome.kind === 'problem') {
      if (halted) return stoppedEarly();
      problems.push(outcome.problem);
      previous = answers.map((answer) => (answer.outcome === 'answered' ? answer.text : '')).join('\n');
      continue;
    }
    const changed = outcome.tree;
    const wrong = (report: VerifyReport) => newErrors(report, task.baseReport);
    const report = await run.part({
      step: 'verify',
      key: `verify:${round}`,
      output: verifyReport,
      next: (it) => {
        const findings = wrong(it);
        if (findings.length === 0) return 'save';
        return halted || nextStrategy([...problems, { kind: 'findings', findings }]) === null ? null : 'repair';
      },
      make: async () => {
        const output = await verify(changed);
        const { passed, findings, looked } = output;
        return { output, events: [{ kind: 'check', payload: { passed, findings, files: looked.files } }] };
      },
    });
    const findings = wrong(report);
    if (findings.length === 0) {
      return { kind: 'changed', tree: changed, changes: changesOf(task.base, changed), report };
    }
    if (halted) return stoppedEarly();
    problems.push({ kind: 'findings', findings });
    tree = changed;
    previous = null;
  }
}

/** The conversation of one round. A repair is shown the project as it is now, not what was said before it. */
async function compose(
  run: JobRun,
  asker: Asker,
  task: EditTask,
  tree: FileTree,
  problems: readonly Problem[],
  strategy: Strategy,
  previous: string | null,
): Promise<{ system: string; messages: ModelMessage[]; shown: ReadonlySet<string> }> {
  const problem = problems.at(-1);
  const files =
    problem?.kind === 'findings'
      ? problem.findings.map(({ file }) => file)
      : (problem?.failures.map(({ path }) => path) ?? []);
  const boundary = await boundaryFor(run.job.id, textsOf(tree, task, problem));
  const budget = BUDGETS[strategy];
  const room = Math.floor((asker.models.contextTokens - ANSWER_TOKENS) * 0.8) - 4000;
  const context = projectContext(
    tree,
    {
      request: task.prompt,
      target: task.input.target,
      error: task.input.error,
      findingFiles: files,
      recent: task.recent,
      expected: expectedFiles(task.mode),
    },
    { ...budget, tokens: Math.max(2000, Math.min(budget.tokens, room)) },
    boundary,
  );
  const images = task.input.images ? { images: task.input.images } : {};
  const say = (note: string | null): ModelMessage => ({
    role: 'user',
    text: editMessage(task, boundary, context.text, note),
    ...images,
  });
  const system = editSystem(task.mode, boundary);
  if (problem?.kind === 'failures' && previous !== null) {
    const note: ModelMessage = { role: 'user', text: failuresProblem(problem.failures, strategy, boundary) };
    return { system, messages: [say(null), { role: 'assistant', text: previous }, note], shown: context.shown };
  }
  const note = problem?.kind === 'findings' ? findingsProblem(problem.findings, strategy, boundary) : null;
  return { system, messages: [say(note)], shown: context.shown };
}

/** Asks, and goes on asking where an answer was cut off for its length. */
async function askWhole(
  run: JobRun,
  asker: Asker,
  { step, round, system, messages }: { step: Step; round: number; system: string; messages: readonly ModelMessage[] },
  after: (answers: readonly ModelAnswer[]) => Step | null,
): Promise<ModelAnswer[]> {
  const answers: ModelAnswer[] = [];
  const goesOn = (answer: ModelAnswer, count: number) =>
    answer.outcome === 'answered' && answer.stop === 'length' && count <= CONTINUATIONS && !run.stopped();
  for (;;) {
    const part = answers.length;
    const spoken = answers.flatMap((answer): ModelMessage[] =>
      answer.outcome === 'answered'
        ? [
            { role: 'assistant', text: answer.text },
            { role: 'user', text: CONTINUE },
          ]
        : [],
    );
    const answer = await asker.ask({
      step,
      key: `${step}:${round}${part === 0 ? '' : `:more${part}`}`,
      request: {
        purpose: step === 'edit' ? 'edit' : 'repair',
        system,
        messages: [...messages, ...spoken],
        maxOutputTokens: ANSWER_TOKENS,
      },
      next: (it) => (goesOn(it, part + 1) ? step : after([...answers, it])),
    });
    answers.push(answer);
    if (!goesOn(answer, part + 1)) return answers;
  }
}

function assess(answers: readonly ModelAnswer[], tree: FileTree, task: EditTask, shown: ReadonlySet<string>): Outcome {
  const patches: NumberedPatch[] = [];
  const failures: PatchFailure[] = [];
  let blocks = 0;
  for (const [at, answer] of answers.entries()) {
    if (answer.outcome === 'failed') {
      const { code, message, passing } = answer;
      return { kind: 'over', result: { kind: 'given_up', code, message, passing } };
    }
    const parser = patchParser();
    let last = blocks;
    for (const item of [...parser.push(answer.text), ...parser.end()]) {
      if (item.kind === 'message') continue;
      const block = blocks + (item.kind === 'patch' ? item.block : item.failure.block);
      last = Math.max(last, block);
      if (item.kind === 'patch') patches.push({ block, patch: item.patch });
      // The block that was cut is written again by the answer that goes on; of what was stopped, what is whole counts.
      else if (item.failure.code !== 'cut_off' || (at === answers.length - 1 && answer.stop !== 'stopped')) {
        failures.push({ ...item.failure, block });
      }
    }
    blocks = last;
  }
  const stopped = answers.some((answer) => answer.outcome === 'answered' && answer.stop === 'stopped');
  if (patches.length === 0 && failures.length === 0) {
    return stopped ? { kind: 'over', result: stoppedEarly() } : { kind: 'nothing' };
  }
  const inScope = scopeOf(task.mode);
  const applied = applyPatches(tree, patches, { shown, ...(inScope ? { inScope } : {}) });
  if (applied.ok && failures.length === 0) {
    return applied.changes.length === 0 ? { kind: 'nothing' } : { kind: 'applied', tree: applied.tree };
  }
  return {
    kind: 'problem',
    problem: { kind: 'failures', failures: [...failures, ...(applied.ok ? [] : applied.failures)] },
  };
}

function givenUp(problems: readonly Problem[]): EditResult {
  const latest = problems.at(-1);
  const [first] = latest?.kind === 'findings' ? latest.findings : [];
  const why = first
    ? `After ${problems.length} corrections it still fails the checks: ${first.file}${first.line ? `, line ${first.line}` : ''}: ${first.message}`
    : 'The model could not write a change that fits the files.';
  return { kind: 'given_up', code: 'repair_given_up', message: why, passing: false };
}

function stoppedEarly(): EditResult {
  return {
    kind: 'given_up',
    code: 'stopped',
    message: 'You stopped the model before its change was complete.',
    passing: false,
  };
}

/** Everything that may stand between marks. */
function textsOf(tree: FileTree, task: EditTask, problem: Problem | undefined): string[] {
  return [
    ...Object.entries(tree).flatMap(([path, content]) => (typeof content === 'string' ? [path, content] : [path])),
    JSON.stringify([task.earlier ?? null, task.input.error ?? null, task.input.target ?? null, problem ?? null]),
  ];
}

/** Files a kind of task is mostly about. */
function expectedFiles(mode: GenerationMode): (path: string) => boolean {
  switch (mode) {
    case 'design':
      return isStylesheet;
    case 'page':
      return (path) => /^src\/app\.tsx$|^src\/components\/navigation\.tsx$/i.test(path);
    default:
      return () => false;
  }
}

/** Which files a kind of task may change; absent where it may change all. */
function scopeOf(mode: GenerationMode): ((path: string) => boolean) | undefined {
  return mode === 'design' ? isStylesheet : undefined;
}

function isStylesheet(path: string): boolean {
  return /\.css$/i.test(path);
}
