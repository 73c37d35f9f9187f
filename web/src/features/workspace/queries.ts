/** Saving hand edits as a new version. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { saveEdits } from '../../../../shared/contracts/versions.ts';
import type { FileChange } from '../../../../shared/files/changes.ts';
import { toFailure } from '../../lib/failure.ts';
import { invoke } from '../../lib/invoke.ts';

export interface SaveInput {
  projectId: string;
  baseVersionId: string;
  changes: FileChange[];
  message: string;
}

export function useSaveEdits() {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['versions'] }),
      client.invalidateQueries({ queryKey: ['projects'] }),
    ]);
  return useMutation({
    mutationFn: (input: SaveInput) => invoke(saveEdits, { body: input }),
    // Also when the head has moved: the workspace then sees the new one and offers the way on.
    onError: (error) => (toFailure(error).code === 'head_moved' ? refresh() : undefined),
    onSuccess: refresh,
  });
}
