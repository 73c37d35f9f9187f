/** For tests: the keys of a project that exists nowhere, and tokens signed with them. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { AuthEnvironment } from './authenticate.ts';

export const USER_ID = '11111111-1111-4111-8111-111111111111';
export const SECRET_KEY = 'sb_secret_test';

export interface TestProject {
  environment: AuthEnvironment;
  /** A user's token; `expiresAt` in seconds since the epoch. */
  token(options?: { sub?: string; expiresAt?: number }): Promise<string>;
}

export async function createTestProject(): Promise<TestProject> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = crypto.randomUUID();
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return {
    environment: {
      url: 'http://project.test',
      publishableKeys: { default: 'sb_publishable_test' },
      secretKeys: { default: SECRET_KEY },
      jwks: { keys: [jwk] },
    },
    token: ({ sub = USER_ID, expiresAt = Math.floor(Date.now() / 1000) + 3600 } = {}) =>
      new SignJWT({ role: 'authenticated' })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setSubject(sub)
        .setAudience('authenticated')
        .setIssuedAt(expiresAt - 3600)
        .setExpirationTime(expiresAt)
        .sign(privateKey),
  };
}
