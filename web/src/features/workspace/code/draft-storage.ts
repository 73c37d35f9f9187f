/** Where drafts outlive the page: this browser's storage, one entry for each project and base version. */
import { z } from 'zod';
import { readStored, storedKeys, writeStored } from '../../../lib/storage.ts';
import { type Draft, draftSchema, EMPTY_DRAFT, isEmptyDraft } from './draft.ts';

const stored = z.object({ draft: draftSchema, savedAt: z.string() });

function prefixOf(projectId: string): string {
  return `trellis.draft.${projectId}.`;
}

/** The draft of a version; empty when there is none, or when what is stored is not one. */
export function loadDraft(projectId: string, versionId: string): Draft {
  const text = readStored(prefixOf(projectId) + versionId);
  if (text === null) return EMPTY_DRAFT;
  try {
    const parsed = stored.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.draft : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

/** @returns false when the browser did not keep it: storage is full or blocked, and the person has to know. */
export function storeDraft(projectId: string, versionId: string, draft: Draft): boolean {
  const key = prefixOf(projectId) + versionId;
  if (isEmptyDraft(draft)) return writeStored(key, null);
  return writeStored(key, JSON.stringify({ draft, savedAt: new Date().toISOString() }));
}

/** Versions of the project other than this one that have unsaved edits here. */
export function otherDrafts(projectId: string, versionId: string): string[] {
  const prefix = prefixOf(projectId);
  return storedKeys(prefix)
    .map((key) => key.slice(prefix.length))
    .filter((id) => id !== versionId && !isEmptyDraft(loadDraft(projectId, id)));
}
