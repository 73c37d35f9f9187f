/** `/auth/v1/admin/users`, which Lite lacks: list, read, create, change and delete users with the secret key. */
import { randomUUID } from 'node:crypto';
import bcrypt from 'bcryptjs';
import { z } from 'zod';
import type { Sql } from '../postgres.ts';
import { authError, json } from './responses.ts';

const BCRYPT_ROUNDS = 10;
const metadata = z.record(z.string(), z.unknown());
const attributes = z.object({
  id: z.uuid().optional(),
  email: z.email().optional(),
  phone: z.string().optional(),
  password: z.string().optional(),
  password_hash: z.string().optional(),
  role: z.string().optional(),
  email_confirm: z.boolean().optional(),
  ban_duration: z.string().optional(),
  app_metadata: metadata.optional(),
  user_metadata: metadata.optional(),
});
type Attributes = z.infer<typeof attributes>;

interface User {
  id: string;
  app_metadata: Record<string, unknown> | null;
  user_metadata: Record<string, unknown> | null;
}

/** `24h`, `30m`, `90s` -> milliseconds; anything else is no duration. */
function durationMs(text: string): number | null {
  const [, amount, unit] = /^(\d+)(h|m|s)$/.exec(text) ?? [];
  if (amount === undefined) return null;
  return Number(amount) * (unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : 1000);
}

/** Sent keys replace, a null removes, the rest stays. */
function mergeMetadata(known: Record<string, unknown> | null, sent: Record<string, unknown>) {
  return Object.fromEntries(Object.entries({ ...known, ...sent }).filter(([, value]) => value !== null));
}

export function createAdminUsers(admin: Sql) {
  async function read(ids: string[]): Promise<User[]> {
    if (ids.length === 0) return [];
    return admin<User[]>`
      select u.id, u.aud, u.role, u.email, u.phone, u.email_confirmed_at, u.confirmed_at, u.last_sign_in_at,
        u.raw_app_meta_data as app_metadata, u.raw_user_meta_data as user_metadata, u.created_at, u.updated_at,
        u.is_anonymous, u.banned_until,
        (select coalesce(jsonb_agg(jsonb_build_object('identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id,
            'identity_data', i.identity_data, 'provider', i.provider, 'created_at', i.created_at, 'updated_at', i.updated_at)), '[]')
          from auth.identities i where i.user_id = u.id) as identities
      from auth.users u where u.id = any(${ids}::uuid[]) order by u.created_at desc`;
  }

  async function list(query: URLSearchParams): Promise<Response> {
    const count = (name: string, fallback: number) =>
      Math.max(1, Number.parseInt(query.get(name) ?? '', 10) || fallback);
    const perPage = Math.min(count('per_page', 50), 1000);
    const rows = await admin<{ id: string; total: number }[]>`
      select id, count(*) over ()::int as total from auth.users order by created_at desc
      limit ${perPage} offset ${(count('page', 1) - 1) * perPage}`;
    const users = await read(rows.map((row) => row.id));
    return json({ users, aud: 'authenticated' }, 200, { 'x-total-count': String(rows[0]?.total ?? 0) });
  }

  async function create(sent: Attributes): Promise<Response> {
    const email = sent.email?.toLowerCase() ?? null;
    if (email !== null && (await admin`select from auth.users where email = ${email}`).length > 0) {
      return authError(422, 'email_exists', 'A user with this email address has already been registered');
    }
    const id = sent.id ?? randomUUID();
    const password =
      sent.password_hash ?? (sent.password === undefined ? '' : await bcrypt.hash(sent.password, BCRYPT_ROUNDS));
    const app = JSON.stringify({ provider: 'email', providers: ['email'], ...sent.app_metadata });
    const own = JSON.stringify(sent.user_metadata ?? {});
    const identity = JSON.stringify({
      sub: id,
      email,
      email_verified: sent.email_confirm ?? false,
      phone_verified: false,
    });
    await admin.begin(async (transaction) => {
      await transaction`
        insert into auth.users (id, aud, role, email, phone, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
        values (${id}, 'authenticated', ${sent.role ?? 'authenticated'}, ${email}, ${sent.phone ?? null}, ${password},
          ${sent.email_confirm ? new Date() : null}, ${app}::text::jsonb, ${own}::text::jsonb)`;
      if (email !== null) {
        await transaction`
          insert into auth.identities (id, provider, provider_id, user_id, identity_data)
          values (${randomUUID()}, 'email', ${id}, ${id}, ${identity}::text::jsonb)`;
      }
    });
    return json((await read([id]))[0]);
  }

  async function update(user: User, sent: Attributes): Promise<Response> {
    const changes: Record<string, string | Date | null> = {};
    if (sent.email !== undefined) changes.email = sent.email.toLowerCase();
    if (sent.phone !== undefined) changes.phone = sent.phone;
    if (sent.role !== undefined) changes.role = sent.role;
    if (sent.password !== undefined) changes.encrypted_password = await bcrypt.hash(sent.password, BCRYPT_ROUNDS);
    if (sent.email_confirm) changes.email_confirmed_at = new Date();
    if (sent.ban_duration !== undefined) {
      const duration = sent.ban_duration === 'none' ? 0 : durationMs(sent.ban_duration);
      if (duration === null) return authError(400, 'validation_failed', 'invalid format for ban duration');
      changes.banned_until = duration === 0 ? null : new Date(Date.now() + duration);
    }
    await admin.begin(async (transaction) => {
      if (Object.keys(changes).length > 0) {
        await transaction`update auth.users set ${transaction(changes)}, updated_at = now() where id = ${user.id}`;
      }
      const app = JSON.stringify(mergeMetadata(user.app_metadata, sent.app_metadata ?? {}));
      const own = JSON.stringify(mergeMetadata(user.user_metadata, sent.user_metadata ?? {}));
      await transaction`
        update auth.users set raw_app_meta_data = ${app}::text::jsonb, raw_user_meta_data = ${own}::text::jsonb
        where id = ${user.id}`;
    });
    return json((await read([user.id]))[0]);
  }

  /** Answers a request under `/auth/v1/admin/`; the caller has checked that it carries the secret key. */
  return async function handle(request: Request, url: URL): Promise<Response> {
    const [, id] = /^\/auth\/v1\/admin\/users(?:\/([0-9a-f-]{36}))?$/.exec(url.pathname) ?? [];
    const isCollection = url.pathname === '/auth/v1/admin/users';
    if (id === undefined && !isCollection) return authError(404, 'not_found', 'Not available in the local stack');
    if (isCollection && request.method === 'GET') return list(url.searchParams);
    let sent: Attributes = {};
    if (request.method === 'POST' || request.method === 'PUT') {
      const parsed = attributes.safeParse(await request.json().catch(() => null));
      if (!parsed.success) return authError(400, 'validation_failed', 'The body is not a set of user attributes');
      sent = parsed.data;
    }
    if (isCollection && request.method === 'POST') return create(sent);
    const user = id === undefined ? undefined : (await read([id]))[0];
    if (user === undefined) return authError(404, 'user_not_found', 'User not found');
    if (request.method === 'GET') return json(user);
    if (request.method === 'PUT') return update(user, sent);
    if (request.method === 'DELETE') {
      await admin`delete from auth.users where id = ${user.id}`;
      return json(user);
    }
    return authError(405, 'bad_method', 'Method not allowed');
  };
}
