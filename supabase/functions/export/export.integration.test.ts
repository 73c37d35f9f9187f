import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { readStack, type StackState } from '../../../scripts/test/stack.ts';
import { errorOf, newPerson, type Person } from '../_shared/test-person.ts';

let stack: StackState;
let person: Person;
let versionId: string;

beforeAll(async () => {
  stack = readStack();
  person = await newPerson(stack);
  const made = await person.generate('An invoice tracker for freelancers. Cream background, teal components');
  versionId = String(made.events.find(({ event }) => event === 'version')?.data.versionId);
});

const download = (by: Person) => by.call('GET', `/export/zip?version=${versionId}`);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a version as a ZIP', () => {
  it('is byte for byte the version', async () => {
    const response = await download(person);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+-v1\.zip";/);
    const entries = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const { data: files } = await person.client.rpc('read_version', { version_id: versionId });
    const stored = files.map(({ path, sha256 }: { path: string; sha256: string }) => [path, sha256]);
    expect(Object.entries(entries).map(([path, bytes]) => [path, digest(bytes)])).toEqual(stored);
    expect(stored.length).toBeGreaterThan(10);
  });

  it('is the same archive each time', async () => {
    const archives = await Promise.all([download(person), download(person)]);
    const [first, second] = await Promise.all(
      archives.map(async (it) => digest(new Uint8Array(await it.arrayBuffer()))),
    );
    expect(second).toBe(first);
  });

  it('does not exist for another tenant', async () => {
    const response = await download(await newPerson(stack));
    expect(await errorOf(response)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('needs the id of a version', async () => {
    expect((await person.call('GET', '/export/zip')).status).toBe(422);
    expect((await person.call('GET', '/export/zip?version=1')).status).toBe(422);
    expect((await person.call('GET', `/export/zip?version=${versionId}&format=tar`)).status).toBe(422);
  });
});
