/**
 * What a model is to Trellis: something that answers a conversation with a stream of text. One implementation for each
 * protocol (`openai.ts`, `anthropic.ts`); retries, fallback, time limits and the record of calls are in `chain.ts`.
 */

import type { ModelPrice } from './known-models.ts';

export type ModelPurpose = 'plan' | 'edit' | 'repair';

export interface ModelImage {
  mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  /** Base64, without a data URL around it. */
  data: string;
}

export interface ModelMessage {
  role: 'user' | 'assistant';
  text: string;
  /** Left out for a model that does not see. */
  images?: readonly ModelImage[];
}

export interface ModelRequest {
  purpose: ModelPurpose;
  system: string;
  messages: readonly ModelMessage[];
  /**
   * Asks for JSON of this shape as the answer's text. An endpoint that does not know schemas is asked in words, so the
   * text is still to be validated (`json-answer.ts`).
   */
  schema?: { name: string; jsonSchema: Record<string, unknown> };
  maxOutputTokens: number;
  /** Stops the call, and what it costs, at once. */
  signal: AbortSignal;
  /** The same for a call that is made again because its result did not arrive. At most 200 characters. */
  idempotencyKey: string;
}

export interface ModelUsage {
  /** All that was read, cached or not. */
  inputTokens: number;
  /** All that was written, thinking included. */
  outputTokens: number;
  /** The part of the input that came from the provider's cache. */
  cachedTokens?: number;
  /** The provider did not say all of it, as when a stream is cut: counted from the characters. */
  estimated?: boolean;
}

/** Why an answer ended: `length` means it was cut off at `maxOutputTokens` or at the end of the context. */
export type StopReason = 'done' | 'length' | 'refusal';

export type ModelEvent =
  /** The provider has taken the call. */
  | { kind: 'started' }
  /** It is at work, and what it makes is not (yet) part of the answer. */
  | { kind: 'thinking' }
  | { kind: 'text'; text: string }
  /** The last event. Without usage when the provider does not count. */
  | { kind: 'end'; usage: ModelUsage | undefined; stop: StopReason };

export interface ModelProvider {
  /** As in the settings: `openai`, `anthropic`, `xai`, …; the first part of a model's id. */
  readonly provider: string;
  readonly model: string;
  /** Whether it takes images. */
  readonly sees: boolean;
  /** Input and output together. */
  readonly contextTokens: number;
  /** Undefined when it is not known; calls are then recorded with a cost of 0, as not priced. */
  readonly price: ModelPrice | undefined;
  /** Ends after `end`. @throws ModelError for everything that goes wrong, the signal's reason when it was aborted */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

export type ModelErrorKind =
  | 'timeout'
  | 'rate_limited'
  | 'unavailable'
  /** The stream ended before the answer did. */
  | 'cut'
  | 'unauthorized'
  | 'invalid_request'
  /** What was sent does not fit the model. */
  | 'too_long'
  /** The model, or a filter before it, declined. */
  | 'refused'
  /** Nothing, or something that was not asked for, as a call of a tool that does not exist. */
  | 'invalid_answer';

/** A call that gave no answer. The message is a sentence for a person and holds no key. */
export class ModelError extends Error {
  readonly kind: ModelErrorKind;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** The provider asked not to be called for this long. */
  readonly retryAfterMs: number | undefined;
  /** What the provider says that the call has cost all the same. */
  readonly usage: ModelUsage | undefined;

  constructor(
    kind: ModelErrorKind,
    message: string,
    options: {
      status?: number | undefined;
      retryAfterMs?: number | undefined;
      usage?: ModelUsage | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ModelError';
    this.kind = kind;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.usage = options.usage;
  }
}
