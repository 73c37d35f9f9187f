/**
 * Whose a row is, read from the structure of a schema and not from what its policies come to: the yardstick must not be
 * cut from the cloth. A column holds a person when it refers to `auth.users` (or to a key that does), defaults to
 * `auth.uid()`, is compared with it, or is a uuid named as owners are. A row without such a column belongs to whom the row
 * it refers to belongs, or to those who are listed as its members.
 *
 * Policies are heard on one thing only, because nothing else can say it: that a table may be read by all. That has to be
 * said outright, by a policy for `select` alone, whose condition is about the row and not about who asks.
 */
import type { AppSpec } from '../generator/app-spec.ts';
import { ADMIN_TABLE, ROLE_COLUMN } from '../verify/sql/rights-names.ts';
import type { Catalog, CatalogPolicy, ClientRole, Column, Relation } from './catalog.ts';

const OWNER_NAME =
  /^(?:owner|user|author|creator|member|profile|account|customer|sender|recipient|receiver|uploader|seller|buyer|organizer)(?:_?id)?$|^(?:created|uploaded|posted|submitted)_by$/i;
const ASKS_WHO = /\bauth\.(?:uid|jwt|email|role)\(|\bcurrent_setting\(|\b(?:CURRENT|SESSION)_USER\b|\bCURRENT_ROLE\b/;
const SIGNED_IN =
  /^[\s(]*(?:SELECT\s+)?\(*auth\.(?:uid|role)\(\)(?:\s+AS\s+\w+)?[\s)]*(?:IS NOT NULL|= 'authenticated'(?:::text)?)[\s)]*$/;

/** What opens a row to a role whoever owns it. */
export interface Opening {
  /** On the row or on the person; `true` opens every row. */
  condition: string;
  /** Relations that the condition looks into: it opens no more than they are open themselves. */
  reads: readonly string[];
}
export type OpenTo = Readonly<Record<ClientRole, readonly Opening[]>>;

/** Whether a role may read every row, whoever owns it. */
export function isOpenToAll(it: Ownership, role: ClientRole): boolean {
  return it.openTo[role].some(({ condition }) => condition === 'true');
}

export interface Ownership {
  relation: Relation;
  /** Columns that name the person a row belongs to. */
  owners: string[];
  /** Whether a row belongs to someone, by a column, through another table or by membership. */
  tied: boolean;
  openTo: OpenTo;
  /** Conditions on the person alone that let them add, change and delete rows whoever owns them; see `gates`. */
  gates: Readonly<Record<'a' | 'w' | 'd', readonly string[]>>;
  /** Who else than the owner may do what, where the plan of the application says it. */
  rule: AccessRule | null;
  /** Anyone may put something in that only some may read. */
  inbox: readonly ClientRole[];
  /** Being listed here makes an administrator. */
  grantsRights: boolean;
  /** Columns whose value gives rights. */
  roleColumns: string[];
}

export interface AccessRule {
  /** A limit and no promise: that people reach less is no fault. */
  limitOnly?: true;
  read: 'owner' | 'owner_or_admins' | 'members' | 'everyone' | 'admins';
  insert: 'owner' | 'admins' | 'everyone';
  change: 'owner' | 'owner_or_admins' | 'members' | 'admins';
}

const ACCESS_RULES: Record<AppSpec['entities'][number]['access'], AccessRule> = {
  private: { read: 'owner', insert: 'owner', change: 'owner' },
  members: { read: 'members', insert: 'owner', change: 'owner' },
  public: { read: 'everyone', insert: 'owner', change: 'owner' },
  catalog: { read: 'everyone', insert: 'admins', change: 'admins' },
  inbox: { read: 'admins', insert: 'everyone', change: 'admins' },
  managed: { read: 'owner_or_admins', insert: 'owner', change: 'owner_or_admins' },
  team: { read: 'members', insert: 'owner', change: 'members' },
  // Both who sends and who receives are its owners.
  exchanged: { read: 'owner', insert: 'owner', change: 'owner' },
};

/** Of tables that the compiler adds: what is in them is nobody's business but one's own. */
const OWN_ONLY: AccessRule = { read: 'owner', insert: 'owner', change: 'owner', limitOnly: true };

/** The rules of an application's plan by table, those that the compiler adds for votes and admins included. */
export function accessRules(spec: AppSpec): Map<string, AccessRule> {
  const rules = new Map<string, AccessRule>([['public.app_admins', OWN_ONLY]]);
  const cart = spec.pages.flatMap((page) => page.sections).find((it) => it.kind === 'cart');
  if (cart?.kind === 'cart') {
    rules.set('public.cart_lines', OWN_ONLY);
    rules.set(`public.${cart.order}_lines`, { ...OWN_ONLY, read: 'owner_or_admins' });
  }
  const quiz = spec.pages.flatMap((page) => page.sections).find((it) => it.kind === 'quiz');
  if (quiz?.kind === 'quiz') rules.set(`public.${quiz.entity}_attempts`, OWN_ONLY);
  for (const it of spec.entities) {
    const rule = ACCESS_RULES[it.access];
    // Where a step is the admins' to take, they look after what people own.
    const moderated = rule.change === 'owner' && (it.workflow?.steps.some((step) => step.by === 'admin') ?? false);
    rules.set(`public.${it.table}`, moderated ? { ...rule, change: 'owner_or_admins' } : rule);
    // Orders are made by the cart's function: that nobody adds or deletes one by hand is no fault.
    if (cart?.kind === 'cart' && cart.order === it.name) rules.set(`public.${it.table}`, { ...rule, limitOnly: true });
    if (it.votes !== undefined) rules.set(`public.${it.name}_${it.votes}`, OWN_ONLY);
  }
  return rules;
}

/** Ownership of every table by its key. */
export function readOwnership(catalog: Catalog, rules: ReadonlyMap<string, AccessRule>): Map<string, Ownership> {
  const tables = [...catalog.relations.values()].filter((it) => it.kind === 'table');
  const owners = ownerColumns(tables);
  const tied = tiedTables(tables, owners);
  return new Map(
    tables.map((relation) => {
      const rule = rules.get(relation.key) ?? null;
      const declared = rule === null ? declaredOpen(relation) : openByRule(rule);
      const shared = (rule === null ? gates(catalog, relation, 'r') : []).map((condition) => ({
        condition,
        reads: [],
      }));
      const own = owners.get(relation.key) ?? [];
      return [
        relation.key,
        {
          relation,
          owners: own,
          tied: tied.has(relation.key),
          openTo: { ...declared, authenticated: [...declared.authenticated, ...shared] },
          gates: {
            a: rule === null ? gates(catalog, relation, 'a') : [],
            w: rule === null ? gates(catalog, relation, 'w') : [],
            d: rule === null ? gates(catalog, relation, 'd') : [],
          },
          rule,
          inbox: rule === null ? inboxRoles(relation, declared) : rule.insert === 'everyone' ? BOTH : [],
          grantsRights: own.length > 0 && ADMIN_TABLE.test(relation.name),
          roleColumns: own.length > 0 ? roleColumns(catalog, relation) : [],
        },
      ];
    }),
  );
}

const OPEN: Opening = { condition: 'true', reads: [] };
const BOTH: readonly ClientRole[] = ['anon', 'authenticated'];

function openByRule({ read }: AccessRule): OpenTo {
  return {
    anon: read === 'everyone' ? [OPEN] : [],
    authenticated: read === 'everyone' || read === 'members' ? [OPEN] : [],
  };
}

function ownerColumns(tables: readonly Relation[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>(tables.map((it) => [it.key, new Set()]));
  const isOwner = (key: string | null, column: string | undefined) =>
    key === 'auth.users' || (found.get(key ?? '')?.has(column ?? '') ?? false);
  for (const table of tables) {
    for (const column of table.columns) if (namesPerson(table, column)) found.get(table.key)?.add(column.name);
  }
  // A reference to a profile names the person whose profile it is, and so on through any number of tables.
  for (let changed = true; changed; ) {
    changed = false;
    for (const table of tables) {
      for (const { kind, columns, target, targetColumns } of table.constraints) {
        const [column = ''] = columns;
        const owners = found.get(table.key);
        if (kind !== 'f' || columns.length !== 1 || owners === undefined || owners.has(column)) continue;
        if (target === table.key || !isOwner(target, targetColumns[0])) continue;
        owners.add(column);
        changed = true;
      }
    }
  }
  return new Map([...found].map(([key, columns]) => [key, [...columns]]));
}

function namesPerson(table: Relation, column: Column): boolean {
  if (column.generated || !/^(?:uuid|text|character varying.*)$/.test(column.base)) return false;
  if (/auth\.uid\(\)/.test(column.default ?? '')) return true;
  if (table.policies.some((it) => [it.using, it.check].some((text) => isComparedWithUser(text ?? '', column.name)))) {
    return true;
  }
  const refers = table.constraints.some((it) => it.kind === 'f' && it.columns.includes(column.name));
  return column.base === 'uuid' && !refers && OWNER_NAME.test(column.name);
}

/** Whether a condition, as Postgres writes it back, compares a column of its own table with `auth.uid()`. */
function isComparedWithUser(condition: string, column: string): boolean {
  const name = `(?<![.\\w"])"?${column.replace(/[^\w]/g, '\\$&')}"?(?![\\w".])`;
  const user = 'auth\\.uid\\(\\)\\)?(?:::text)?(?:\\s+AS\\s+\\w+)?[\\s)]*(?:::text\\)?)?';
  return [
    `${name}\\)?(?:::\\w+)?\\)?\\s*(?:=|IS (?:NOT )?DISTINCT FROM)\\s*[\\s(]*(?:SELECT\\s+)?\\(*auth\\.uid\\(\\)`,
    `${user}\\s*=\\s*\\(?${name}`,
    `${user}\\s*=\\s*ANY\\s*\\(ARRAY\\[[^\\]]*${name}`,
  ].some((pattern) => new RegExp(pattern).test(condition));
}

function tiedTables(tables: readonly Relation[], owners: ReadonlyMap<string, readonly string[]>): Set<string> {
  const has = (key: string) => (owners.get(key)?.length ?? 0) > 0;
  const tied = new Set(tables.filter((it) => has(it.key)).map((it) => it.key));
  for (const table of tables) {
    // A list of members: its key is a person together with what they are a member of.
    const keys = table.constraints.filter((it) => it.kind === 'p' || it.kind === 'u').map((it) => it.columns);
    const listed = keys.some((key) => key.some((column) => owners.get(table.key)?.includes(column)));
    for (const { kind, columns, target } of listed ? table.constraints : []) {
      const keyed = keys.some((key) => key.length > 1 && key.includes(columns[0] ?? ''));
      if (kind === 'f' && keyed && target !== null && target !== 'auth.users') tied.add(target);
    }
  }
  for (let size = -1; size !== tied.size; ) {
    size = tied.size;
    for (const table of tables) {
      const parents = table.constraints.filter((it) => it.kind === 'f' && it.target !== table.key);
      if (parents.some((it) => tied.has(it.target ?? ''))) tied.add(table.key);
    }
  }
  return tied;
}

/** What policies say outright about who may read: of the row, and not of who asks. */
function declaredOpen(relation: Relation): OpenTo {
  const openings = (role: ClientRole) =>
    relation.policies.flatMap((policy): Opening[] => {
      const { using } = policy;
      if (using === null || !policy.permissive || policy.command !== 'r' || !isFor(policy, role)) return [];
      if (role === 'authenticated' && SIGNED_IN.test(using)) return [OPEN];
      const asks = ASKS_WHO.test(using) || policy.calls.some((it) => !/^(?:extensions|storage)\./.test(it));
      return asks ? [] : [{ condition: using, reads: policy.reads }];
    });
  return { anon: openings('anon'), authenticated: openings('authenticated') };
}

/**
 * Conditions that ask a list of people and nothing of the row: `(select private.is_member())`. They say outright that
 * whoever is listed shares all rows. A function that looks nothing up, or does not ask who calls, is no such list.
 */
function gates(catalog: Catalog, relation: Relation, command: CatalogPolicy['command']): string[] {
  return relation.policies.flatMap((policy) => {
    const applies = policy.permissive && (policy.command === command || policy.command === '*');
    if (!applies || !policy.roles.includes('authenticated')) return [];
    const condition = command === 'a' ? (policy.check ?? policy.using) : policy.using;
    const bare = policy.ownColumns.length === 0 && policy.reads.length === 0 && policy.calls.length > 0;
    return condition !== null && bare && policy.calls.every((name) => asksList(catalog, name)) ? [condition] : [];
  });
}

function asksList(catalog: Catalog, name: string): boolean {
  const bodies = catalog.functions.filter((it) => `${it.schema}.${it.name}` === name).map((it) => it.definition);
  return bodies.length > 0 && bodies.every((body) => /\bauth\.uid\(\)/.test(body) && /\bfrom\s+\w/i.test(body));
}

/** A policy that names nobody is for those who signed in: that visitors read along has to be written. */
function isFor(policy: CatalogPolicy, role: ClientRole): boolean {
  return policy.roles.includes(role) || (role === 'authenticated' && policy.roles.includes('public'));
}

/** Roles that may put rows in without owning them: nobody reads or changes a row here because of what is in it. */
function inboxRoles(relation: Relation, openTo: OpenTo): ClientRole[] {
  const guarded = relation.policies.every(
    (it) =>
      !it.permissive ||
      it.command === 'a' ||
      !it.roles.some((role) => role === 'public' || role === 'anon' || role === 'authenticated') ||
      (it.ownColumns.length === 0 && (ASKS_WHO.test(it.using ?? '') || it.calls.length > 0 || it.reads.length > 0)),
  );
  if (!guarded || openTo.anon.length > 0 || openTo.authenticated.length > 0) return [];
  return BOTH.filter((role) => relation.policies.some((it) => it.permissive && it.command === 'a' && isFor(it, role)));
}

function roleColumns(catalog: Catalog, relation: Relation): string[] {
  const policies = [...catalog.relations.values()].flatMap((it) => it.policies);
  const called = new Set(policies.flatMap((it) => it.calls));
  const bodies = catalog.functions.filter((it) => called.has(`${it.schema}.${it.name}`)).map((it) => it.definition);
  const word = (text: string, name: string) => new RegExp(`(?<!\\w)${name.replace(/\W/g, '\\$&')}(?!\\w)`).test(text);
  return relation.columns
    .map((it) => it.name)
    .filter((name) => ROLE_COLUMN.test(name))
    .filter(
      (name) =>
        policies.some((it) => it.readColumns.includes(`${relation.key}.${name}`)) ||
        bodies.some((body) => word(body, relation.name) && word(body, name)),
    );
}
