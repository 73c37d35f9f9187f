import { useQuery } from '@tanstack/react-query';
import {
  CircleAlert,
  CircleCheck,
  Download,
  Ellipsis,
  Eye,
  GitCommitHorizontal,
  History,
  TriangleAlert,
} from 'lucide-react';
import { useState } from 'react';
import type { AccessReport } from '../../../../shared/verify/finding.ts';
import { IconButton } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import { cn } from '../../lib/class-names.ts';
import type { VersionOrigin } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import { plural } from '../../lib/format.ts';
import { DiffPanel } from './diff-panel.tsx';
import { useRestoreVersion, type Version, versionsQuery } from './queries.ts';

const ORIGINS: Record<VersionOrigin, string> = {
  generation: 'Generated',
  edit: 'Edited by hand',
  restore: 'Restored',
  import: 'Imported',
  template: 'From a template',
  publish: 'Published',
};

interface Props {
  projectId: string;
  headId: string | null;
  userId: string;
  canEdit: boolean;
  onView: (version: Version) => void;
  onDownload: (version: Version) => void;
  onRestored: () => void;
  /** What is shown first, where it is not what the newest version changed. */
  comparison?: Comparison | undefined;
}

/** Two versions side by side, at a file. */
export interface Comparison {
  fromId: string;
  toId: string;
  path?: string | undefined;
}

/** Every version of the project, what each changed, and the way back to one. */
export function VersionsView(props: Props) {
  const versions = useQuery(versionsQuery(props.projectId));
  const [selectedId, setSelectedId] = useState(props.comparison?.toId);
  const [compareId, setCompareId] = useState(props.comparison?.fromId);
  if (versions.isPending) {
    return (
      <div className="grid w-full max-w-80 gap-4 p-4">
        <LoadingLabel>Loading the versions</LoadingLabel>
        {['a', 'b', 'c'].map((key) => (
          <div key={key} className="grid gap-2">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-3.5 w-52" />
          </div>
        ))}
      </div>
    );
  }
  if (versions.data === undefined) {
    return (
      <LoadFailure
        what="The versions"
        error={versions.error}
        onRetry={() => void versions.refetch()}
        retrying={versions.isFetching}
      />
    );
  }
  const selected = versions.data.find((version) => version.id === selectedId) ?? versions.data[0];
  if (selected === undefined) {
    return (
      <EmptyState icon={<History aria-hidden />} title="No versions yet">
        The first one appears when the app is built.
      </EmptyState>
    );
  }
  const before =
    versions.data.find((version) => version.id === compareId && version.id !== selected.id) ??
    versions.data.find((version) => version.id === selected.parent_id) ??
    versions.data.find((version) => version.number === selected.number - 1) ??
    null;
  return (
    <div className="flex h-full min-h-0 max-lg:flex-col max-lg:overflow-y-auto">
      <ol
        aria-label="Versions"
        className="shrink-0 overflow-y-auto py-2 max-lg:max-h-[45%] max-lg:border-b lg:w-76 lg:border-r"
      >
        {versions.data.map((version) => (
          <VersionItem
            key={version.id}
            {...props}
            version={version}
            current={version.id === selected.id}
            onSelect={() => {
              setSelectedId(version.id);
              setCompareId(undefined);
            }}
          />
        ))}
      </ol>
      <DiffPanel
        versions={versions.data}
        from={before}
        to={selected}
        path={props.comparison?.path}
        onCompare={setCompareId}
      />
    </div>
  );
}

function Checks({ version }: { version: Version }) {
  if (version.checks === null) return <span>Not checked</span>;
  const { passed, findings, access } = version.checks;
  const Icon = passed ? (findings.length > 0 ? TriangleAlert : CircleCheck) : CircleAlert;
  return (
    <>
      <span className={cn('inline-flex items-center gap-1', passed ? 'text-accent-text' : 'text-danger-text')}>
        <Icon className="size-3.5" aria-hidden />
        {passed ? 'Checks passed' : plural(findings.length, 'problem')}
      </span>
      {access && <Access access={access} />}
    </>
  );
}

/** Whether it was tried who reaches whose rows, or only read from the SQL. */
function Access({ access }: { access: AccessReport }) {
  const detail =
    access.method === 'probed'
      ? `${plural(access.probes, 'probe')} on a database showed who reaches whose rows.`
      : `Who reaches whose rows was read from the SQL alone. ${access.reason}`;
  return (
    <span title={detail}>
      Access {access.method}
      <span className="sr-only">: {detail}</span>
    </span>
  );
}

function VersionItem(props: Props & { version: Version; current: boolean; onSelect: () => void }) {
  const { version } = props;
  const [confirming, setConfirming] = useState(false);
  const restore = useRestoreVersion();
  const isHead = version.id === props.headId;
  const onRestore = () =>
    restore.mutate(version.id, {
      onSuccess: () => {
        setConfirming(false);
        showToast(`Version ${version.number} is restored as a new version.`);
        props.onRestored();
      },
      onError: (error) => {
        setConfirming(false);
        showToast(`Version ${version.number} was not restored. ${toFailure(error).message}`, 'danger');
      },
    });
  return (
    <li className={cn('relative mx-2 rounded-lg', props.current ? 'bg-hover' : 'hover:bg-sunken')}>
      <button
        type="button"
        aria-current={props.current || undefined}
        onClick={props.onSelect}
        className="block w-full rounded-lg px-3 py-2.5 pr-11 text-left"
      >
        <span className="flex items-center gap-2">
          <span className="font-medium text-sm">Version {version.number}</span>
          {isHead && (
            <span className="rounded-full bg-accent-soft px-2 font-medium text-2xs text-accent-text">Current</span>
          )}
        </span>
        {version.message && (
          <span className="mt-0.5 line-clamp-2 block break-words text-ink-muted text-sm">{version.message}</span>
        )}
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-ink-faint text-xs">
          <Checks version={version} />
          <span>
            {ORIGINS[version.origin]} {version.created_by === props.userId ? 'by you' : 'by a member'}
          </span>
          <RelativeTime iso={version.created_at} />
        </span>
      </button>
      <div className="absolute top-2 right-2">
        <Menu
          trigger={
            <IconButton label={`Actions for version ${version.number}`} size="sm">
              <Ellipsis className="size-4" aria-hidden />
            </IconButton>
          }
        >
          <MenuItem icon={<Eye aria-hidden />} onSelect={() => props.onView(version)}>
            Open
          </MenuItem>
          <MenuItem icon={<Download aria-hidden />} onSelect={() => props.onDownload(version)}>
            Download
          </MenuItem>
          {props.canEdit && !isHead && (
            <MenuItem icon={<GitCommitHorizontal aria-hidden />} onSelect={() => setConfirming(true)}>
              Restore…
            </MenuItem>
          )}
        </Menu>
      </div>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Restore version ${version.number}?`}
        description="A new version with its files becomes the current one. Nothing is lost: every version stays in this list."
        confirmLabel="Restore"
        busy={restore.isPending}
        onConfirm={onRestore}
      />
    </li>
  );
}
