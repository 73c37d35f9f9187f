/**
 * The plan of probes: who tries what, the most they may reach, and why. Pure: from the catalog of a schema and, where
 * there is one, the access rules of the application's plan.
 *
 * The cast: an anonymous visitor; user A, whose rows are at stake; user B, the neighbour, who has rows of their own
 * everywhere; an administrator where the schema lists any. What an administrator may do is known from the application's
 * plan alone; without it only errors of the schema itself are looked for.
 */
import type { Catalog, CatalogFunction, ClientRole, Relation } from './catalog.ts';
import { type AccessRule, isOpenToAll, type Ownership, readOwnership } from './ownership.ts';
import type { ProbeResult } from './report.ts';

export const PEOPLE = ['anonymous', 'user A', 'user B', 'admin'] as const;
export type Person = (typeof PEOPLE)[number];
export type Reach = ProbeResult['expected'];

export const ATTEMPTS = {
  read: 'read rows of user A',
  read_own: 'read rows of their own',
  insert: 'add a row',
  insert_own: 'add a row of their own',
  insert_as_other: 'add a row in the name of user A',
  reference: 'refer to a row of user A that they may not read',
  update: 'change a row of user A',
  update_own: 'change a row of their own',
  move: 'hand a row of their own to user B',
  delete: 'delete a row of user A',
  delete_own: 'delete a row of their own',
  empty: 'empty the table with truncate',
  list_self: 'list themselves among those with rights',
  raise_role: 'give themselves a role',
  insert_with_role: 'add themselves with a role',
  write_view: 'change rows of user A through the view',
  execute: 'call it with what belongs to user A',
} as const;
export type Attempt = keyof typeof ATTEMPTS;

export interface Probe {
  who: Person;
  /** Key of the relation, or `schema.name` of the function. */
  object: string;
  kind: ProbeResult['kind'];
  verb: ProbeResult['verb'];
  attempt: Attempt;
  /** The column it is about: a reference, a role. */
  column?: string;
  expected: Reach;
  /** Whether less than expected is a fault: the application's plan promises it. */
  required: boolean;
  /** Conditions on the person under which it is open to them after all. */
  openIf: readonly string[];
  reason: string;
}

export interface ProbePlan {
  catalog: Catalog;
  ownership: Map<string, Ownership>;
  people: Person[];
  probes: Probe[];
  /** What the schema holds and no probe covers, in words. */
  uncovered: { object: string; reason: string }[];
}

export function roleOf(who: Person): ClientRole {
  return who === 'anonymous' ? 'anon' : 'authenticated';
}

/** @param rules what the application's plan promises for tables, by `schema.name`; see `accessRules` */
export function planProbes(catalog: Catalog, rules: ReadonlyMap<string, AccessRule> = new Map()): ProbePlan {
  const ownership = readOwnership(catalog, rules);
  const admins = [...ownership.values()].some((it) => it.grantsRights);
  const people = PEOPLE.filter((it) => it !== 'admin' || admins);
  const probes: Probe[] = [];
  const uncovered: ProbePlan['uncovered'] = [];
  for (const it of ownership.values()) {
    if (it.relation.schema === 'public') probes.push(...tableProbes(it, ownership, people));
    else if (it.relation.policies.length > 0 && PLATFORM.test(it.relation.schema)) {
      uncovered.push({ object: it.relation.key, reason: 'The platform keeps these rows; its services write them.' });
    }
  }
  for (const relation of catalog.relations.values()) {
    if (relation.kind !== 'table' && relation.schema === 'public') probes.push(...viewProbes(relation, people));
  }
  for (const it of catalog.functions) {
    if (it.schema === 'public' && !it.trigger) probes.push(...functionProbes(it, people));
  }
  return { catalog, ownership, people, probes, uncovered };
}

const PLATFORM = /^(?:storage|realtime)$/;

type Draft = Omit<Probe, 'object' | 'kind' | 'required' | 'openIf'> & Partial<Pick<Probe, 'required' | 'openIf'>>;

function tableProbes(it: Ownership, ownership: ReadonlyMap<string, Ownership>, people: readonly Person[]): Probe[] {
  const drafts: Draft[] = [
    ...people.filter((who) => who !== 'user A').map((who) => readProbe(it, who)),
    ...(it.tied && !it.grantsRights ? [ownReading(it)] : []),
    ...inserting(it, ownership, people),
    ...changing(it, ownership, people),
    ...referring(it, ownership),
    ...escalating(it),
  ];
  return drafts.map((draft) => ({
    required: false,
    openIf: [],
    ...draft,
    object: it.relation.key,
    kind: 'table' as const,
  }));
}

