import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { describe as describeProcess, isRunning, openChildRegistry } from './processes.ts';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-processes-'));
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

it('ends what an earlier run left, and never a process that has its number by chance', async () => {
  const orphan = spawn('sleep', ['60'], { stdio: 'ignore' });
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore' });
  const registry = openChildRegistry(directory);
  registry.add('orphan', orphan.pid);
  registry.add('reused', bystander.pid);
  // The record of a process that ended long ago and had the bystander's number.
  fs.writeFileSync(path.join(directory, 'reused.json'), JSON.stringify({ pid: bystander.pid, identity: 'another:1' }));
  fs.writeFileSync(path.join(directory, 'cut-off.json'), '{"pid": 12');
  try {
    expect(await registry.stopOrphans(() => 'SIGTERM')).toEqual(['orphan']);
    expect(
      orphan.signalCode ?? (await new Promise((resolve) => orphan.once('exit', (_code, signal) => resolve(signal)))),
    ).toBe('SIGTERM');
    expect(bystander.exitCode).toBeNull();
    expect(fs.readdirSync(directory)).toEqual([]);
  } finally {
    bystander.kill('SIGKILL');
  }
});

it('knows a live process from one that ended', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const found = describeProcess(child.pid ?? 0);
  expect(found !== null && isRunning(found)).toBe(true);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(found !== null && isRunning(found)).toBe(false);
});
