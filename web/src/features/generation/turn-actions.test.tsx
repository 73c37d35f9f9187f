import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { JobRow } from '../../lib/database.ts';
import { toProgress } from './progress.ts';
import { sameRequest, TurnActions } from './turn-actions.tsx';

const job: JobRow = {
  id: '7d9f0c52-3b0a-4c4e-9a39-1d6a5a3f2b11',
  org_id: 'o',
  project_id: '7d9f0c52-3b0a-4c4e-9a39-1d6a5a3f2b12',
  created_by: null,
  mode: 'modify',
  prompt: 'Wider cards',
  request: { model: 'openai/gpt', target: { file: 'src/a.tsx', line: 3, element: 'card' }, unknown: 1 },
  status: 'completed',
  step: null,
  error_code: null,
  error_message: null,
  stop_requested: false,
  requeueable: false,
  requeues: 0,
  version_id: null,
  created_at: '2026-01-01T00:00:00Z',
  started_at: null,
  finished_at: null,
};
const models = [
  { id: 'openai/gpt', label: 'GPT', sees: true },
  { id: 'builtin', label: 'Built-in planner', sees: false },
];
const selection = { models, chosen: models[0], others: models.slice(0, 1), choose: () => {} };

function renderActions(overrides: Partial<Parameters<typeof TurnActions>[0]>) {
  const progress = { ...toProgress([]), phase: 'completed' as const };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TurnActions job={job} progress={progress} latest selection={selection} undo={undefined} {...overrides} />
    </QueryClientProvider>,
  );
}

describe('sameRequest', () => {
  it('asks the same of the same model about the same element, or of another', () => {
    expect(sameRequest(job, {})).toEqual({
      prompt: 'Wider cards',
      mode: 'modify',
      projectId: job.project_id,
      model: 'openai/gpt',
      target: { file: 'src/a.tsx', line: 3, element: 'card' },
    });
    expect(sameRequest(job, { model: 'anthropic/claude', prompt: 'Wider' })).toMatchObject({
      model: 'anthropic/claude',
      prompt: 'Wider',
    });
  });
});

describe('TurnActions', () => {
  it('says what undo does before it does it', async () => {
    let undone = 0;
    const undo = { done: false, description: 'The app goes back to version 3.', run: async () => void undone++ };
    renderActions({ undo });
    await userEvent.click(screen.getByRole('button', { name: 'Undo…' }));
    expect(screen.getByText('The app goes back to version 3.')).toBeTruthy();
    expect(undone).toBe(0);
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(undone).toBe(1);
  });

  it('offers nothing twice: what is taken back says so', () => {
    renderActions({ undo: { done: true, description: '', run: async () => {} } });
    expect(screen.getByText('Taken back')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Undo…' })).toBeNull();
  });

  it('goes on where a dead letter stopped, and starts anew otherwise', () => {
    const progress = { ...toProgress([]), phase: 'failed' as const };
    renderActions({ job: { ...job, status: 'failed', requeueable: true }, progress });
    expect(screen.getByRole('button', { name: 'Try again from where it stopped' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start again' })).toBeTruthy();
    cleanup();
    renderActions({ job: { ...job, status: 'failed' }, progress });
    expect(screen.queryByRole('button', { name: 'Try again from where it stopped' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
  });
});
