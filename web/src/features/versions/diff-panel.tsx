import { useQuery } from '@tanstack/react-query';
import { Columns2, FileDiff as FileDiffIcon, Rows2 } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { cn } from '../../lib/class-names.ts';
import { plural } from '../../lib/format.ts';
import { useMediaQuery, WIDE } from '../../lib/media-query.ts';
import { diffQuery, type FileDiff, type Version } from './queries.ts';

const DiffViewer = lazy(() => import('./diff-viewer.tsx'));

const CHANGES: Record<FileDiff['change'], { letter: string; label: string; tone: string }> = {
  added: { letter: 'A', label: 'added', tone: 'text-accent-text' },
  removed: { letter: 'R', label: 'removed', tone: 'text-danger-text' },
  modified: { letter: 'M', label: 'modified', tone: 'text-warning-text' },
};

interface Props {
  versions: readonly Version[];
  /** Null: compared with nothing, as the first version is. */
  from: Version | null;
  to: Version;
  /** The file that is shown first, where it differs. */
  path?: string | undefined;
  onCompare: (fromId: string) => void;
}

/** What differs between two versions, file by file. */
export function DiffPanel({ versions, from, to, path, onCompare }: Props) {
  const selectId = useId();
  const wide = useMediaQuery(WIDE);
  const [sideBySide, setSideBySide] = useState(true);
  const others = versions.filter((version) => version.id !== to.id);
  return (
    <section aria-label={`Changes in version ${to.number}`} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
        <h2 className="font-medium text-sm">Version {to.number}</h2>
        {others.length > 0 && from !== null && (
          <div className="flex items-center gap-2 text-ink-muted text-sm">
            <label htmlFor={selectId}>compared with</label>
            <select
              id={selectId}
              value={from.id}
              onChange={(event) => onCompare(event.target.value)}
              className="h-8 rounded-md border border-line-strong bg-surface px-2 text-ink text-sm pointer-coarse:h-10"
            >
              {others.map((version) => (
                <option key={version.id} value={version.id}>
                  Version {version.number}
                </option>
              ))}
            </select>
          </div>
        )}
        {wide && (
          <div className="ml-auto flex">
            <IconButton label="Side by side" size="sm" aria-pressed={sideBySide} onClick={() => setSideBySide(true)}>
              <Columns2 className={cn('size-4', sideBySide && 'text-ink')} aria-hidden />
            </IconButton>
            <IconButton label="In one column" size="sm" aria-pressed={!sideBySide} onClick={() => setSideBySide(false)}>
              <Rows2 className={cn('size-4', !sideBySide && 'text-ink')} aria-hidden />
            </IconButton>
          </div>
        )}
      </div>
      {from === null ? (
        <EmptyState icon={<FileDiffIcon aria-hidden />} title="The first version">
          There is nothing before it to compare it with.
        </EmptyState>
      ) : (
        <DiffFiles key={`${from.id}-${to.id}`} from={from} to={to} path={path} sideBySide={wide && sideBySide} />
      )}
    </section>
  );
}

function DiffFiles(props: { from: Version; to: Version; path: string | undefined; sideBySide: boolean }) {
  const { from, to, sideBySide } = props;
  const diff = useQuery(diffQuery(from.id, to.id));
  const [chosen, setChosen] = useState(props.path);
  if (diff.isPending) {
    return (
      <div className="grid gap-3 p-4">
        <LoadingLabel>Comparing the versions</LoadingLabel>
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-64" />
        <Skeleton className="h-40" />
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
  if (diff.data.length === 0) {
    return (
      <EmptyState icon={<FileDiffIcon aria-hidden />} title="No differences">
        Versions {from.number} and {to.number} hold the same files.
      </EmptyState>
    );
  }
  const file = diff.data.find((entry) => entry.path === chosen) ?? diff.data[0];
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DiffFileList files={diff.data} selected={file?.path} onSelect={setChosen} />
      {file && <DiffBody key={file.path} file={file} sideBySide={sideBySide} />}
    </div>
  );
}

/** The changed files; the first is shown until another is chosen. */
export function DiffFileList(props: {
  files: readonly FileDiff[];
  selected: string | undefined;
  onSelect: (path: string) => void;
}) {
  return (
    <div className="max-h-40 shrink-0 overflow-y-auto border-b py-1.5">
      <p className="px-4 py-1 text-ink-faint text-xs">{plural(props.files.length, 'changed file')}</p>
      <ul>
        {props.files.map((file) => {
          const change = CHANGES[file.change];
          return (
            <li key={file.path}>
              <button
                type="button"
                aria-current={file.path === props.selected || undefined}
                onClick={() => props.onSelect(file.path)}
                className="flex w-full items-center gap-2 px-4 py-1 text-left text-sm hover:bg-sunken focus-visible:-outline-offset-2 aria-[current=true]:bg-hover pointer-coarse:py-2"
              >
                <span aria-hidden className={cn('w-3 font-mono font-semibold text-xs', change.tone)}>
                  {change.letter}
                </span>
                <span className="min-w-0 flex-1 truncate font-mono text-xs">{file.path}</span>
                <span className="text-ink-faint text-xs">{change.label}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function DiffBody({ file, sideBySide }: { file: FileDiff; sideBySide: boolean }) {
  const absent = { before: file.change === 'added', after: file.change === 'removed' };
  if ((file.before === null && !absent.before) || (file.after === null && !absent.after)) {
    return (
      <EmptyState icon={<FileDiffIcon aria-hidden />} title="Not a text file">
        {file.path} was {CHANGES[file.change].label}. Download both versions to compare it.
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-surface">
      <Suspense fallback={<Skeleton className="m-4 h-40" />}>
        <DiffViewer
          path={file.path}
          before={file.before ?? ''}
          after={file.after ?? ''}
          sideBySide={sideBySide && file.change === 'modified'}
        />
      </Suspense>
    </div>
  );
}
