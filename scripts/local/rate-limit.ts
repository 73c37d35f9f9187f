/**
 * Limits on sign-in, sign-up and mails, which `@supabase/lite` lacks: by address against floods, by e-mail against
 * guessing one account's password and against filling one mailbox. Counts are kept in memory: a restart forgets them.
 */
import type { ProjectConfig } from './configuration.ts';

const FIVE_MINUTES = 300_000;
const HOUR = 3_600_000;
const FAILED_SIGN_INS_PER_EMAIL = 10;
const MAILS_PER_EMAIL = 10;
const KEYS_MAX = 10_000;

interface Window {
  count: number;
  endsAt: number;
}

export interface Counter {
  /** Seconds to wait when the limit is reached, else null. */
  blocked(key: string): number | null;
  add(key: string): void;
  clear(key: string): void;
}

/** Counts in fixed windows of `windowMs` that start with the first event. */
export function createCounter(limit: number, windowMs: number, now: () => number = Date.now): Counter {
  const windows = new Map<string, Window>();
  const open = (key: string): Window | null => {
    const found = windows.get(key);
    return found !== undefined && found.endsAt > now() ? found : null;
  };
  return {
    blocked(key) {
      const window = open(key);
      return window !== null && window.count >= limit ? Math.ceil((window.endsAt - now()) / 1000) : null;
    },
    add(key) {
      const window = open(key);
      if (window !== null) {
        window.count++;
        return;
      }
      if (windows.size >= KEYS_MAX) {
        for (const [old, { endsAt }] of windows) if (endsAt <= now()) windows.delete(old);
        // Under a flood of made-up keys, the oldest go first.
        for (const old of windows.keys()) {
          if (windows.size < KEYS_MAX) break;
          windows.delete(old);
        }
      }
      windows.set(key, { count: 1, endsAt: now() + windowMs });
    },
    clear: (key) => void windows.delete(key),
  };
}

export interface AuthAttempt {
  pathname: string;
  grantType: string | null;
  address: string;
  /** Null when the body names none. */
  email: string | null;
}

export interface AuthRateLimit {
  /** Seconds to wait, or null when the attempt may go on; it is counted then. */
  refuse(attempt: AuthAttempt): number | null;
  /** Learns how it ended: a success forgives the failures before it. */
  settle(attempt: AuthAttempt, succeeded: boolean): void;
}

const MAIL_PATHS = ['/auth/v1/recover', '/auth/v1/otp', '/auth/v1/magiclink', '/auth/v1/resend'];

export function createAuthRateLimit(
  limits: ProjectConfig['auth']['rate_limit'],
  now: () => number = Date.now,
): AuthRateLimit {
  const attempts = createCounter(limits.sign_in_sign_ups, FIVE_MINUTES, now);
  const failures = createCounter(FAILED_SIGN_INS_PER_EMAIL, FIVE_MINUTES, now);
  const mailsByAddress = createCounter(limits.email_sent, HOUR, now);
  const mailsByEmail = createCounter(MAILS_PER_EMAIL, HOUR, now);
  const isSignIn = (attempt: AuthAttempt) => attempt.pathname === '/auth/v1/token' && attempt.grantType === 'password';
  return {
    refuse(attempt) {
      const { pathname, address, email } = attempt;
      const signIn = isSignIn(attempt);
      const guess = pathname === '/auth/v1/verify';
      const mail = MAIL_PATHS.includes(pathname);
      if (!signIn && !guess && !mail && pathname !== '/auth/v1/signup') return null;
      const counted: [Counter, string][] = mail ? [[mailsByAddress, address]] : [[attempts, address]];
      if (mail && email !== null) counted.push([mailsByEmail, email]);
      const waits = counted.map(([counter, key]) => counter.blocked(key) ?? 0);
      if ((signIn || guess) && email !== null) waits.push(failures.blocked(email) ?? 0);
      const wait = Math.max(...waits);
      if (wait > 0) return wait;
      for (const [counter, key] of counted) counter.add(key);
      return null;
    },
    settle(attempt, succeeded) {
      if (attempt.email === null || !(isSignIn(attempt) || attempt.pathname === '/auth/v1/verify')) return;
      if (succeeded) failures.clear(attempt.email);
      else failures.add(attempt.email);
    },
  };
}
