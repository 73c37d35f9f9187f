/** Objects as files. Lite's own adapter is not exported and leaves file handles open. */
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
    async getObject(bucket, key) {
      const file = locate(bucket, key);
      const metadata = await describe(file);
      if (metadata.size === 0) return { httpStatusCode: 200, metadata, body: Buffer.alloc(0) };
      // Web streams of Node and of the DOM library are the same objects under two type names.
      const body = Readable.toWeb(createReadStream(file)) as unknown as ReadableStream;
      return { httpStatusCode: 200, metadata, body };
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
