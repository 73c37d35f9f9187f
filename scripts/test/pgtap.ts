/**
 * Runs the pgTAP tests in supabase/tests against a migrated database. pgTAP comes as SQL from npm and is installed for the
 * run only, in a schema of its own; every test file rolls back what it does.
 *
 *   npx tsx scripts/test/pgtap.ts [part of a file name …]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { readStack } from './stack.ts';

const directory = fileURLToPath(new URL('../../supabase/tests/', import.meta.url));

export interface PgtapResult {
  passed: number;
  failed: number;
}

/** The SQL of pgTAP itself. */
function pgtapSource(): string {
  const archive = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-pgtap')), 'pgtap.tar.gz');
  const read = (name: string) =>
    execFileSync('tar', ['-xzOf', archive, `share/postgresql/extension/${name}`], {
      encoding: 'utf8',
      maxBuffer: 16 << 20,
    });
  const version = /default_version\s*=\s*'([^']+)'/.exec(read('pgtap.control'))?.[1];
  return read(`pgtap--${version}.sql`);
}

async function install(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql
      .unsafe(`
        drop schema if exists pgtap cascade;
        drop schema if exists tests cascade;
        create schema pgtap;
        set search_path = pgtap, public;
        ${pgtapSource()};
        grant usage on schema pgtap to public;
        grant all on all functions in schema pgtap to public;
        ${readFileSync(join(directory, 'fixtures.sql'), 'utf8')}
      `)
      .simple();
  } finally {
    await sql.end();
  }
}

async function uninstall(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe('drop schema if exists tests cascade; drop schema if exists pgtap cascade').simple();
  } finally {
    await sql.end();
  }
}

/** Counts a file's TAP lines; the lines about failures are returned as they are. */
export function readTap(lines: readonly string[]): PgtapResult & { diagnostics: string[] } {
  let planned: number | undefined;
  let passed = 0;
  let failed = 0;
  let inFailure = false;
  const diagnostics: string[] = [];
  for (const line of lines) {
    const plan = /^1\.\.(\d+)/.exec(line);
    if (plan) {
      planned = Number(plan[1]);
    } else if (/^not ok\b(?!.*# TODO)/.test(line)) {
      failed += 1;
      inFailure = true;
      diagnostics.push(line);
    } else if (/^(not )?ok\b/.test(line)) {
      passed += 1;
      inFailure = false;
    } else if (inFailure && line.startsWith('#')) {
      diagnostics.push(line);
    }
  }
  if (planned !== passed + failed) {
    failed += 1;
    diagnostics.push(`planned ${planned ?? 'no'} tests and ran ${passed + failed - 1}`);
  }
  return { passed, failed, diagnostics };
}

async function runFile(databaseUrl: string, file: string): Promise<PgtapResult & { diagnostics: string[] }> {
  const sql = postgres(databaseUrl, {
    max: 1,
    fetch_types: false,
    onnotice: () => {},
    connection: { search_path: 'pgtap, public, extensions' },
  });
  try {
    const results = await sql.unsafe(readFileSync(file, 'utf8')).simple();
    // One result per statement; pgTAP answers with rows of one text column.
    const rows = (Array.isArray(results[0]) ? results : [results]).flat() as Record<string, unknown>[];
    const lines = rows.flatMap((row) => Object.values(row)).flatMap((value) => String(value).split('\n'));
    return readTap(lines);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const at = error.position
      ? ` (line ${readFileSync(file, 'utf8').slice(0, Number(error.position)).split('\n').length})`
      : '';
    return { passed: 0, failed: 1, diagnostics: [`${error.code} ${error.message}${at}`, error.detail ?? ''] };
  } finally {
    await sql.end();
  }
}

/** Runs every test file (or those whose path holds one of `only`), prints what fails, and counts. */
export async function runPgtap(databaseUrl: string, only: readonly string[] = []): Promise<PgtapResult> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.sql'))
    .filter((file) => only.length === 0 || only.some((part) => file.includes(part)))
    .sort();
  if (files.length === 0) throw new Error(`No pgTAP test file matches ${only.join(', ') || directory}.`);
  const total: PgtapResult = { passed: 0, failed: 0 };
  await install(databaseUrl);
  try {
    for (const file of files) {
      const result = await runFile(databaseUrl, join(directory, file));
      total.passed += result.passed;
      total.failed += result.failed;
      if (result.failed > 0) {
        const name = relative(process.cwd(), join(directory, file));
        console.log(`FAILED  ${name}\n${result.diagnostics.map((line) => `  ${line}`).join('\n')}`);
      }
    }
  } finally {
    await uninstall(databaseUrl);
  }
  console.log(
    `${total.failed === 0 ? 'ok' : 'FAILED'}  pgTAP  ${files.length} files, ${total.passed} passed, ${total.failed} failed`,
  );
  return total;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { failed } = await runPgtap(readStack().databaseUrl, process.argv.slice(2));
  process.exitCode = failed === 0 ? 0 : 1;
}
