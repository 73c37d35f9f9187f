/** Serves the built application: hashed assets for ever, everything else revalidated, compressed once and kept. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = new Set([
  '.css',
  '.html',
  '.js',
  '.json',
  '.map',
  '.mjs',
  '.svg',
  '.txt',
  '.wasm',
  '.webmanifest',
]);
const COMPRESS_FROM = 1024;
const CACHE_BYTES_MAX = 64 * 1024 * 1024;
/** The build names these by their content. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

type Encoding = 'br' | 'gzip' | 'identity';

interface Entry {
  version: string;
  etag: string;
  body: Buffer;
}

/** The best encoding that the client accepts. */
export function chooseEncoding(accepted: string | undefined): Encoding {
  const offered = (accepted ?? '').split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.trim().split(';');
    return parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter)) ? [] : [name.trim().toLowerCase()];
  });
  if (offered.includes('br')) return 'br';
  return offered.includes('gzip') ? 'gzip' : 'identity';
}

const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliCompress);
const gzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);

async function encode(content: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'br') return brotli(content, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 6 } });
  return encoding === 'gzip' ? gzip(content, { level: 6 }) : content;
}

export type StaticHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** Serves `directory`. A navigation to an unknown path gets `index.html`; anything else unknown is 404. */
export function createStaticHandler(directory: string): StaticHandler {
  const cache = new Map<string, Entry>();
  let cachedBytes = 0;

  async function load(file: string, stat: fs.Stats, encoding: Encoding): Promise<Entry> {
    const key = `${encoding}:${file}`;
    const version = `${stat.mtimeMs}:${stat.size}`;
    const known = cache.get(key);
    if (known?.version === version) return known;
    const content = await fs.promises.readFile(file);
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
    const entry = { version, etag: `"${hash}-${encoding}"`, body: await encode(content, encoding) };
    if (cachedBytes + entry.body.length > CACHE_BYTES_MAX) {
      cache.clear();
      cachedBytes = 0;
    }
    cachedBytes += entry.body.length;
    cache.set(key, entry);
    return entry;
  }

  async function find(pathname: string): Promise<{ file: string; stat: fs.Stats } | null> {
    let decoded: string;
    try {
      decoded = decodeURIComponent(pathname);
    } catch {
      return null;
    }
    const file = path.join(directory, decoded === '/' ? 'index.html' : decoded);
    if (decoded.includes('\0') || !file.startsWith(directory + path.sep)) return null;
    const stat = await fs.promises.stat(file).catch(() => null);
    return stat?.isFile() ? { file, stat } : null;
  }

  return async (request, response, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const isNavigation = request.headers.accept?.includes('text/html') && path.extname(url.pathname) === '';
    const found = (await find(url.pathname)) ?? (isNavigation ? await find('/index.html') : null);
    if (found === null) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
      return;
    }
    const extension = path.extname(found.file);
    const compressible = COMPRESSIBLE.has(extension) && found.stat.size >= COMPRESS_FROM;
    const encoding = compressible ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
    const { etag, body } = await load(found.file, found.stat, encoding);
    const headers: Record<string, string> = {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'cache-control': HASHED.test(url.pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag,
      'x-content-type-options': 'nosniff',
      // The preview frame has an origin of its own and loads its script from here.
      'access-control-allow-origin': '*',
    };
    if (compressible) headers.vary = 'accept-encoding';
    if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) {
      response.writeHead(304, headers).end();
      return;
    }
    if (encoding !== 'identity') headers['content-encoding'] = encoding;
    headers['content-length'] = String(body.length);
    response.writeHead(200, headers);
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
