/** The one supabase client of the page, and the configuration it was made from. Made once, in `app/main.tsx`. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { AppConfig } from './config.ts';
import type { Database } from './database.ts';

export type Client = SupabaseClient<Database>;

let current: { client: Client; config: AppConfig } | undefined;

export function initSupabase(config: AppConfig): Client {
  const client: Client = createClient<Database>(config.url, config.publishableKey);
  current = { client, config };
  return client;
}

function initialised() {
  if (current === undefined) throw new Error('initSupabase() has not been called.');
  return current;
}

export function supabase(): Client {
  return initialised().client;
}

export function supabaseConfig(): AppConfig {
  return initialised().config;
}
