import { AuthApiError, AuthRetryableFetchError } from '@supabase/supabase-js';
import { describe, expect, it } from 'vitest';
import { emailProblem, passwordProblem, toAuthFailure } from './auth-failure.ts';

describe('toAuthFailure', () => {
  it('does not say which of e-mail and password is wrong', () => {
    const failure = toAuthFailure(new AuthApiError('Invalid login credentials', 400, 'invalid_credentials'));
    expect(failure.message).toMatch(/e-mail or the password/);
    expect(failure.field).toBeUndefined();
  });

  it('leads to signing in where the address is taken', () => {
    const failure = toAuthFailure(new AuthApiError('User already registered', 422, 'user_already_exists'));
    expect(failure.field).toBe('email');
    expect(failure.message).toMatch(/Sign in instead/);
  });

  it('says to wait when there were too many attempts, with or without a code', () => {
    expect(toAuthFailure(new AuthApiError('', 429, 'over_request_rate_limit')).message).toMatch(/Wait a minute/);
    expect(toAuthFailure(new AuthApiError('', 429, undefined)).message).toMatch(/Wait a minute/);
  });

  it('tells a lost connection from a fault of the server', () => {
    expect(toAuthFailure(new AuthRetryableFetchError('Failed to fetch', 0)).message).toMatch(/connection/);
    expect(toAuthFailure(new AuthApiError('boom', 500, undefined)).message).toMatch(/our side/);
  });
});

describe('passwordProblem', () => {
  it('says how much is missing', () => {
    expect(passwordProblem('')).toBe('Choose a password.');
    expect(passwordProblem('1234567')).toMatch(/1 more character /);
    expect(passwordProblem('12345678')).toBeUndefined();
  });

  it('refuses what bcrypt would cut off', () => {
    expect(passwordProblem('ü'.repeat(37))).toMatch(/72 bytes/);
  });
});

describe('emailProblem', () => {
  it('takes an address and refuses what is none', () => {
    expect(emailProblem(' ada@example.com ')).toBeUndefined();
    expect(emailProblem('ada@example')).toBeTruthy();
    expect(emailProblem('')).toBeTruthy();
  });
});
