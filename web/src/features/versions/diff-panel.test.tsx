import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { DiffFileList } from './diff-panel.tsx';
import type { FileDiff } from './queries.ts';

const files: FileDiff[] = [
  { path: 'README.md', change: 'removed', before: '# App', after: null },
  { path: 'src/app.tsx', change: 'modified', before: 'a', after: 'b' },
  { path: 'src/new.ts', change: 'added', before: null, after: 'c' },
];

describe('DiffFileList', () => {
  it('names every changed file and what happened to it', () => {
    render(<DiffFileList files={files} selected="src/app.tsx" onSelect={() => undefined} />);
    expect(screen.getByText('3 changed files')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'README.md removed' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'src/new.ts added' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'src/app.tsx modified' }).getAttribute('aria-current')).toBe('true');
  });

  it('shows the one that is pressed', async () => {
    const chosen: string[] = [];
    render(<DiffFileList files={files} selected="README.md" onSelect={(path) => chosen.push(path)} />);
    await userEvent.click(screen.getByRole('button', { name: 'src/new.ts added' }));
    expect(chosen).toEqual(['src/new.ts']);
  });
});
