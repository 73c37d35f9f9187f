/** Whatever was thrown, as what a person is told: what happened, and what to do. */
import type { ApiError } from '../../../shared/errors.ts';

export interface Failure {
  /** Stable code for branching; `unknown` when there is none. */
  readonly code: string;
  readonly message: string;
  /** HTTP status, 0 when the request did not arrive. */
  readonly status: number;
  readonly details: unknown;
}

interface PostgrestLike {
  message: string;
  code?: string;
  details?: string | null;
  hint?: string | null;
}

/** By its name: the class comes with zod, which the first page does without. */
function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && error.name === 'ApiError';
}

function isPostgrestLike(value: unknown): value is PostgrestLike {
  return typeof value === 'object' && value !== null && 'message' in value && 'code' in value && 'details' in value;
}

function parseHint(hint: string | null | undefined): unknown {
  if (!hint) return undefined;
  try {
    return JSON.parse(hint);
  } catch {
    return undefined;
  }
}

const OFFLINE = 'Trellis could not be reached. Check your connection and try again.';
const UNEXPECTED = 'Something went wrong on our side. Try again in a moment.';

function fromPostgrest(error: PostgrestLike): Failure {
  const code = error.code ?? '';
  // Our functions raise PTnnn with a stable code as message and a sentence as detail.
  const raised = /^PT(\d{3})$/.exec(code);
  if (raised !== null) {
    return {
      code: error.message,
      message: error.details ?? error.message,
      status: Number(raised[1]),
      details: parseHint(error.hint),
    };
  }
  if (code === 'PGRST301' || code === 'PGRST302' || code === 'PGRST303') {
    return { code: 'session_expired', message: 'Your session has expired. Sign in again.', status: 401, details: null };
  }
  if (code === 'PGRST116') {
    return {
      code: 'not_found',
      message: 'This does not exist, or is not shared with you.',
      status: 404,
      details: null,
    };
  }
  if (code === '42501') {
    return { code: 'forbidden', message: 'Your role does not allow this.', status: 403, details: null };
  }
  if (code === '' && /fetch|network|load failed/i.test(error.message)) {
    return { code: 'offline', message: OFFLINE, status: 0, details: null };
  }
  return { code: code || 'unknown', message: UNEXPECTED, status: 500, details: error };
}

export function toFailure(error: unknown): Failure {
  if (isApiError(error)) {
    return { code: error.code, message: error.message, status: error.status, details: error.details };
  }
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return { code: 'offline', message: OFFLINE, status: 0, details: null };
  }
  if (isPostgrestLike(error)) return fromPostgrest(error);
  return { code: 'unknown', message: UNEXPECTED, status: 500, details: error };
}

/** Whether another try can help: not for what the caller has to change first. */
export function isRetryable(failure: Failure): boolean {
  return failure.status === 0 || failure.status >= 500;
}
