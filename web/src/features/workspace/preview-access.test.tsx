import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { summarize } from '../../../../shared/prove/report.ts';
import { PreviewAccess } from './preview-access.tsx';
import { type Prove, useAccessProof } from './use-access-proof.ts';

const REPORT = summarize([]);
const migration = (sql: string) => [{ path: 'supabase/migrations/1_init.sql', sql }];

/** Stands for the worker: each proof ends when it is told to. */
function provers() {
  const asked: {
    sql: string;
    signal: AbortSignal;
    progress: (done: number, total: number) => void;
    end: () => void;
    fail: (why: string) => void;
  }[] = [];
  const prove: Prove = (migrations, { onProgress, signal }) =>
    new Promise((resolve, reject) => {
      asked.push({
        sql: migrations[0]?.sql ?? '',
        signal,
        progress: onProgress,
        end: () => resolve(REPORT),
        fail: (why) => reject(new Error(why)),
      });
    });
  return { asked, prove };
}

it('has nothing to try for an app without a database', () => {
  render(<PreviewAccess files={{ 'src/main.tsx': '' }} onOpenFile={() => {}} />);
  expect(screen.getByText('This app has no database')).toBeTruthy();
});

it('proves the SQL at hand, tells how far it is, and proves it anew when it changes', async () => {
  const { asked, prove } = provers();
  const { result, rerender } = renderHook(({ sql }) => useAccessProof(migration(sql), true, prove), {
    initialProps: { sql: 'select 1;' },
  });
  await waitFor(() => expect(asked).toHaveLength(1));
  act(() => asked[0]?.progress(3, 10));
  expect(result.current.proof).toEqual({ phase: 'running', done: 3, total: 10 });

  rerender({ sql: 'select 2;' });
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(result.current.proof).toEqual({ phase: 'running', done: 0, total: 0 });
  await waitFor(() => expect(asked).toHaveLength(2));
  await act(async () => {
    asked[0]?.fail('too late to matter');
    asked[1]?.end();
  });
  expect(result.current.proof).toEqual({ phase: 'done', report: REPORT });
  expect(asked[1]?.sql).toBe('select 2;');

  // What is known is not proven again, unless a person asks for it.
  rerender({ sql: 'select 2;' });
  expect(asked).toHaveLength(2);
  act(() => result.current.rerun());
  await waitFor(() => expect(asked).toHaveLength(3));
});

it('waits to be asked where memory is short, and says why it failed', async () => {
  const { asked, prove } = provers();
  const { result } = renderHook(() => useAccessProof(migration('select 3;'), false, prove));
  expect(result.current.proof).toEqual({ phase: 'waiting' });
  act(() => result.current.rerun());
  await waitFor(() => expect(asked).toHaveLength(1));
  await act(async () => asked[0]?.fail('The SQL did not end.'));
  expect(result.current.proof).toEqual({ phase: 'failed', message: 'The SQL did not end.' });
});