function readProbe(it: Ownership, who: Person): Draft {
  const { rule, openTo, tied } = it;
  const openings = openTo[roleOf(who)];
  const base = { who, verb: 'select', attempt: 'read' } as const;
  if (who === 'admin' && (rule === null || rule.read === 'admins' || rule.read === 'owner_or_admins')) {
    return { ...base, expected: 'allowed', required: promises(rule), reason: adminReason(rule) };
  }
  if (isOpenToAll(it, roleOf(who))) {
    const said = rule === null ? 'A policy for select says outright that' : 'In the plan of the application';
    return {
      ...base,
      expected: 'allowed',
      required: promises(rule),
      reason: `${said} ${audience(who)} read every row.`,
    };
  }
  const but = openings.length === 0 ? '' : `, apart from rows that a policy opens to ${audience(who)}`;
  if (who === 'anonymous' || !tied) {
    return {
      ...base,
      expected: 'denied',
      reason: `Nothing says that ${audience(who)} may read these rows${but}.`,
    };
  }
  return { ...base, expected: 'own', reason: `Rows belong to people, and people read their own${but}.` };
}

function audience(who: Person): string {
  return who === 'anonymous' ? 'visitors' : 'all who signed in';
}

function promises(rule: AccessRule | null): rule is AccessRule {
  return rule !== null && rule.limitOnly !== true;
}

function adminReason(rule: AccessRule | null): string {
  return rule === null
    ? 'What administrators may do is for the policies to say.'
    : 'In the plan of the application administrators look after these rows.';
}

function ownReading(it: Ownership): Draft {
  const required = promises(it.rule) && it.rule.read !== 'admins' && it.owners.length > 0;
  return { who: 'user A', verb: 'select', attempt: 'read_own', expected: 'own', required, reason: OWN };
}

const OWN = 'People may use what is their own.';
const NOT_THEIRS = 'The row belongs to someone else.';

function inserting(it: Ownership, ownership: ReadonlyMap<string, Ownership>, people: readonly Person[]): Draft[] {
  const drafts: Draft[] = [];
  const owned = it.owners.length > 0;
  const parents = it.relation.constraints.some(
    (one) => one.kind === 'f' && ownership.get(one.target ?? '')?.tied === true,
  );
  for (const who of people.filter((one) => one !== 'user A')) {
    const base = { who, verb: 'insert' } as const;
    if (who === 'admin') {
      const allowed = it.rule === null || it.rule.insert === 'admins';
      if (!allowed) continue;
      drafts.push({
        ...base,
        attempt: 'insert',
        expected: 'allowed',
        required: promises(it.rule) && !refersToPrivate(it, ownership),
        reason: adminReason(it.rule),
      });
    } else if (it.inbox.includes(roleOf(who))) {
      const reason = `Anyone may put a row in, and only those who look after them read it.`;
      drafts.push({ ...base, attempt: 'insert', expected: 'allowed', required: promises(it.rule), reason });
    } else if (owned || parents) {
      drafts.push({
        ...base,
        attempt: 'insert_as_other',
        expected: 'denied',
        openIf: gate(it, who, 'a'),
        reason: NOT_THEIRS,
      });
    } else {
      const reason = 'These rows belong to nobody, so nothing says who may add one.';
      drafts.push({ ...base, attempt: 'insert', expected: 'denied', openIf: gate(it, who, 'a'), reason });
    }
  }
  if ((owned || parents) && !it.grantsRights) {
    const required = promises(it.rule) && it.rule.insert === 'owner';
    drafts.push({ who: 'user A', verb: 'insert', attempt: 'insert_own', expected: 'own', required, reason: OWN });
  }
  return drafts;
}

