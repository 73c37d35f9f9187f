/**
 * `npm run db:types`: writes shared/database.types.ts from the running stack's database; with `-- --check` only says
 * whether it is up to date.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runSupabaseCli } from './supabase-cli.ts';
import { readStack } from './test/stack.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = fileURLToPath(new URL('../shared/database.types.ts', import.meta.url));
const HEADER = '// Generated from the schema `public` by `npm run db:types`. Do not edit.\n';

/** The types of schema `public`, formatted. Deterministic: the same schema gives the same text. */
export async function generateTypes(databaseUrl: string): Promise<string> {
  const { code, stdout, stderr } = await runSupabaseCli(['gen', 'types', '--schema', 'public'], databaseUrl);
  if (code !== 0 || stdout.trim() === '') throw new Error(`supabase gen types failed:\n${stderr}`);
  const formatted = execFileSync(
    `${root}/node_modules/.bin/biome`,
    // A name outside of the patterns that exclude generated files from formatting.
    ['format', '--stdin-file-path=shared/database.ts'],
    { cwd: root, input: stdout, encoding: 'utf8' },
  );
  return HEADER + formatted;
}

/** Whether the committed types are those of this database. */
export async function checkTypes(databaseUrl: string): Promise<{ ok: boolean; output?: string }> {
  const generated = await generateTypes(databaseUrl);
  if (existsSync(file) && readFileSync(file, 'utf8') === generated) return { ok: true };
  return { ok: false, output: 'shared/database.types.ts is out of date: run npm run db:types and commit it.' };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { databaseUrl } = readStack();
  if (process.argv.includes('--check')) {
    const { ok, output } = await checkTypes(databaseUrl);
    if (output) console.error(output);
    process.exitCode = ok ? 0 : 1;
  } else {
    writeFileSync(file, await generateTypes(databaseUrl));
  }
}
