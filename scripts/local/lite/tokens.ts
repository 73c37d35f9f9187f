/**
 * Access tokens as GoTrue makes them. Lite's hold sub, aud, role, e-mail and session alone, signed with a shared secret;
 * each is replaced by one with the user's metadata, assurance level and issuer, passed through the project's
 * access-token hook, and signed with the published key.
 */
import type { ProjectConfig } from '../configuration.ts';
import type { Claims, Keys } from '../keys.ts';
import type { Sql } from '../postgres.ts';
import { authError } from './responses.ts';

type Method = 'password' | 'otp' | 'oauth';

/** The hook refused the sign-in. */
class HookError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

interface HookAnswer {
  claims?: Claims;
  error?: { message: string; http_code?: number };
}

const HOOK_URI = /^pg-functions:\/\/[^/]+\/(\w+)\/(\w+)$/;

export function createTokenIssuer(admin: Sql, keys: Keys, config: ProjectConfig, url: string) {
  const hook = config.auth.hook.custom_access_token;
  const [, hookSchema, hookFunction] = hook?.enabled ? (HOOK_URI.exec(hook.uri) ?? []) : [];

  async function runHook(claims: Claims, method: Method): Promise<Claims> {
    if (hookSchema === undefined || hookFunction === undefined) return claims;
    const event = JSON.stringify({ user_id: claims.sub, claims, authentication_method: method });
    const answer = await admin.begin(async (transaction) => {
      await transaction`set local role supabase_auth_admin`;
      const rows = await transaction<{ answer: HookAnswer }[]>`
        select ${transaction(hookSchema)}.${transaction(hookFunction)}(${event}::text::jsonb) as answer`;
      return rows[0]?.answer;
    });
    if (answer?.error) throw new HookError(answer.error.message, answer.error.http_code ?? 500);
    return answer?.claims ?? claims;
  }

  async function issue(liteToken: string, method: Method): Promise<string> {
    const { claims } = await keys.verify(liteToken);
    const [user] = await admin<{ phone: string | null; app: unknown; own: unknown; anonymous: boolean | null }[]>`
      select phone, raw_app_meta_data as app, raw_user_meta_data as own, is_anonymous as anonymous
      from auth.users where id = ${claims.sub ?? null}`;
    const full: Claims = {
      iss: `${url}/auth/v1`,
      ...(claims.sub === undefined ? {} : { sub: claims.sub }),
      ...(claims.aud === undefined ? {} : { aud: claims.aud }),
      ...(claims.exp === undefined ? {} : { exp: claims.exp }),
      ...(claims.iat === undefined ? {} : { iat: claims.iat }),
      email: claims.email ?? '',
      phone: user?.phone ?? '',
      app_metadata: user?.app ?? {},
      user_metadata: user?.own ?? {},
      ...(claims.role === undefined ? {} : { role: claims.role }),
      aal: 'aal1',
      amr: [{ method, timestamp: claims.iat }],
      ...(claims.session_id === undefined ? {} : { session_id: claims.session_id }),
      is_anonymous: user?.anonymous ?? false,
    };
    return keys.sign(await runHook(full, method));
  }

  /** Replaces the token in an answer's body, or in the fragment that it redirects to. */
  async function replaceToken(request: URL, response: Response): Promise<Response> {
    const { pathname } = request;
    const method: Method =
      request.searchParams.get('grant_type') === 'pkce' || pathname.endsWith('/callback')
        ? 'oauth'
        : pathname.endsWith('/verify')
          ? 'otp'
          : 'password';
    const headers = new Headers(response.headers);
    try {
      const [base, fragment] = headers.get('location')?.split('#') ?? [];
      const parameters = new URLSearchParams(fragment);
      const redirected = parameters.get('access_token');
      if (redirected !== null) {
        parameters.set('access_token', await issue(redirected, method));
        headers.set('location', `${base}#${parameters}`);
        return new Response(null, { status: response.status, headers });
      }
      if (!response.ok || !headers.get('content-type')?.includes('json')) return response;
      const body: unknown = await response.json();
      headers.delete('content-length');
      if (
        body !== null &&
        typeof body === 'object' &&
        'access_token' in body &&
        typeof body.access_token === 'string'
      ) {
        body.access_token = await issue(body.access_token, method);
      }
      return new Response(JSON.stringify(body), { status: response.status, headers });
    } catch (error) {
      if (error instanceof HookError) return authError(error.status, 'hook_failed', error.message);
      throw error;
    }
  }

  return { replaceToken };
}
