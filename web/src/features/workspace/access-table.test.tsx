import { fireEvent, render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { ProbeResult } from '../../../../shared/prove/report.ts';
import { accessMatrix } from './access-matrix.ts';
import { AccessTable } from './access-table.tsx';

const probe = (change: Partial<ProbeResult>): ProbeResult => ({
  who: 'user B',
  object: 'notes',
  kind: 'table',
  verb: 'select',
  attempt: 'read rows of user A',
  expected: 'own',
  seen: 'own',
  verdict: 'ok',
  reason: 'Rows belong to people.',
  ...change,
});

it('says who can do what, and on request how it was tried', () => {
  const matrix = accessMatrix([
    probe({}),
    probe({ who: 'anonymous', expected: 'denied', seen: 'denied' }),
    probe({ object: 'drafts', seen: 'allowed', verdict: 'leak', reason: 'They see a row of user A.' }),
    probe({ object: 'drafts', who: 'anonymous', expected: 'denied', seen: 'unknown', verdict: 'not_probed' }),
  ]);
  render(<AccessTable matrix={matrix} />);
  const table = screen.getByRole('table', { name: 'Who can do what' });
  expect(within(table).getByRole('columnheader', { name: /^Signed out/ })).toBeTruthy();
  const rows = within(table).getAllByRole('row');
  const text = rows.map((row) => row.textContent);
  // Leaks come first.
  expect(text[1]).toBe('draftsLeak');
  expect(text[2]).toBe('ReadNot triedYesexpected: own');
  expect(text[4]).toBe('ReadNoOwn');

  const name = within(table).getByRole('button', { name: /^drafts/ });
  expect(name.getAttribute('aria-expanded')).toBe('false');
  fireEvent.click(name);
  expect(name.getAttribute('aria-expanded')).toBe('true');
  const tried = screen.getByRole('list', { name: 'What was tried' });
  expect(within(tried).getAllByRole('listitem')[0]?.textContent).toBe(
    'Leak: User B, to read rows of user A. Expected own, seen yes.They see a row of user A.',
  );
});
