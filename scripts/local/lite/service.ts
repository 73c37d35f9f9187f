/**
 * `@supabase/lite` as the data, auth and storage API. Lite is embedded as a library: its own server and command line
 * are not used. What it does otherwise than the platform is cured around it, one module for each area.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { App, setExperimental } from '@supabase/lite';
import type { ProjectConfig } from '../configuration.ts';
import type { Claims, Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import type { Database } from '../postgres.ts';
import { isConnectionLost } from '../postgres-error.ts';
import { within } from '../within.ts';
import { createAdminUsers } from './admin-users.ts';
import { openConnections } from './connection.ts';
import { createCredentialReader, unauthorized } from './credentials.ts';
import { answerUnmapped, type DatabaseError, readDatabaseError } from './database-errors.ts';
import { isAllowedRedirect, type MailMessage, rewriteLinks } from './mail-links.ts';
import { authError, json, restError } from './responses.ts';
import { createRpcParameters } from './rpc-parameters.ts';
import { createStorageFiles } from './storage-files.ts';
import { listObjects, readFormUpload, renameSignedUrls } from './storage-requests.ts';
import { createTokenIssuer } from './tokens.ts';

export interface LiteOptions {
  database: Database;
  config: ProjectConfig;
  keys: Keys;
  /** Of the gateway. */
  url: string;
  storageDirectory: string;
  log: Log;
  onMail(message: MailMessage): void;
}

