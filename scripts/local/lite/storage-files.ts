/** Objects as files. Lite's own adapter is not exported, ignores ranges and leaves file handles open. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { App } from '@supabase/lite';
import { z } from 'zod';

type Adapter = NonNullable<App['_storageAdapter']>;
type Metadata = Awaited<ReturnType<Adapter['headObject']>>;

const sidecar = z.object({ mimetype: z.string(), cacheControl: z.string(), eTag: z.string() });

interface Range {
  start: number;
  end: number;
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-50`; null when there is none or it cannot be met. */
export function parseRange(header: string | undefined, size: number): Range | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last));
  return start > end ? null : { start, end };
}

export function createStorageFiles(directory: string): Adapter {
  const base = path.resolve(directory);
  const locate = (bucket: string, key: string): string => {
    const file = path.join(base, bucket, key);
    if (!file.startsWith(base + path.sep))
      throw Object.assign(new Error('The key leaves the bucket.'), { code: 'ENOENT' });
    return file;
  };

  async function describe(file: string): Promise<Metadata & { lastModified: Date }> {
    const stat = await fs.stat(file);
    const stored = sidecar.safeParse(await fs.readFile(`${file}.meta`, 'utf8').then(JSON.parse, () => null));
    return {
      cacheControl: stored.data?.cacheControl ?? 'no-cache',
      mimetype: stored.data?.mimetype ?? 'application/octet-stream',
      eTag: stored.data?.eTag ?? `"${stat.mtimeMs}"`,
      contentLength: stat.size,
      size: stat.size,
      lastModified: stat.mtime,
    };
  }

  async function write(file: string, body: Parameters<Adapter['uploadObject']>[3]): Promise<string> {
    const hash = createHash('md5');
    if (body instanceof Uint8Array) {
      hash.update(body);
      await fs.writeFile(file, body);
    } else {
      const handle = await fs.open(file, 'w');
      try {
        for await (const chunk of body as AsyncIterable<Uint8Array>) {
          hash.update(chunk);
          await handle.write(chunk);
        }
      } finally {
        await handle.close();
      }
    }
    return `"${hash.digest('hex')}"`;
  }

  const remove = async (bucket: string, key: string) => {
    const file = locate(bucket, key);
    await Promise.all([fs.rm(file, { force: true }), fs.rm(`${file}.meta`, { force: true })]);
  };

  return {
    driver: fs,
    async getObject(bucket, key, _version, headers) {
      const file = locate(bucket, key);
      const metadata = await describe(file);
      const unchanged =
        headers?.ifNoneMatch === metadata.eTag ||
        (headers?.ifModifiedSince !== undefined && metadata.lastModified <= new Date(headers.ifModifiedSince));
      if (unchanged) return { httpStatusCode: 304, metadata };
      if (metadata.size === 0) return { httpStatusCode: 200, metadata, body: Buffer.alloc(0) };
      const range = parseRange(headers?.range, metadata.size);
      // Web streams of Node and of the DOM library are the same objects under two type names.
      const body = (span: Range) => Readable.toWeb(createReadStream(file, span)) as unknown as ReadableStream;
      if (range === null) return { httpStatusCode: 200, metadata, body: body({ start: 0, end: metadata.size - 1 }) };
      const partial = {
        ...metadata,
        contentLength: range.end - range.start + 1,
        contentRange: `bytes ${range.start}-${range.end}/${metadata.size}`,
      };
      return { httpStatusCode: 206, metadata: partial, body: body(range) };
    },
    async uploadObject(bucket, key, _version, body, mimetype, cacheControl) {
      const file = locate(bucket, key);
      await fs.mkdir(path.dirname(file), { recursive: true });
      const draft = `${file}.${randomUUID()}`;
      const eTag = await write(draft, body);
      await fs.writeFile(`${file}.meta`, JSON.stringify({ mimetype, cacheControl, eTag }));
      await fs.rename(draft, file);
      return describe(file);
    },
    deleteObject: remove,
    async deleteObjects(bucket, keys) {
      for (const key of keys) await remove(bucket, key);
    },
    async copyObject(sourceBucket, source, _version, bucket, key) {
      const from = locate(sourceBucket, source);
      const to = locate(bucket, key);
      await fs.mkdir(path.dirname(to), { recursive: true });
      await fs.copyFile(from, to);
      await fs.copyFile(`${from}.meta`, `${to}.meta`);
      const { eTag, lastModified } = await describe(to);
      return { httpStatusCode: 200, eTag, lastModified };
    },
    headObject: async (bucket, key) => describe(locate(bucket, key)),
    privateAssetUrl: async (bucket, key) => `file://${locate(bucket, key)}`,
  };
}
