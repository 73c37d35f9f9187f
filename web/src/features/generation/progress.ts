/** What a log of events says about its job, in the order a person reads it. */
import type { GenerationEvent, Step } from '../../../../shared/contracts/generation-events.ts';
import type { StoredEvent } from './event-log.ts';

type Payload<Kind extends GenerationEvent['kind']> = Extract<GenerationEvent, { kind: Kind }>['payload'];

export interface StepProgress {
  readonly step: Step;
  readonly startedAt: string;
  /** Absent while the step runs. */
  readonly finishedAt?: string;
  /** What the model said meanwhile. */
  readonly said?: string;
  /** Files that the model changed, each with what was last done to it, in the order they were first touched. */
  readonly patches?: readonly Payload<'patch'>[];
  readonly check?: Payload<'check'>;
}

/** What the calls of models took, all together. */
export interface ModelTotals {
  /** `provider/model`, each once. */
  readonly models: readonly string[];
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicrousd: number;
}

export interface Progress {
  readonly phase: 'queued' | 'running' | 'retrying' | 'completed' | 'failed' | 'canceled';
  readonly steps: readonly StepProgress[];
  readonly plan?: Payload<'plan'>;
  readonly files: readonly Payload<'file'>[];
  /** What went another way than asked for. */
  readonly notices: readonly Payload<'notice'>[];
  /** Absent when no model was called. */
  readonly totals?: ModelTotals;
  readonly version?: Payload<'version'>;
  /** The attempt that is waited for, and why the one before ended. */
  readonly retry?: Payload<'retry'>;
  readonly failure?: Payload<'failed'>;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** The steps with one more event. A step that a resumed worker starts again is the same step. */
function withStep(steps: readonly StepProgress[], { step, state }: Payload<'step'>, at: string): StepProgress[] {
  const open = steps.findLastIndex((entry) => entry.step === step && entry.finishedAt === undefined);
  if (state === 'started') {
    return open === -1 ? [...steps, { step, startedAt: at }] : [...steps];
  }
  return open === -1
    ? [...steps, { step, startedAt: at, finishedAt: at }]
    : steps.map((entry, index) => (index === open ? { ...entry, finishedAt: at } : entry));
}

/** The progress with something more about the step that runs, or that ended last. */
function withinStep(progress: Progress, change: (step: StepProgress) => StepProgress): Progress {
  const last = progress.steps.at(-1);
  return last === undefined ? progress : { ...progress, steps: [...progress.steps.slice(0, -1), change(last)] };
}

function withPatch(patches: readonly Payload<'patch'>[] = [], patch: Payload<'patch'>): readonly Payload<'patch'>[] {
  const known = patches.find(({ path }) => path === patch.path);
  if (known === undefined) return [...patches, patch];
  // A file that the step created stays a new one, whatever is done to it afterwards.
  const op = known.op === 'create' && patch.op !== 'delete' ? 'create' : patch.op;
  return patches.map((entry) => (entry === known ? { ...patch, op } : entry));
}

function withCall(totals: ModelTotals | undefined, call: Payload<'model'>): ModelTotals {
  const name = `${call.provider}/${call.model}`;
  const models = totals?.models ?? [];
  return {
    models: models.includes(name) ? models : [...models, name],
    inputTokens: (totals?.inputTokens ?? 0) + call.inputTokens,
    outputTokens: (totals?.outputTokens ?? 0) + call.outputTokens,
    costMicrousd: (totals?.costMicrousd ?? 0) + call.costMicrousd,
  };
}

function withEvent(progress: Progress, event: StoredEvent): Progress {
  switch (event.kind) {
    case 'unknown':
      return progress;
    case 'queued': {
      // Not the first event of the log: a failed job was put back into the queue.
      const { failure: _, finishedAt: __, ...rest } = progress;
      return { ...rest, phase: 'queued' };
    }
    case 'message':
      return withinStep(progress, (step) => ({
        ...step,
        said: [...(step.said === undefined ? [] : [step.said]), event.payload.text].join('\n\n'),
      }));
    case 'patch':
      return withinStep(progress, (step) => ({ ...step, patches: withPatch(step.patches, event.payload) }));
    case 'model':
      return { ...progress, totals: withCall(progress.totals, event.payload) };
    case 'notice':
      // Each attempt says it again.
      return progress.notices.some(({ message }) => message === event.payload.message)
        ? progress
        : { ...progress, notices: [...progress.notices, event.payload] };
    case 'started': {
      const { retry: _, ...rest } = progress;
      return { ...rest, phase: 'running', startedAt: progress.startedAt ?? event.createdAt };
    }
    case 'step':
      return { ...progress, phase: 'running', steps: withStep(progress.steps, event.payload, event.createdAt) };
    case 'plan':
      return { ...progress, plan: event.payload };
    case 'file': {
      const { path } = event.payload;
      const known = progress.files.some((file) => file.path === path);
      const files = known
        ? progress.files.map((file) => (file.path === path ? event.payload : file))
        : [...progress.files, event.payload];
      return { ...progress, files };
    }
    case 'check':
      return withinStep(progress, (step) => (step.step === 'verify' ? { ...step, check: event.payload } : step));
    case 'version':
      return { ...progress, version: event.payload };
    case 'retry':
      return { ...progress, phase: 'retrying', retry: event.payload };
    case 'completed':
      return { ...progress, phase: 'completed', finishedAt: event.createdAt };
    case 'failed':
      return { ...progress, phase: 'failed', failure: event.payload, finishedAt: event.createdAt };
    case 'canceled':
      return { ...progress, phase: 'canceled', finishedAt: event.createdAt };
  }
}

export function toProgress(events: readonly StoredEvent[]): Progress {
  return events.reduce(withEvent, { phase: 'queued', steps: [], files: [], notices: [] });
}

export function isOver(progress: Progress): boolean {
  return progress.phase === 'completed' || progress.phase === 'failed' || progress.phase === 'canceled';
}

/** Whether a step of the progress is a model's try that changed nothing: what it wrote did not fit the files, or was nothing. */
export function isInVain(progress: Progress, entry: StepProgress): boolean {
  if ((entry.step !== 'edit' && entry.step !== 'repair') || entry.finishedAt === undefined) return false;
  const following = progress.steps[progress.steps.indexOf(entry) + 1];
  // What fits is checked next. Until it is known what comes next, nothing is said.
  return following === undefined ? isOver(progress) : following.step !== 'verify';
}
