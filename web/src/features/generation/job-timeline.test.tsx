import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { parseEvent } from './event-log.ts';
import { JobTimeline } from './job-timeline.tsx';
import { toProgress } from './progress.ts';

const versionId = '7d9f0c52-3b0a-4c4e-9a39-1d6a5a3f2b11';
const finding = {
  rule: 'sql-table-without-rls',
  severity: 'error' as const,
  file: 'supabase/migrations/1_init.sql',
  line: 7,
  message: 'The table has no row level security.',
  fix: 'Enable it.',
};

function progressOf(...entries: [kind: string, payload: unknown][]) {
  return toProgress(
    entries.map(([kind, payload], index) =>
      parseEvent({ seq: index + 1, kind, payload, created_at: `2026-01-01T00:00:0${index % 10}Z` }),
    ),
  );
}

describe('JobTimeline', () => {
  it('shows each step with what it brought', () => {
    const files = Array.from({ length: 7 }, (_, index): [string, unknown] => [
      'file',
      { path: `f${index}.ts`, size: 9 },
    ]);
    render(
      <JobTimeline
        progress={progressOf(
          ['started', { attempt: 1 }],
          ['step', { step: 'scaffold', state: 'started' }],
          ...files,
          ['step', { step: 'scaffold', state: 'done' }],
          ['step', { step: 'save', state: 'started' }],
          ['version', { versionId, number: 4 }],
          ['step', { step: 'save', state: 'done' }],
          ['completed', { versionId }],
        )}
      />,
    );
    expect(screen.getByText('Wrote 7 files')).toBeTruthy();
    expect(screen.getByText('Saved version 4')).toBeTruthy();
    expect(screen.queryByText('f0.ts')).toBeNull();
    expect(screen.getByText('f6.ts')).toBeTruthy();
  });

  it('leads from a finding to its line', async () => {
    const opened: unknown[] = [];
    render(
      <JobTimeline
        progress={progressOf(
          ['step', { step: 'verify', state: 'started' }],
          ['check', { passed: false, findings: [finding], files: 3 }],
          ['step', { step: 'verify', state: 'done' }],
        )}
        onOpenFile={(file, line) => opened.push([file, line])}
      />,
    );
    expect(screen.getByText('Checked 3 files: 1 problem')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'supabase/migrations/1_init.sql:7' }));
    expect(opened).toEqual([['supabase/migrations/1_init.sql', 7]]);
  });

  it('gives the reason of a failure', () => {
    render(<JobTimeline progress={progressOf(['failed', { code: 'x', message: 'The worker was lost.' }])} />);
    expect(screen.getByText('The worker was lost.')).toBeTruthy();
  });

  it('tells a try whose changes were not made from one that holds', () => {
    const tries: [string, unknown][] = [
      ['step', { step: 'edit', state: 'started' }],
      ['patch', { path: 'src/nowhere.ts', op: 'replace' }],
      ['step', { step: 'edit', state: 'done' }],
      ['step', { step: 'repair', state: 'started' }],
      ['patch', { path: 'src/app.ts', op: 'replace' }],
      ['step', { step: 'repair', state: 'done' }],
    ];
    const { rerender } = render(<JobTimeline progress={progressOf(...tries)} />);
    expect(screen.getByText('Tried to change 1 file')).toBeTruthy();
    // It is not known yet whether the checks are next.
    expect(screen.getByText('Repaired 1 file')).toBeTruthy();
    rerender(<JobTimeline progress={progressOf(...tries, ['step', { step: 'verify', state: 'started' }])} />);
    expect(screen.getByText('Repaired 1 file')).toBeTruthy();
    rerender(<JobTimeline progress={progressOf(...tries, ['failed', { code: 'repair_given_up', message: 'No.' }])} />);
    expect(screen.queryByText('Repaired 1 file')).toBeNull();
    expect(screen.getAllByText('Tried to change 1 file')).toHaveLength(2);
  });

  it('does not call it an edit when the model declined, or found nothing to do', () => {
    const edit: [string, unknown][] = [
      ['step', { step: 'edit', state: 'started' }],
      ['step', { step: 'edit', state: 'done' }],
    ];
    const { rerender } = render(
      <JobTimeline progress={progressOf(...edit, ['failed', { code: 'refused', message: 'The model declined.' }])} />,
    );
    expect(screen.getByText('Tried to change it')).toBeTruthy();
    rerender(<JobTimeline progress={progressOf(...edit, ['completed', {}])} />);
    expect(screen.getByText('Found nothing to change')).toBeTruthy();
    expect(screen.queryByText(/Edited/)).toBeNull();
  });
});
