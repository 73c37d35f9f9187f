/** What every probe works with: the cast, their rows, and what is private to user A. */
import type { Relation } from './catalog.ts';
import { type ProbedDatabase, quoteText } from './database.ts';
import { type Person, type ProbePlan, roleOf } from './plan.ts';
import { type Private, privateFrom } from './reading.ts';
import type { ProbeResult } from './report.ts';
import { type MadeRow, RowFactory, Unfillable, type World } from './rows.ts';
import { emailOf, Session, USER_IDS } from './session.ts';

/** What one probe saw. */
export interface Seen {
  seen: ProbeResult['seen'];
  /** The schema itself failed. */
  fault?: boolean;
  /** The probe's expectation for the row that was made, where a condition on the row decides it. */
  expected?: ProbeResult['expected'];
  because: string;
}

/** All that probes work with: the cast, their rows and what is private. */
export interface Stage {
  database: ProbedDatabase;
  session: Session;
  plan: ProbePlan;
  factory: RowFactory;
  worlds: Record<'user A' | 'user B', World>;
  /** Why a table has no row of a person, by `person:key`. */
  unfilled: Map<string, string>;
  secrets: Record<'anon' | 'authenticated', Private>;
}

/** Makes the cast and their rows, within the transaction of the caller. */
export async function setUp(database: ProbedDatabase, plan: ProbePlan): Promise<Stage> {
  const session = new Session(database);
  const factory = new RowFactory(database, plan.ownership);
  const worlds = { 'user A': new Map(), 'user B': new Map() } satisfies Stage['worlds'];
  const unfilled = new Map<string, string>();
  for (const who of Object.keys(USER_IDS) as (keyof typeof USER_IDS)[]) {
    await database.exec(
      `insert into auth.users (id, email, aud, role) values ('${USER_IDS[who]}', ${quoteText(emailOf(who))}, 'authenticated', 'authenticated')`,
    );
  }
  // Claims are set for triggers and defaults that ask who is there, and taken away again.
  for (const who of ['user B', 'user A'] as const) {
    await database.exec(Session.claims(who));
    const failures = await factory.makeWorld(USER_IDS[who], worlds[who]);
    for (const [key, reason] of failures) unfilled.set(`${who}:${key}`, reason);
  }
  if (plan.people.includes('admin')) {
    await database.exec(Session.claims('admin'));
    for (const it of plan.ownership.values()) {
      if (!it.grantsRights) continue;
      // The administrator's entry is what is at stake in a list of administrators.
      const row = await factory.makeEntry(it, USER_IDS.admin, worlds['user A']);
      if (row instanceof Unfillable) unfilled.set(`user A:${it.relation.key}`, row.message);
      else worlds['user A'].set(it.relation.key, row);
    }
  }
  for (const who of ['user A', 'user B'] as const) {
    for (const key of await factory.refresh(worlds[who])) {
      unfilled.set(`${who}:${key}`, 'The row that was made is gone: making another row took it away.');
    }
  }
  await database.exec(`select set_config('request.jwt.claims', '', true)`);
  const secrets = {
    anon: await privateFrom(database, plan.ownership, worlds['user A'], 'anon'),
    authenticated: await privateFrom(database, plan.ownership, worlds['user A'], 'authenticated'),
  };
  return { database, session, plan, factory, worlds, unfilled, secrets };
}

/** A person's row in a table or partition; why there is none where none could be made. */
export function rowIn(stage: Stage, who: 'user A' | 'user B', relation: Relation): MadeRow | string {
  const world = stage.worlds[who];
  const row = relation.partition
    ? [...world.values()].find((it) => it.stored.replaceAll('"', '').replace(/^public\./, '') === relation.name)
    : world.get(relation.key);
  return row ?? stage.unfilled.get(`${who}:${relation.key}`) ?? `There is no row of ${who} in ${relation.name}.`;
}

/** What is private to user A for a person. An administrator stays one while those rows are away. */
export function secretsOf(stage: Stage, who: Person): Private {
  const secrets = stage.secrets[roleOf(who)];
  if (who !== 'admin') return secrets;
  const rights = new Set(secrets.tables.filter((it) => it.grantsRights).map((it) => it.relation));
  return {
    rows: secrets.rows.filter((it) => !rights.has(it.relation)),
    tables: secrets.tables.filter((it) => !rights.has(it.relation)),
  };
}
