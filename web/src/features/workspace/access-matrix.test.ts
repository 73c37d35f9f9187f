import { describe, expect, it } from 'vitest';
import { LEAKS } from '../../../../shared/prove/corpus/leaks.ts';
import { prove } from '../../../../shared/prove/pglite.ts';
import { accessMatrix } from './access-matrix.ts';

const NOTES = `
create table public.notes (id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id), title text not null);
alter table public.notes enable row level security;
grant select, insert, update, delete on public.notes to authenticated;
create policy own on public.notes for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));`;

async function matrixOf(sql: string) {
  const { results } = await prove({ 'supabase/migrations/1_init.sql': sql });
  return accessMatrix(results);
}

describe('the matrix of a proof', () => {
  it('says for each table what each person can do with rows of user A', async () => {
    const { people, objects } = await matrixOf(NOTES);
    expect(people).toEqual(['anonymous', 'user A', 'user B']);
    expect(objects.map(({ name, verdict }) => ({ name, verdict }))).toEqual([{ name: 'notes', verdict: 'ok' }]);
    expect(objects[0]?.rows.map(({ verb }) => verb)).toEqual(['select', 'insert', 'update', 'delete']);
    const reading = objects[0]?.rows[0]?.cells;
    expect(reading?.get('anonymous')).toEqual({ expected: 'denied', seen: 'denied', verdict: 'ok' });
    expect(reading?.get('user A')).toEqual({ expected: 'own', seen: 'own', verdict: 'ok' });
    expect(reading?.get('user B')).toEqual({ expected: 'own', seen: 'own', verdict: 'ok' });
    const deleting = objects[0]?.rows[3]?.cells;
    expect(deleting?.get('user B')).toEqual({ expected: 'denied', seen: 'denied', verdict: 'ok' });
  });

  it('puts what leaks first, with what was seen beside what was expected', async () => {
    const leak = LEAKS.find(({ name }) => name === 'a definer view') ?? expect.unreachable();
    const { objects } = await matrixOf(leak.sql);
    expect(objects.map(({ name, kind, verdict }) => ({ name, kind, verdict }))).toEqual([
      { name: 'titles', kind: 'view', verdict: 'leak' },
      { name: 'notes', kind: 'table', verdict: 'ok' },
    ]);
    expect(objects[0]?.rows[0]?.cells.get('user B')).toEqual({ expected: 'own', seen: 'allowed', verdict: 'leak' });
    expect(objects[0]?.results[0]?.verdict).toBe('leak');
  });

  it('is empty where there is nothing to reach', () => {
    expect(accessMatrix([])).toEqual({ people: [], objects: [] });
  });
});
