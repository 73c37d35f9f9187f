import { describe, expect, it } from 'vitest';
import { ancestorsOf, moveFor, visibleRows } from './tree-model.ts';

const paths = ['package.json', 'src/app.tsx', 'src/lib/a.ts', 'src/lib/b.ts', 'supabase/seed.sql', 'README.md'];
const open = (...folders: string[]) => visibleRows(paths, new Set(folders));

describe('visibleRows', () => {
  it('shows folders first, closed until they are opened', () => {
    expect(open().map((row) => row.path)).toEqual(['src', 'supabase', 'package.json', 'README.md']);
    expect(open('src').map((row) => row.path)).toEqual([
      'src',
      'src/lib',
      'src/app.tsx',
      'supabase',
      'package.json',
      'README.md',
    ]);
  });

  it('says level, place and number of siblings', () => {
    expect(open('src', 'src/lib').find((row) => row.path === 'src/lib/b.ts')).toMatchObject({
      level: 3,
      position: 2,
      siblings: 2,
    });
  });
});

describe('moveFor', () => {
  it('moves up and down and stops at the ends', () => {
    expect(moveFor(open(), 'src', 'ArrowDown')).toEqual({ kind: 'focus', path: 'supabase' });
    expect(moveFor(open(), 'src', 'ArrowUp')).toBeUndefined();
    expect(moveFor(open(), 'src', 'End')).toEqual({ kind: 'focus', path: 'README.md' });
  });

  it('opens a folder, then goes into it; closes it, then goes to its parent', () => {
    expect(moveFor(open(), 'src', 'ArrowRight')).toEqual({ kind: 'expand', path: 'src' });
    expect(moveFor(open('src'), 'src', 'ArrowRight')).toEqual({ kind: 'focus', path: 'src/lib' });
    expect(moveFor(open('src', 'src/lib'), 'src/lib/a.ts', 'ArrowLeft')).toEqual({ kind: 'focus', path: 'src/lib' });
    expect(moveFor(open('src', 'src/lib'), 'src/lib', 'ArrowLeft')).toEqual({ kind: 'collapse', path: 'src/lib' });
    expect(moveFor(open(), 'package.json', 'ArrowLeft')).toBeUndefined();
  });

  it('opens files with Enter', () => {
    expect(moveFor(open(), 'README.md', 'Enter')).toEqual({ kind: 'open', path: 'README.md' });
  });

  it('goes to the next name that starts with a letter, round again', () => {
    expect(moveFor(open(), 'src', 's')).toEqual({ kind: 'focus', path: 'supabase' });
    expect(moveFor(open(), 'supabase', 's')).toEqual({ kind: 'focus', path: 'src' });
    expect(moveFor(open(), 'supabase', 'z')).toBeUndefined();
  });
});

describe('ancestorsOf', () => {
  it('names every folder above a file', () => {
    expect(ancestorsOf('src/lib/a.ts')).toEqual(['src', 'src/lib']);
    expect(ancestorsOf('README.md')).toEqual([]);
  });
});
