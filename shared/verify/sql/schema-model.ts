/**
 * What a project's migrations leave behind, in the terms that security is about: tables with row security, policies and
 * grants, views, functions. Folded from the files in order by `fold.ts`; nothing is run.
 */
import type { SqlNode } from './parser.ts';
import type { SqlPlace } from './sql-text.ts';

export type Command = 'select' | 'insert' | 'update' | 'delete';

export interface Policy {
  name: string;
  at: SqlPlace;
  command: Command | 'all';
  permissive: boolean;
  /** Role names; `public` for everyone, also when none was written. */
  roles: string[];
  /** Whether `to` was written. */
  rolesGiven: boolean;
  using: SqlNode | null;
  check: SqlNode | null;
  /** Position among all statements: later ones see earlier ones. */
  order: number;
}

export interface Privilege {
  /** The granted columns; null for the whole relation. */
  columns: Set<string> | null;
  at: SqlPlace;
}

/** role -> privilege (`select`, `truncate`, …) -> how it was granted. */
export type Grants = Map<string, Map<string, Privilege>>;

export interface Reference {
  /** Of the constraint, as Postgres names it where nobody did. */
  name: string;
  columns: string[];
  /** `schema.name` */
  target: string;
  /** Empty where the target's primary key is meant. */
  targetColumns: string[];
}

export interface Trigger {
  /** The function it runs, as `schema.name`. */
  routine: string;
  events: Set<'insert' | 'update' | 'delete'>;
}

export interface Table {
  schema: string;
  name: string;
  at: SqlPlace;
  /** False for tables of the platform (`storage.objects`) that migrations only add policies to. */
  created: boolean;
  rowSecurity: boolean;
  columns: Set<string>;
  references: Reference[];
  /** Columns of the primary key and of each unique constraint. */
  keys: string[][];
  /** Columns that default to who is signed in. */
  userDefaults: Set<string>;
  triggers: Map<string, Trigger>;
  policies: Map<string, Policy>;
  grants: Grants;
}

export interface View {
  schema: string;
  name: string;
  at: SqlPlace;
  materialized: boolean;
  /** `security_invoker`: it reads with the rights of who asks. */
  invoker: boolean;
  query: SqlNode | undefined;
  grants: Grants;
}

export interface Routine {
  schema: string;
  name: string;
  /** Argument types as written, for telling overloads apart: `uuid,text`. */
  signature: string;
  /** Names of what it is called with. */
  parameters: string[];
  at: SqlPlace;
  language: string;
  definer: boolean;
  searchPathSet: boolean;
  /** Returns `trigger`: cannot be called by a client. */
  trigger: boolean;
  /** The text between the quotes; empty for a standard SQL body. */
  body: string;
  /** The parsed body of a `language sql` function. */
  statements: SqlNode[];
  /** Roles that may execute it. */
  execute: Set<string>;
  /** What `comment on function` says. */
  comment: string;
}

export interface SchemaModel {
  /** By `schema.name`. */
  tables: Map<string, Table>;
  views: Map<string, View>;
  /** By `schema.name(signature)`. */
  routines: Map<string, Routine>;
  /** What `do` blocks and the like do is not followed: they may have enabled row security or made policies. */
  dynamic: { rowSecurity: boolean; policies: boolean; tables: boolean };
}

export function emptyModel(): SchemaModel {
  return {
    tables: new Map(),
    views: new Map(),
    routines: new Map(),
    dynamic: { rowSecurity: false, policies: false, tables: false },
  };
}

/** The roles that requests of people arrive with. */
export const CLIENT_ROLES = ['anon', 'authenticated'] as const;

/** Whether someone with only a publishable key, signed in or not, is among the roles. */
export function includesClient(roles: Iterable<string>): boolean {
  for (const role of roles) if (role === 'public' || role === 'anon' || role === 'authenticated') return true;
  return false;
}

/** Whether a policy is asked for a command of a role. */
export function applies(policy: Policy, command: Command, role: string): boolean {
  if (policy.command !== 'all' && policy.command !== command) return false;
  return policy.roles.includes('public') || policy.roles.includes(role);
}

/** Every routine of a name, whatever its arguments: calls are not resolved by type. */
export function routinesNamed(model: SchemaModel, name: string): Routine[] {
  const wanted = name.includes('.') ? name : `public.${name}`;
  return [...model.routines.values()].filter((it) => `${it.schema}.${it.name}` === wanted);
}

export function policyCount(model: SchemaModel): number {
  let count = 0;
  for (const table of model.tables.values()) count += table.policies.size;
  return count;
}
