/** An account for a bench, and the quota it needs: benches run on a stack of their own. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import WebSocket from 'ws';
import type { StackState } from '../test/stack.ts';

export interface BenchAccount {
  email: string;
  password: string;
  client: SupabaseClient;
  accessToken: string;
}

export async function createAccount(stack: StackState, name: string): Promise<BenchAccount> {
  const email = `${name}-${crypto.randomUUID().slice(0, 8)}@example.com`;
  const password = crypto.randomUUID();
  const options = {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own; the bench uses no channel, the client wants one all the same.
    realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
  };
  const admin = createClient(stack.url, stack.secretKey, options);
  const created = await admin.auth.admin.createUser({ email, password, email_confirm: true });
  if (created.error) throw created.error;
  const client = createClient(stack.url, stack.publishableKey, options);
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  return { email, password, client, accessToken: data.session.access_token };
}

/** Lifts the free plan's limits in this database, so that one account can run a whole list of prompts. */
export async function liftQuota(stack: StackState): Promise<void> {
  const sql = postgres(stack.databaseUrl, { max: 1 });
  try {
    await sql`update public.plan_limits set allowance = null where metric = 'generation'`;
    await sql`update public.plans set max_running = 10`;
  } finally {
    await sql.end();
  }
}
