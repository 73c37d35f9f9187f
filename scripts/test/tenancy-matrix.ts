/**
 * Who may do what: the one declared table. Every table, view and function of schema `public` has a row here, and
 * tenancy.integration.test.ts compares each with what a real database does. A new object without its row fails there.
 */

/** Seen from one organization: its people by role, someone of another one, nobody signed in, and the server itself. */
export const ACTORS = ['anonymous', 'stranger', 'viewer', 'member', 'editor', 'admin', 'owner', 'service'] as const;
export type Actor = (typeof ACTORS)[number];

/**
 * denied: refused (42501). none: permitted, and reaches no row of the organization. rows: reaches some. For an update,
 * `rows: a, b` names the columns that can be set. For a function: ok, denied, or the code of its error.
 */
export type Outcome = string;
export type Reach = Readonly<Record<Actor, Outcome>>;

export interface TableRow {
  /** Which of its rows belong to the organization (or are what the matrix asks about). */
  rows: string;
  select: Reach;
  insert: Reach;
  update: Reach;
  delete: Reach;
}

export interface FunctionRow {
  /** A call about the organization; `:name` stands for an id of the fixture. */
  call: string;
  execute: Reach;
}

const ROLES = ['viewer', 'member', 'editor', 'admin', 'owner'] as const;
type Role = (typeof ROLES)[number];

const nobody: Reach = {
  anonymous: 'denied',
  stranger: 'denied',
  viewer: 'denied',
  member: 'denied',
  editor: 'denied',
  admin: 'denied',
  owner: 'denied',
  service: 'denied',
};
const readOnly = { insert: nobody, update: nobody, delete: nobody };

/** Rows for those who have at least this role; no rows for others who are signed in. */
function rowsFrom(role: Role, service: 'rows' | 'denied', what = 'rows'): Reach {
  const reach: Record<Actor, Outcome> = { ...nobody, stranger: 'none', service };
  for (const [rank, name] of ROLES.entries()) reach[name] = rank >= ROLES.indexOf(role) ? what : 'none';
  return reach;
}

/** ok from this role on, 403 below it, 404 for strangers. */
function callableFrom(role: Role, service: 'ok' | 'denied'): Reach {
  const reach: Record<Actor, Outcome> = { ...nobody, stranger: 'PT404', service };
  for (const [rank, name] of ROLES.entries()) reach[name] = rank >= ROLES.indexOf(role) ? 'ok' : 'PT403';
  return reach;
}

const signedIn = (what: Outcome, service: Outcome): Reach => ({
  anonymous: 'denied',
  stranger: what,
  viewer: what,
  member: what,
  editor: what,
  admin: what,
  owner: what,
  service,
});
const serviceOnly: Reach = { ...nobody, service: 'ok' };

export const TABLES: Readonly<Record<string, TableRow>> = {
  ai_usage: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('admin', 'rows') },
  generation_events: { rows: 'job_id = :job', ...readOnly, select: rowsFrom('viewer', 'rows') },
  generation_jobs: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('viewer', 'rows') },
  organization_invitations: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('admin', 'denied') },
  organization_members: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('viewer', 'rows') },
  organizations: { rows: 'id = :org', ...readOnly, select: rowsFrom('viewer', 'rows') },
  plan_limits: { rows: "plan_id = 'free'", ...readOnly, select: signedIn('rows', 'rows') },
  plans: { rows: "id = 'free'", ...readOnly, select: signedIn('rows', 'rows') },
  profiles: {
    rows: 'id = :owner',
    ...readOnly,
    select: rowsFrom('owner', 'rows'),
    update: rowsFrom('owner', 'denied', 'rows: display_name, theme'),
  },
  project_collaborators: { rows: 'project_id = :project', ...readOnly, select: rowsFrom('viewer', 'denied') },
  project_versions: { rows: 'project_id = :project', ...readOnly, select: rowsFrom('viewer', 'rows') },
  projects: {
    rows: 'id = :project',
    ...readOnly,
    select: rowsFrom('viewer', 'rows'),
    update: rowsFrom('editor', 'denied', 'rows: description, name'),
  },
  quota_usage_history: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('viewer', 'denied') },
  usage_counters: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('viewer', 'rows') },
  usage_reservations: { rows: 'org_id = :org', ...readOnly, select: rowsFrom('viewer', 'denied') },
};

