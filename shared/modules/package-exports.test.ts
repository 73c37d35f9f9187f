import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { MANIFEST_PATH, manifestModule } from '../../scripts/module-manifest.ts';
import { APPLICATION_MODULES, DEVELOPMENT_PACKAGES, packageOf, RUNTIME_PACKAGES } from './allowed-packages.ts';
import { PACKAGE_EXPORTS } from './package-exports.ts';

const namesOf = (specifier: string, kind: 'values' | 'types') => PACKAGE_EXPORTS[specifier]?.[kind].split(' ') ?? [];

describe('the manifest of package exports', () => {
  it('is what the installed packages export', async () => {
    expect(readFileSync(MANIFEST_PATH, 'utf8')).toBe(await manifestModule());
  });

  it('tells values from types', () => {
    expect(namesOf('react', 'values')).toEqual(expect.arrayContaining(['useState', 'default', 'Suspense']));
    expect(namesOf('react', 'types')).toEqual(expect.arrayContaining(['ReactNode', 'FormEvent']));
    expect(namesOf('lucide-react', 'values')).toEqual(expect.arrayContaining(['Plus', 'PlusIcon', 'LucidePlus']));
    expect(namesOf('@supabase/supabase-js', 'types')).toEqual(expect.arrayContaining(['Session', 'User']));
    expect(namesOf('react-router', 'values')).not.toContain('Switch');
  });
});

describe('the allowed packages', () => {
  it('cover the modules that may be imported', () => {
    expect(APPLICATION_MODULES.map(packageOf).filter((name) => !(name in RUNTIME_PACKAGES))).toEqual([]);
  });

  it('are pinned at the versions the manifest was read from', () => {
    const require = createRequire(import.meta.url);
    const { dependencies, devDependencies } = require('../../package.json') as Record<string, Record<string, string>>;
    const installed: Record<string, string> = { ...dependencies, ...devDependencies };
    for (const [name, version] of Object.entries({ ...RUNTIME_PACKAGES, ...DEVELOPMENT_PACKAGES })) {
      expect([name, installed[name]]).toEqual([name, version]);
    }
  });
});
