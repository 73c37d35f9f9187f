import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { FileTree } from './file-tree.tsx';

type Call = [what: string, path: string];

function Harness({ onCall }: { onCall: (call: Call) => void }) {
  const [selected, setSelected] = useState<string>();
  return (
    <FileTree
      paths={['src/app.tsx', 'src/lib/dates.ts', 'README.md']}
      selected={selected}
      marks={{ dirty: new Set(['src/app.tsx']), findings: new Map([['README.md', 2]]) }}
      readOnly={false}
      onOpen={(path) => {
        onCall(['open', path]);
        setSelected(path);
      }}
      onCreate={(path) => onCall(['create', path])}
      onRename={(path) => onCall(['rename', path])}
      onDelete={(path) => onCall(['delete', path])}
    />
  );
}

function renderTree() {
  const calls: Call[] = [];
  render(<Harness onCall={(call) => calls.push(call)} />);
  const item = (name: RegExp) => screen.getByRole('treeitem', { name });
  return { calls, item };
}

describe('FileTree', () => {
  it('is one tab stop, walked with the arrows', async () => {
    const user = userEvent.setup();
    const { calls, item } = renderTree();
    const stops = () => screen.getAllByRole('treeitem').filter((row) => row.tabIndex === 0);
    expect(stops()).toHaveLength(1);
    item(/^src/).focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(item(/^lib/));
    expect(stops()).toEqual([item(/^lib/)]);
    await user.keyboard('{ArrowRight}{ArrowRight}{Enter}');
    expect(calls).toEqual([['open', 'src/lib/dates.ts']]);
    expect(item(/^dates/).getAttribute('aria-selected')).toBe('true');
    expect(item(/^dates/).getAttribute('aria-level')).toBe('3');
  });

  it('closes a folder with the left arrow, and says so', async () => {
    const user = userEvent.setup();
    const { item } = renderTree();
    item(/^src/).focus();
    expect(item(/^src/).getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{ArrowLeft}');
    expect(item(/^src/).getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryByRole('treeitem', { name: /^app/ })).toBeNull();
  });

  it('renames with F2 and deletes with Delete', async () => {
    const user = userEvent.setup();
    const { calls, item } = renderTree();
    item(/^README/).focus();
    await user.keyboard('{F2}{Delete}');
    expect(calls).toEqual([
      ['rename', 'README.md'],
      ['delete', 'README.md'],
    ]);
  });

  it('says what is unsaved and what has findings', () => {
    const { item } = renderTree();
    expect(item(/^app\.tsx/).textContent).toContain('Unsaved');
    expect(item(/^README/).textContent).toContain('2 findings');
  });
});
