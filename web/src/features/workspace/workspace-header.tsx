import { Link } from '@tanstack/react-router';
import { ChevronRight, CircleAlert, Download, PanelLeft } from 'lucide-react';
import { Button, IconButton } from '../../components/button.tsx';
import { LogoMark } from '../../components/logo.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { ProjectRow } from '../../lib/database.ts';
import { formatBytes, plural } from '../../lib/format.ts';
import { useDownload } from '../versions/download.ts';
import type { Version } from '../versions/queries.ts';
import { ProjectName } from './project-name.tsx';

interface Props {
  project: ProjectRow;
  canEdit: boolean;
  /** The version that is shown; undefined while there is none. */
  version: Version | undefined;
  dirty: boolean;
  /** Absent where the conversation is a tab of its own. */
  onToggleChat: (() => void) | undefined;
  chatOpen: boolean;
}

export function WorkspaceHeader({ project, canEdit, version, dirty, onToggleChat, chatOpen }: Props) {
  // A version that did not pass its checks is not shown as ready, whatever the project was before.
  const problems = version?.checks?.passed === false ? version.checks.findings.length : 0;
  return (
    <header className="flex h-13 shrink-0 items-center gap-1.5 border-b px-3 sm:gap-2">
      <Link to="/" aria-label="Your projects" className="rounded-md">
        <LogoMark />
      </Link>
      <ChevronRight className="size-4 shrink-0 text-ink-faint max-sm:hidden" aria-hidden />
      <ProjectName key={project.id} project={project} canEdit={canEdit} />
      <div className="ml-1 flex items-center gap-2 text-xs max-sm:hidden">
        {problems > 0 ? (
          <span className="inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-danger-text">
            <CircleAlert className="size-3.5" aria-hidden />
            {plural(problems, 'problem')}
          </span>
        ) : (
          <StatusBadge status={project.status} />
        )}
        {version && (
          <span className="tabular whitespace-nowrap text-ink-faint">
            Version {version.number}
            {dirty && ' · edited'}
          </span>
        )}
      </div>
      <div className="ml-auto flex items-center gap-2">
        {onToggleChat && (
          <IconButton
            label={chatOpen ? 'Hide the conversation' : 'Show the conversation'}
            aria-pressed={chatOpen}
            onClick={onToggleChat}
          >
            <PanelLeft className="size-4" aria-hidden />
          </IconButton>
        )}
        <DownloadButton version={version} dirty={dirty} />
      </div>
    </header>
  );
}

function DownloadButton({ version, dirty }: Pick<Props, 'version' | 'dirty'>) {
  const { download, busy, bytes } = useDownload();
  return (
    <Button
      variant="primary"
      size="sm"
      busy={busy}
      disabled={version === undefined}
      title={dirty ? 'Without the edits that are not saved yet' : 'Download the code as a ZIP'}
      icon={<Download className="size-4" aria-hidden />}
      onClick={() => {
        if (version) download(version.id);
      }}
    >
      <span className="tabular" aria-live="polite">
        {busy ? (bytes === 0 ? 'Preparing…' : formatBytes(bytes)) : 'Download'}
      </span>
    </Button>
  );
}
