/**
 * The official database advisors (security and performance), on a migrated database. Nothing is excused but what they
 * say of traffic: a database that has just been migrated has used hardly any of its indexes.
 */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runSupabaseCli } from '../supabase-cli.ts';
import { readStack } from '../test/stack.ts';

const ABOUT_TRAFFIC: ReadonlySet<string> = new Set(['unused_index']);

const report = z.object({
  results: z.array(z.object({ name: z.string(), level: z.string(), detail: z.string() })),
});

/** @returns ok when the advisors have nothing to say of the schema, else one line per finding. */
export async function advisors(databaseUrl: string): Promise<{ ok: boolean; output?: string }> {
  const { stdout, stderr } = await runSupabaseCli(
    ['db', 'advisors', '--type', 'all', '--level', 'info', '--output-format', 'json'],
    databaseUrl,
  );
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`supabase db advisors did not report:\n${stdout}${stderr}`, { cause });
  }
  const parsed = report.safeParse(json);
  if (!parsed.success) throw new Error(`supabase db advisors did not report:\n${stdout}${stderr}`);
  const findings = parsed.data.results.filter((result) => !ABOUT_TRAFFIC.has(result.name));
  if (findings.length === 0) return { ok: true };
  return { ok: false, output: findings.map(({ name, level, detail }) => `${level} ${name}: ${detail}`).join('\n') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ok, output } = await advisors(readStack().databaseUrl);
  if (output) console.error(output);
  process.exitCode = ok ? 0 : 1;
}
