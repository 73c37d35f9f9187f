/**
 * Prompt accepted -> verified version, through the gateway, and what comes out: type-checked and built as exported.
 * The floor is the same plan, compile and verify called as plain functions in this process.
 */
import { decodeContent } from '../../shared/files/changes.ts';
import type { FileTree } from '../../shared/files/file-tree.ts';
import { compileApp } from '../../shared/generator/compile.ts';
import { planApp } from '../../shared/generator/plan.ts';
import { verify } from '../../shared/verify/verify.ts';
import type { StackState } from '../test/stack.ts';
import { type BenchAccount, createAccount, liftQuota } from './account.ts';
import { buildProblem, typeProblem, writeProject } from './exported-project.ts';
import type { BenchPrompt } from './prompts.ts';
import { type Measure, ms, percentile } from './statistics.ts';

interface Outcome {
  id: string;
  milliseconds: number;
  floorMilliseconds: number;
  files: number;
  lines: number;
  problems: string[];
}

/** Starts a generation and follows its events to the end. @returns the time from the acceptance to the version. */
async function generate(
  stack: StackState,
  account: BenchAccount,
  prompt: string,
): Promise<{ versionId: string | null; milliseconds: number; reason: string }> {
  const headers = {
    authorization: `Bearer ${account.accessToken}`,
    apikey: stack.publishableKey,
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  };
  const accepted = await fetch(`${stack.url}/functions/v1/generate`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ prompt }),
  });
  const started = performance.now();
  if (accepted.status !== 202) throw new Error(`The prompt was refused: ${await accepted.text()}`);
  const { jobId } = (await accepted.json()) as { jobId: string };
  const events = await fetch(`${stack.url}/functions/v1/generate/${jobId}/events`, { headers });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of events.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const version = text.match(/"versionId":"([0-9a-f-]{36})"/);
    if (version?.[1]) return { versionId: version[1], milliseconds: performance.now() - started, reason: '' };
  }
  const failed = text.match(/event: failed\n?(?:id: \d+\n)?data: (.*)/);
  return { versionId: null, milliseconds: performance.now() - started, reason: failed?.[1] ?? 'no version' };
}

async function readTree(account: BenchAccount, versionId: string): Promise<FileTree> {
  const { data, error } = await account.client.rpc('read_version', { version_id: versionId });
  if (error) throw error;
  const rows = data as { path: string; content: string; encoding: 'utf-8' | 'base64' }[];
  return Object.fromEntries(rows.map(({ path, content, encoding }) => [path, decodeContent(content, encoding)]));
}

/** Type check and production build of an exported tree, against the packages installed here. */
async function buildProblems(tree: FileTree): Promise<string[]> {
  const project = writeProject(tree);
  try {
    const types = await typeProblem(project);
    const build = await buildProblem(project);
    return [...(types === null ? [] : [`types: ${types}`]), ...(build === null ? [] : [`build: ${build}`])];
  } finally {
    project.remove();
  }
}

/** The same work without a queue, a database or a gateway: what the machine needs for it at the least. */
async function floor(prompt: string): Promise<number> {
  const started = performance.now();
  await verify(compileApp(planApp(prompt)));
  return performance.now() - started;
}

export async function benchGeneration(stack: StackState, prompts: readonly BenchPrompt[]): Promise<Measure[]> {
  await liftQuota(stack);
  const account = await createAccount(stack, 'bench');
  await generate(stack, account, prompts[0]?.instruction ?? '');
  await floor(prompts[0]?.instruction ?? '');
  const outcomes: Outcome[] = [];
  for (const { id, instruction } of prompts) {
    const { versionId, milliseconds, reason } = await generate(stack, account, instruction);
    const tree = versionId ? await readTree(account, versionId) : {};
    const problems = versionId ? await buildProblems(tree) : [reason];
    const lines = Object.values(tree).reduce(
      (sum, content) => sum + (typeof content === 'string' ? content.split('\n').length : 0),
      0,
    );
    const floorMilliseconds = await floor(instruction);
    outcomes.push({ id, milliseconds, floorMilliseconds, files: Object.keys(tree).length, lines, problems });
    const verdict = problems.length === 0 ? 'ok' : problems.join('; ');
    console.log(`  ${id.padEnd(12)} ${ms(milliseconds).padStart(8)}  ${String(lines).padStart(6)} lines  ${verdict}`);
  }
  const times = outcomes.map((it) => it.milliseconds);
  const floors = outcomes.map((it) => it.floorMilliseconds);
  const sound = outcomes.filter((it) => it.problems.length === 0).length;
  const ratio = percentile(times, 0.5) / percentile(floors, 0.5);
  return [
    {
      name: 'accepted -> verified version, p50',
      value: ms(percentile(times, 0.5)),
      aim: '500 ms',
      note: `${ratio.toFixed(1)} times the pure functions`,
    },
    { name: 'accepted -> verified version, p95', value: ms(percentile(times, 0.95)) },
    { name: 'verify, type-check and build', value: `${sound} of ${outcomes.length}`, aim: 'all' },
    {
      name: 'files / lines, median',
      value: `${percentile(
        outcomes.map((it) => it.files),
        0.5,
      )} / ${percentile(
        outcomes.map((it) => it.lines),
        0.5,
      )}`,
    },
  ];
}
