/** Where npm put Deno, made executable for installs that ran without scripts. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from '../start-error.ts';

/** Throws StartError when no binary for this platform is installed. */
export function denoBinary(): string {
  const name = process.platform === 'win32' ? 'deno.exe' : 'deno';
  const folder = path.dirname(createRequire(import.meta.url).resolve('deno/package.json'));
  const platforms = path.join(folder, '..', '@deno');
  const candidates = [
    path.join(folder, name),
    ...(fs.existsSync(platforms) ? fs.readdirSync(platforms).map((entry) => path.join(platforms, entry, name)) : []),
  ];
  const found = candidates.find((file) => fs.existsSync(file));
  if (found === undefined) throw new StartError('Deno is not installed. Run "npm ci" again, without --omit=optional.');
  try {
    fs.accessSync(found, fs.constants.X_OK);
  } catch {
    fs.chmodSync(found, 0o755);
  }
  return found;
}
