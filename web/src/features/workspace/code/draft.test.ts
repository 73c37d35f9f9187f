import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../../../shared/files/changes.ts';
import type { FileTree } from '../../../../../shared/files/file-tree.ts';
import {
  createFile,
  deleteFile,
  EMPTY_DRAFT,
  isEmptyDraft,
  putText,
  rebaseDraft,
  renameFile,
  toChanges,
  workingTree,
} from './draft.ts';

const logo = new Uint8Array([1, 2, 250]);
const base: FileTree = { 'README.md': '# App', 'public/logo.png': logo, 'src/app.tsx': 'export {}' };

describe('a draft', () => {
  it('is empty again when an edit is typed back', () => {
    const edited = putText(base, EMPTY_DRAFT, 'src/app.tsx', 'changed');
    expect(workingTree(base, edited)['src/app.tsx']).toBe('changed');
    expect(isEmptyDraft(putText(base, edited, 'src/app.tsx', 'export {}'))).toBe(true);
  });

  it('forgets a file that was created and deleted', () => {
    const created = createFile(base, EMPTY_DRAFT, 'src/new.ts');
    expect(workingTree(base, created)['src/new.ts']).toBe('');
    expect(isEmptyDraft(deleteFile(base, created, 'src/new.ts'))).toBe(true);
  });

  it('refuses paths that are taken, differ only in case, or leave the project', () => {
    expect(() => createFile(base, EMPTY_DRAFT, 'src/app.tsx')).toThrow(/already/);
    expect(() => createFile(base, EMPTY_DRAFT, 'SRC/App.tsx')).toThrow(/case/);
    expect(() => createFile(base, EMPTY_DRAFT, '../x')).toThrow(/leaves the project/);
    expect(() => renameFile(base, EMPTY_DRAFT, 'README.md', 'src/app.tsx')).toThrow(/already/);
  });

  it('moves text and binary files, and back', () => {
    let draft = renameFile(base, EMPTY_DRAFT, 'public/logo.png', 'public/mark.png');
    draft = renameFile(base, draft, 'src/app.tsx', 'src/main.tsx');
    expect(Object.keys(workingTree(base, draft))).toEqual(['README.md', 'public/mark.png', 'src/main.tsx']);
    draft = renameFile(base, draft, 'public/mark.png', 'public/logo.png');
    draft = renameFile(base, draft, 'src/main.tsx', 'src/app.tsx');
    expect(isEmptyDraft(draft)).toBe(true);
  });

  it('survives JSON', () => {
    const draft = renameFile(base, putText(base, EMPTY_DRAFT, 'a.txt', 'a'), 'public/logo.png', 'b.png');
    expect(workingTree(base, JSON.parse(JSON.stringify(draft)))).toEqual(workingTree(base, draft));
  });
});

describe('toChanges', () => {
  it('makes the working tree of the base', () => {
    let draft = renameFile(base, EMPTY_DRAFT, 'public/logo.png', 'public/mark.png');
    draft = deleteFile(base, draft, 'README.md');
    draft = createFile(base, draft, 'src/new.ts');
    draft = putText(base, draft, 'src/new.ts', 'export const a = 1;');
    expect(applyChanges(base, toChanges(base, draft))).toEqual(workingTree(base, draft));
  });

  it('can give a file a path that differs only in case', () => {
    const draft = renameFile(base, EMPTY_DRAFT, 'README.md', 'readme.md');
    expect(Object.keys(applyChanges(base, toChanges(base, draft)))).toContain('readme.md');
  });
});

describe('rebaseDraft', () => {
  it('keeps the edits and names what was changed on both sides', () => {
    const next: FileTree = { ...base, 'README.md': '# Their app' };
    let draft = putText(base, EMPTY_DRAFT, 'README.md', '# My app');
    draft = putText(base, draft, 'src/app.tsx', 'mine');
    const rebased = rebaseDraft(base, draft, next);
    expect(rebased.overlapping).toEqual(['README.md']);
    expect(workingTree(next, rebased.draft)).toMatchObject({ 'README.md': '# My app', 'src/app.tsx': 'mine' });
  });

  it('drops an edit that the other version has already', () => {
    const draft = putText(base, EMPTY_DRAFT, 'src/app.tsx', 'same');
    expect(isEmptyDraft(rebaseDraft(base, draft, { ...base, 'src/app.tsx': 'same' }).draft)).toBe(true);
  });
});
