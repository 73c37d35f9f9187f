/**
 * Runs a plan of probes on whatever Postgres it is given: PGlite in a worker or in Node, or a server.
 *
 * ```ts
 * const results = await rolledBack(database, async () => runProbes(database, planProbes(await readCatalog(database))));
 * ```
 */
import type { Relation } from './catalog.ts';
import type { ProbedDatabase } from './database.ts';
import { ATTEMPTS, type Probe, type ProbePlan } from './plan.ts';
import { callFunction } from './probe-functions.ts';
import { probeRead } from './probe-reads.ts';
import { probeWrite } from './probe-writes.ts';
import { holds } from './reading.ts';
import { type ProbeResult, REACH } from './report.ts';
import { rowIn, type Seen, type Stage, setUp } from './stage.ts';

/**
 * The results of all probes, in the order of the plan. To be called inside a transaction, as the superuser or the owner of
 * everything with the right to set roles; every probe is undone, the rows it needs are left to the caller's rollback.
 *
 * @param probed is told after each probe how many are done
 */
export async function runProbes(
  database: ProbedDatabase,
  plan: ProbePlan,
  probed?: (done: number) => void,
): Promise<ProbeResult[]> {
  await database.exec('savepoint proof');
  try {
    const stage = await setUp(database, plan);
    const results: ProbeResult[] = [];
    for (const probe of plan.probes) {
      const seen = await runProbe(stage, probe);
      const opened = seen.seen === 'allowed' && (await isOpened(stage, probe));
      results.push(toResult(probe, opened ? { ...seen, expected: 'allowed' } : seen));
      probed?.(results.length);
    }
    return [...results, ...plan.uncovered.map(uncoveredResult)];
  } finally {
    await database.exec('reset role; rollback to savepoint proof');
  }
}

async function runProbe(stage: Stage, probe: Probe): Promise<Seen> {
  if (probe.kind === 'function') return callFunction(stage, probe);
  const relation = stage.plan.catalog.relations.get(probe.object);
  if (relation === undefined) return { seen: 'unknown', because: 'It is not there.' };
  if (probe.verb === 'select') return probeRead(stage, probe, relation);
  return probeWrite(stage, probe, relation);
}

/** Whether a condition that the schema itself states opens to this person what nobody is expected to reach. */
async function isOpened(stage: Stage, probe: Probe): Promise<boolean> {
  const relation = stage.plan.catalog.relations.get(probe.object);
  if (relation === undefined) return false;
  if (probe.attempt === 'reference')
    return !stage.secrets.authenticated.tables.some((it) => it.relation.key === targetOf(relation, probe));
  if (probe.openIf.length === 0) return false;
  const row = rowIn(stage, 'user A', relation);
  return holds(stage.database, relation, typeof row === 'string' ? undefined : row, probe.openIf, probe.who);
}

function targetOf(relation: Relation, { column }: Probe): string | null {
  const found = relation.constraints.find(
    (it) => it.kind === 'f' && it.columns.length === 1 && it.columns[0] === column,
  );
  return found?.target ?? null;
}

function toResult(probe: Probe, { seen, fault = false, expected: decided, because }: Seen): ProbeResult {
  const expected = decided ?? probe.expected;
  const attempt = probe.column === undefined ? ATTEMPTS[probe.attempt] : `${ATTEMPTS[probe.attempt]}: ${probe.column}`;
  const verdict = judge(probe, expected, seen, fault);
  return {
    who: probe.who,
    object: probe.object.replace(/^public\./, ''),
    kind: probe.kind,
    verb: probe.verb,
    attempt,
    expected,
    seen,
    verdict,
    reason: verdict === 'ok' ? probe.reason : `${probe.reason} ${because}`,
  };
}

function judge(probe: Probe, expected: ProbeResult['expected'], seen: ProbeResult['seen'], fault: boolean) {
  if (fault) return 'broken';
  if (seen === 'unknown') return 'not_probed';
  const difference = REACH.indexOf(seen) - REACH.indexOf(expected);
  if (difference > 0) return 'leak';
  return difference < 0 && probe.required ? 'broken' : 'ok';
}

function uncoveredResult({ object, reason }: { object: string; reason: string }): ProbeResult {
  return {
    who: 'user B',
    object,
    kind: 'table',
    verb: 'select',
    attempt: ATTEMPTS.read,
    expected: 'own',
    seen: 'unknown',
    verdict: 'not_probed',
    reason,
  };
}
