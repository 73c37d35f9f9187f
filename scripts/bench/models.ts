/**
 * What Trellis adds to a model, with a double as the model, which answers at once; and how much less a model writes when
 * it patches a file than when it writes it anew.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateTokens } from '../../shared/context/token-estimate.ts';
import { findBlock, type Line, splitLines } from '../../shared/edits/lines.ts';
import { compileApp } from '../../shared/generator/compile.ts';
import { planApp } from '../../shared/generator/plan.ts';
import { says } from '../test/models/answers.ts';
import { type ModelDouble, startModelDouble } from '../test/models/model-double.ts';
import type { StackState } from '../test/stack.ts';
import { startOwnStack } from '../test/start-stack.ts';
import { type BenchAccount, createAccount, liftQuota } from './account.ts';
import { type Measure, ms, percentile } from './statistics.ts';

const CHANGES = 20;
const HOME = 'src/pages/home-page.tsx';

export async function benchModels(): Promise<Measure[]> {
  const double = await startModelDouble();
  Object.assign(process.env, double.environment);
  const directory = mkdtempSync(join(tmpdir(), 'trellis-bench-models-'));
  try {
    const stack = await startOwnStack(directory);
    try {
      return [...patchMeasures(), ...(await overheadMeasures(stack.state, double))];
    } finally {
      await stack.stop();
    }
  } finally {
    await double.stop();
    for (const name of Object.keys(double.environment)) delete process.env[name];
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every line of a project changed, one at a time: as a patch, and as the whole file. */
function patchMeasures(): Measure[] {
  const tree = compileApp(planApp('A list of books'));
  const sources = Object.entries(tree).filter(
    (entry): entry is [string, string] => entry[0].startsWith('src/') && typeof entry[1] === 'string',
  );
  const sent = sources.flatMap(([path, text]) => {
    const whole = estimateTokens(`<<<<<<< REWRITE ${path}\n${text}>>>>>>> REWRITE\n`);
    const lines = splitLines(text);
    return lines.flatMap((line, at) => {
      if (line.text.trim() === '') return [];
      const search = uniqueAround(lines, at);
      const block = `${search.join('\n')}\n=======\n${search.join('\n')}x`;
      return [{ patch: estimateTokens(`<<<<<<< SEARCH ${path}\n${block}\n>>>>>>> REPLACE\n`), whole }];
    });
  });
  const total = (of: 'patch' | 'whole') => sent.reduce((sum, it) => sum + it[of], 0);
  return [
    {
      name: 'one line as a patch / as the whole file',
      value: (total('patch') / total('whole')).toFixed(3),
      aim: '0.1',
      note: `estimated tokens sent out; each of ${sent.length} lines of ${sources.length} files in turn`,
    },
  ];
}

/** The line with as few lines after or before it as make it unique in its file. */
function uniqueAround(lines: readonly Line[], at: number): string[] {
  for (let more = 0; more < lines.length; more += 1) {
    for (const from of [at, at - more]) {
      const search = lines.slice(Math.max(0, from), from + more + 1).map((line) => line.text);
      if (findBlock(lines, search).length === 1) return search;
    }
  }
  return lines.map((line) => line.text);
}

async function overheadMeasures(stack: StackState, double: ModelDouble): Promise<Measure[]> {
  const account = await createAccount(stack, 'models');
  await liftQuota(stack);
  const app = await change(stack, account, { prompt: 'A list of books', model: 'builtin' });
  const samples: { firstEvent: number; version: number; followed: number }[] = [];
  for (let at = 0; at < CHANGES; at += 1) {
    const [from, to] = at === 0 ? ['Books', 'Shelf 0'] : [`Shelf ${at - 1}`, `Shelf ${at}`];
    const prompt = `Call it Shelf ${at}, please`;
    // A request holds the earlier ones as well, and would be taken for one of them.
    double.reset();
    double.script(prompt, [
      says(
        `I rename it.\n\n<<<<<<< SEARCH ${HOME}\n        heading="${from}"\n=======\n        heading="${to}"\n>>>>>>> REPLACE\n`,
      ),
    ]);
    const made = await change(stack, account, { prompt, mode: 'modify', projectId: app.projectId });
    const [call] = double.calls(prompt);
    if (!call || made.first === null || made.version === null) throw new Error(`No version: ${made.story}`);
    // The double answers at once and wholly: its first byte and its last token are within a few milliseconds.
    samples.push({
      firstEvent: made.first - call.at,
      version: made.version - call.at,
      followed: made.followed - call.at,
    });
  }
  const p = (of: keyof (typeof samples)[number], share: number) =>
    ms(
      percentile(
        samples.map((it) => it[of]),
        share,
      ),
    );
  return [
    {
      name: 'first byte to first event, p50',
      value: p('firstEvent', 0.5),
      aim: '50 ms',
      note: `p95 ${p('firstEvent', 0.95)}; stored and broadcast`,
    },
    { name: 'first byte to first event by SSE, p50', value: p('followed', 0.5), note: `p95 ${p('followed', 0.95)}` },
    {
      name: 'last token to saved version, p50',
      value: p('version', 0.5),
      aim: '400 ms',
      note: `p95 ${p('version', 0.95)}; ${CHANGES} changes, checks and proof included`,
    },
  ];
}

/** Starts a job and follows it. Times are of the one clock of this machine, in ms since 1970. */
async function change(stack: StackState, account: BenchAccount, body: Record<string, unknown>) {
  const headers = {
    authorization: `Bearer ${account.accessToken}`,
    apikey: stack.publishableKey,
    'content-type': 'application/json',
  };
  const accepted = await fetch(`${stack.url}/functions/v1/generate`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (accepted.status !== 202) throw new Error(`Refused: ${await accepted.text()}`);
  const { jobId, projectId } = (await accepted.json()) as { jobId: string; projectId: string };
  const events = await fetch(`${stack.url}/functions/v1/generate/${jobId}/events`, { headers });
  const decoder = new TextDecoder();
  let story = '';
  let followed = Number.NaN;
  for await (const chunk of events.body ?? []) {
    story += decoder.decode(chunk, { stream: true });
    if (Number.isNaN(followed) && story.includes('event: message')) followed = Date.now();
  }
  const { data, error } = await account.client
    .from('generation_events')
    .select('kind, created_at')
    .eq('job_id', jobId)
    .in('kind', ['message', 'version']);
  if (error) throw error;
  const at = (kind: string) => {
    const times = (data as { kind: string; created_at: string }[]).filter((it) => it.kind === kind);
    return times.length === 0 ? null : Math.min(...times.map((it) => Date.parse(it.created_at)));
  };
  return { projectId, first: at('message'), version: at('version'), followed, story };
}
