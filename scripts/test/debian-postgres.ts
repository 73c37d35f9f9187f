/**
 * The Postgres of the Debian (or Ubuntu) this runs on, with the real `pg_cron` and `plpgsql_check`: what the migrations
 * are tested on besides the packaged Postgres. As root, what is missing is installed; no cluster of the system's own is
 * made or started.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresBuild } from '../local/postgres-binaries.ts';

const MAJORS = [17, 16, 15];
const EXTENSIONS = ['pg_cron', 'plpgsql_check'];
const CLUSTER_SETTINGS = '/etc/postgresql-common/createcluster.d';

const libraries = (major: number) => `/usr/lib/postgresql/${major}`;
const share = (major: number) => `/usr/share/postgresql/${major}`;
const packages = (major: number) => ['', '-cron', '-plpgsql-check'].map((part) => `postgresql-${major}${part}`);

/** The file that each package of `packages(major)` is there for, in the same order. */
function files(major: number): string[] {
  const controls = EXTENSIONS.map((name) => join(share(major), 'extension', `${name}.control`));
  return [join(libraries(major), 'bin', 'postgres'), ...controls];
}

function apt(command: string, args: readonly string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${error?.message ?? `${stdout}${stderr}`}`);
  return stdout;
}

/** Whether `policy`, what `apt-cache policy` printed of them, has a version of each of `names` to install. */
export function offersAll(policy: string, names: readonly string[]): boolean {
  return names.every((name) => new RegExp(`^${name}:\\n.*\\n  Candidate: (?!\\(none\\))`, 'm').test(policy));
}

function install(major: number): void {
  const missing = packages(major).filter((_, place) => !existsSync(files(major)[place] ?? ''));
  console.log(`Installing ${missing.join(', ')} from Debian …`);
  // The server's package would make and start a cluster on the standard port.
  const setting = join(CLUSTER_SETTINGS, 'trellis-test.conf');
  mkdirSync(CLUSTER_SETTINGS, { recursive: true });
  writeFileSync(setting, 'create_main_cluster = false\n');
  try {
    // Nothing that is there is replaced: a server in use would be restarted.
    apt('apt-get', ['-q', '-y', 'install', '--no-install-recommends', '--no-upgrade', ...missing]);
  } finally {
    rmSync(setting, { force: true });
  }
}

/**
 * The newest installed Postgres that has both extensions, installed first when there is none.
 *
 * @returns its major version.
 * @throws Error that says what to install where this cannot be done here.
 */
export function installDebianPostgres(): number {
  const installed = MAJORS.find((major) => files(major).every((file) => existsSync(file)));
  if (installed !== undefined) return installed;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Error(
      `Debian's Postgres with pg_cron and plpgsql_check was not found, and only root on Debian or Ubuntu installs it. Install ${packages(15).join(', ')}, or those of 16 or 17.`,
    );
  }
  apt('apt-get', ['-q', 'update']);
  const offered = MAJORS.find((major) => offersAll(apt('apt-cache', ['policy', ...packages(major)]), packages(major)));
  if (offered === undefined)
    throw new Error(`apt-get offers none of ${MAJORS.map((it) => packages(it)[1]).join(', ')}.`);
  install(offered);
  return offered;
}

/**
 * A copy of that Postgres below `directory`, which the stack may add its stand-ins to: the system's own stays as it is.
 * Postgres finds its files by their place relative to its executable, so the copy keeps the layout.
 */
export function copyDebianPostgres(major: number, directory: string): PostgresBuild {
  for (const source of [libraries(major), share(major)]) {
    // Bitcode is for the just-in-time compiler alone, and most of the size.
    const filter = (file: string) => !file.endsWith('/bitcode');
    cpSync(source, join(directory, source), { recursive: true, filter });
  }
  return {
    binDirectory: join(directory, libraries(major), 'bin'),
    shareDirectory: join(directory, share(major)),
    extensions: EXTENSIONS,
  };
}
