/** Where the Supabase project is. `/config.json` is served by the local stack and by self-hosted installations. */

export interface AppConfig {
  readonly url: string;
  readonly publishableKey: string;
}

function parse(value: unknown): AppConfig | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { url, publishableKey } = value as Record<string, unknown>;
  if (typeof url !== 'string' || typeof publishableKey !== 'string' || url === '' || publishableKey === '') {
    return undefined;
  }
  return { url, publishableKey };
}

/**
 * Reads the configuration at start: the values that were built in (a hosted build), else `/config.json`.
 *
 * @throws Error when neither is there; the message says what to do.
 */
export async function loadConfig(fetcher: typeof fetch = fetch): Promise<AppConfig> {
  const builtIn = parse({
    url: import.meta.env.VITE_SUPABASE_URL,
    publishableKey: import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY,
  });
  if (builtIn !== undefined) return builtIn;
  let served: unknown;
  try {
    const response = await fetcher('/config.json', { headers: { accept: 'application/json' } });
    served = response.ok ? await response.json() : undefined;
  } catch (cause) {
    throw new Error('Trellis could not reach its server. Check your connection, then reload the page.', { cause });
  }
  const config = parse(served);
  if (config === undefined) {
    throw new Error(
      'Trellis is not configured: serve /config.json with "url" and "publishableKey", or build with VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY.',
    );
  }
  return config;
}
