/** Each compiled app as its owner gets it: the types check, it builds, and its own tests pass. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { verify } from '../../verify/verify.ts';
import { compileApp } from '../compile.ts';
import { PLANS } from './testing/plans.ts';

const run = promisify(execFile);
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Writes the tree to a new folder that finds its packages in this repository's. */
function writeProject(files: Readonly<Record<string, unknown>>): string {
  const root = mkdtempSync(join(tmpdir(), 'compiled-app-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), String(content));
  }
  symlinkSync(modules, join(root, 'node_modules'));
  return root;
}

/** Runs a tool of `node_modules` in the project; its output is part of the failure. */
async function tool(root: string, script: string, ...args: string[]): Promise<void> {
  try {
    await run(process.execPath, [join(modules, script), ...args], { cwd: root, env: { PATH: process.env.PATH } });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string };
    throw new Error(`${script} failed:\n${stdout}\n${stderr}`, { cause });
  }
}

it.each(Object.entries(PLANS))(
  '%s verifies, type-checks, builds and passes its tests',
  async (_name, plan) => {
    const tree = compileApp(plan);
    expect((await verify(tree)).findings).toEqual([]);
    const root = writeProject(tree);
    try {
      await tool(root, 'typescript/bin/tsc', '--noEmit');
      await tool(root, 'vite/bin/vite.js', 'build', '--logLevel', 'error');
      if (Object.keys(tree).some((path) => path.endsWith('.test.ts'))) await tool(root, 'vitest/vitest.mjs', 'run');
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
  180_000,
);