/** By name and argument types, so that an overload needs a row of its own. */
export const FUNCTIONS: Readonly<Record<string, FunctionRow>> = {
  'cancel_generation(uuid,boolean)': { call: 'cancel_generation(:job)', execute: callableFrom('editor', 'denied') },
  'check_quota(uuid,text)': { call: "check_quota(:org, 'generation')", execute: callableFrom('viewer', 'ok') },
  'claim_jobs(text,integer,integer)': { call: "claim_jobs('worker', 1, 60)", execute: serviceOnly },
  'complete_job(uuid,uuid,uuid)': { call: 'complete_job(:running, :lease, :made)', execute: serviceOnly },
  'delete_model_key(uuid,text)': { call: "delete_model_key(:org, 'openai')", execute: callableFrom('admin', 'denied') },
  'delete_project(uuid)': { call: 'delete_project(:project)', execute: callableFrom('admin', 'denied') },
  'diff_versions(uuid,uuid)': { call: 'diff_versions(:first, :head)', execute: callableFrom('viewer', 'denied') },
  'enqueue_generation(text,uuid,uuid,text,text,jsonb)': {
    call: "enqueue_generation('A list of books', org_id => :org)",
    execute: callableFrom('editor', 'denied'),
  },
  'fail_job(uuid,uuid,text,text,boolean)': {
    call: "fail_job(:running, :lease, 'code', 'message', false)",
    execute: serviceOnly,
  },
  // Answers false to strangers.
  'has_role(uuid,text)': { call: "has_role(:org, 'viewer')", execute: signedIn('ok', 'denied') },
  'heartbeat_job(uuid,uuid,integer)': { call: 'heartbeat_job(:running, :lease, 60)', execute: serviceOnly },
  'increment_quota(uuid,text,bigint)': { call: "increment_quota(:org, 'generation')", execute: serviceOnly },
  'list_model_keys(uuid)': { call: 'list_model_keys(:org)', execute: callableFrom('admin', 'denied') },
  'model_providers(uuid)': { call: 'model_providers(:org)', execute: callableFrom('viewer', 'denied') },
  'read_model_keys(uuid)': { call: 'read_model_keys(:running)', execute: serviceOnly },
  'read_version(uuid)': { call: 'read_version(:first)', execute: callableFrom('viewer', 'ok') },
  'record_model_call(uuid,text,integer,text,text,text,bigint,bigint,bigint,bigint,integer,integer,text)': {
    call: "record_model_call(:running, 'call', 1, 'p', 'm', 'plan', 1, 1, 0, 1, 1, 1, 'done')",
    execute: serviceOnly,
  },
  'record_step(uuid,uuid,text,jsonb,jsonb)': {
    call: "record_step(:running, :lease, 'plan', '{}', '[]')",
    execute: serviceOnly,
  },
  'requeue_generation(uuid)': { call: 'requeue_generation(:failed)', execute: callableFrom('editor', 'denied') },
  'reset_quotas()': { call: 'reset_quotas()', execute: serviceOnly },
  'restore_version(uuid)': { call: 'restore_version(:first)', execute: callableFrom('editor', 'denied') },
  'save_version(uuid,uuid,jsonb,text,jsonb,text,uuid,uuid,text,uuid)': {
    call: "save_version(:project, :head, '[]', 'message', '{}', 'edit', :owner)",
    execute: serviceOnly,
  },
  'set_model_key(uuid,text,text,text,text)': {
    call: "set_model_key(:org, 'openai', 'sk-1234567890')",
    execute: callableFrom('admin', 'denied'),
  },
};
