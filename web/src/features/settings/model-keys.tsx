import { useQuery } from '@tanstack/react-query';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { ModelKeyForm, providerName } from './model-key-form.tsx';
import { type ModelKey, modelKeysQuery, useDeleteModelKey } from './model-key-queries.ts';

/** The keys of an organization by their last characters, and a way to add or replace one. For its admins. */
export function ModelKeys({ orgId }: { orgId: string }) {
  const keys = useQuery(modelKeysQuery(orgId));
  if (keys.isPending) {
    return (
      <div className="grid max-w-sm gap-3">
        <Skeleton className="h-10" />
        <Skeleton className="h-9 w-28" />
      </div>
    );
  }
  if (keys.data === undefined) {
    if (toFailure(keys.error).status === 403) {
      return <Notice>An admin of your organization adds and deletes its keys.</Notice>;
    }
    return (
      <LoadFailure what="The keys" error={keys.error} onRetry={() => void keys.refetch()} retrying={keys.isFetching} />
    );
  }
  return (
    <div className="grid max-w-md gap-5">
      {keys.data.length > 0 && (
        <ul aria-label="Keys" className="divide-y rounded-lg border bg-surface">
          {keys.data.map((key) => (
            <KeyItem key={key.provider} orgId={orgId} modelKey={key} />
          ))}
        </ul>
      )}
      <ModelKeyForm orgId={orgId} known={keys.data} />
    </div>
  );
}

function KeyItem({ orgId, modelKey }: { orgId: string; modelKey: ModelKey }) {
  const [confirming, setConfirming] = useState(false);
  const remove = useDeleteModelKey(orgId);
  const name = providerName(modelKey.provider);
  return (
    <li className="flex items-center gap-3 px-3 py-2.5">
      <KeyRound className="size-4 shrink-0 text-ink-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-sm">{name}</p>
        <p className="break-all text-ink-faint text-xs">
          Ends in <code className="font-mono">{modelKey.hint}</code>
          {modelKey.model && ` · ${modelKey.model}`}
          {modelKey.baseUrl && ` · ${modelKey.baseUrl}`} · set <RelativeTime iso={modelKey.createdAt} />
        </p>
      </div>
      <IconButton label={`Delete the key of ${name}`} size="sm" onClick={() => setConfirming(true)}>
        <Trash2 className="size-4" aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Delete the key of ${name}?`}
        description="Its models can no longer be chosen. The key is deleted here; whether it still works elsewhere, the provider decides."
        confirmLabel="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(modelKey.provider, {
            onSuccess: () => showToast(`The key of ${name} is deleted.`),
            onError: (error) => {
              setConfirming(false);
              showToast(`The key was not deleted. ${toFailure(error).message}`, 'danger');
            },
          })
        }
      />
    </li>
  );
}
