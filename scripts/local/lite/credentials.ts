/**
 * Who sends a request to the data, auth or storage API: `apikey` says which project key, `Authorization` which user.
 * Checked here, before Lite sees the request, as the platform's gateway does.
 */
import type { Claims, Keys } from '../keys.ts';
import type { Sql } from '../postgres.ts';
import { authError, restError, storageError } from './responses.ts';

export interface Credentials {
  /** The project key, with old JWT keys replaced by the new ones; null when none was sent or it is unknown. */
  apiKey: 'publishable' | 'secret' | null;
  /** Of the user's token; null without one. */
  user: Claims | null;
  /** The user's token as sent. */
  token: string | null;
}

/** 401 in the shape of the service that the path belongs to. */
export function unauthorized(pathname: string, message: string): Response {
  if (pathname.startsWith('/auth/')) return authError(401, 'bad_jwt', message);
  if (pathname.startsWith('/storage/')) return storageError(401, 'Unauthorized', message);
  return restError(401, message === 'JWT expired' ? 'PGRST303' : 'PGRST301', message);
}

export function createCredentialReader(keys: Keys, admin: Sql) {
  async function loadRoles(): Promise<Set<string>> {
    const rows = await admin<{ name: string }[]>`
      select roleid::regrole::text as name from pg_auth_members where member = 'authenticator'::regrole`;
    return new Set(rows.map((row) => row.name));
  }
  let roles: Set<string> | null = null;

  /** Whether a token may name this role. A new role is looked up; the answer "no" is never remembered. */
  async function isAllowedRole(role: string): Promise<boolean> {
    if (roles?.has(role)) return true;
    roles = await loadRoles();
    return roles.has(role);
  }

  async function readApiKey(sent: string | null): Promise<Credentials['apiKey']> {
    if (sent === keys.publishableKey) return 'publishable';
    if (sent === keys.secretKey) return 'secret';
    if (sent === null || !sent.startsWith('ey')) return null;
    try {
      const { claims } = await keys.verify(sent);
      if (claims.sub !== undefined) return null;
      return claims.role === 'service_role' ? 'secret' : claims.role === 'anon' ? 'publishable' : null;
    } catch {
      return null;
    }
  }

  /** Reads the headers, or answers 401 or 403 when they hold something that does not count. */
  return async function read(headers: Headers, url: URL): Promise<Credentials | Response> {
    const apiKey = await readApiKey(headers.get('apikey') ?? url.searchParams.get('apikey'));
    const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim();
    if (bearer === undefined) return { apiKey, user: null, token: null };
    const bearerKey = await readApiKey(bearer);
    if (bearerKey !== null) {
      // Clients without a session send their key as the token too. It never lifts what `apikey` says.
      return { apiKey, user: null, token: null };
    }
    let claims: Claims;
    try {
      ({ claims } = await keys.verify(bearer));
    } catch (error) {
      const expired = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';
      return unauthorized(url.pathname, expired ? 'JWT expired' : 'Invalid JWT');
    }
    const role = claims.role ?? 'anon';
    if (!(await isAllowedRole(role))) return restError(403, '42501', `permission denied to set role "${role}"`);
    return { apiKey, user: claims, token: bearer };
  };
}
