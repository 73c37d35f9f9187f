/**
 * `/realtime/v1`: Broadcast over WebSocket and HTTP, private channels authorized by row level security, and messages sent
 * by the database. `postgres_changes` and presence are left out: a client that asks for them is told so.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Claims, Keys } from '../keys.ts';
import { json, preflight, restError } from '../lite/responses.ts';
import type { Log } from '../log.ts';
import type { Sql } from '../postgres.ts';
import { isConnectionLost } from '../postgres-error.ts';
import { authorizeChannel } from './authorization.ts';
import { followDatabaseMessages } from './database-messages.ts';
import { createHub } from './hub.ts';
import { serveSocket } from './socket.ts';

const MESSAGE_BYTES_MAX = 3 * 1024 * 1024;
const PING_MS = 30_000;
const SOCKET_PATH = '/realtime/v1/websocket';
const BROADCAST_PATH = '/realtime/v1/api/broadcast';

const broadcastBody = z.object({
  messages: z.array(
    z.object({ topic: z.string(), event: z.string(), payload: z.unknown(), private: z.boolean().default(false) }),
  ),
});

export interface RealtimeService {
  /** Takes a WebSocket request; false when it is not for this service. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): boolean;
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

/** A token that does not count is nobody's; a database that cannot be asked has not said so. */
function refuse(error: unknown): null {
  if (isConnectionLost(error)) throw error;
  return null;
}

export async function startRealtime(admin: Sql, keys: Keys, log: Log): Promise<RealtimeService> {
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  const hub = createHub();
  const follower = await followDatabaseMessages(admin, hub, log);
  const authorize = (claims: Claims, topic: string) => authorizeChannel(admin, claims, topic);

  async function verify(token: string): Promise<Claims> {
    const { claims } = await keys.verify(token);
    const role = claims.role ?? 'anon';
    const allowed = await admin`
      select from pg_auth_members where member = 'authenticator'::regrole and roleid = to_regrole(${role})`;
    if (allowed.length === 0) throw new Error(`permission denied to set role "${role}"`);
    return claims;
  }

  async function readKey(sent: string): Promise<Claims | null> {
    if (sent === keys.publishableKey) return { role: 'anon' };
    if (sent === keys.secretKey) return { role: 'service_role' };
    return verify(sent).catch(refuse);
  }

  const alive = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.has(socket)) {
        socket.terminate();
        continue;
      }
      alive.delete(socket);
      socket.ping();
    }
  }, PING_MS);
  pings.unref();

  async function accept(request: IncomingMessage, raw: Duplex, head: Buffer, url: URL): Promise<void> {
    const base = await readKey(url.searchParams.get('apikey') ?? String(request.headers.apikey ?? ''));
    if (base === null) {
      raw.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, raw, head, (socket) => {
      alive.add(socket);
      socket.on('pong', () => alive.add(socket));
      serveSocket({ socket, version: url.searchParams.get('vsn') ?? '1.0.0', base, hub, log, verify, authorize });
    });
  }

  return {
    upgrade(request, socket, head, url) {
      if (url.pathname !== SOCKET_PATH) return false;
      accept(request, socket, head, url).catch((error: unknown) => {
        log.error(`realtime: ${error instanceof Error ? error.message : error}`);
        socket.destroy();
      });
      return true;
    },
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (request.method === 'OPTIONS') return preflight(request);
      if (pathname !== BROADCAST_PATH || request.method !== 'POST') return restError(404, 'not_found', 'Not found');
      const bearer = /^Bearer (ey.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
      const base = await readKey(request.headers.get('apikey') ?? '');
      const claims = base !== null && bearer !== undefined ? await verify(bearer).catch(refuse) : base;
      if (claims === null) return restError(401, 'unauthorized', 'Unauthorized');
      const body = broadcastBody.safeParse(await request.json().catch(() => null));
      if (!body.success) return restError(422, 'invalid', 'The body is not a list of messages');
      for (const message of body.data.messages) {
        if (message.private && !(await authorize(claims, message.topic)).write) continue;
        hub.publish(message.topic, message.private, message);
      }
      return json({ message: 'ok' }, 202);
    },
    async stop() {
      clearInterval(pings);
      await follower.stop();
      for (const socket of server.clients) socket.close(1001);
      server.close();
    },
  };
}
