import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type FixtureStack, newEmail, PASSWORD, signUp, startFixture } from '../testing/fixture-stack.ts';

let stack: FixtureStack;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack.dispose());

interface SentMail {
  to: string;
  subject: string;
  text?: string;
  html?: string;
}

async function mailsTo(email: string): Promise<SentMail[]> {
  const mails = (await (await fetch(`${stack.mailUrl}.json`)).json()) as SentMail[];
  return mails.filter((mail) => mail.to === email);
}

function linkIn(mail: SentMail | undefined): URL {
  const [link] = /https?:\/\/[^\s"<>]+/.exec((mail?.text ?? mail?.html ?? '').replaceAll('&amp;', '&')) ?? [];
  return new URL(link ?? '');
}

describe('sign-up and sign-in', () => {
  it('gives a session at once, with the metadata that triggers and claims read', async () => {
    const person = await signUp(stack, { name: 'Ada' });
    const claims = decodeJwt(person.accessToken);
    expect(decodeProtectedHeader(person.accessToken).alg).toBe('ES256');
    expect(claims).toMatchObject({
      iss: `${stack.url}/auth/v1`,
      sub: person.id,
      aud: 'authenticated',
      role: 'authenticated',
      email: person.email,
      aal: 'aal1',
      amr: [{ method: 'password' }],
      app_metadata: { provider: 'email' },
      user_metadata: { name: 'Ada' },
      team: 'red',
    });
    expect((await person.client.from('profiles').select('name')).data).toEqual([{ name: 'Ada' }]);
    expect((await person.client.auth.getUser()).data.user?.user_metadata.name).toBe('Ada');
  });

  it('signs in with the right password alone', async () => {
    const { email } = await signUp(stack);
    const client = connect(stack);
    const wrong = await client.auth.signInWithPassword({ email, password: 'not the password' });
    expect(wrong.error?.status).toBe(400);
    expect(wrong.error?.code).toBe('invalid_credentials');
    const right = await client.auth.signInWithPassword({ email, password: PASSWORD });
    expect(right.data.user?.email).toBe(email);
  });

  it('refuses a short password and an e-mail that is taken', async () => {
    const { email } = await signUp(stack);
    expect((await connect(stack).auth.signUp({ email: newEmail(), password: 'short' })).error?.code).toBe(
      'weak_password',
    );
    expect((await connect(stack).auth.signUp({ email, password: PASSWORD })).error).not.toBeNull();
  });

  it('refreshes a session, and ends it at sign-out', async () => {
    const person = await signUp(stack);
    const refreshed = await person.client.auth.refreshSession();
    const token = refreshed.data.session?.access_token ?? '';
    expect(decodeJwt(token)).toMatchObject({ sub: person.id, team: 'red', iss: `${stack.url}/auth/v1` });
    const last = refreshed.data.session?.refresh_token ?? '';
    expect((await person.client.auth.signOut()).error).toBeNull();
    expect((await connect(stack).auth.refreshSession({ refresh_token: last })).error).not.toBeNull();
  });

  it('publishes the key that its tokens are signed with', async () => {
    const { client } = await signUp(stack);
    const { data, error } = await client.auth.getClaims();
    expect(error).toBeNull();
    expect(data?.header.alg).toBe('ES256');
  });
});

describe('a forgotten password', () => {
  it('is reset through the link in the mail, which leads back to where the request asked', async () => {
    const { email } = await signUp(stack);
    const client = connect(stack);
    const redirectTo = `${stack.url}/reset-password`;
    expect((await client.auth.resetPasswordForEmail(email, { redirectTo })).error).toBeNull();
    const link = linkIn((await mailsTo(email))[0]);
    expect(link.origin).toBe(stack.url);
    const followed = await fetch(link, { redirect: 'manual' });
    const location = new URL(followed.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(redirectTo);
    const fragment = new URLSearchParams(location.hash.slice(1));
    const accessToken = fragment.get('access_token') ?? '';
    expect(decodeProtectedHeader(accessToken).alg).toBe('ES256');
    await client.auth.setSession({ access_token: accessToken, refresh_token: fragment.get('refresh_token') ?? '' });
    expect((await client.auth.updateUser({ password: 'a new password' })).error).toBeNull();

    const again = connect(stack);
    expect((await again.auth.signInWithPassword({ email, password: PASSWORD })).error).not.toBeNull();
    expect((await again.auth.signInWithPassword({ email, password: 'a new password' })).error).toBeNull();
    // A link works once.
    const second = await fetch(link, { redirect: 'manual' });
    expect(second.headers.get('location') ?? '').not.toContain('access_token');
  });

  it('never leads to a site that is not allowed', async () => {
    const { email } = await signUp(stack);
    await connect(stack).auth.resetPasswordForEmail(email, { redirectTo: 'https://evil.example/' });
    const [mail] = await mailsTo(email);
    expect(`${mail?.text}${mail?.html}`).not.toContain('evil.example');
    const link = linkIn(mail);
    link.searchParams.set('redirect_to', 'https://evil.example/');
    const followed = await fetch(link, { redirect: 'manual' });
    expect(followed.headers.get('location') ?? '').not.toContain('evil.example');
  });

  it('says nothing about whether an account exists', async () => {
    const { error } = await connect(stack).auth.resetPasswordForEmail(newEmail());
    expect(error).toBeNull();
  });

  it('can be a code typed by hand', async () => {
    const { email } = await signUp(stack);
    const client = connect(stack);
    await client.auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
    const [mail] = await mailsTo(email);
    const token = /\b\d{6}\b/.exec(`${mail?.text}`)?.[0] ?? '';
    const { data, error } = await client.auth.verifyOtp({ email, token, type: 'email' });
    expect(error).toBeNull();
    expect(data.user?.email).toBe(email);
  });
});

describe('a token that does not count', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = (more: object = {}) => ({
    sub: randomUUID(),
    role: 'service_role',
    aud: 'authenticated',
    exp: Math.floor(Date.now() / 1000) + 3600,
    ...more,
  });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  const tokens: [string, () => string][] = [
    ['malformed', () => 'eyJhbGciOiJFUzI1NiJ9.e30.x'],
    ['no token at all', () => 'hello'],
    ['unsigned (alg none)', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
    [
      'signed with a foreign key',
      () => {
        const input = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims())}`;
        const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
        return `${input}.${signature.toString('base64url')}`;
      },
    ],
    [
      'signed with the published key as a shared secret',
      () => {
        const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims())}`;
        return `${input}.${createHmac('sha256', stack.publishableKey).update(input).digest('base64url')}`;
      },
    ],
  ];
  it.each(tokens)('%s: 401 everywhere', async (_name, make) => {
    const headers = { apikey: stack.publishableKey, authorization: `Bearer ${make()}` };
    for (const path of ['/rest/v1/notes', '/auth/v1/user', '/storage/v1/bucket', '/functions/v1/guarded']) {
      const response = await fetch(`${stack.url}${path}`, { headers });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  it('refuses a changed payload, and no API key', async () => {
    const { accessToken } = await signUp(stack);
    const [header, , signature] = accessToken.split('.');
    const forged = `${header}.${encode({ ...decodeJwt(accessToken), role: 'service_role' })}.${signature}`;
    const get = (headers: Record<string, string>) => fetch(`${stack.url}/rest/v1/notes`, { headers });
    expect((await get({ apikey: stack.publishableKey, authorization: `Bearer ${forged}` })).status).toBe(401);
    expect((await get({})).status).toBe(401);
    expect((await get({ authorization: `Bearer ${accessToken}` })).status).toBe(401);
    expect((await get({ apikey: 'sb_secret_wrong', authorization: `Bearer ${accessToken}` })).status).toBe(401);
    expect((await get({ apikey: stack.publishableKey, authorization: `Bearer ${accessToken}` })).status).toBe(200);
  });
});

describe('the admin API', () => {
  it('creates, reads, changes, lists and deletes users with the secret key', async () => {
    const { admin } = connect(stack, stack.secretKey).auth;
    const email = newEmail();
    const created = await admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
      app_metadata: { plan: 'pro', old: 1 },
      user_metadata: { name: 'Grace' },
    });
    expect(created.error).toBeNull();
    const id = created.data.user?.id ?? '';
    expect((await admin.createUser({ email, password: PASSWORD })).error?.code).toBe('email_exists');
    const session = await connect(stack).auth.signInWithPassword({ email, password: PASSWORD });
    expect(decodeJwt(session.data.session?.access_token ?? '').app_metadata).toMatchObject({ plan: 'pro', old: 1 });
    await admin.updateUserById(id, { app_metadata: { plan: 'team', old: null } });
    expect((await admin.getUserById(id)).data.user?.app_metadata).toMatchObject({ plan: 'team', provider: 'email' });
    expect((await admin.getUserById(id)).data.user?.app_metadata).not.toHaveProperty('old');
    expect((await admin.listUsers()).data.users.map((user) => user.id)).toContain(id);
    expect((await admin.deleteUser(id)).error).toBeNull();
    expect((await admin.getUserById(id)).error?.status).toBe(404);
  });

  it('is closed to the publishable key and to users', async () => {
    expect((await connect(stack).auth.admin.listUsers()).error?.status).toBe(403);
    const { accessToken } = await signUp(stack);
    const response = await fetch(`${stack.url}/auth/v1/admin/users`, {
      headers: { apikey: stack.publishableKey, authorization: `Bearer ${accessToken}` },
    });
    expect(response.status).toBe(403);
  });
});

describe('the rate limit', () => {
  it('stops guessing at one account, with the time to wait, and not another account', async () => {
    const { email } = await signUp(stack);
    const guess = () =>
      fetch(`${stack.url}/auth/v1/token?grant_type=password`, {
        method: 'POST',
        headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: 'a wrong guess' }),
      });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt++) statuses.push((await guess()).status);
    expect(statuses).toEqual([...Array<number>(10).fill(400), 429]);
    const refused = await guess();
    expect(await refused.json()).toMatchObject({ error_code: 'over_request_rate_limit' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Nor does the right password get through now.
    expect((await connect(stack).auth.signInWithPassword({ email, password: PASSWORD })).error?.status).toBe(429);
    await signUp(stack);
  });
});
