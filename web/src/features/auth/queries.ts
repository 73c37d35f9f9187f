/** Signing in, up and out. Every function throws supabase's AuthError; `toAuthFailure` puts it into words. */
import { AuthApiError } from '@supabase/supabase-js';
import { endSession } from '../../lib/session.ts';
import { supabase } from '../../lib/supabase.ts';

export async function signIn(email: string, password: string): Promise<void> {
  const { error } = await supabase().auth.signInWithPassword({ email: email.trim(), password });
  if (error) throw error;
}

/** @returns `confirm` when a mail has to be answered before the account can be used. */
export async function signUp(email: string, password: string): Promise<'signed-in' | 'confirm'> {
  const { data, error } = await supabase().auth.signUp({
    email: email.trim(),
    password,
    options: { emailRedirectTo: window.location.origin },
  });
  if (error) throw error;
  // With confirmation mails on, a taken address is answered by a user without identities, not by an error.
  if (data.session === null && data.user?.identities?.length === 0) {
    throw new AuthApiError('User already registered', 422, 'user_already_exists');
  }
  return data.session === null ? 'confirm' : 'signed-in';
}

export async function requestReset(email: string): Promise<void> {
  const { error } = await supabase().auth.resetPasswordForEmail(email.trim(), {
    redirectTo: `${window.location.origin}/reset-password`,
  });
  if (error) throw error;
}

export async function setPassword(password: string): Promise<void> {
  const { error } = await supabase().auth.updateUser({ password });
  if (error) throw error;
}

/** Exchanges the token of a mail that links straight to this page (`?token_hash=…&type=recovery`) for a session. */
export async function verifyRecovery(tokenHash: string): Promise<void> {
  const { error } = await supabase().auth.verifyOtp({ token_hash: tokenHash, type: 'recovery' });
  if (error) throw error;
}

export function signOut(): Promise<void> {
  return endSession(supabase());
}

/** A new password for the person signed in, who proves with the present one that it is they who ask. */
export async function changePassword(email: string, current: string, next: string): Promise<void> {
  const { error } = await supabase().auth.signInWithPassword({ email, password: current });
  if (error) throw error;
  await setPassword(next);
}