export interface LiteService {
  /** Answers a request under `/rest/v1`, `/auth/v1` or `/storage/v1`. Rejects when the database was lost meanwhile. */
  fetch(request: Request, peerAddress: string | null): Promise<Response>;
  /** Makes Lite's own tables; they must exist before the migrations that refer to them. */
  provision(): Promise<void>;
  reloadSchema(): Promise<void>;
  /** Reads the schema, so that the first request does not wait for that. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** What Lite's callbacks need to know of the request they run for. */
interface RequestContext {
  claims?: Claims;
  redirectTo?: string;
  /** What Lite printed as the reason of its answer. */
  databaseError?: DatabaseError;
  /** The same, when a connection was lost. */
  lost?: unknown;
}

const TOKEN_PATHS = new Set(['/auth/v1/token', '/auth/v1/signup', '/auth/v1/verify', '/auth/v1/callback']);
const SIGN_PATH = /^\/storage\/v1\/object\/(upload\/)?sign\//;
const LIST_PATH = '/storage/v1/object/list/';

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** Lite announces at every start that storage is experimental there, in the place of the one line that a start prints. */
async function withoutExperimentalNotice(action: () => Promise<unknown>): Promise<void> {
  const { warn } = console;
  console.warn = (...values: unknown[]) => {
    if (!String(values[0]).startsWith('EXPERIMENTAL')) warn(...values);
  };
  try {
    await action();
  } finally {
    console.warn = warn;
  }
}

export async function createLiteService(options: LiteOptions): Promise<LiteService> {
  const { database, config, keys, url } = options;
  const { admin } = database;
  const context = new AsyncLocalStorage<RequestContext>();
  const connections = await openConnections(database, keys.passwords, config);
  const { rate_limit: _ours, hook: _hook, ...auth } = config.auth;
  const redirectPatterns = [...config.auth.additional_redirect_urls, `${url}/**`];

  // Lite prints each error of a request, rows and all. Only what belongs to a request is taken; the rest goes on.
  const printError = console.error;
  console.error = (...values: unknown[]) => {
    const store = context.getStore();
    if (store === undefined) return printError(...values);
    store.lost ??= values.find(isConnectionLost);
    const error = readDatabaseError(values[0]);
    if (error !== null) store.databaseError = error;
    else options.log.info(`api: ${values[0] instanceof Error ? values[0].message : String(values[0])}`);
  };

  setExperimental('storage', true);
  const settings = {
    api: { enabled: true, external_url: url, ...config.api },
    auth: {
      ...auth,
      enabled: true,
      jwt_secret: keys.legacySecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      // The application is served by the gateway, whatever port that listens on.
      site_url: url,
      additional_redirect_urls: redirectPatterns,
    },
    storage: { enabled: true, ...config.storage },
    studio: { enabled: false },
    options: {
      server: {
        admin: false,
        disableStudio: true,
        apiKeys: {
          async resolver(key: string) {
            // The user's token was verified above; Lite would verify it again and look the session up.
            const claims = context.getStore()?.claims;
            if (claims !== undefined) return { type: 'publishable' as const, claims };
            if (key === keys.publishableKey) return { type: 'publishable' as const, claims: { role: 'anon' } };
            if (key === keys.secretKey) return { type: 'secret' as const, claims: { role: 'service_role' } };
            return null;
          },
        },
      },
      drivers: {
        email: {
          async send(message: MailMessage) {
            options.onMail(rewriteLinks(message, url, context.getStore()?.redirectTo));
          },
        },
      },
    },
  };
  const storage = createStorageFiles(options.storageDirectory);
  const app = new App({ ...settings, connection: connections.requests });
  app._storageAdapter = storage;
  await withoutExperimentalNotice(() => app.init());

  const readCredentials = createCredentialReader(keys, admin);
  const tokens = createTokenIssuer(admin, keys, config, url);
  const adminUsers = createAdminUsers(admin);
  const rpcParameters = createRpcParameters(admin, config.api.schemas);

  /** `type: 'email'` is what clients send for a code from any mail; Lite wants to know which. */
  async function nameOtpType(request: Request): Promise<string> {
    const body: unknown = await request.json().catch(() => ({}));
    if (body === null || typeof body !== 'object' || !('type' in body) || body.type !== 'email')
      return JSON.stringify(body);
    const email = 'email' in body && typeof body.email === 'string' ? body.email.toLowerCase() : '';
    const unconfirmed = await admin`select from auth.users where email = ${email} and email_confirmed_at is null`;
    return JSON.stringify({ ...body, type: unconfirmed.length > 0 ? 'signup' : 'magiclink' });
  }

  /** The body as Lite understands it; corrects `headers` where that is another body. */
  async function prepareBody(request: Request, pathname: string, headers: Headers): Promise<BodyInit | null> {
    if (request.method === 'POST' && pathname === '/auth/v1/verify') {
      headers.delete('content-length');
      return nameOtpType(request);
    }
    const [, functionName] = /^\/rest\/v1\/rpc\/([^/]+)$/.exec(pathname) ?? [];
    if (request.method === 'POST' && functionName !== undefined) {
      const encoded = await rpcParameters.encode(decodeURIComponent(functionName), request);
      if (encoded === null) return request.body;
      headers.delete('content-length');
      return encoded;
    }
    const upload = pathname.startsWith('/storage/v1/object/') ? await readFormUpload(request) : null;
    if (upload === null) return request.body;
    for (const [name, value] of Object.entries(upload.headers)) headers.set(name, value);
    return upload.body;
  }

  async function fetch(request: Request, peerAddress: string | null): Promise<Response> {
    const target = new URL(request.url);
    const { pathname } = target;
    if (pathname === '/auth/v1/.well-known/jwks.json') return json(keys.jwks);
    if (!isDecodable(pathname)) return restError(400, 'PGRST100', 'The path is malformed');
    const headers = new Headers(request.headers);
    const credentials = await readCredentials(headers, target);
    if (credentials instanceof Response) return credentials;
    const { apiKey, user, token } = credentials;
    const store: RequestContext = {};
    if (apiKey !== null) headers.set('apikey', apiKey === 'secret' ? keys.secretKey : keys.publishableKey);
    headers.delete('authorization');
    if (pathname.startsWith('/auth/v1/admin/')) {
      const allowed = apiKey === 'secret' || user?.role === 'service_role';
      return allowed ? adminUsers(request, target) : authError(403, 'not_admin', 'User not allowed');
    }
    if (pathname.startsWith('/auth/')) {
      if (token !== null) headers.set('authorization', `Bearer ${await keys.toLegacy(token)}`);
    } else if (user !== null) {
      if (apiKey === null) return unauthorized(pathname, 'No API key found in request');
      store.claims = user;
    }
    if (pathname.startsWith(LIST_PATH) && request.method === 'POST' && apiKey !== null) {
      const claims = user ?? { role: apiKey === 'secret' ? 'service_role' : 'anon' };
      return listObjects(admin, decodeURIComponent(pathname.slice(LIST_PATH.length)), claims, request);
    }
    const redirectTo = target.searchParams.get('redirect_to');
    if (
      redirectTo !== null &&
      pathname.startsWith('/auth/v1/') &&
      isAllowedRedirect(redirectTo, url, redirectPatterns)
    ) {
      store.redirectTo = redirectTo;
    }

    const body = await prepareBody(request, pathname, headers);
    const init: RequestInit & { duplex: 'half' } = {
      method: request.method,
      headers,
      redirect: 'manual',
      duplex: 'half',
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') init.body = body;
    const response = await context.run(store, () => app.fetch(new Request(target, init), { peerAddress }));
    if (response.status >= 500 && store.lost !== undefined) throw store.lost;
    if (response.ok && request.method === 'POST' && SIGN_PATH.test(pathname)) return renameSignedUrls(response);
    if (pathname.startsWith('/rest/')) {
      const answer = await answerUnmapped(response, store.databaseError);
      // What the caller did wrong is in the answer; what went wrong here is nowhere else.
      if (answer.status >= 500) options.log.info(`api: ${store.databaseError?.code} ${store.databaseError?.message}`);
      return answer;
    }
    return TOKEN_PATHS.has(pathname) ? tokens.replaceToken(target, response) : response;
  }

  const reloadSchema = () => {
    rpcParameters.clear();
    return connections.requests.clearSchemaCache();
  };
  // Once more whenever it listens again: what changed meanwhile was announced to nobody.
  const listener = await admin.listen(
    'pgrst',
    () => void reloadSchema(),
    () => void reloadSchema(),
  );
  return {
    fetch,
    async provision() {
      const system = new App({ ...settings, connection: connections.system });
      system._storageAdapter = storage;
      await withoutExperimentalNotice(() => system.ensureSystemSchema());
    },
    reloadSchema,
    async warm() {
      const { tables } = await connections.requests.introspect({ useCache: true });
      const table = tables.find(({ schema }) => schema === config.api.schemas[0]);
      if (table === undefined) return;
      // Answered or refused, it goes the way of every request, and leaves a connection open.
      const target = `${url}/rest/v1/${encodeURIComponent(table.name)}?limit=0`;
      await fetch(new Request(target, { headers: { apikey: keys.publishableKey } }), null);
    },
    async close() {
      console.error = printError;
      await listener.unlisten().catch(() => {});
      // A connection whose request was broken off never becomes idle; Postgres ends it when it stops.
      await within(connections.close(), 3_000);
    },
  };
}
