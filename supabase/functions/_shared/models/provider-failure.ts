/**
 * From what the SDKs throw to a ModelError. Both have the same shape (`status`, `headers`, `error`, `message`); endpoints
 * that speak a protocol word their errors in their own ways, so that the text decides where the status does not.
 */
import { EndpointNotAllowed } from './endpoint-address.ts';
import { maskKeys } from './mask-keys.ts';
import { ModelError, type ModelErrorKind, type ModelUsage } from './model-provider.ts';

/** What a failure is judged by. */
export interface FailureContext {
  /** For the message: "openai/gpt-6.1-sol". */
  model: string;
  secrets: readonly string[];
  /** Whether the provider had begun to answer. */
  started: boolean;
  usage: ModelUsage | undefined;
  /** Milliseconds since the epoch, for a Retry-After that is a date. */
  now: number;
}

interface SdkError {
  status?: unknown;
  headers?: unknown;
  error?: unknown;
  code?: unknown;
  type?: unknown;
  message?: unknown;
}

const TOO_LONG =
  /context[_ ](length|window)|maximum context|prompt is too long|too many (input )?tokens|input is too long/i;
const REFUSED = /content[_ ](filter|policy)|moderation|flagged|safety system/i;
const NO_CREDIT = /insufficient_quota|credit balance|billing|exceeded your current quota|insufficient credits/i;

/** What happened, in words that follow the model's name. */
const SAYS: Record<ModelErrorKind, string> = {
  timeout: 'did not answer in time',
  rate_limited: 'is asked too often at the moment',
  unavailable: 'is not available at the moment',
  cut: 'broke off in the middle of its answer',
  unauthorized: 'did not accept the key',
  invalid_request: 'did not accept the request',
  too_long: 'cannot take a request of this length',
  refused: 'declined to answer',
  invalid_answer: 'gave no answer that can be used',
};

export function providerFailure(error: unknown, context: FailureContext): ModelError {
  if (error instanceof ModelError) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof EndpointNotAllowed) {
    return new ModelError('invalid_request', `${context.model} was not asked. ${cause.message}`);
  }
  const sdk = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const status = typeof sdk.status === 'number' ? sdk.status : undefined;
  const said = saidBy(error, sdk);
  const kind = kindOf(status ?? statusIn(sdk), `${wordOf(sdk)} ${said}`, sdk, context.started);
  const detail = maskKeys(firstLine(said), context.secrets);
  return new ModelError(kind, failureMessage(context.model, kind, detail), {
    status,
    usage: context.usage,
    retryAfterMs: sdk.headers instanceof Headers ? readRetryAfter(sdk.headers, context.now) : undefined,
  });
}

/** A sentence for a person: who failed, how, and what it said itself. */
export function failureMessage(model: string, kind: ModelErrorKind, detail = ''): string {
  return `${model} ${SAYS[kind]}${detail ? ` (${detail})` : ''}.`;
}

function kindOf(status: number | undefined, text: string, sdk: SdkError, started: boolean): ModelErrorKind {
  if (status === undefined) {
    // Errors inside a stream have a word and no status.
    if (/rate_limit/.test(text)) return 'rate_limited';
    if (/overloaded|api_error|server_error/.test(text)) return 'unavailable';
    if (TOO_LONG.test(text)) return 'too_long';
    if (REFUSED.test(text)) return 'refused';
    if (/invalid_request_error/.test(text)) return 'invalid_request';
    // The SDKs limit connecting themselves only on the operating system's word.
    if (sdk.constructor?.name === 'APIConnectionTimeoutError') return 'timeout';
    return started ? 'cut' : 'unavailable';
  }
  // No credit is answered with 402, with 403, and by OpenAI with the 429 that also means "too fast": waiting does not help.
  if (status === 401 || status === 402 || NO_CREDIT.test(text)) return 'unauthorized';
  if (status === 413 || ((status === 400 || status === 422) && TOO_LONG.test(text))) return 'too_long';
  if ((status === 400 || status === 403 || status === 422) && REFUSED.test(text)) return 'refused';
  if (status === 403) return 'unauthorized';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status === 504) return 'timeout';
  // 409 and 425 pass by themselves.
  if (status >= 500 || status === 409 || status === 425) return 'unavailable';
  return 'invalid_request';
}

/** What the endpoint says in its error's body, or else what the SDK or the runtime says. */
function saidBy(error: unknown, sdk: SdkError): string {
  for (const body of bodiesOf(sdk).reverse()) {
    const { message } = body as { message?: unknown };
    if (typeof message === 'string' && message !== '') return message;
  }
  return String(error);
}

/** The word by which the endpoint names the error: `error.code`, `error.type`, or those one level deeper. */
function wordOf(sdk: SdkError): string {
  return bodiesOf(sdk)
    .flatMap((body) => {
      const { code, type } = body as { code?: unknown; type?: unknown };
      return [code, type].filter((word) => typeof word === 'string');
    })
    .join(' ');
}

/** The SDK's error, the body that came, and the error that the body wraps. */
function bodiesOf(sdk: SdkError): object[] {
  const wrapped = (sdk.error as { error?: unknown } | null | undefined)?.error;
  return [sdk, sdk.error, wrapped].filter((body) => typeof body === 'object' && body !== null);
}

/** Routers put the status of whom they asked into the body of a stream that began with 200. */
function statusIn(sdk: SdkError): number | undefined {
  const code = (sdk.error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
}

function firstLine(text: string): string {
  const line =
    text
      .split(/[\r\n]/, 1)[0]
      ?.trim()
      .replace(/\.$/, '') ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/**
 * `retry-after-ms` (both providers' SDKs know it), or `Retry-After` as seconds or as a date (RFC 9110, 10.2.3).
 * @returns milliseconds, or undefined when it says nothing that can be used
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const milliseconds = headers.get('retry-after-ms')?.trim();
  if (milliseconds && Number.isFinite(Number(milliseconds))) return Math.max(0, Number(milliseconds));
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (Number.isFinite(Number(value))) return Math.max(0, Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
