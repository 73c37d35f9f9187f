import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../files/changes.ts';
import type { FileTree } from '../files/file-tree.ts';
import { type ApplyOptions, applyPatches } from './apply.ts';
import type { Patch } from './patch.ts';

const TREE: FileTree = {
  'src/app.tsx': "import { note } from './note.ts';\n\nconst title = 'Old';\n\nexport { note, title };\n",
  'src/note.ts': 'export const note = 1;\r\nexport const more = 2;\r\n',
  'src/twice.ts': 'go();\nstop();\ngo();\n',
  'logo.png': new Uint8Array([137, 80]),
};

function apply(patches: readonly Patch[], options: ApplyOptions = {}, tree: FileTree = TREE) {
  return applyPatches(
    tree,
    patches.map((patch, at) => ({ block: at + 1, patch })),
    options,
  );
}

function failures(patches: readonly Patch[], options: ApplyOptions = {}, tree: FileTree = TREE) {
  const applied = apply(patches, options, tree);
  return applied.ok ? [] : applied.failures;
}

const replace = (path: string, search: string, lines: string): Patch => ({
  op: 'replace',
  path,
  search: search.split('\n'),
  lines: lines === '' ? [] : lines.split('\n'),
});

describe('patches', () => {
  it('apply in order and come with the changes that make the same tree', () => {
    const applied = apply([
      replace('src/app.tsx', "const title = 'Old';", "const title = 'New';\nconst sub = '';"),
      { op: 'create', path: './src/new.ts', lines: ['export {};'] },
      { op: 'rename', path: 'logo.png', to: 'public/logo.png' },
      { op: 'rename', path: 'public/logo.png', to: 'public/mark.png' },
      { op: 'delete', path: 'src/twice.ts' },
      { op: 'rewrite', path: 'src/note.ts', lines: ['export const note = 3;'] },
    ]);
    if (!applied.ok) throw new Error(JSON.stringify(applied.failures));
    expect(applied.tree).toEqual({
      'src/app.tsx':
        "import { note } from './note.ts';\n\nconst title = 'New';\nconst sub = '';\n\nexport { note, title };\n",
      'src/note.ts': 'export const note = 3;\r\n',
      'src/new.ts': 'export {};\n',
      'public/mark.png': TREE['logo.png'],
    });
    expect(applied.changes.map(({ op, path }) => `${op} ${path}`)).toEqual([
      'rename logo.png',
      'delete src/twice.ts',
      'put src/app.tsx',
      'put src/note.ts',
      'put src/new.ts',
    ]);
    expect(applyChanges(TREE, applied.changes)).toEqual(applied.tree);
  });

  it('keep the line ends of the file, and a file’s missing last one', () => {
    const windows = apply([replace('src/note.ts', 'export const more = 2;', 'a\nb')]);
    expect(windows.ok && windows.tree['src/note.ts']).toBe('export const note = 1;\r\na\r\nb\r\n');
    const open = apply([replace('x', 'b', 'c\nd')], {}, { x: 'a\nb' });
    expect(open.ok && open.tree.x).toBe('a\nc\nd');
    const removed = apply([replace('x', 'a', '')], {}, { x: 'a\nb' });
    expect(removed.ok && removed.tree.x).toBe('b');
  });

  it('all fail when one does, and the tree stays', () => {
    const before = structuredClone(TREE);
    expect(failures([{ op: 'delete', path: 'logo.png' }, replace('src/app.tsx', 'nowhere', 'x')])).toMatchObject([
      { code: 'no_match', block: 2, path: 'src/app.tsx' },
    ]);
    expect(TREE).toEqual(before);
  });
});

describe('a patch is refused', () => {
  it.each<[string, Patch, object, ApplyOptions?]>([
    ['that matches twice', replace('src/twice.ts', 'go();', 'x'), { code: 'several_matches', lines: [1, 3] }],
    [
      'that matches but for spaces',
      replace('src/app.tsx', "const  title = 'Old'; ", 'x'),
      { code: 'no_match', lines: [3], actual: "const title = 'Old';" },
    ],
    ['that matches part of a line', replace('src/app.tsx', 'const title', 'x'), { code: 'no_match' }],
    [
      'for a missing file',
      replace('src/App.jsx', 'x', 'y'),
      { code: 'file_missing', message: expect.stringContaining('src/app.tsx') },
    ],
    ['that creates what is there', { op: 'create', path: 'src/app.tsx', lines: [] }, { code: 'file_exists' }],
    ['that renames onto a file', { op: 'rename', path: 'logo.png', to: 'src/app.tsx' }, { code: 'file_exists' }],
    ['that leaves the project', { op: 'create', path: '../../etc/passwd', lines: [] }, { code: 'path_refused' }],
    ['with an absolute path', { op: 'create', path: '/etc/passwd', lines: [] }, { code: 'path_refused' }],
    ['with a path of Windows', { op: 'create', path: 'src\\new.ts', lines: [] }, { code: 'path_refused' }],
    [
      'that differs from a file only in case',
      { op: 'create', path: 'src/APP.tsx', lines: [] },
      { code: 'path_refused' },
    ],
    ['on bytes', replace('logo.png', 'x', 'y'), { code: 'not_text' }],
    ['that is too large', { op: 'create', path: 'big.ts', lines: ['x'.repeat(1_000_001)] }, { code: 'too_large' }],
    ['with half a character', { op: 'create', path: 'half.ts', lines: ['\ud800'] }, { code: 'not_text' }],
    [
      'that rewrites what was not shown',
      { op: 'rewrite', path: 'src/app.tsx', lines: [] },
      { code: 'not_shown' },
      { shown: new Set() },
    ],
    [
      'outside of its task',
      replace('src/app.tsx', "const title = 'Old';", 'x'),
      { code: 'out_of_scope' },
      { inScope: (path) => path.endsWith('.css') },
    ],
  ])('%s', (_, patch, expected, options = {}) => {
    expect(failures([patch], options)).toMatchObject([expected]);
  });
});

describe('bytes outside a patch', () => {
  const textLine = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '{', 'é', '\t', '\r'), maxLength: 6 });
  const eol = fc.constantFrom('\n', '\r\n');

  it('never change', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(textLine, eol), { maxLength: 20 }),
        fc.array(fc.tuple(textLine, eol), { maxLength: 20 }),
        fc.boolean(),
        fc.array(
          textLine.map((text) => text.replaceAll('\r', '')),
          { maxLength: 4 },
        ),
        (before, after, ended, lines) => {
          const text = (part: readonly (readonly [string, string])[]) => part.map(([line, end]) => line + end).join('');
          const [head, marker, tail] = [text(before), 'THE PLACE', text(after)];
          const file = head + marker + (ended || tail !== '' ? '\n' : '') + tail;
          const other = { 'other.txt': file };
          const applied = apply(
            [{ op: 'replace', path: 'a.txt', search: [marker], lines }],
            {},
            { 'a.txt': file, ...other },
          );
          if (!applied.ok) throw new Error(JSON.stringify(applied.failures));
          const result = applied.tree['a.txt'] as string;
          expect(result.startsWith(head)).toBe(true);
          expect(result.endsWith(tail)).toBe(true);
          const middle = result.slice(head.length, result.length - tail.length);
          expect(middle.split(/\r?\n/).filter((line, at) => line !== '' || at < lines.length)).toEqual(lines);
          expect(applied.tree['other.txt']).toBe(file);
        },
      ),
    );
  });
});
