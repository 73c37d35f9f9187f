import { useQuery } from '@tanstack/react-query';
import { ChevronRight, GitCompareArrows } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { DiffFileList } from '../versions/diff-panel.tsx';
import { diffQuery, type Version } from '../versions/queries.ts';
import type { TurnVersions } from './turns.ts';

interface Props {
  turn: TurnVersions;
  /** Shows the difference between two versions, at a file. */
  onCompare: (from: Version, to: Version, path?: string) => void;
}

/** What a turn changed, from the version before it to its own: the files here, their lines on demand. */
export function TurnChanges({ turn: { base, result }, onCompare }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  if (base === null) return null;
  return (
    <section
      aria-label={`Changes in version ${result.number}`}
      className="overflow-hidden rounded-lg border bg-surface"
    >
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-9 w-full items-center gap-2 px-3 text-left text-sm hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <ChevronRight
          className={`size-4 shrink-0 text-ink-faint transition-transform ${open ? 'rotate-90' : ''}`}
          aria-hidden
        />
        <span className="font-medium">What changed</span>
        <span className="tabular ml-auto text-ink-faint text-xs">
          Version {base.number} to {result.number}
        </span>
      </button>
      <div id={id} hidden={!open} className="border-t">
        {open && <ChangedFiles base={base} result={result} onCompare={onCompare} />}
      </div>
    </section>
  );
}

function ChangedFiles({ base, result, onCompare }: { base: Version; result: Version; onCompare: Props['onCompare'] }) {
  const diff = useQuery(diffQuery(base.id, result.id));
  if (diff.isPending) {
    return (
      <div className="grid gap-2 p-3">
        <LoadingLabel>Comparing the versions</LoadingLabel>
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-56" />
      </div>
    );
  }
  if (diff.data === undefined) {
    return (
      <LoadFailure
        what="The difference"
        error={diff.error}
        onRetry={() => void diff.refetch()}
        retrying={diff.isFetching}
      />
    );
  }
  if (diff.data.length === 0) return <p className="px-3 py-2 text-ink-muted text-sm">No file is different.</p>;
  return (
    <>
      <DiffFileList files={diff.data} selected={undefined} onSelect={(path) => onCompare(base, result, path)} />
      <div className="p-2">
        <Button
          size="sm"
          variant="ghost"
          icon={<GitCompareArrows className="size-4" aria-hidden />}
          onClick={() => onCompare(base, result)}
        >
          See the lines
        </Button>
      </div>
    </>
  );
}
