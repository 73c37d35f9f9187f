import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PLANS } from '../../../shared/generator/compile/testing/plans.ts';
import { compileApp } from '../../../shared/generator/compile.ts';
import { LEAKS } from '../../../shared/prove/corpus/leaks.ts';
import { prove } from '../../../shared/prove/pglite.ts';
import type { ProofRequest } from '../../../shared/prove/request.ts';
import { SOUND_APP } from '../../../shared/verify/corpus/sound-app.ts';
import { verifyReport } from '../../../shared/verify/finding.ts';
import { createCheck } from './check-version.ts';
import { createProver, type Prover } from './prover.ts';

const INIT = 'supabase/migrations/20260101000000_init.sql';
/** The probes in this process. */
const here: Prover = ({ migrations, rules }) => prove(Object.fromEntries(migrations), { rules: new Map(rules) });

describe('a version where a prover is at hand', () => {
  it('is said to be probed, by the rules of the plan that it was made from', async () => {
    const spec = PLANS.workoutLog ?? expect.unreachable();
    const asked: ProofRequest[] = [];
    const check = createCheck((request) => {
      asked.push(request);
      return here(request);
    });
    const report = await check(compileApp(spec), spec);
    expect(report).toMatchObject({ passed: true, findings: [], access: { method: 'probed', leaks: 0, broken: 0 } });
    expect(asked[0]?.rules.length).toBeGreaterThan(spec.entities.length);
    expect(verifyReport.parse(report)).toEqual(report);
  });

  it('is not passed with a leak, which says who, what, where and what to do', async () => {
    const hidden = `create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  title text not null
);
alter table public.notes enable row level security;
grant select on public.notes to authenticated;
-- create policy see on public.notes for select
create policy see on public.notes for select to authenticated
  using (owner_id = (select auth.uid()) or md5(title) <> '');
`;
    const report = await createCheck(here)({ ...SOUND_APP, [INIT]: hidden, 'supabase/seed.sql': '' });
    expect(report.passed).toBe(false);
    expect(report.access).toMatchObject({ method: 'probed', leaks: 1 });
    expect(report.findings).toEqual([
      {
        rule: 'access-leak',
        severity: 'error',
        file: INIT,
        line: 9,
        message: expect.stringMatching(/^User B can read rows of user A \(notes\)\. /),
        fix: expect.stringContaining('using'),
      },
    ]);
  });

  it('is not passed when a migration does not apply', async () => {
    const report = await createCheck(here)({ ...SOUND_APP, [INIT]: 'select nothing();', 'supabase/seed.sql': '' });
    expect(report.passed).toBe(false);
    expect(report.findings).toMatchObject([{ rule: 'sql-migration-fails', file: INIT }]);
  });

  it('is not held to extensions that the prover lacks', async () => {
    const sql = `create extension pg_cron;\n${SOUND_APP[INIT]}`;
    const report = await createCheck(here)({ ...SOUND_APP, [INIT]: sql });
    expect(report).toMatchObject({
      passed: true,
      access: { method: 'static', reason: expect.stringContaining('pg_cron') },
    });
  });

  it('is not passed when its SQL takes more than a proof may', async () => {
    const report = await createCheck(async () => ({ reason: 'It did not end.', excessive: true }))(SOUND_APP);
    expect(report).toMatchObject({ passed: false, access: { method: 'static', reason: 'It did not end.' } });
    expect(report.findings).toMatchObject([{ rule: 'access-unproven', file: INIT }]);
  });

  it('has nothing to prove without migrations', async () => {
    const never: Prover = () => expect.unreachable();
    expect((await createCheck(never)({ 'README.md': '# Hello\n' })).access).toBeUndefined();
  });
});

describe('a version without a prover', () => {
  it('is said to be checked by its text alone, which finds the leak', async () => {
    const check = createCheck(createProver({}));
    const sound = await check(SOUND_APP);
    expect(sound).toMatchObject({
      passed: true,
      access: { method: 'static', reason: expect.stringContaining('no database') },
    });
    const leak = await check({ ...SOUND_APP, [INIT]: LEAKS[0]?.sql ?? '', 'supabase/seed.sql': '' });
    expect(leak).toMatchObject({ passed: false, access: { method: 'static' } });
  });
});

describe('a prover that is asked over HTTP', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  async function proverWith(listener: RequestListener, timeoutMs?: number): Promise<Prover> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return createProver({ TRELLIS_PROVER_URL: url, TRELLIS_PROVER_TOKEN: 'secret' }, timeoutMs);
  }
  const request: ProofRequest = { migrations: [[INIT, 'select 1;']], rules: [] };
  const report = {
    kind: 'probed',
    passed: true,
    failure: null,
    results: [],
    counts: { ok: 0, leak: 0, broken: 0, not_probed: 0 },
  };

  it('is asked once more when it died', async () => {
    const seen: (string | undefined)[] = [];
    const prover = await proverWith((incoming, response) => {
      seen.push(incoming.headers.authorization);
      if (seen.length === 1) incoming.socket.destroy();
      else response.end(JSON.stringify({ report }));
    });
    expect(await prover(request)).toEqual(report);
    expect(seen).toEqual(['Bearer secret', 'Bearer secret']);
  });

  it('gives its reason when it refuses', async () => {
    let calls = 0;
    const prover = await proverWith((_incoming, response) => {
      calls += 1;
      response.writeHead(422).end(JSON.stringify({ error: { code: 'proof_timeout', message: 'It did not end.' } }));
    });
    expect(await prover(request)).toEqual({ reason: 'It did not end.', excessive: true });
    expect(calls).toBe(1);
  });

  it('is not waited for without end', async () => {
    const prover = await proverWith(() => {}, 100);
    expect(await prover(request)).toMatchObject({ reason: 'The prover did not answer in time.' });
  });

  it('is not believed in another shape', async () => {
    const prover = await proverWith((_incoming, response) => response.end('{"report":{"passed":true}}'));
    expect(await prover(request)).toMatchObject({ reason: 'The prover did not answer.' });
  });
});
