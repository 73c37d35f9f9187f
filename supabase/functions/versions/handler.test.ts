import { beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../../shared/errors.ts';
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { VerifyReport } from '../../../shared/verify/finding.ts';
import { fakeDatabase } from '../_shared/fake-database.ts';
import { serve } from '../_shared/serve.ts';
import { createTestProject, type TestProject, USER_ID } from '../_shared/test-project.ts';
import { versionsRoutes } from './handler.ts';

const BASE = '55555555-5555-4555-8555-555555555555';
const NEXT = '66666666-6666-4666-8666-666666666666';
const PROJECT = '44444444-4444-4444-8444-444444444444';
const OTHER_PROJECT = '77777777-7777-4777-8777-777777777777';

const REPORT: VerifyReport = {
  kind: 'static',
  passed: true,
  findings: [],
  looked: { files: 2, tables: 0, policies: 0 },
};

let project: TestProject;
let token: string;

beforeAll(async () => {
  project = await createTestProject();
  token = await project.token();
});

function versions({
  report = REPORT,
  saveVersion = () => ({ version_id: NEXT, number: 2 }),
}: {
  report?: VerifyReport;
  saveVersion?: (args: Record<string, unknown>) => unknown;
} = {}) {
  const callerDatabase = fakeDatabase({
    rows: {
      project_versions: [
        {
          id: BASE,
          project_id: PROJECT,
          number: 1,
          created_at: '2026-11-20T10:00:00Z',
          checks: null,
          projects: { name: 'List', slug: 'list' },
        },
      ],
    },
    functions: {
      read_version: () => [
        { path: 'README.md', content: '# List\n', encoding: 'utf-8' },
        { path: 'logo.png', content: 'iVBORwA=', encoding: 'base64' },
      ],
    },
  });
  const adminDatabase = fakeDatabase({ functions: { save_version: saveVersion } });
  const verified: FileTree[] = [];
  const handler = serve({
    environment: project.environment,
    log: () => {},
    routes: versionsRoutes({
      callerDatabase: () => callerDatabase,
      adminDatabase: () => adminDatabase,
      verify: async (tree) => {
        verified.push(tree);
        return report;
      },
    }),
  });
  const save = (body: Record<string, unknown>) =>
    handler(
      new Request('http://edge.test/versions', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          projectId: PROJECT,
          baseVersionId: BASE,
          changes: [{ op: 'put', path: 'README.md', content: '# Books\n' }],
          ...body,
        }),
      }),
    );
  return { save, adminDatabase, verified };
}

describe('hand edits', () => {
  it('are checked as the tree they make, and saved onto their base in the person’s name', async () => {
    const { save, adminDatabase, verified } = versions();
    const changes = [
      { op: 'put', path: 'src/app.ts', content: 'export {};\n' },
      { op: 'delete', path: 'README.md' },
    ];
    const response = await save({ changes, message: 'Start over' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ versionId: NEXT, number: 2, checks: REPORT });
    expect(verified).toEqual([
      { 'logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0]), 'src/app.ts': 'export {};\n' },
    ]);
    expect(adminDatabase.calls).toEqual([
      {
        name: 'save_version',
        args: {
          project_id: PROJECT,
          base_version_id: BASE,
          changes,
          message: 'Start over',
          checks: REPORT,
          origin: 'edit',
          created_by: USER_ID,
          job_id: null,
        },
      },
    ]);
  });

  it('are saved with what the checks found', async () => {
    const report: VerifyReport = {
      ...REPORT,
      passed: false,
      findings: [{ rule: 'syntax', severity: 'error', file: 'a.ts', line: 1, message: 'Broken.', fix: 'Mend it.' }],
    };
    const { save, adminDatabase } = versions({ report });
    const response = await save({});
    expect(response.status).toBe(201);
    expect((await response.json()).checks.passed).toBe(false);
    expect(adminDatabase.calls[0]?.args.checks).toEqual(report);
  });

  it('get a message that names the files where none is given', async () => {
    const { save, adminDatabase } = versions();
    await save({
      changes: [
        { op: 'rename', path: 'README.md', to: 'NOTES.md' },
        { op: 'put', path: 'a.ts', content: '' },
      ],
    });
    expect(adminDatabase.calls[0]?.args.message).toBe('Renamed README.md and 1 more');
  });

  it('may hold a NUL', async () => {
    const { save, adminDatabase } = versions();
    await save({ changes: [{ op: 'put', path: 'a.txt', content: 'a\0b' }] });
    expect(adminDatabase.calls[0]?.args.changes).toEqual([
      { op: 'put', path: 'a.txt', content: btoa('a\0b'), encoding: 'base64' },
    ]);
  });

  it('answer 404 for a base of another project or one that is not visible', async () => {
    const { save, adminDatabase } = versions();
    for (const body of [{ projectId: OTHER_PROJECT }, { baseVersionId: NEXT }]) {
      const response = await save(body);
      expect(response.status).toBe(404);
      expect((await response.json()).error.code).toBe('not_found');
    }
    expect(adminDatabase.calls).toEqual([]);
  });

  it('answer 409 with the present head when it has moved', async () => {
    const { save } = versions({
      saveVersion: () => {
        throw new ApiError(409, 'head_moved', 'The project was changed.', { details: { head_version_id: NEXT } });
      },
    });
    const response = await save({});
    expect(response.status).toBe(409);
    expect((await response.json()).error).toMatchObject({ code: 'head_moved', details: { head_version_id: NEXT } });
  });

  const refused: Record<string, [unknown, number, string]> = {
    'a path that leaves the project': [{ op: 'put', path: '../x', content: '' }, 422, 'invalid_path'],
    'an absolute path': [{ op: 'put', path: '/etc/passwd', content: '' }, 422, 'invalid_path'],
    'a path with a NUL': [{ op: 'put', path: 'a\0.ts', content: '' }, 422, 'invalid_path'],
    'a path that differs only in case': [{ op: 'put', path: 'readme.md', content: '' }, 422, 'duplicate_path'],
    'a file that is too large': [{ op: 'put', path: 'a.txt', content: 'x'.repeat(1_000_001) }, 413, 'file_too_large'],
    'a file that is not there': [{ op: 'delete', path: 'gone.ts' }, 422, 'no_such_file'],
    'a name that is taken': [{ op: 'rename', path: 'README.md', to: 'logo.png' }, 422, 'path_taken'],
    'content that is not base64': [
      { op: 'put', path: 'a.png', content: '*', encoding: 'base64' },
      422,
      'invalid_content',
    ],
    'half a character': [{ op: 'put', path: 'a.txt', content: '\ud83d' }, 422, 'invalid_input'],
    'an unknown change': [{ op: 'move', path: 'a' }, 422, 'invalid_input'],
  };
  it.each(Object.entries(refused))('refuse %s, and nothing is saved', async (_, [change, status, code]) => {
    const { save, adminDatabase } = versions();
    const response = await save({ changes: [change] });
    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
    expect(adminDatabase.calls).toEqual([]);
  });
});
