/** An organization with people in every role, and something in every table: what the tenancy matrix is asked about. */
import type { TransactionSql } from 'postgres';
import type { Actor } from './tenancy-matrix.ts';

export interface Fixture {
  /** Account of each actor that has one. */
  people: Readonly<Partial<Record<Actor, string>>>;
  /** What `:name` stands for in the matrix. */
  ids: Readonly<Record<string, string>>;
}

async function signUp(sql: TransactionSql, name: string): Promise<string> {
  const [user] = await sql<{ id: string }[]>`
    insert into auth.users (id, email)
    values (gen_random_uuid(), ${`${name}-${crypto.randomUUID()}@example.test`})
    returning id`;
  if (!user) throw new Error('auth.users takes no rows');
  return user.id;
}

/** Builds the fixture as the owner of the schema. The caller rolls back. */
export async function buildFixture(sql: TransactionSql): Promise<Fixture> {
  const owner = await signUp(sql, 'owner');
  const people: Partial<Record<Actor, string>> = { owner, stranger: await signUp(sql, 'stranger') };
  const [organization] = await sql<{ id: string }[]>`
    select id from public.organizations where personal_owner_id = ${owner}`;
  if (!organization) throw new Error('sign-up made no organization');
  const org = organization.id;
  for (const role of ['viewer', 'member', 'editor', 'admin'] as const) {
    const person = await signUp(sql, role);
    people[role] = person;
    await sql`insert into public.organization_members (org_id, user_id, role) values (${org}, ${person}, ${role})`;
  }

  await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: owner, role: 'authenticated' })}, true)`;
  const [ids] = await sql<Record<string, string>[]>`
    with made as (
      select private.create_project(${org}, 'Project', ${owner}, 'draft') as project,
        (public.enqueue_generation('Runs') ->> 'job_id')::uuid as running
    )
    select * from made`;
  const project = ids?.project ?? '';
  const running = ids?.running ?? '';

  const save = async (
    inProject: string,
    base: string | null,
    content: string,
    job: { id: string; lease: string } | null,
  ) => {
    const changes = sql.json([{ op: 'put', path: 'a.txt', content }]);
    const [saved] = await sql<{ id: string }[]>`
      select public.save_version(
        ${inProject}, ${base}, ${changes}, '', '{"passed": true}', 'edit', ${owner}, ${job?.id ?? null}, 'save', ${job?.lease ?? null}) ->> 'version_id' as id`;
    return saved?.id ?? '';
  };
  const first = await save(project, null, '1', null);
  const head = await save(project, first, '2', null);
  /** The organization's job in line, before whatever the database has there already. */
  const claim = async () => {
    await sql`update private.job_queue set turn_at = 'epoch' where org_id = ${org} and lease_token is null`;
    const [claimed] = await sql<{ job_id: string; lease_token: string; project_id: string; org_id: string }[]>`
      select job_id, lease_token, project_id, org_id
      from private.claim_jobs('fixture' || setval('private.job_queue_front', 0), 1, 60)`;
    if (claimed?.org_id !== org) throw new Error('another job was claimed than the one that was made');
    return claimed;
  };
  const claimed = await claim();
  const made = await save(claimed.project_id, null, '3', { id: running, lease: claimed.lease_token });
  await sql`select public.enqueue_generation('Fails')`;
  const failed = await claim();
  await sql`
    select private.fail_job(${failed.job_id}, ${failed.lease_token}, 'unavailable', 'It did not answer.', false)`;
  await sql`update public.generation_jobs set requeueable = true where id = ${failed.job_id}`;
  const [queued] = await sql<{ id: string }[]>`
    select public.enqueue_generation('Waits') ->> 'job_id' as id`;

  await sql`
    insert into public.project_collaborators (project_id, user_id, role)
    values (${project}, ${await signUp(sql, 'guest')}, 'viewer')`;
  await sql`
    insert into public.organization_invitations (org_id, email, role, token_hash, expires_at)
    values (${org}, 'new@example.test', 'viewer', sha256('x'), now() + interval '1 day')`;
  await sql`
    insert into public.ai_usage (org_id, provider, model, purpose, outcome, input_tokens, output_tokens, cost_microusd)
    values (${org}, 'p', 'm', 'plan', 'done', 1, 1, 1)`;
  await sql`
    insert into public.quota_usage_history (org_id, metric, period, period_start, period_end, used)
    values (${org}, 'generation', 'day', now() - interval '2 days', now() - interval '1 day', 1)`;
  await sql`select set_config('request.jwt.claims', '', true)`;

  return {
    people,
    ids: {
      org,
      owner,
      project,
      first,
      head,
      running,
      lease: claimed.lease_token,
      made,
      failed: failed.job_id,
      job: queued?.id ?? '',
    },
  };
}
