/** The drawings of `lucide-react` as data: the preview draws the icons an application imports, and loads no component. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import type { IconCatalog, IconData } from './src/preview/build/icons.ts';

/** @throws when the package's layout is not the one this reads. */
export function iconCatalog(): IconCatalog {
  const directory = path.join(
    path.dirname(createRequire(import.meta.url).resolve('lucide-react/package.json')),
    'dist/esm',
  );
  const icons: Record<string, IconData> = {};
  for (const file of readdirSync(path.join(directory, 'icons'))) {
    if (!file.endsWith('.mjs')) continue;
    const data = /const __iconData = (\{[\s\S]*?\n\});/.exec(
      readFileSync(path.join(directory, 'icons', file), 'utf8'),
    )?.[1];
    if (data === undefined) continue;
    const { name, size, node } = vm.runInNewContext(`(${data})`) as IconData;
    icons[file.slice(0, -'.mjs'.length)] = { name, size, node };
  }
  const names: Record<string, string> = {};
  const index = readFileSync(path.join(directory, 'lucide-react.mjs'), 'utf8');
  for (const [, list = '', file = ''] of index.matchAll(/export \{([^}]*)\} from '\.\/icons\/([\w-]+)\.mjs'/g)) {
    const exported = [...list.matchAll(/default as (\w+)/g)].map(([, name = '']) => name);
    for (const name of exported) if (!isVariant(name, exported)) names[name] = file;
  }
  if (Object.keys(icons).length < 1000 || Object.keys(names).length < 1000) {
    throw new Error('lucide-react has another layout than expected');
  }
  return { icons, names };
}

/** Each icon is also exported as `XIcon` and `LucideX`; both are derived from `X` when they are looked up. */
function isVariant(name: string, exported: readonly string[]): boolean {
  return (
    (name.endsWith('Icon') && exported.includes(name.slice(0, -4))) ||
    (name.startsWith('Lucide') && exported.includes(name.slice(6)))
  );
}
