/**
 * The project's keys, made once and kept in the state folder. User tokens are ES256 and published as JWKS, as on hosted
 * projects; HS256 with the legacy secret is accepted too, because it is what `@supabase/lite` speaks inside.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type CryptoKey,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';

const keyFile = z.object({
  publishableKey: z.string(),
  secretKey: z.string(),
  legacySecret: z.string(),
  signingKey: z.object({
    kty: z.string(),
    crv: z.string(),
    x: z.string(),
    y: z.string(),
    d: z.string(),
    kid: z.string(),
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  }),
  passwords: z.object({ admin: z.string(), owner: z.string(), lite: z.string() }),
});

export interface Claims extends JWTPayload {
  role?: string;
  email?: string;
  session_id?: string;
}

export interface VerifiedToken {
  claims: Claims;
  algorithm: 'ES256' | 'HS256';
}

export interface Keys {
  publishableKey: string;
  secretKey: string;
  legacySecret: string;
  /** Database passwords: of the superuser, of `postgres` (owner of the schema) and of the API's restricted login. */
  passwords: { admin: string; owner: string; lite: string };
  jwks: { keys: JWK[] };
  /** JWT API keys of old projects, for clients that still use them. */
  legacyAnonKey: string;
  legacyServiceRoleKey: string;
  sign(claims: Claims): Promise<string>;
  /** Rejects when the token is malformed, expired, unsigned or signed with another key. */
  verify(token: string): Promise<VerifiedToken>;
  /** The same claims as `@supabase/lite` can check them. */
  toLegacy(token: string): Promise<string>;
}

const VERIFIED_MAX = 2000;

async function createKeyFile(): Promise<z.infer<typeof keyFile>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  return keyFile.parse({
    publishableKey: `sb_publishable_${secret(24)}`,
    secretKey: `sb_secret_${secret(24)}`,
    legacySecret: secret(40),
    signingKey: { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'ES256', use: 'sig' },
    passwords: { admin: secret(24), owner: secret(24), lite: secret(24) },
  });
}

function asCryptoKey(key: CryptoKey | Uint8Array): CryptoKey {
  if (key instanceof Uint8Array) throw new Error('The signing key is not an asymmetric key.');
  return key;
}

/** Loads the keys from `file`, making them on first use. */
export async function loadKeys(file: string): Promise<Keys> {
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(await createKeyFile(), null, 2)}\n`, { mode: 0o600 });
  const stored = keyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { d: _private, ...publicJwk } = stored.signingKey;
  const privateKey = asCryptoKey(await importJWK(stored.signingKey, 'ES256'));
  const publicKey = asCryptoKey(await importJWK(publicJwk, 'ES256'));
  const legacySecret = new TextEncoder().encode(stored.legacySecret);

  const sign = (claims: Claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: stored.signingKey.kid }).sign(privateKey);
  const signLegacy = (claims: Claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(legacySecret);

  // A page load sends the same token many times; the signature is checked once, the expiry each time.
  const verified = new Map<string, VerifiedToken>();
  async function verify(token: string): Promise<VerifiedToken> {
    const known = verified.get(token);
    if (known !== undefined && (known.claims.exp ?? Number.POSITIVE_INFINITY) > Date.now() / 1000) return known;
    const { alg } = decodeProtectedHeader(token);
    if (alg !== 'ES256' && alg !== 'HS256') throw new Error('Invalid JWT algorithm');
    const { payload } = await jwtVerify<Claims>(token, alg === 'ES256' ? publicKey : legacySecret, {
      algorithms: [alg],
    });
    const fresh: VerifiedToken = { claims: payload, algorithm: alg };
    if (verified.size >= VERIFIED_MAX) verified.clear();
    verified.set(token, fresh);
    return fresh;
  }

  const legacy = new WeakMap<VerifiedToken, Promise<string>>();
  async function toLegacy(token: string): Promise<string> {
    const found = await verify(token);
    if (found.algorithm === 'HS256') return token;
    const signed = legacy.get(found) ?? signLegacy(found.claims);
    legacy.set(found, signed);
    return signed;
  }

  const legacyKey = (role: string) =>
    signLegacy({ iss: 'supabase', ref: 'local', role, iat: 1_700_000_000, exp: 2_000_000_000 });
  return {
    publishableKey: stored.publishableKey,
    secretKey: stored.secretKey,
    legacySecret: stored.legacySecret,
    passwords: stored.passwords,
    jwks: { keys: [publicJwk] },
    legacyAnonKey: await legacyKey('anon'),
    legacyServiceRoleKey: await legacyKey('service_role'),
    sign,
    verify,
    toLegacy,
  };
}
