/**
 * One call to a model as the rest of Trellis sees it: a chain of providers that is asked from the front until one answers.
 *
 * What passes by itself is tried again: the same provider a few times, with growing pauses or the one it asks for, then
 * the next. What is wrong with a key, a request or its length concerns one provider, so the next is asked at once, and a
 * notice says so. A refusal or an answer that cannot be used is handed to the caller: other models would be paid for the
 * same. Every call is recorded, whatever became of it.
 */
import { estimateTokens } from '../../../../shared/context/token-estimate.ts';
import { costOf } from './known-models.ts';
import {
  ModelError,
  type ModelErrorKind,
  type ModelProvider,
  type ModelPurpose,
  type ModelRequest,
  type ModelUsage,
} from './model-provider.ts';
import { failureMessage } from './provider-failure.ts';
import { estimateInput } from './request-size.ts';
import { TIME_LIMITS, type TimeLimits, withTimeLimits } from './time-limits.ts';

/** A call that was made, for `ai_usage`. */
export interface ModelCall {
  /** The same for the same call: `<idempotencyKey>/<attempt>`. */
  callKey: string;
  /** From 1, over the whole chain. */
  attempt: number;
  provider: string;
  model: string;
  purpose: ModelPurpose;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  /** Tokens were counted by us: the provider did not say. */
  estimated: boolean;
  costMicrousd: number;
  /** False when the price of the model is not known; the cost is then 0. */
  priced: boolean;
  latencyMs: number;
  /** Until the first part of the answer; null when there was none. */
  firstTokenMs: number | null;
  outcome: 'done' | 'length' | 'canceled' | ModelErrorKind;
}

/** Something that happened on the way to an answer and that the person should know. */
export interface ModelNotice {
  code: 'model_fallback' | 'model_skipped' | 'images_left_out';
  message: string;
}

export interface ModelAnswer {
  text: string;
  provider: string;
  model: string;
  usage: ModelUsage;
  costMicrousd: number;
  /** `length`: it is cut off. */
  stop: 'done' | 'length';
}

