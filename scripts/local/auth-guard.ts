/** Puts the rate limit in front of the auth API. */
import { authError } from './lite/responses.ts';
import type { AuthAttempt, AuthRateLimit } from './rate-limit.ts';

const BODY_BYTES_MAX = 64 * 1024;

type Fetch = (request: Request, peerAddress: string | null) => Promise<Response>;

function readEmail(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    if (value === null || typeof value !== 'object' || !('email' in value)) return null;
    return typeof value.email === 'string' ? value.email.trim().toLowerCase() : null;
  } catch {
    return null;
  }
}

/** Wraps the auth API. Only requests that may sign in, sign up or send a mail are counted. */
export function guardAuth(limit: AuthRateLimit, fetch: Fetch): Fetch {
  return async (request, peerAddress) => {
    const url = new URL(request.url);
    if (request.method !== 'POST' || url.pathname.startsWith('/auth/v1/admin/')) return fetch(request, peerAddress);
    if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX) {
      return authError(413, 'request_too_large', 'The request is too large');
    }
    const body = await request.text();
    if (body.length > BODY_BYTES_MAX) return authError(413, 'request_too_large', 'The request is too large');
    const attempt: AuthAttempt = {
      pathname: url.pathname,
      grantType: url.searchParams.get('grant_type'),
      address: peerAddress ?? '',
      email: readEmail(body),
    };
    const wait = limit.refuse(attempt);
    if (wait !== null) {
      return authError(429, 'over_request_rate_limit', 'Request rate limit reached', { 'retry-after': String(wait) });
    }
    const response = await fetch(
      new Request(request.url, { method: 'POST', headers: request.headers, body }),
      peerAddress,
    );
    limit.settle(attempt, response.ok);
    return response;
  };
}
