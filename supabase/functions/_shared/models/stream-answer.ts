/** One call of a model through an SDK, whichever protocol it speaks: how it starts, is stopped, fails and ends. */
import type { ModelEvent, ModelRequest, ModelUsage } from './model-provider.ts';
import { providerFailure } from './provider-failure.ts';
import type { ModelSettings } from './settings.ts';

/** An answer as a protocol's events build it up. */
export interface StreamedAnswer<Event> {
  /** Undefined until the provider has told any. */
  readonly usage: ModelUsage | undefined;
  read(event: Event): Iterable<ModelEvent>;
  /** @throws ModelError where the answer is not whole */
  end(): ModelEvent;
}

/**
 * @param open sends the request with these options; connecting belongs to it
 * @throws ModelError; what the signal was aborted with, when it was
 */
export async function* streamAnswer<Event>(
  { id, apiKey }: ModelSettings,
  { signal, idempotencyKey }: ModelRequest,
  answer: StreamedAnswer<Event>,
  open: (options: { signal: AbortSignal; headers: Record<string, string> }) => Promise<AsyncIterable<Event>>,
): AsyncGenerator<ModelEvent> {
  let started = false;
  try {
    // Neither OpenAI nor Anthropic promises anything for the key; gateways in between do.
    const stream = await open({ signal, headers: { 'Idempotency-Key': idempotencyKey } });
    started = true;
    yield { kind: 'started' };
    for await (const event of stream) yield* answer.read(event);
    // The SDKs end a stream that was aborted without a word.
    signal.throwIfAborted();
    yield answer.end();
  } catch (error) {
    signal.throwIfAborted();
    throw providerFailure(error, { model: id, secrets: [apiKey], started, usage: answer.usage, now: Date.now() });
  }
}
