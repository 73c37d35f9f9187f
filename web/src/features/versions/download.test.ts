import { describe, expect, it } from 'vitest';
import { readWithProgress, zipName } from './download.ts';

describe('zipName', () => {
  it('is the project and the version', () => {
    expect(zipName('Workout log', 2)).toBe('workout-log-v2.zip');
    expect(zipName('Café & Bücher', 1)).toBe('cafe-bucher-v1.zip');
  });

  it('is never empty', () => {
    expect(zipName('料理', 3)).toBe('project-v3.zip');
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
