import { describe, expect, it } from 'vitest';
import { fileName, readWithProgress } from './download.ts';

describe('fileName', () => {
  it('is what the server says', () => {
    const headers = { 'content-disposition': `attachment; filename="log-v2.zip"; filename*=UTF-8''log-v2.zip` };
    expect(fileName(new Response(null, { headers }))).toBe('log-v2.zip');
  });

  it('is never empty', () => {
    expect(fileName(new Response())).toBe('project.zip');
  });
});

describe('readWithProgress', () => {
  it('gives the bytes whole and counts them', async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array([1, 2]));
        controller.enqueue(new Uint8Array([3]));
        controller.close();
      },
    });
    const seen: number[] = [];
    const blob = await readWithProgress(new Response(stream), (bytes) => seen.push(bytes));
    expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([1, 2, 3]);
    expect(seen).toEqual([2, 3]);
  });

  it('fails when the stream breaks off', async () => {
    const stream = new ReadableStream({
      pull(controller) {
        controller.error(new TypeError('network'));
      },
    });
    await expect(readWithProgress(new Response(stream), () => undefined)).rejects.toThrow('network');
  });
});
