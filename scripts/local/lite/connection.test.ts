import { expect, it } from 'vitest';
import { exactNumber, isoTimestamp } from './connection.ts';
import { statusOf } from './database-errors.ts';
import { decodeJsonParameters } from './rpc-parameters.ts';

it('writes timestamps and numbers as PostgREST does', () => {
  expect(isoTimestamp('2026-11-20 17:31:31.5+00')).toBe('2026-11-20T17:31:31.5+00:00');
  expect(isoTimestamp('2026-11-20 17:31:31+05:30')).toBe('2026-11-20T17:31:31+05:30');
  expect(exactNumber('12.50')).toBe(12.5);
  expect(exactNumber('-0.1')).toBe(-0.1);
  expect(exactNumber('12345678901234567890')).toBe('12345678901234567890');
  expect(exactNumber('NaN')).toBe('NaN');
});

it('decodes the JSON parameters of a call and no other', () => {
  const query = 'select * from public.f(a := $1::jsonb, b := $2::text, c := $3::json, d := $4::jsonb[]) limit $5';
  expect(decodeJsonParameters(query, ['{"x":1}', '{"y":1}', '"text"', '{}', 1000])).toEqual([
    { x: 1 },
    '{"y":1}',
    'text',
    '{}',
    1000,
  ]);
});

it.each([
  ['23514', 400],
  ['23505', 409],
  ['P0001', 400],
  ['P0002', 500],
  ['57014', 500],
  ['53300', 503],
])('gives %s the status %i', (code, status) => {
  expect(statusOf(code)).toBe(status);
});
