import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../shared/errors.ts';
import { isRetryable, toFailure } from './failure.ts';

describe('toFailure', () => {
  it('keeps what a function said', () => {
    const failure = toFailure(new ApiError(429, 'quota_exceeded', 'None left.', { details: { remaining: 0 } }));
    expect(failure).toEqual({ code: 'quota_exceeded', message: 'None left.', status: 429, details: { remaining: 0 } });
    expect(isRetryable(failure)).toBe(false);
  });

  it('reads errors that our SQL raised', () => {
    expect(
      toFailure({ code: 'PT409', message: 'head_moved', details: 'Another version is current.', hint: '{"a":1}' }),
    ).toEqual({ code: 'head_moved', message: 'Another version is current.', status: 409, details: { a: 1 } });
  });

  it('tells an expired session, a missing row and a refused one apart', () => {
    const error = (code: string) => toFailure({ code, message: 'x', details: null, hint: null }).status;
    expect(error('PGRST303')).toBe(401);
    expect(error('PGRST116')).toBe(404);
    expect(error('42501')).toBe(403);
  });

  it('takes a request that did not arrive for one to try again', () => {
    expect(isRetryable(toFailure(new TypeError('Failed to fetch')))).toBe(true);
  });

  it('never shows the words of an error it does not know', () => {
    expect(toFailure(new Error('secret internals')).message).not.toContain('secret');
  });
});
