/** Runs the official Supabase CLI against a database, without Docker and without leaving files in the repository. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** The CLI insists on TLS unless the URL says otherwise; a local server has none. */
function withoutTls(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  if (!url.searchParams.has('sslmode')) url.searchParams.set('sslmode', 'disable');
  return url.href;
}

/** `supabase <args> --remote=<databaseUrl>`. Resolves with whatever the command's exit code is. */
export async function runSupabaseCli(args: readonly string[], databaseUrl: string): Promise<CliResult> {
  const program = fileURLToPath(new URL('../node_modules/.bin/supabase', import.meta.url));
  // It writes its state below its working directory.
  const workdir = await mkdtemp(join(tmpdir(), 'trellis-supabase-'));
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(
        program,
        [...args, `--remote=${withoutTls(databaseUrl)}`, '--workdir', workdir, '--agent', 'no'],
        { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DO_NOT_TRACK: '1' } },
      );
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk;
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr += chunk;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    });
  } finally {
    await rm(workdir, { recursive: true, force: true });
  }
}
