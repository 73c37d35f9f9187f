/**
 * Completes package-lock.json after `npm install --package-lock-only` (run both with `npm run lock`).
 *
 * A registry mirror may carry only some of the platform packages that a native package lists as optional
 * (`@deno/darwin-arm64`, `@rolldown/binding-linux-arm64-musl`, …). npm then writes a lock without them, and `npm ci`
 * refuses that lock ("Missing: … from lock file"). The missing entries are optional and bound to a platform, so adding
 * them without integrity is enough: npm fetches only those that fit the machine it runs on.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockPackage {
  version?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'ppc64le', 'riscv64', 's390x', 'wasm32', 'x64'];

/** The platform that a binary package's name states, e.g. `@deno/linux-x64-glibc`. */
function platformOf(name: string): Pick<LockPackage, 'cpu' | 'os' | 'libc'> {
  const parts = name.split('/').at(-1)?.replace('windows', 'win32').split('-') ?? [];
  const cpu = parts.find((part) => CPU.includes(part)) ?? (parts.includes('arm') ? 'arm' : undefined);
  const os = parts.find((part) => OS.includes(part));
  const libc = parts.some((part) => part.startsWith('musl'))
    ? 'musl'
    : parts.some((part) => part === 'glibc' || part.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  if (!cpu && !os)
    throw new Error(`${name}: no platform can be read from its name; add it to package-lock.json by hand`);
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc: [libc] } : {}), ...(os ? { os: [os] } : {}) };
}

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockPackage> };

let added = 0;
for (const owner of Object.values({ ...lock.packages })) {
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    // A range (not a pin) is a common library such as fsevents, which every registry carries.
    if (lock.packages[key] || !/^\d+\.\d+\.\d+/.test(range)) continue;
    const platform = platformOf(name);
    lock.packages[key] = { version: range, ...platform, optional: true };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} optional platform packages added`);
