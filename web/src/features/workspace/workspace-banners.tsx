import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import type { Version } from '../versions/queries.ts';
import type { StrandedDrafts } from './use-working-copy.ts';

/** Says that an old version is shown, and leads back. */
export function OldVersionBanner({ version, onLeave }: { version: Version; onLeave: () => void }) {
  return (
    <Notice
      className="rounded-none"
      actions={
        <Button size="sm" onClick={onLeave}>
          Back to the current version
        </Button>
      }
    >
      You are looking at version {version.number}. It cannot be edited; restore it under Versions to go on from it.
    </Notice>
  );
}

interface StrandedProps {
  stranded: StrandedDrafts;
  versions: readonly Version[];
  head: Version | undefined;
  dirty: boolean;
}

/** Unsaved edits made on a version that is no longer the current one: never dropped, never moved unasked. */
export function StrandedBanner({ stranded, versions, head, dirty }: StrandedProps) {
  const [overlapping, setOverlapping] = useState<readonly string[]>([]);
  const carry = useMutation({
    mutationFn: () => stranded.carryOver(),
    onSuccess: (paths) => {
      setOverlapping(paths);
      if (paths.length === 0) showToast('Your edits are on the current version now. Save them when you are ready.');
    },
    onError: (error) => showToast(`Your edits were not moved. ${toFailure(error).message}`, 'danger'),
  });
  if (stranded.versionIds.length === 0) {
    if (overlapping.length === 0 || !dirty) return null;
    return (
      <Notice
        tone="warning"
        className="rounded-none"
        title="Your edits are kept. Look at these files before you save."
        actions={
          <Button size="sm" onClick={() => setOverlapping([])}>
            Dismiss
          </Button>
        }
      >
        They were changed in the current version too, and saving replaces that: {overlapping.join(', ')}.
      </Notice>
    );
  }
  const numbers = stranded.versionIds
    .map((id) => versions.find((version) => version.id === id)?.number)
    .filter((number) => number !== undefined);
  const where = numbers.length > 0 ? `version ${numbers.join(' and ')}` : 'an earlier version';
  return (
    <Notice
      tone="warning"
      className="rounded-none"
      title={`You have unsaved edits made on ${where}`}
      actions={
        <>
          <Button size="sm" variant="ghost" onClick={() => stranded.discard()}>
            Discard them
          </Button>
          <Button size="sm" variant="primary" busy={carry.isPending} onClick={() => carry.mutate()}>
            Move them to version {head?.number ?? ''}
          </Button>
        </>
      }
    >
      {head ? `Version ${head.number}` : 'Another version'} is the current one by now, so they cannot be saved where
      they are.
    </Notice>
  );
}
