import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/files/file-tree.ts';
import { fakeDatabase } from '../_shared/fake-database.ts';
import { serve } from '../_shared/serve.ts';
import { createTestProject, type TestProject } from '../_shared/test-project.ts';
import { attachment, exportRoutes } from './handler.ts';

const VERSION = '55555555-5555-4555-8555-555555555555';
const FILES = [
  { path: 'src/ä €.ts', content: 'export const x = "\u{1f3cb}";\r\n', encoding: 'utf-8' },
  { path: 'empty.txt', content: '', encoding: 'utf-8' },
  { path: 'bom.txt', content: '\ufeffText', encoding: 'utf-8' },
  { path: 'logo.png', content: 'iVBORw0KGgoA/wD+', encoding: 'base64' },
];

let project: TestProject;
let token: string;

beforeAll(async () => {
  project = await createTestProject();
  token = await project.token();
});

function download(version = VERSION, files = FILES, checks: unknown = { passed: true }): Promise<Response> {
  const database = fakeDatabase({
    rows: {
      project_versions: [
        {
          id: VERSION,
          project_id: '44444444-4444-4444-8444-444444444444',
          number: 7,
          created_at: '2026-11-20T10:20:30.5+00:00',
          checks,
          projects: { name: 'Reading list', slug: 'reading-list' },
        },
      ],
    },
    functions: { read_version: () => files },
  });
  const handler = serve({
    environment: project.environment,
    log: () => {},
    routes: exportRoutes({ callerDatabase: () => database }),
  });
  return handler(
    new Request(`http://edge.test/export/zip?version=${version}`, { headers: { authorization: `Bearer ${token}` } }),
  );
}

describe('a version as a ZIP', () => {
  it('holds the files of the version byte for byte, and nothing else', async () => {
    const response = await download();
    expect(response.status).toBe(200);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const entries = unzipSync(bytes);
    expect(Object.keys(entries)).toEqual(['bom.txt', 'empty.txt', 'logo.png', 'src/ä €.ts']);
    for (const { path, content, encoding } of FILES) {
      const original = encoding === 'base64' ? Buffer.from(content, 'base64') : Buffer.from(content, 'utf-8');
      expect(await sha256(entries[path] ?? '')).toBe(await sha256(new Uint8Array(original)));
    }
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
  });

  it('is the same archive each time, in whichever order the rows come and wherever it is made', async () => {
    const first = await sha256(new Uint8Array(await (await download()).arrayBuffer()));
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    try {
      const second = await sha256(new Uint8Array(await (await download(VERSION, [...FILES].reverse())).arrayBuffer()));
      expect(second).toBe(first);
    } finally {
      process.env.TZ = zone;
    }
  });

  it('is named after the project and the version', async () => {
    const response = await download();
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="reading-list-v7.zip"; filename*=UTF-8''reading-list-v7.zip`,
    );
  });

  it.each([[null], [{ passed: false, findings: [] }]])(
    'says that it is not verified when its report is %j',
    async (checks) => {
      const response = await download(VERSION, FILES, checks);
      expect(response.headers.get('content-disposition')).toContain('filename="reading-list-v7-unverified.zip"');
    },
  );

  it('of another tenant does not exist', async () => {
    const response = await download('66666666-6666-4666-8666-666666666666');
    expect(response.status).toBe(404);
    expect((await response.json()).error.code).toBe('not_found');
  });
});

describe('a file name in a header', () => {
  it('is ASCII for old clients and exact for all others', () => {
    expect(attachment(`Bücher's "Liste" (1).zip`)).toBe(
      `attachment; filename="B_cher_s_Liste_1_.zip"; filename*=UTF-8''B%C3%BCcher%27s%20%22Liste%22%20%281%29.zip`,
    );
  });
});
