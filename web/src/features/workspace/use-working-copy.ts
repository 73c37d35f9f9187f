import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FileTree } from '../../../../shared/files/file-tree.ts';
import { versionFilesQuery } from '../versions/queries.ts';
import { type Draft, EMPTY_DRAFT, isEmptyDraft, rebaseDraft, workingTree } from './code/draft.ts';
import { loadDraft, otherDrafts, storeDraft } from './code/draft-storage.ts';

/** A version's files with the person's unsaved edits on top. The edits are kept in the browser as they are made. */
export interface WorkingCopy {
  /** The version that the edits are made on; null while the project has none. */
  readonly baseId: string | null;
  /** Undefined while it is being read. */
  readonly base: FileTree | undefined;
  readonly draft: Draft;
  readonly tree: FileTree | undefined;
  readonly dirty: boolean;
  /** False when the browser could not keep the edits over a reload. */
  readonly kept: boolean;
  readonly error: unknown;
  retry(): void;
  edit(change: (base: FileTree, draft: Draft) => Draft): void;
  discard(): void;
  /** Shows this version with what is stored for it. */
  open(versionId: string): void;
  /** The edits were saved as this version: what was typed since is on top of it. */
  saved(versionId: string, savedDraft: Draft): void;
}

interface State {
  readonly baseId: string | null;
  readonly draft: Draft;
  readonly kept: boolean;
}

function open(projectId: string, versionId: string | null): State {
  return { baseId: versionId, draft: versionId === null ? EMPTY_DRAFT : loadDraft(projectId, versionId), kept: true };
}

/**
 * @param versionId - the version to show. While there are unsaved edits on another one, that one stays: edits are never
 * carried to other files without being asked for (see `useStrandedDrafts`).
 */
export function useWorkingCopy(projectId: string, versionId: string | null): WorkingCopy {
  const client = useQueryClient();
  const [state, setState] = useState(() => open(projectId, versionId));
  const next = useQuery({ ...versionFilesQuery(versionId ?? ''), enabled: versionId !== null });
  // What is shown stays until there is something else to show: the running preview is then changed, not begun anew.
  const isThere = versionId === null || state.baseId === null || next.data !== undefined || next.isError;
  const follows = state.baseId === versionId || (isEmptyDraft(state.draft) && isThere);
  const current = follows && state.baseId !== versionId ? open(projectId, versionId) : state;
  if (current !== state) setState(current);
  const latest = useRef(current);
  latest.current = current;

  const files = useQuery({ ...versionFilesQuery(current.baseId ?? ''), enabled: current.baseId !== null });
  const base = current.baseId === null ? undefined : files.data;
  const { draft } = current;
  const tree = useMemo(() => (base === undefined ? undefined : workingTree(base, draft)), [base, draft]);

  const set = (baseId: string, next: Draft) => {
    const state = { baseId, draft: next, kept: storeDraft(projectId, baseId, next) };
    latest.current = state;
    setState(state);
  };

  return {
    baseId: current.baseId,
    base,
    draft,
    tree,
    dirty: !isEmptyDraft(draft),
    kept: current.kept,
    error: files.error,
    retry: () => void files.refetch(),
    edit(change) {
      const { baseId, draft } = latest.current;
      if (baseId === null || base === undefined) return;
      set(baseId, change(base, draft));
    },
    discard() {
      const { baseId } = latest.current;
      if (baseId !== null) set(baseId, EMPTY_DRAFT);
    },
    open(id) {
      const state = open(projectId, id);
      latest.current = state;
      setState(state);
    },
    saved(newId, savedDraft) {
      const { baseId, draft } = latest.current;
      if (baseId === null || base === undefined) return;
      // The server keeps what it was sent, byte for byte: the new version's files are known without reading them.
      const savedTree = workingTree(base, savedDraft);
      client.setQueryData(versionFilesQuery(newId).queryKey, savedTree);
      storeDraft(projectId, baseId, EMPTY_DRAFT);
      set(newId, rebaseDraft(base, draft, savedTree).draft);
    },
  };
}

export interface StrandedDrafts {
  /** Versions other than the current one with unsaved edits in this browser. */
  readonly versionIds: readonly string[];
  /** Puts their edits onto the current version; resolves to the paths that were changed on both sides. */
  carryOver(): Promise<readonly string[]>;
  discard(): void;
}

/** Unsaved edits whose version is no longer the current one, because another was made meanwhile. */
export function useStrandedDrafts(projectId: string, headId: string | null, copy: WorkingCopy): StrandedDrafts {
  const client = useQueryClient();
  const [versionIds, setVersionIds] = useState<readonly string[]>([]);
  const { baseId, dirty } = copy;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is stored changes with the base and with being dirty
  useEffect(() => {
    setVersionIds(headId === null ? [] : otherDrafts(projectId, headId));
  }, [projectId, headId, baseId, dirty]);

  const forget = () => {
    for (const id of versionIds) storeDraft(projectId, id, EMPTY_DRAFT);
    setVersionIds([]);
  };
  return {
    versionIds,
    async carryOver() {
      if (headId === null) return [];
      const head = await client.fetchQuery(versionFilesQuery(headId));
      const overlapping = new Set<string>();
      let carried = loadDraft(projectId, headId);
      for (const id of versionIds) {
        const base = await client.fetchQuery(versionFilesQuery(id));
        const rebased = rebaseDraft(base, loadDraft(projectId, id), head);
        // Edits made on the current version itself are the newer ones.
        carried = { ...rebased.draft, ...carried };
        for (const path of rebased.overlapping) overlapping.add(path);
      }
      storeDraft(projectId, headId, carried);
      forget();
      copy.open(headId);
      return [...overlapping];
    },
    discard() {
      forget();
      if (baseId !== headId) copy.discard();
    },
  };
}