export interface CallOptions {
  /** Waited for. When it rejects, so does the call. */
  record(call: ModelCall): Promise<void> | void;
  onText?(text: string): void;
  /** What came by `onText` so far is void: the answer begins again. */
  onRestart?(): void;
  onNotice?(notice: ModelNotice): void;
  limits?: TimeLimits;
  /** Milliseconds; rejects with the signal's reason. */
  sleep?(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds of any clock. */
  now?(): number;
  /** From 0 to 1. */
  random?(): number;
}

/** How often one provider is asked when it fails in a way that passes; fewer times where it has cost more time. */
const MOST_TRIES: Partial<Record<ModelErrorKind, number>> = { rate_limited: 3, unavailable: 3, cut: 2, timeout: 2 };

/** A call that failed after longer than this is not repeated with the same provider: an instance lives for minutes only. */
const LONGEST_REPEATED_MS = 60_000;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** A provider that asks for a longer pause is not waited for. */
const LONGEST_RETRY_AFTER_MS = 20_000;

/** Failures that end the call: they say something about the request or the answer, not about the provider. */
const FINAL: ReadonlySet<ModelErrorKind> = new Set(['refused', 'invalid_answer']);

/** An answer of more characters than this for each token it was allowed is longer than it was allowed. */
const MOST_CHARACTERS_PER_TOKEN = 8;

/**
 * Asks until there is an answer.
 *
 * @param chain not empty; to ask others after a refusal, call again with the rest of it
 * @throws ModelError when no provider answered: the first failure that may pass, or else the last one; at once for
 *   `refused` and `invalid_answer`. The reason of `request.signal` when it is aborted.
 */
export async function callModel(
  chain: readonly ModelProvider[],
  request: ModelRequest,
  options: CallOptions,
): Promise<ModelAnswer> {
  const { sleep = pause, random = Math.random, now = Date.now } = options;
  const failures: ModelError[] = [];
  let attempt = 0;
  for (const [at, provider] of chain.entries()) {
    if (!provider.sees && request.messages.some(({ images }) => images?.length)) {
      options.onNotice?.({
        code: 'images_left_out',
        message: `${nameOf(provider)} cannot see images: it gets the text alone.`,
      });
    }
    for (let tries = 1; ; tries++) {
      attempt += 1;
      const begun = now();
      const result = await callOnce(provider, request, attempt, options);
      if (!(result instanceof ModelError)) return result;
      failures.push(result);
      if (FINAL.has(result.kind)) throw result;
      const wait = now() - begun > LONGEST_REPEATED_MS ? undefined : pauseBefore(result, tries, random);
      if (wait === undefined) break;
      await sleep(wait, request.signal);
    }
    const next = chain[at + 1];
    const failure = failures.at(-1);
    if (next && failure) options.onNotice?.(noticeOf(failure, next));
  }
  throw failures.find(mayPass) ?? failures.at(-1) ?? new Error('There is no model to call.');
}

/** Whether the same call may succeed later. */
export function mayPass(error: ModelError): boolean {
  return MOST_TRIES[error.kind] !== undefined;
}

/** One call to one provider, recorded. Failures are returned; what is thrown is not about the provider. */
async function callOnce(
  provider: ModelProvider,
  request: ModelRequest,
  attempt: number,
  options: CallOptions,
): Promise<ModelAnswer | ModelError> {
  const { now = Date.now } = options;
  request.signal.throwIfAborted();
  const begun = now();
  const progress: Progress = { begun, started: false, text: '', firstTokenMs: null };
  const finish = async (outcome: ModelCall['outcome'], told: ModelUsage | undefined) => {
    const usage = usageOf(provider, request, progress, told);
    const call = describeCall(provider, request, attempt, usage);
    const { firstTokenMs } = progress;
    await options.record({ ...call, latencyMs: Math.round(now() - begun), firstTokenMs, outcome });
    return { usage, costMicrousd: call.costMicrousd };
  };

  let end: Ending;
  try {
    end = await read(provider, request, progress, options);
    if (end.stop === 'refusal') throw failureOf(provider, 'refused', end.usage);
    if (end.stop === 'done' && progress.text.trim() === '') {
      throw failureOf(provider, 'invalid_answer', end.usage, 'it was empty');
    }
  } catch (error) {
    // Also what a callback throws ends the call from our side.
    const failed = error instanceof ModelError && !request.signal.aborted;
    await finish(failed ? error.kind : 'canceled', failed ? error.usage : undefined);
    request.signal.throwIfAborted();
    if (!failed) throw error;
    if (progress.text !== '') options.onRestart?.();
    return error;
  }
  const { usage, costMicrousd } = await finish(end.stop, end.usage);
  return {
    text: progress.text,
    provider: provider.provider,
    model: provider.model,
    usage,
    costMicrousd,
    stop: end.stop,
  };
}

interface Progress {
  readonly begun: number;
  /** The provider has taken the call, so it has cost something. */
  started: boolean;
  text: string;
  firstTokenMs: number | null;
}

interface Ending {
  usage: ModelUsage | undefined;
  stop: 'done' | 'length' | 'refusal';
}

async function read(
  provider: ModelProvider,
  request: ModelRequest,
  progress: Progress,
  { limits = TIME_LIMITS, now = Date.now, onText }: CallOptions,
): Promise<Ending> {
  const open = (signal: AbortSignal) => provider.stream({ ...request, signal });
  for await (const event of withTimeLimits(nameOf(provider), open, limits, request.signal)) {
    if (event.kind === 'end') return event;
    progress.started = true;
    if (event.kind !== 'text') continue;
    progress.firstTokenMs ??= Math.round(now() - progress.begun);
    progress.text += event.text;
    onText?.(event.text);
    // Some endpoints do not know the limit by the name they were told it.
    if (progress.text.length > request.maxOutputTokens * MOST_CHARACTERS_PER_TOKEN) {
      return { usage: undefined, stop: 'length' };
    }
  }
  throw failureOf(provider, 'cut', undefined);
}

/** What the provider told, completed by what can be counted here. */
function usageOf(
  { sees }: ModelProvider,
  request: ModelRequest,
  { started, text }: Progress,
  told: ModelUsage | undefined,
): ModelUsage {
  // Some endpoints count nothing and say 0.
  const counted = told && told.inputTokens > 0 && (told.outputTokens > 0 || text === '');
  if (counted && !told.estimated) return told;
  // A call that did not reach the model costs nothing.
  if (!started && !told) return { inputTokens: 0, outputTokens: 0 };
  const inputTokens = told?.inputTokens || estimateInput(request, sees);
  const outputTokens = Math.max(told?.outputTokens ?? 0, estimateTokens(text));
  return { ...told, inputTokens, outputTokens, estimated: true };
}

function describeCall(provider: ModelProvider, request: ModelRequest, attempt: number, usage: ModelUsage) {
  return {
    callKey: `${request.idempotencyKey}/${attempt}`,
    attempt,
    provider: provider.provider,
    model: provider.model,
    purpose: request.purpose,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cachedTokens: usage.cachedTokens ?? 0,
    estimated: usage.estimated ?? false,
    costMicrousd: provider.price ? costOf(usage, provider.price) : 0,
    priced: provider.price !== undefined,
  };
}

function failureOf(
  provider: ModelProvider,
  kind: ModelErrorKind,
  usage: ModelUsage | undefined,
  detail?: string,
): ModelError {
  return new ModelError(kind, failureMessage(nameOf(provider), kind, detail), { usage });
}

/** @returns milliseconds until the same provider is asked again; undefined when it is not */
function pauseBefore(failure: ModelError, tries: number, random: () => number): number | undefined {
  if (tries >= (MOST_TRIES[failure.kind] ?? 1)) return undefined;
  const { retryAfterMs } = failure;
  if (retryAfterMs !== undefined && retryAfterMs > LONGEST_RETRY_AFTER_MS) return undefined;
  // Half fixed, half random: many callers that failed together do not come back together.
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
  return Math.max(Math.round(longest * (0.5 + random() / 2)), retryAfterMs ?? 0);
}

function noticeOf(failure: ModelError, next: ModelProvider): ModelNotice {
  return {
    code: mayPass(failure) ? 'model_fallback' : 'model_skipped',
    message: `${failure.message} ${nameOf(next)} goes on.`,
  };
}

function nameOf({ provider, model }: ModelProvider): string {
  return `${provider}/${model}`;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
