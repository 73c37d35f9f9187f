/** A generated application as its owner gets it: a folder of files, type-checked and built with its own configuration. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FileTree } from '../../shared/files/file-tree.ts';
import { projectRoot, runTool } from '../test/step.ts';

export interface ExportedProject {
  readonly directory: string;
  remove(): void;
}

/** Writes the tree to a new folder that finds its packages in this repository's `node_modules`. */
export function writeProject(tree: FileTree): ExportedProject {
  const directory = mkdtempSync(join(tmpdir(), 'trellis-export-'));
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(directory, 'node_modules'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** @returns the first line of what `tsc` says, or null when the types check. */
export async function typeProblem({ directory }: ExportedProject): Promise<string | null> {
  const { code, output } = await runTool('tsc', ['--noEmit', '-p', directory]);
  return code === 0 ? null : firstLine(output);
}

/**
 * Builds into `dist`.
 *
 * @param env `VITE_` variables of the build.
 * @returns the first line of what Vite says, or null when it built.
 */
export async function buildProblem({ directory }: ExportedProject, env?: NodeJS.ProcessEnv): Promise<string | null> {
  const options = env === undefined ? {} : { env };
  const { code, output } = await runTool('vite', ['build', directory, '--logLevel', 'error'], options);
  return code === 0 ? null : firstLine(output);
}

/** Bytes of scripts and styles that a built application sends, compressed by gzip. */
export function bundleBytes({ directory }: ExportedProject): number {
  const assets = join(directory, 'dist/assets');
  return readdirSync(assets)
    .filter((name) => /\.(?:js|css)$/.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);
}

const firstLine = (output: string) => output.trim().split('\n')[0] ?? '';
