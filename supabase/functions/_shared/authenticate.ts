/**
 * Who is calling, decided in code for each route by the primitives behind `withSupabase`, and said in our error shape.
 *
 * `withSupabase` itself answers failures in its own shape and without the CORS headers of our error responses, so the
 * functions use the step it is made of.
 */
import { verifyAuth } from '@supabase/server/core';
import { ApiError } from '../../../shared/errors.ts';

/** The part of the environment that authentication needs; read from the runtime's variables where it is absent. */
export type AuthEnvironment = NonNullable<NonNullable<Parameters<typeof verifyAuth>[1]>['env']>;

export type Caller =
  | { readonly kind: 'user'; readonly id: string; readonly token: string }
  | { readonly kind: 'secret' }
  | { readonly kind: 'anyone' };

/**
 * @param required what the route asks for. A valid token is never accepted in place of a secret key or the reverse.
 * @throws ApiError 401 `unauthenticated` when the credential is missing, malformed, expired or not of this project.
 */
export async function authenticate(
  request: Request,
  required: 'user' | 'secret' | 'none',
  environment?: AuthEnvironment,
): Promise<Caller> {
  if (required === 'none') return { kind: 'anyone' };
  const { data, error } = await verifyAuth(request, {
    // Any of the project's secret keys: they are rotated by name.
    auth: required === 'secret' ? 'secret:*' : 'user',
    ...(required === 'user' ? { audience: 'authenticated' } : {}),
    ...(environment ? { env: environment } : {}),
  });
  if (error) {
    if (error.status >= 500) throw new Error(`Authentication is not set up: ${error.code}`, { cause: error });
    throw new ApiError(401, 'unauthenticated', refusal(required, request), {
      headers: { 'www-authenticate': 'Bearer' },
      cause: error,
    });
  }
  if (required === 'secret') return { kind: 'secret' };
  if (!data.userClaims || !data.token) throw new Error('A verified user without claims.');
  return { kind: 'user', id: data.userClaims.id, token: data.token };
}

function refusal(required: 'user' | 'secret', request: Request): string {
  if (required === 'secret') return 'This route is for the server itself and needs a secret key.';
  return request.headers.has('authorization')
    ? 'Your session is not valid any more. Sign in again.'
    : 'Sign in to do this.';
}
