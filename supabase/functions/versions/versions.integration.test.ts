import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readStack, type StackState } from '../../../scripts/test/stack.ts';
import { errorOf, newPerson, type Person } from '../_shared/test-person.ts';

let stack: StackState;
let person: Person;
let projectId: string;
let firstVersionId: string;

beforeAll(async () => {
  stack = readStack();
  person = await newPerson(stack);
  const made = await person.generate('A list of plants with the date they were watered');
  projectId = made.projectId;
  firstVersionId = String(made.events.find(({ event }) => event === 'version')?.data.versionId);
});

function save(by: Person, body: Record<string, unknown>): Promise<Response> {
  return by.call('POST', '/versions', { body: { projectId, baseVersionId: firstVersionId, ...body } });
}

async function filesOf(versionId: string): Promise<Map<string, { content: string; encoding: string }>> {
  const { data, error } = await person.client.rpc('read_version', { version_id: versionId });
  if (error) throw error;
  return new Map(data.map((file: { path: string; content: string; encoding: string }) => [file.path, file]));
}

async function statusOf(id: string): Promise<string | undefined> {
  const { data } = await person.client.from('projects').select('status').eq('id', id).single();
  return data?.status;
}

async function versionCount(): Promise<number> {
  const { count } = await person.client
    .from('project_versions')
    .select('id', { count: 'exact', head: true })
    .eq('project_id', projectId);
  return count ?? -1;
}

const edit = (content: string) => ({ changes: [{ op: 'put', path: 'README.md', content }] });

describe('hand edits', () => {
  it('that are refused write nothing', async () => {
    const before = await versionCount();
    const refused: [Record<string, unknown>, number, string][] = [
      [{ changes: [{ op: 'put', path: '../escape', content: '' }] }, 422, 'invalid_path'],
      [{ changes: [{ op: 'put', path: 'readme.MD', content: '' }] }, 422, 'duplicate_path'],
      [{ changes: [{ op: 'delete', path: 'no/such.file' }] }, 422, 'no_such_file'],
      [{ changes: [{ op: 'put', path: 'big.txt', content: 'x'.repeat(1_000_001) }] }, 413, 'file_too_large'],
      [{ changes: [] }, 422, 'invalid_input'],
      [{ ...edit('x'), author: 'me' }, 422, 'invalid_input'],
    ];
    for (const [body, status, code] of refused)
      expect(await errorOf(await save(person, body))).toMatchObject({ status, code });
    expect(await versionCount()).toBe(before);
  });

  it('of a stranger find no project', async () => {
    const stranger = await newPerson(stack);
    const theirs = await stranger.generate('A list of films');
    expect(await errorOf(await save(stranger, edit('mine')))).toMatchObject({ status: 404, code: 'not_found' });
    // Nor through a project of their own.
    const mixed = await save(stranger, { ...edit('mine'), projectId: theirs.projectId });
    expect(await errorOf(mixed)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('make the next version, with what the checks found, and only once from one base', async () => {
    const changes = [
      { op: 'put', path: 'README.md', content: '# Pflanzen 🌱\n' },
      { op: 'put', path: 'data/nul.bin', content: 'a\0b' },
      { op: 'put', path: 'data/logo.png', content: 'iVBORw0KGgoA/wD+', encoding: 'base64' },
    ];
    const response = await save(person, { changes, message: 'Rename' });
    expect(response.status).toBe(201);
    const saved = await response.json();
    expect(saved).toMatchObject({ number: 2, checks: { kind: 'static', passed: true } });
    const files = await filesOf(saved.versionId);
    expect(files.get('README.md')).toMatchObject({ content: '# Pflanzen 🌱\n', encoding: 'utf-8' });
    expect(files.get('data/nul.bin')).toMatchObject({ content: 'YQBi', encoding: 'base64' });
    expect(files.get('data/logo.png')).toMatchObject({ content: 'iVBORw0KGgoA/wD+', encoding: 'base64' });
    expect(files.size).toBe((await filesOf(firstVersionId)).size + 2);

    const late = await errorOf(await save(person, edit('# Too late\n')));
    expect(late).toMatchObject({ status: 409, code: 'head_moved', details: { head_version_id: saved.versionId } });

    const broken = await person.call('POST', '/versions', {
      body: {
        projectId,
        baseVersionId: saved.versionId,
        changes: [{ op: 'put', path: 'src/main.tsx', content: 'const = ;' }],
      },
    });
    expect(broken.status).toBe(201);
    const { checks } = await broken.json();
    expect(checks.passed).toBe(false);
    expect(checks.findings[0]).toMatchObject({ severity: 'error', file: 'src/main.tsx', line: 1 });
  });
});

describe('a version whose SQL changes who reaches what', () => {
  const NEXT = 'supabase/migrations/20990101000000_next.sql';
  // Rows of an owner alone, but for a condition that always holds and does not look so.
  const leak = `create table public.secrets (id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id), body text not null);
alter table public.secrets enable row level security;
grant select on public.secrets to authenticated;
create policy see on public.secrets for select to authenticated
  using (owner_id = (select auth.uid()) or md5(body) <> '');
`;
  let project: string;
  let head: string;

  beforeAll(async () => {
    const made = await person.generate('A list of letters with sender and date');
    project = made.projectId;
    head = String(made.events.find(({ event }) => event === 'version')?.data.versionId);
  });

  async function saveNext(content: string) {
    const changes = [{ op: 'put', path: NEXT, content }];
    const response = await save(person, { projectId: project, baseVersionId: head, changes });
    expect(response.status).toBe(201);
    const saved = await response.json();
    head = saved.versionId;
    return saved.checks;
  }

  it('is proven when it is generated', async () => {
    const { data } = await person.client.from('project_versions').select('checks').eq('id', head).single();
    expect(data?.checks).toMatchObject({ passed: true, access: { method: 'probed', leaks: 0, broken: 0 } });
    expect(await statusOf(project)).toBe('ready');
  });

  it('is not ready with a leak, which says where it is', async () => {
    const checks = await saveNext(leak);
    expect(checks).toMatchObject({ passed: false, access: { method: 'probed', leaks: 1 } });
    expect(checks.findings).toMatchObject([{ rule: 'access-leak', severity: 'error', file: NEXT, line: 5 }]);
    expect(await statusOf(project)).not.toBe('ready');
  });

  it('is proven by another process when the one that proves is killed', async () => {
    const record = path.join(process.env.TRELLIS_DIR ?? '.trellis', 'children', 'prover.json');
    const { pid } = JSON.parse(readFileSync(record, 'utf8'));
    const saving = saveNext(`${leak.replace(" or md5(body) <> ''", '')}select pg_sleep(2);\n`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    process.kill(pid, 'SIGKILL');
    expect(await saving).toMatchObject({ passed: true, access: { method: 'probed', leaks: 0 } });
    expect(await statusOf(project)).toBe('ready');
  });

  it('is saved when its SQL does not end, but is not ready, and says why', async () => {
    const checks = await saveNext('do $$ begin loop perform 1; end loop; end $$;\n');
    expect(checks.access).toEqual({ method: 'static', reason: expect.stringContaining('did not end') });
    expect(checks).toMatchObject({ passed: false, findings: [{ rule: 'access-unproven' }] });
    expect(await statusOf(project)).not.toBe('ready');
  });
});
