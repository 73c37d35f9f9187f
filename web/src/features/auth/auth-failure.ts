/** What went wrong in signing in or up, as words for the form and, where it belongs to one, for a field. */
import { isAuthError } from '@supabase/supabase-js';

export interface AuthFailure {
  readonly message: string;
  /** The field it belongs to; absent: the whole form. */
  readonly field?: 'email' | 'password';
  /** A way on that the form offers beside the message. */
  readonly offer?: 'reset';
}

export const PASSWORD_MIN = 8;
/** bcrypt reads no more than 72 bytes. */
export const PASSWORD_MAX_BYTES = 72;
export const PASSWORD_RULE = `At least ${PASSWORD_MIN} characters. A few unrelated words are easy to remember and hard to guess.`;

/** Why a password is refused, or undefined. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < PASSWORD_MIN) {
    const missing = PASSWORD_MIN - password.length;
    return password === ''
      ? 'Choose a password.'
      : `Too short: ${missing} more ${missing === 1 ? 'character' : 'characters'} needed.`;
  }
  if (new TextEncoder().encode(password).byteLength > PASSWORD_MAX_BYTES) {
    return `Too long: ${PASSWORD_MAX_BYTES} bytes at most.`;
  }
  return undefined;
}

/** Why an e-mail address is refused, or undefined. The server has the last word. */
export function emailProblem(email: string): string | undefined {
  if (email.trim() === '') return 'Enter your e-mail address.';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
    ? undefined
    : 'This does not look like an e-mail address: name@example.com.';
}

const TAKEN: AuthFailure = {
  field: 'email',
  message: 'There is an account with this e-mail already. Sign in instead, or reset its password.',
};

const BY_CODE: Record<string, AuthFailure> = {
  invalid_credentials: { message: 'The e-mail or the password is wrong. Check both and try again.', offer: 'reset' },
  user_already_exists: TAKEN,
  email_exists: TAKEN,
  email_not_confirmed: { message: 'Confirm your e-mail first: we sent you a link when you signed up.' },
  email_address_invalid: { field: 'email', message: 'This e-mail address cannot receive mail. Use another one.' },
  weak_password: { field: 'password', message: 'This password is too easy to guess. Choose a longer one.' },
  same_password: { field: 'password', message: 'This is your current password. Choose a new one.' },
  signup_disabled: { message: 'Sign-up is closed here. Ask the person who runs this installation for an account.' },
  user_banned: { message: 'This account is suspended. Ask the person who runs this installation.' },
  over_request_rate_limit: { message: 'Too many attempts. Wait a minute, then try again.' },
  over_email_send_rate_limit: {
    message: 'Too many mails were sent to this address. Wait a few minutes, then try again.',
  },
  otp_expired: { message: 'This link has expired or was used already. Ask for a new one.' },
  session_not_found: { message: 'Your session has ended. Open the link again or ask for a new one.' },
};

export function toAuthFailure(error: unknown): AuthFailure {
  if (!isAuthError(error)) return { message: 'Something went wrong. Try again in a moment.' };
  const known = error.code === undefined ? undefined : BY_CODE[error.code];
  if (known !== undefined) return known;
  if (error.status === 429) return { message: 'Too many attempts. Wait a minute, then try again.' };
  if (error.name === 'AuthRetryableFetchError' && !error.status) {
    return { message: 'Trellis could not be reached. Check your connection and try again.' };
  }
  if (error.name === 'AuthSessionMissingError') {
    return { message: 'This link has expired or was used already. Ask for a new one.' };
  }
  if ((error.status ?? 500) >= 500) return { message: 'Something went wrong on our side. Try again in a moment.' };
  return { message: error.message };
}
