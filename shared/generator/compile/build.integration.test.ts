/** Each compiled app as its owner gets it: the types check, it builds, and its own tests pass. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../verify/verify.ts';
import { compileApp } from '../compile.ts';
import { PLANS } from './testing/plans.ts';

const run = promisify(execFile);
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

const APPS = Object.entries(PLANS).map(([name, plan]) => ({ name, tree: compileApp(plan) }));
let parent: string;

/** The folder of each app. */
const root = (name: string) => join(parent, name);

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'compiled-apps-'));
  // Above the apps, which find their packages here.
  symlinkSync(modules, join(parent, 'node_modules'));
  for (const { name, tree } of APPS) {
    for (const [path, content] of Object.entries(tree)) {
      mkdirSync(dirname(join(root(name), path)), { recursive: true });
      writeFileSync(join(root(name), path), String(content));
    }
  }
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Runs a tool of `node_modules`; its output is part of the failure. */
async function tool(cwd: string, script: string, ...args: string[]): Promise<void> {
  try {
    await run(process.execPath, [join(modules, script), ...args], { cwd, env: { PATH: process.env.PATH } });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string };
    throw new Error(`${script} failed:\n${stdout}\n${stderr}`, { cause });
  }
}

describe.concurrent('compiled apps', () => {
  it('type-check', async () => {
    // One build of them all: it reads the types of packages once, and names the app in each error.
    await tool(parent, 'typescript/bin/tsc', '--build', '--noEmit', ...APPS.map(({ name }) => name));
  }, 300_000);

  it.each(APPS)(
    '$name verifies, builds and passes its tests',
    async ({ name, tree }) => {
      expect((await verify(tree)).findings).toEqual([]);
      await tool(root(name), 'vite/bin/vite.js', 'build', '--logLevel', 'error');
      if (!Object.keys(tree).some((path) => path.endsWith('.test.ts'))) return;
      await tool(root(name), 'vitest/vitest.mjs', 'run', '--no-isolate', '--maxWorkers=1');
    },
    180_000,
  );
});
