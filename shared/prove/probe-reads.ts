/** Probes that read tables and views. */
import type { Relation } from './catalog.ts';
import type { Probe } from './plan.ts';
import { look, type Sight, withoutPrivate } from './reading.ts';
import { table } from './rows.ts';
import { isFault } from './session.ts';
import { rowIn, type Seen, type Stage, secretsOf } from './stage.ts';

export async function probeRead(stage: Stage, probe: Probe, relation: Relation): Promise<Seen> {
  const { session } = stage;
  const isTable = relation.kind === 'table';
  const mine = probe.attempt === 'read_own';
  if (isTable) {
    const row = rowIn(stage, 'user A', relation);
    if (typeof row === 'string') return { seen: 'unknown', because: row };
  }
  const refresh = refreshing(stage);
  const present = await look(session, probe.who, relation, refresh);
  if (present.error !== null) return refused(present, probe, relation);
  if (mine)
    return { seen: present.view.count > 0 ? 'own' : 'denied', because: 'They do not see the row that is theirs.' };
  const secrets = secretsOf(stage, probe.who);
  const secret = !isTable || relation.partition || secrets.tables.some((it) => it.relation === relation);
  // What administrators may see without a plan is theirs; what everyone may read hides nothing.
  if (probe.expected === 'allowed' || !secret) {
    const seen = present.view.count > 0 ? 'allowed' : 'denied';
    return { seen, expected: 'allowed', because: 'They see no row.' };
  }
  const absent = await look(session, probe.who, relation, `${withoutPrivate(secrets)}; ${refresh}`);
  if (absent.error !== null) return refused(absent, probe, relation);
  if (absent.view.fingerprint !== present.view.fingerprint) {
    const more = present.view.count - absent.view.count;
    const what =
      more > 0
        ? `They see ${more === 1 ? 'a row' : `${more} rows`} of user A.`
        : 'What they see depends on rows of user A.';
    return { seen: 'allowed', because: what };
  }
  // Of a view over nothing but their own rows nobody expects that it shows any.
  return { seen: present.view.count > 0 && probe.expected !== 'denied' ? 'own' : 'denied', because: '' };
}

function refused({ error }: Sight, probe: Probe, relation: Relation): Seen {
  if (error === null) return { seen: 'unknown', because: '' };
  const granted = relation.columns.some((it) =>
    it.grants.includes(`${probe.who === 'anonymous' ? 'anon' : 'authenticated'}:select`),
  );
  if (granted && isFault(error)) return { seen: 'denied', fault: true, because: `Reading fails: ${error.message}.` };
  if (error.code === '42501') return { seen: 'denied', because: `Postgres says: ${error.message}.` };
  return { seen: 'unknown', because: `Reading fails: ${error.message}.` };
}

/** Materialized views hold what was there when they were last refreshed. */
function refreshing(stage: Stage): string {
  return [...stage.plan.catalog.relations.values()]
    .filter((it) => it.kind === 'materialized view')
    .map((it) => `refresh materialized view ${table(it.key)}`)
    .join('; ');
}
