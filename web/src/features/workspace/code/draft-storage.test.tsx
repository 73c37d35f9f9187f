import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_DRAFT, putText } from './draft.ts';
import { loadDraft, otherDrafts, storeDraft } from './draft-storage.ts';

const edited = putText({}, EMPTY_DRAFT, 'src/app.tsx', 'mine');

beforeEach(() => window.localStorage.clear());

describe('draft storage', () => {
  it('gives back what was stored, by project and version', () => {
    expect(storeDraft('p1', 'v1', edited)).toBe(true);
    expect(loadDraft('p1', 'v1')).toEqual(edited);
    expect(loadDraft('p1', 'v2')).toEqual(EMPTY_DRAFT);
    expect(loadDraft('p2', 'v1')).toEqual(EMPTY_DRAFT);
  });

  it('forgets a draft that became empty', () => {
    storeDraft('p1', 'v1', edited);
    storeDraft('p1', 'v1', EMPTY_DRAFT);
    expect(Object.keys(window.localStorage)).toEqual([]);
  });

  it('finds drafts made on other versions of the same project', () => {
    storeDraft('p1', 'v1', edited);
    storeDraft('p2', 'v9', edited);
    expect(otherDrafts('p1', 'v2')).toEqual(['v1']);
    expect(otherDrafts('p1', 'v1')).toEqual([]);
  });

  it('does not trust what is in storage', () => {
    window.localStorage.setItem('trellis.draft.p1.v1', '{"draft":{"a":{"kind":"run"}},"savedAt":""}');
    expect(loadDraft('p1', 'v1')).toEqual(EMPTY_DRAFT);
    window.localStorage.setItem('trellis.draft.p1.v1', 'not json');
    expect(loadDraft('p1', 'v1')).toEqual(EMPTY_DRAFT);
  });

  it('says when the browser does not keep it', () => {
    const blocked = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    expect(storeDraft('p1', 'v1', edited)).toBe(false);
    blocked.mockRestore();
  });
});
