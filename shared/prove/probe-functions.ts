/** Probes that call functions with what belongs to user A. */
import { declaredOpenTo } from '../verify/sql/rights-names.ts';
import type { CatalogFunction } from './catalog.ts';
import { quoteName, quoteText } from './database.ts';
import { functionKey, type Probe, roleOf } from './plan.ts';
import { see, withoutPrivate } from './reading.ts';
import { isFault, isInconclusive, USER_IDS } from './session.ts';
import { type Seen, type Stage, secretsOf } from './stage.ts';
import { candidateValues } from './values.ts';

/** How many ways of filling the arguments are tried. */
const MAX_CALLS = 6;
const ASKS_WHO = /\bauth\s*\.\s*(?:uid|jwt|role|email)\b|\bcurrent_setting\b|\bprivate\s*\.\s*\w+\s*\(/i;

export async function callFunction(stage: Stage, probe: Probe): Promise<Seen> {
  const found = stage.plan.catalog.functions.find((it) => functionKey(it) === probe.object);
  if (found === undefined) return { seen: 'unknown', because: 'It is not there.' };
  if (/^CREATE OR REPLACE PROCEDURE/.test(found.definition)) {
    return { seen: 'unknown', because: 'Procedures cannot be called within a transaction that is undone.' };
  }
  const calls = callsOf(stage, found);
  if (calls === null) return { seen: 'unknown', because: 'No value is known for one of its arguments.' };
  let seen: Seen = { seen: 'unknown', because: '' };
  for (const call of calls) {
    const result = await tryCall(stage, probe, found, call);
    if (result.seen === 'allowed' || result.fault === true) return result;
    if (seen.seen === 'unknown' || (seen.seen === 'denied' && result.seen === 'own')) seen = result;
  }
  return seen;
}

async function tryCall(stage: Stage, probe: Probe, found: CatalogFunction, call: string): Promise<Seen> {
  const { session } = stage;
  const secrets = secretsOf(stage, probe.who);
  const rows = [...stage.worlds['user A'].values()];
  const { outcome, looked } = await session.attempt(probe.who, `select count(*) from ${call}`, () =>
    session.touched(rows),
  );
  if (outcome.error !== null) {
    const { error } = outcome;
    const callable = found.execute.length > 0 && !error.message.includes(`function ${found.name}`);
    if (callable && isFault(error))
      return { seen: 'denied', fault: true, because: `The call fails: ${error.message}.` };
    if (isInconclusive(error)) return { seen: 'unknown', because: `The call fails: ${error.message}.` };
    return { seen: 'denied', because: '' };
  }
  // Where everyone may read a row, a function that asks who calls may count a vote in it.
  const harmed = (looked ?? []).filter((row) => !ASKS_WHO.test(found.definition) || secrets.rows.includes(row));
  const [first] = harmed;
  if (first !== undefined)
    return { seen: 'allowed', because: `The call changes a row of user A in ${first.relation.name}.` };
  const query = `select it::text from ${call} it`;
  const present = await see(session, probe.who, query, '');
  const again = await see(session, probe.who, query, '');
  const absent = await see(session, probe.who, query, withoutPrivate(secrets));
  if (present.view === null || again.view === null) return { seen: 'denied', because: '' };
  if (present.view.fingerprint !== again.view.fingerprint) {
    return { seen: 'unknown', because: 'It returns something else at each call, so that nothing can be told from it.' };
  }
  // A function that fails without the row, as one that looks it up does, gave nothing but the row's existence away.
  if (absent.view !== null && absent.view.fingerprint !== present.view.fingerprint) {
    const because = 'What it returns depends on rows that are private to user A.';
    const declared = declaredOpenTo(found.comment).includes(roleOf(probe.who));
    return declared ? { seen: 'allowed', expected: 'allowed', because } : { seen: 'allowed', because };
  }
  return { seen: 'own', because: '' };
}

/** Calls with different arguments, of user A's where they fit; null where an argument has no known value. */
function callsOf(stage: Stage, it: CatalogFunction): string[] | null {
  const choices = it.arguments.map((argument) => valuesFor(stage, argument));
  if (choices.some((values) => values.length === 0)) return null;
  const count = Math.min(MAX_CALLS, Math.max(1, ...choices.map((values) => values.length)));
  const name = `${quoteName(it.schema)}.${quoteName(it.name)}`;
  return Array.from({ length: count }, (_, at) => {
    const values = choices.map((list, n) => `${list[Math.min(at, list.length - 1)]}::${it.arguments[n]?.type}`);
    return `${name}(${values.join(', ')})`;
  });
}

function valuesFor(stage: Stage, { name, type }: { name: string; type: string }): string[] {
  const rows = [...stage.worlds['user A'].values()];
  const keys = rows.flatMap((row) => {
    const key = row.relation.constraints.find((it) => it.kind === 'p' && it.columns.length === 1)?.columns[0];
    const column = row.relation.columns.find((it) => it.name === key);
    const value = row.values[key ?? ''];
    return column?.type === type && value ? [{ table: row.relation.name, value: quoteText(value) }] : [];
  });
  const stem = name
    .toLowerCase()
    .replace(/^(?:p|_|in)_?/, '')
    .replace(/_?ids?$/, '');
  const named = keys.filter((it) => stem !== '' && (it.table === stem || it.table.startsWith(stem.slice(0, -1))));
  const values = [...named, ...keys].map((it) => it.value);
  if (type === 'uuid')
    values.splice(/user|owner|member|profile|author/.test(stem) ? 0 : values.length, 0, quoteText(USER_IDS['user A']));
  if (values.length > 0) return [...new Set(values)];
  const category = /^(?:text|character)/.test(type)
    ? 'S'
    : /int|numeric|double|real/.test(type)
      ? 'N'
      : type === 'boolean'
        ? 'B'
        : /^(?:date|time)/.test(type)
          ? 'D'
          : type.endsWith('[]')
            ? 'A'
            : 'U';
  const column = {
    name,
    type,
    base: type,
    category,
    labels: [],
    domainChecks: [],
    notNull: false,
    default: null,
    generated: false,
    grants: [],
  };
  const [value = 'null'] = candidateValues(column, 1, 0, []);
  return [value];
}
