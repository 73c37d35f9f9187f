/**
 * Who is signed in, as a store that React and the router read.
 *
 * `onAuthStateChange` only writes this store: calling supabase inside it deadlocks tabs that share a session.
 */
import type { Session } from '@supabase/supabase-js';
import { useSyncExternalStore } from 'react';
import type { Client } from './supabase.ts';

export interface SessionState {
  /** False until the stored session has been read. */
  readonly ready: boolean;
  readonly session: Session | null;
  /** The person came by a password reset link and has not chosen a new password yet. */
  readonly recovering: boolean;
  /** The session ended without the person asking for it. */
  readonly expired: boolean;
  /** The person signed out: they are not brought back to where they were. */
  readonly left: boolean;
}

let state: SessionState = { ready: false, session: null, recovering: false, expired: false, left: false };
let leaving = false;
const listeners = new Set<(next: SessionState, previous: SessionState) => void>();

function update(next: SessionState): void {
  const previous = state;
  state = next;
  for (const listener of listeners) listener(next, previous);
}

/** Reads the stored session and follows it. Resolves when it is known who is signed in. */
export async function startSession(client: Client): Promise<void> {
  client.auth.onAuthStateChange((event, session) => {
    const recovering =
      event === 'PASSWORD_RECOVERY' || (state.recovering && event !== 'USER_UPDATED' && event !== 'SIGNED_OUT');
    const expired = session === null && (state.expired || (state.session !== null && !leaving));
    const left = session === null && (leaving || state.left);
    if (session === null) leaving = false;
    update({ ready: true, session, recovering, expired, left });
  });
  const { data } = await client.auth.getSession();
  if (!state.ready) update({ ...state, ready: true, session: data.session });
}

/**
 * Signs out of this browser because the person asked to; other devices stay signed in.
 *
 * @throws AuthError when the server could not be told; the person is signed in still.
 */
export async function endSession(client: Client): Promise<void> {
  leaving = true;
  const { error } = await client.auth.signOut({ scope: 'local' });
  if (error) {
    leaving = false;
    throw error;
  }
}

/** The server no longer knows this session: forget it here too. */
export function dropExpiredSession(client: Client): void {
  if (state.session !== null) void client.auth.signOut({ scope: 'local' });
}

export function currentSession(): SessionState {
  return state;
}

export function onSessionChange(listener: (next: SessionState, previous: SessionState) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): SessionState {
  return useSyncExternalStore(onSessionChange, currentSession);
}

/** Id of the person signed in. Only below a route that requires a session. */
export function useUserId(): string {
  return useSession().session?.user.id ?? '';
}
