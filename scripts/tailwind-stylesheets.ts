/**
 * Writes `shared/tailwind/stylesheets.ts`: the text of the installed Tailwind package's stylesheets as a module, so that
 * styles compile where there is no file system (Edge Function, browser worker). Run it after changing the version:
 * `npx tsx scripts/tailwind-stylesheets.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const SHEETS = ['index.css', 'theme.css', 'preflight.css', 'utilities.css'];

/** The module's source as it should be for the installed version. */
export function stylesheetsModule(): string {
  const require = createRequire(import.meta.url);
  const { version } = require('tailwindcss/package.json') as { version: string };
  const entries = SHEETS.map((name) => {
    const css = readFileSync(require.resolve(`tailwindcss/${name}`), 'utf8');
    const literal = css.replace(/\\/g, '\\\\').replace(/`/g, '\\`').replace(/\$\{/g, '\\${');
    return `  '${name}': \`${literal}\`,\n`;
  });
  return [
    `/** The stylesheets of tailwindcss ${version} (MIT). Written by \`scripts/tailwind-stylesheets.ts\`; do not edit. */\n`,
    `export const STYLESHEETS = {\n${entries.join('')}} as const;\n`,
  ].join('');
}

export const STYLESHEETS_PATH = fileURLToPath(new URL('../shared/tailwind/stylesheets.ts', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(STYLESHEETS_PATH, stylesheetsModule());
