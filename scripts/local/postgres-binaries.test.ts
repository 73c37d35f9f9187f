import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { finishInstall, installExtensions, isReachable } from './postgres-binaries.ts';

it('does what the install script would have done, where scripts did not run', () => {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-native-'));
  try {
    const native = path.join(base, 'native');
    fs.mkdirSync(path.join(native, 'bin'), { recursive: true });
    fs.mkdirSync(path.join(native, 'lib'));
    for (const name of ['postgres', 'initdb']) fs.writeFileSync(path.join(native, 'bin', name), '', { mode: 0o644 });
    fs.writeFileSync(path.join(native, 'lib', 'libpq.so.5.17'), 'library');
    const links = [{ source: 'native/lib/libpq.so.5.17', target: 'native/lib/libpq.so.5' }];
    fs.writeFileSync(path.join(native, 'pg-symlinks.json'), JSON.stringify(links));
    finishInstall(native);
    finishInstall(native);
    expect(fs.readFileSync(path.join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    expect(fs.statSync(path.join(native, 'bin', 'postgres')).mode & 0o111).toBe(0o111);
  } finally {
    fs.rmSync(base, { recursive: true });
  }
});

it('knows a folder that another user cannot enter', () => {
  const closed = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-closed-'));
  try {
    expect(isReachable(path.join(closed, 'inside'))).toBe(false);
    fs.chmodSync(closed, 0o755);
    expect(isReachable(path.join(closed, 'inside'))).toBe(true);
  } finally {
    fs.rmdirSync(closed);
  }
});

it('puts a stand-in where the build has no extension of that name', () => {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'trellis-extensions-'));
  try {
    const sources = path.join(base, 'sources');
    fs.mkdirSync(sources);
    fs.mkdirSync(path.join(base, 'share', 'extension'), { recursive: true });
    const files = ['pg_cron--1.6.sql', 'pg_cron.control', 'pg_net--0.20.4.sql', 'pg_net.control'];
    for (const name of files) fs.writeFileSync(path.join(sources, name), 'stand-in');
    const build = { binDirectory: '', shareDirectory: path.join(base, 'share'), extensions: ['pg_cron'] };
    installExtensions(build, sources);
    expect(fs.readdirSync(path.join(base, 'share', 'extension')).sort()).toEqual(files.slice(2));
  } finally {
    fs.rmSync(base, { recursive: true });
  }
});
