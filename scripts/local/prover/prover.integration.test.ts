import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEAKS } from '../../../shared/prove/corpus/leaks.ts';
import type { ProofRequest } from '../../../shared/prove/request.ts';
import type { Log } from '../log.ts';
import { openChildRegistry } from '../processes.ts';
import { type Prover, startProver } from './service.ts';

const NOTES = `
create table public.notes (id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id), title text not null);
alter table public.notes enable row level security;
grant select on public.notes to authenticated;
create policy own on public.notes for select to authenticated using (owner_id = (select auth.uid()));`;

const directory = mkdtempSync(path.join(os.tmpdir(), 'prover-test-'));
const lines: string[] = [];
const log: Log = { info: () => {}, error: (line) => void lines.push(line), close: async () => {} };
let prover: Prover;

/** @param proofMs As long as no test may take, but for the one that is about it. */
const start = (proofMs = 60_000) =>
  startProver({ children: openChildRegistry(directory), log, limits: { proofMs, memoryBytes: 1_600_000_000 } });

beforeAll(async () => {
  prover = await start();
});
afterAll(async () => {
  await prover.stop();
  rmSync(directory, { recursive: true });
});

const asked = (sql: string, rules: ProofRequest['rules'] = []): ProofRequest => ({
  migrations: [['supabase/migrations/1_init.sql', sql]],
  rules,
});
const ask = (body: unknown, { url, token }: Pick<Prover, 'url' | 'token'> = prover) =>
  fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
/** Of the process that proves: never 0, which would be this one and all beside it. */
const pid = () => prover.pid ?? expect.unreachable();
const proven = async (sql: string, by = prover) => (await (await ask(asked(sql), by)).json()).report;

describe('the prover', () => {
  it('says what leaks and what is sound, one proof after the other, whoever asks at once', async () => {
    const leak = LEAKS[0]?.sql ?? '';
    const reports = await Promise.all([NOTES, leak, `${NOTES} select 1;`].map((sql) => proven(sql)));
    expect(reports.map(({ passed }) => passed)).toEqual([true, false, true]);
    expect(reports[1].counts.leak).toBeGreaterThan(0);
  });

  it('tries what the plan of the application promises', async () => {
    const rules: ProofRequest['rules'] = [['public.notes', { read: 'members', insert: 'owner', change: 'owner' }]];
    const { report } = await (await ask(asked(NOTES, rules))).json();
    expect(report.passed).toBe(false);
    expect(report.counts.broken).toBeGreaterThan(0);
  });

  it('answers nobody without its token', async () => {
    for (const token of ['', 'x', `${prover.token}x`]) {
      const response = await ask(asked(NOTES), { url: prover.url, token });
      expect(response.status).toBe(401);
      expect((await response.json()).error.code).toBe('unauthorized');
    }
  });

  it('refuses what is no request for a proof', async () => {
    expect((await ask({ migrations: 'drop' })).status).toBe(422);
    expect((await ask({ ...asked(NOTES), rules: [['public.notes', { read: 'anyone' }]] })).status).toBe(422);
  });

  it('says that a migration fails, and where', async () => {
    expect(await proven('create table public.notes (id nonsense);')).toMatchObject({
      passed: false,
      failure: { file: 'supabase/migrations/1_init.sql', message: 'type "nonsense" does not exist' },
    });
  });

  it('lets nothing of one project stay for the next', async () => {
    const fooled = `${NOTES}\nselect 1; commit; create or replace function auth.uid() returns uuid language sql as 'select null::uuid';`;
    expect((await proven(fooled)).failure.message).toContain('ends the transaction');
    expect(await proven(`${NOTES} select 2;`)).toMatchObject({ passed: true, failure: null });
  });

  it('ends SQL that does not end, and goes on', async () => {
    const impatient = await start(8_000);
    try {
      const response = await ask(asked('do $$ begin loop perform 1; end loop; end $$;'), impatient);
      expect(response.status).toBe(422);
      expect((await response.json()).error).toMatchObject({ code: 'proof_timeout' });
      expect(await proven(`${NOTES} select 3;`, impatient)).toMatchObject({ passed: true });
    } finally {
      await impatient.stop();
    }
  });

  it('ends SQL that takes all memory, and goes on', async () => {
    const greedy = "select length(repeat('x', 900000000)), pg_sleep(2);";
    const response = await ask(asked(greedy));
    // Postgres may find that there is no more before the watch does.
    const body = await response.json();
    if (response.status === 422) expect(body.error.code).toBe('proof_memory');
    else expect(body.report.failure).toBeTruthy();
    expect(await proven(`${NOTES} select 4;`)).toMatchObject({ passed: true });
  });

  it('is there again after it was killed in the middle of a proof', async () => {
    // It has started, so that what is killed is a proof.
    await proven(`${NOTES} select 7;`);
    const before = pid();
    const dying = ask(asked('select pg_sleep(4);'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    process.kill(before, 'SIGKILL');
    const response = await dying;
    expect(response.status).toBe(503);
    expect((await response.json()).error.code).toBe('prover_died');
    expect(await proven(`${NOTES} select 5;`)).toMatchObject({ passed: true });
    expect(prover.pid).not.toBe(before);
    expect(lines.join('\n')).toContain('ended in the middle');
  });

  it('proves the same SQL once', async () => {
    const first = await proven(NOTES);
    process.kill(pid(), 'SIGKILL');
    await expect.poll(() => prover.pid).toBeUndefined();
    expect(await proven(NOTES)).toEqual(first);
    expect(prover.pid).toBeUndefined();
  });

  it('leaves no process behind', async () => {
    await proven(`${NOTES} select 6;`);
    const last = pid();
    await prover.stop();
    expect(() => process.kill(last, 0)).toThrow('ESRCH');
    expect(readdirSync(directory)).toEqual([]);
  });
});
