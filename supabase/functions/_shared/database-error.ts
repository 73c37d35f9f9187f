/** What the database answers when it refuses or fails, as the errors a caller sees. */
import { ApiError } from '../../../shared/errors.ts';

/** An error as PostgREST reports it. */
export interface RestError {
  message: string;
  code?: string | null;
  details?: string | null;
  hint?: string | null;
}

/**
 * Functions raise `errcode = 'PTnnn'` with the stable code as message, a sentence as detail and JSON details as hint.
 * Whatever else comes back is either a database that cannot answer now (503) or a fault of ours, which stays a plain
 * `Error` and so reaches nobody but the log.
 */
export function databaseError(error: RestError, status: number): Error {
  const code = error.code ?? '';
  const raised = /^PT([45]\d\d)$/.exec(code);
  if (raised) {
    const details = parseHint(error.hint);
    const raisedStatus = Number(raised[1]);
    return new ApiError(raisedStatus, error.message, error.details || error.message, {
      ...(details === undefined ? {} : { details }),
      ...(raisedStatus === 429 ? { headers: { 'retry-after': String(retryAfterSeconds(details)) } } : {}),
    });
  }
  const cause = new Error(`database: ${code || status} ${error.message} ${error.details ?? ''}`.trim());
  if (/^PGRST30[0-3]$/.test(code) || status === 401) {
    return new ApiError(401, 'unauthenticated', 'Your session is not valid any more. Sign in again.', { cause });
  }
  if (code === '42501') return new ApiError(403, 'forbidden', 'You may not do this.', { cause });
  if (isTransient(code, status)) return databaseUnavailable(cause);
  return cause;
}

export function databaseUnavailable(cause: unknown): ApiError {
  return new ApiError(503, 'database_unavailable', 'The database does not answer right now. Try again in a moment.', {
    headers: { 'retry-after': '2' },
    cause,
  });
}

/** Connection failures (08, PGRST00x), shutdown (57P0x), too many connections (53), cancellation and lost races (40). */
function isTransient(code: string, status: number): boolean {
  return (
    status === 0 ||
    (status >= 502 && status <= 504) ||
    /^(PGRST00[0-3]|08...|53...|57P0[1-5]|57014|40001|40P01)$/.test(code)
  );
}

function parseHint(hint: string | null | undefined): unknown {
  if (!hint) return undefined;
  try {
    return JSON.parse(hint);
  } catch {
    return { hint };
  }
}

/** Seconds until `resets_at` of a quota, at least one; a minute where it is not said. */
function retryAfterSeconds(details: unknown): number {
  const resetsAt = details && typeof details === 'object' && 'resets_at' in details ? details.resets_at : undefined;
  const seconds = Math.ceil((Date.parse(String(resetsAt)) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? 60 : Math.max(1, seconds);
}