function changing(it: Ownership, ownership: ReadonlyMap<string, Ownership>, people: readonly Person[]): Draft[] {
  const drafts: Draft[] = [];
  for (const who of people.filter((one) => one !== 'user A')) {
    const admin = who === 'admin';
    const change = it.rule?.change;
    const shared = who !== 'anonymous' && change === 'members';
    const looksAfter =
      admin && !shared && (change === undefined || change === 'admins' || change === 'owner_or_admins');
    const allowed = shared || looksAfter;
    const denied = it.tied ? NOT_THEIRS : 'Nothing says who may change these rows.';
    const rest = {
      who,
      expected: allowed ? 'allowed' : 'denied',
      required: allowed && promises(it.rule) && !refersToPrivate(it, ownership),
      reason: shared
        ? 'In the plan of the application members share these rows.'
        : looksAfter
          ? adminReason(it.rule)
          : denied,
    } as const;
    drafts.push(
      { ...rest, verb: 'update', attempt: 'update', openIf: gate(it, who, 'w') },
      { ...rest, verb: 'delete', attempt: 'delete', openIf: gate(it, who, 'd') },
    );
    if (!admin) {
      const reason = 'Row level security does not guard against truncate.';
      drafts.push({ who, verb: 'delete', attempt: 'empty', expected: 'denied', reason });
    }
  }
  if (!it.tied) return drafts;
  const required = promises(it.rule) && it.rule.change !== 'admins';
  const own = { who: 'user A', expected: 'own', required, reason: OWN } as const;
  if (!it.grantsRights) {
    drafts.push({ ...own, verb: 'update', attempt: 'update_own' }, { ...own, verb: 'delete', attempt: 'delete_own' });
  }
  if (it.owners.length > 0 && !it.grantsRights) {
    const reason = 'A row stays with its owner: nothing is put among the things of someone else.';
    const openIf = gate(it, 'user A', 'w');
    drafts.push({ who: 'user A', verb: 'update', attempt: 'move', expected: 'denied', openIf, reason });
  }
  return drafts;
}

function gate(it: Ownership, who: Person, command: 'a' | 'w' | 'd'): readonly string[] {
  return who === 'user A' || who === 'user B' ? it.gates[command] : [];
}

/**
 * Whether a row refers to one that is private to user A. Then it may be refused to others even where the row itself is
 * shared: what they write may not refer to what they do not see.
 */
function refersToPrivate(it: Ownership, ownership: ReadonlyMap<string, Ownership>): boolean {
  return it.relation.constraints.some(({ kind, target }) => {
    const parent = ownership.get(target ?? '');
    return kind === 'f' && parent?.tied === true && !isOpenToAll(parent, 'authenticated');
  });
}

/** References to rows that the one who refers may not read: they would tell that a row exists, and tie things to it. */
function referring(it: Ownership, ownership: ReadonlyMap<string, Ownership>): Draft[] {
  return it.relation.constraints.flatMap(({ kind, columns, target }) => {
    const [column = ''] = columns;
    const parent = ownership.get(target ?? '');
    if (kind !== 'f' || columns.length !== 1 || it.owners.includes(column) || parent?.tied !== true) return [];
    if (parent.relation === it.relation || isOpenToAll(parent, 'authenticated')) return [];
    const reason = `Rows of ${parent.relation.name} are private to their owners.`;
    const base = { who: 'user B', attempt: 'reference', column, expected: 'denied', openIf: [], reason } as const;
    return [
      { ...base, verb: 'insert' as const },
      { ...base, verb: 'update' as const },
    ];
  });
}

function escalating(it: Ownership): Draft[] {
  const reason = 'Nobody gives themselves rights.';
  const drafts: Draft[] = [];
  if (it.grantsRights) drafts.push({ who: 'user B', verb: 'insert', attempt: 'list_self', expected: 'denied', reason });
  for (const column of it.roleColumns) {
    const base = { who: 'user B', column, expected: 'denied', reason } as const;
    drafts.push(
      { ...base, verb: 'update', attempt: 'raise_role' },
      { ...base, verb: 'insert', attempt: 'insert_with_role' },
    );
  }
  return drafts;
}

function viewProbes(view: Relation, people: readonly Person[]): Probe[] {
  const base = { object: view.key, kind: 'view', required: false, openIf: [] } as const;
  return people.flatMap((who): Probe[] => {
    if (who === 'user A' || who === 'admin') return [];
    const reason = 'A view shows nobody more than the tables under it would.';
    const probes: Probe[] = [{ ...base, who, verb: 'select', attempt: 'read', expected: 'own', reason }];
    for (const verb of ['update', 'delete'] as const) {
      if (view.kind === 'view' && view.grants.includes(`${roleOf(who)}:${verb}`)) {
        probes.push({ ...base, who, verb, attempt: 'write_view', expected: 'denied', reason: NOT_THEIRS });
      }
    }
    return probes;
  });
}

function functionProbes(it: CatalogFunction, people: readonly Person[]): Probe[] {
  return people
    .filter((who) => who === 'anonymous' || who === 'user B')
    .map((who) => ({
      who,
      object: functionKey(it),
      kind: 'function',
      verb: 'execute',
      attempt: 'execute',
      expected: 'own',
      required: false,
      openIf: [],
      reason: 'A function shows and changes nothing that is private to someone else.',
    }));
}

/** `schema.name(type, …)`: tells overloads apart. */
export function functionKey(it: CatalogFunction): string {
  return `${it.schema}.${it.name}(${it.arguments.map(({ type }) => type).join(', ')})`;
}
