/** Initial JavaScript of the built SPA: what `index.html` loads before a person sees the sign-in page, compressed. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { projectRoot } from '../test/step.ts';
import type { Measure } from './statistics.ts';

/** Files that the entry imports statically, directly or through others. */
function staticGraph(dist: string, entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const source = readFileSync(join(dist, entry), 'utf8');
  for (const match of source.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) {
    staticGraph(dist, normalize(join(dirname(entry), match[1] ?? '')), seen);
  }
  return seen;
}

export function benchBundle(): Measure[] {
  const dist = join(projectRoot, 'web/dist');
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const files = new Set<string>();
  for (const match of html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) staticGraph(dist, match[1] ?? '', files);
  const sources = [...files].map((file) => readFileSync(join(dist, file)));
  const total = (size: (bytes: Buffer) => number) => sources.reduce((sum, bytes) => sum + size(bytes), 0);
  const raw = total((bytes) => bytes.length);
  const gzip = total((bytes) => gzipSync(bytes, { level: 9 }).length);
  const brotli = total((bytes) => brotliCompressSync(bytes).length);
  return [
    {
      name: 'initial JavaScript, brotli',
      value: `${(brotli / 1000).toFixed(1)} KB`,
      aim: '180 KB',
      note: `${files.size} files`,
    },
    {
      name: 'initial JavaScript, gzip',
      value: `${(gzip / 1000).toFixed(1)} KB`,
      note: `${(raw / gzip).toFixed(1)} times smaller than raw`,
    },
  ];
}
