/** What a log of events says about its job, in the order a person reads it. */
import type { GenerationEvent, Step } from '../../../../shared/contracts/generation-events.ts';
import type { StoredEvent } from './event-log.ts';

type Payload<Kind extends GenerationEvent['kind']> = Extract<GenerationEvent, { kind: Kind }>['payload'];

export interface StepProgress {
  readonly step: Step;
  readonly startedAt: string;
  /** Absent while the step runs. */
  readonly finishedAt?: string;
}

export interface Progress {
  readonly phase: 'queued' | 'running' | 'retrying' | 'completed' | 'failed' | 'canceled';
  readonly steps: readonly StepProgress[];
  readonly plan?: Payload<'plan'>;
  readonly files: readonly Payload<'file'>[];
  readonly check?: Payload<'check'>;
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

function withEvent(progress: Progress, event: StoredEvent): Progress {
  switch (event.kind) {
    case 'queued':
    case 'message':
    case 'patch':
    case 'model':
    case 'notice':
    case 'unknown':
      return progress;
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
      return { ...progress, check: event.payload };
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
  return events.reduce(withEvent, { phase: 'queued', steps: [], files: [] });
}

export function isOver(progress: Progress): boolean {
  return progress.phase === 'completed' || progress.phase === 'failed' || progress.phase === 'canceled';
}
