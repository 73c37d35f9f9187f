/** What an application in the preview may reach: its own Supabase project, and nothing else. */
import { SUPABASE_ORIGIN } from './protocol.ts';

/** Why a request is refused, for the person who wrote it; null when it is allowed. */
export function refusal(method: string, address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return `The preview refused ${method} ${address}: not an address.`;
  }
  if (url.origin === SUPABASE_ORIGIN) return null;
  return `The preview refused ${method} ${url.origin}${url.pathname}: an application reaches its own Supabase project and nothing else.`;
}
