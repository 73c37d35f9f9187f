import { describe, expect, it } from 'vitest';
import { refusal } from './network-policy.ts';
import { positionAt } from './problem.ts';
import { databaseSource } from './project-sql.ts';
import type { BuildRequest } from './protocol.ts';
import { changedFiles, SerialBuilds } from './serial-builds.ts';

describe('refusal', () => {
  it.each(['http://supabase.preview/rest/v1/notes', 'http://supabase.preview/auth/v1/token?grant_type=password'])(
    'allows %s',
    (url) => {
      expect(refusal('GET', url)).toBeNull();
    },
  );

  it.each([
    'https://supabase.preview/rest/v1/notes',
    'http://supabase.preview.example.com/',
    'http://supabase.preview@example.com/',
    'http://supabase.preview:8080/',
    'http://localhost:54321/rest/v1/projects',
    'data:text/plain,x',
    '/rest/v1/notes',
  ])('refuses %s', (url) => {
    expect(refusal('GET', url)).toContain('refused');
  });

  it('keeps what was in the query out of the message', () => {
    expect(refusal('GET', 'https://example.com/a?token=1')).not.toContain('token');
  });
});

describe('databaseSource', () => {
  it('takes migrations in order and the seed', () => {
    const source = databaseSource({
      'supabase/seed.sql': 'seed',
      'supabase/migrations/20260102000000_b.sql': 'b',
      'supabase/migrations/20260101000000_a.sql': 'a',
      'supabase/migrations/old/20250101000000_c.sql': 'c',
      'supabase/tests/a.test.sql': 'test',
    });
    expect(source.migrations.map(({ sql }) => sql)).toEqual(['a', 'b']);
    expect(source.seed?.sql).toBe('seed');
    expect(databaseSource({})).toEqual({ migrations: [], seed: null });
  });
});

describe('changedFiles', () => {
  it('compares contents and leaves out what is not built', () => {
    const before = { 'src/a.ts': 'a', 'src/b.png': new Uint8Array([1]), 'src/c.ts': 'c', 'README.md': 'x' };
    const after = { 'src/a.ts': 'A', 'src/b.png': new Uint8Array([1]), 'README.md': 'y', 'supabase/seed.sql': '' };
    expect(changedFiles(before, after)).toEqual({ put: { 'src/a.ts': 'A' }, removed: ['src/c.ts'] });
  });
});

describe('SerialBuilds', () => {
  function createBuilds() {
    const sent: BuildRequest[] = [];
    const built: number[] = [];
    const builds = new SerialBuilds({ send: (request) => sent.push(request), onBuilt: ({ id }) => built.push(id) });
    const finish = () => builds.receive({ id: sent.at(-1)?.id ?? 0, problems: [], update: null });
    return { builds, sent, built, finish };
  }

  it('builds the newest tree after the one that is being built', () => {
    const { builds, sent, built, finish } = createBuilds();
    builds.request({ 'src/a.ts': '1' });
    builds.request({ 'src/a.ts': '2' });
    builds.request({ 'src/a.ts': '3', 'src/b.ts': '' });
    expect(sent).toHaveLength(1);
    finish();
    expect(sent).toHaveLength(2);
    expect(sent[1]?.put).toEqual({ 'src/a.ts': '3', 'src/b.ts': '' });
    finish();
    expect(built).toEqual([1, 2]);
    expect(builds.request({ 'src/a.ts': '3', 'src/b.ts': '' })).toBe(false);
  });
});

describe('positionAt', () => {
  it.each([
    ['ab\ncd', 0, 1, 1],
    ['ab\ncd', 2, 1, 3],
    ['ab\ncd', 3, 2, 1],
    ['ab\ncd', 5, 2, 3],
  ])('%j at %d', (text, offset, line, column) => {
    expect(positionAt(text, offset)).toEqual({ line, column });
  });
});
