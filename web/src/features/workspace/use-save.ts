import { useState } from 'react';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { plural } from '../../lib/format.ts';
import { toChanges } from './code/draft.ts';
import { useSaveEdits } from './queries.ts';
import type { WorkingCopy } from './use-working-copy.ts';

/** Saving the working copy as a version, with what is said about it. */
export function useSave(projectId: string, copy: WorkingCopy) {
  const [message, setMessage] = useState('');
  const request = useSaveEdits();
  const save = () => {
    if (request.isPending || !copy.dirty || copy.base === undefined || copy.baseId === null) return;
    const { draft } = copy;
    request.mutate(
      { projectId, baseVersionId: copy.baseId, changes: toChanges(copy.base, draft), message: message.trim() },
      {
        onSuccess: ({ versionId, number, checks }) => {
          copy.saved(versionId, draft);
          setMessage('');
          if (checks.passed) showToast(`Version ${number} is saved.`);
          else {
            showToast(
              `Version ${number} is saved, with ${plural(checks.findings.length, 'problem')}. They are shown at the files.`,
              'danger',
            );
          }
        },
        onError: (error) => {
          const failure = toFailure(error);
          // The workspace has read the new head by now, and says above the code what happened and what to do.
          if (failure.code === 'head_moved') return;
          showToast(`Not saved. ${failure.message} Your edits are kept in this browser.`, 'danger');
        },
      },
    );
  };
  return { save, busy: request.isPending, message, setMessage };
}
