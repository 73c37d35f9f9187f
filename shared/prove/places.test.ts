import { describe, expect, it } from 'vitest';
import { placesOf } from './places.ts';
import type { ProbeResult } from './report.ts';

const FIRST = `create table public.notes (id uuid primary key);
/* create policy
   see on public.notes for select */
create policy "who's" on public."notes"
  for select to authenticated using (true);
create policy rest on notes to authenticated using (true);
create or replace view public.titles as select 1;
create function public.count_notes(since date) returns bigint language sql as $$ select 1 $$;`;
const SECOND = `-- later
create policy see_again on public.notes as restrictive for delete to authenticated using (true);
create or replace function public.count_notes(since date) returns bigint language sql as $$ select 2 $$;`;

const placeOf = placesOf([
  ['1.sql', FIRST],
  ['2.sql', SECOND],
]);
const at = (object: string, verb: ProbeResult['verb'], kind: ProbeResult['kind'] = 'table') => {
  const place = placeOf({ object, verb, kind } as ProbeResult);
  return place === null ? null : `${place.file}:${place.line}`;
};

describe('the place of what leaks', () => {
  it('is the policy for the verb, else the one for all, else the table', () => {
    expect(at('notes', 'select')).toBe('1.sql:4');
    expect(at('notes', 'delete')).toBe('2.sql:2');
    expect(at('notes', 'update')).toBe('1.sql:6');
    expect(
      placesOf([['1.sql', FIRST.split('\n')[0] ?? '']])({
        object: 'notes',
        verb: 'select',
        kind: 'table',
      } as ProbeResult),
    ).toEqual({ file: '1.sql', line: 1 });
  });

  it('is where a view or function is made last', () => {
    expect(at('titles', 'select', 'view')).toBe('1.sql:7');
    expect(at('count_notes(date)', 'execute', 'function')).toBe('2.sql:3');
  });

  it('is unknown for what the text does not make', () => {
    expect(at('ghosts', 'select')).toBeNull();
  });
});
