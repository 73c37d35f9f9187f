/** The one port: the application at `/`, the platform's paths, and the stack's own pages under `/_local`. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { FunctionsService } from './functions/service.ts';
import { unavailable } from './lite/responses.ts';
import type { Log } from './log.ts';
import { type Mailbox, renderMailPage } from './mail.ts';
import { isConnectionLost, readPostgresError } from './postgres-error.ts';
import type { RealtimeService } from './realtime/service.ts';
import type { StaticHandler } from './spa.ts';

export interface GatewayOptions {
  url: string;
  publishableKey: string;
  /** Answers `/rest/v1`, `/auth/v1` and `/storage/v1`. */
  api(request: Request, peerAddress: string | null): Promise<Response>;
  functions: FunctionsService;
  realtime: RealtimeService;
  mailbox: Mailbox;
  log: Log;
  /** Everything that is no path of the platform. */
  application: StaticHandler;
  /** Rejects when the database does not answer. */
  checkHealth(): Promise<void>;
}

const API_PATH = /^\/(rest|auth|storage)\/v1(\/|$)/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

/** Makes the server; the caller listens. What rejects because the database was lost is answered with 503. */
export function createGateway(options: GatewayOptions): http.Server {
  const { functions, realtime, mailbox, log } = options;
  const toHandler = (fetch: (request: Request, peer: string | null) => Promise<Response>) =>
    getRequestListener(
      async (request, { incoming }) => {
        try {
          return await fetch(request, ('socket' in incoming ? incoming.socket.remoteAddress : null) ?? null);
        } catch (error) {
          if (!isConnectionLost(error)) throw error;
          const { pathname } = new URL(request.url);
          log.info(`${request.method} ${pathname}: ${readPostgresError(error).message}`);
          return unavailable(pathname);
        }
      },
      { overrideGlobalObjects: false },
    );
  const api = toHandler(options.api);
  const broadcast = toHandler((request) => realtime.fetch(request));

  /** Mails hold links that sign in. A page of another site could reach them by pointing its name at this address. */
  function showLocalPage(request: IncomingMessage, response: ServerResponse, pathname: string): void {
    if (!LOOPBACK_HOST.test(request.headers.host ?? '')) {
      answer(response, 403, 'text/plain', 'Forbidden\n');
    } else if (pathname === '/_local/mail') {
      answer(response, 200, 'text/html', renderMailPage(mailbox.list()));
    } else if (pathname === '/_local/mail.json') {
      answer(response, 200, 'application/json', JSON.stringify(mailbox.list()));
    } else {
      answer(response, 404, 'text/plain', 'Not found\n');
    }
  }

  async function route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { pathname } = url;
    if (API_PATH.test(pathname)) return api(request, response);
    if (pathname.startsWith('/functions/v1/')) return functions.handle(request, response, url);
    if (pathname.startsWith('/realtime/v1/')) return broadcast(request, response);
    if (pathname.startsWith('/_local/')) return showLocalPage(request, response, pathname);
    if (pathname === '/config.json') {
      const { publishableKey } = options;
      return answer(response, 200, 'application/json', JSON.stringify({ url: options.url, publishableKey }));
    }
    if (pathname === '/health') {
      const healthy = await options.checkHealth().then(
        () => true,
        () => false,
      );
      return answer(response, healthy ? 200 : 503, 'application/json', JSON.stringify({ ok: healthy }));
    }
    return options.application(request, response, url);
  }

  const server = http.createServer((request, response) => {
    const started = performance.now();
    let url: URL;
    try {
      url = new URL(request.url ?? '/', options.url);
    } catch {
      answer(response, 400, 'text/plain', 'The address is malformed\n');
      return;
    }
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : `${response.statusCode} aborted`;
      log.info(`${request.method} ${url.pathname} ${status} ${Math.round(performance.now() - started)}ms`);
    });
    route(request, response, url).catch((error: unknown) => {
      log.error(
        `${request.method} ${url.pathname}: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
      );
      if (response.headersSent) response.destroy();
      else answer(response, 500, 'application/json', JSON.stringify({ message: 'Internal server error' }));
    });
  });
  server.keepAliveTimeout = 65_000;
  // Streams last as long as their function lets them.
  server.requestTimeout = 0;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', options.url);
    // Another listener may be for the development server, which answers paths of its own.
    if (!realtime.upgrade(request, socket, head, url) && server.listenerCount('upgrade') === 1) socket.destroy();
  });
  return server;
}
