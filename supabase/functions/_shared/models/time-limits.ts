/** Time limits of a call. Whatever runs out, the provider's signal is aborted and the stream ends with a ModelError. */
import { ModelError, type ModelEvent } from './model-provider.ts';
import { failureMessage } from './provider-failure.ts';

/** In milliseconds. */
export interface TimeLimits {
  /** Until the provider has taken the call. */
  connectMs: number;
  /** Until the first token of the answer, or a sign that the model is thinking; from then on until the next. */
  firstTokenMs: number;
  /** Between two tokens of the answer. */
  silenceMs: number;
  /** The whole call. */
  wholeMs: number;
}

/** For models that think before they answer, and for an instance of the platform, which lives for 150 seconds. */
export const TIME_LIMITS: TimeLimits = { connectMs: 60_000, firstTokenMs: 75_000, silenceMs: 30_000, wholeMs: 130_000 };

/**
 * Passes the events of `open` on. A provider that does not react to its signal is left behind.
 *
 * @param model for the error's message
 * @throws ModelError `timeout`; the signal's reason when it is aborted; what the provider throws
 */
export async function* withTimeLimits(
  model: string,
  open: (signal: AbortSignal) => AsyncIterable<ModelEvent>,
  limits: TimeLimits,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const controller = new AbortController();
  let reject: (reason: unknown) => void;
  const stopped = new Promise<never>((_resolve, rejectIt) => {
    reject = rejectIt;
  });
  // Nobody may be waiting when it is stopped.
  stopped.catch(() => {});
  const stop = (reason: unknown) => {
    reject(reason);
    controller.abort(reason);
  };
  const onAbort = () => stop(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const limit = (milliseconds: number, what: string) =>
    setTimeout(() => stop(new ModelError('timeout', failureMessage(model, 'timeout', what))), milliseconds);

  const whole = limit(limits.wholeMs, `${seconds(limits.wholeMs)} for the whole answer`);
  let pause = limit(limits.connectMs, `${seconds(limits.connectMs)} to take the call`);
  const events = open(controller.signal)[Symbol.asyncIterator]();
  let answering = false;
  try {
    while (true) {
      const next = await Promise.race([events.next(), stopped]);
      if (next.done) return;
      clearTimeout(pause);
      answering ||= next.value.kind === 'text';
      yield next.value;
      pause = answering
        ? limit(limits.silenceMs, `${seconds(limits.silenceMs)} without a word`)
        : limit(limits.firstTokenMs, `${seconds(limits.firstTokenMs)} without a first word`);
    }
  } finally {
    clearTimeout(whole);
    clearTimeout(pause);
    signal.removeEventListener('abort', onAbort);
    // Ends the request when the consumer left early; one that is stuck is not waited for.
    controller.abort();
    events.return?.()?.catch(() => {});
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
