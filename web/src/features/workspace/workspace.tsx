import { useQuery } from '@tanstack/react-query';
import { AppWindow, Code2, Columns2, History, MessageSquare } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { type TabItem, TabList, TabPanel, TabRoot } from '../../components/tabs.tsx';
import { cn } from '../../lib/class-names.ts';
import type { ProjectRow } from '../../lib/database.ts';
import { useMediaQuery, WIDE } from '../../lib/media-query.ts';
import { useUserId } from '../../lib/session.ts';
import { useModShortcut } from '../../lib/shortcut.ts';
import { Conversation } from '../generation/conversation.tsx';
import { useFix } from '../generation/use-fix.tsx';
import { useModelChoice } from '../generation/use-model-choice.ts';
import { roleQuery } from '../projects/queries.ts';
import { useDownload } from '../versions/download.ts';
import { useRestoreVersion, type Version, versionFilesQuery, versionsQuery } from '../versions/queries.ts';
import { type Comparison, VersionsView } from '../versions/versions-view.tsx';
import { type CodePlace, CodeView, EditorSkeleton } from './code/code-view.tsx';
import { EMPTY_DRAFT } from './code/draft.ts';
import { SaveBar } from './code/save-bar.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { PreviewPane, PreviewSkeleton, warmPreview } from './preview-pane.tsx';
import { TurnChanges } from './turn-changes.tsx';
import { turnUndo, turnVersions } from './turns.ts';
import { usePicking } from './use-picking.ts';
import { useSave } from './use-save.ts';
import { useStrandedDrafts, useWorkingCopy } from './use-working-copy.ts';
import { OldVersionBanner, StrandedBanner } from './workspace-banners.tsx';
import { WorkspaceHeader } from './workspace-header.tsx';

export type View = 'chat' | 'preview' | 'code' | 'versions';

/** What the address says: which view, and which version when it is not the current one. */
export interface WorkspaceLocation {
  view: View | undefined;
  versionId: string | undefined;
  onNavigate: (to: { view?: View; versionId?: string | undefined }) => void;
}

interface Props extends WorkspaceLocation {
  project: ProjectRow;
  canEdit: boolean;
}

const TABS: readonly TabItem<View>[] = [
  { value: 'preview', label: 'Preview', icon: <AppWindow aria-hidden /> },
  { value: 'code', label: 'Code', icon: <Code2 aria-hidden /> },
  { value: 'versions', label: 'Versions', icon: <History aria-hidden /> },
];
const CHAT_TAB: TabItem<View> = { value: 'chat', label: 'Chat', icon: <MessageSquare aria-hidden /> };

/** Conversation, preview, code and versions of one project: everything a feature knows about it, put together. */
export function Workspace({ project, canEdit, view, versionId, onNavigate }: Props) {
  const userId = useUserId();
  const wide = useMediaQuery(WIDE);
  const headId = project.head_version_id;
  const versions = useQuery(versionsQuery(project.id)).data ?? [];
  const oldId = versionId !== undefined && versionId !== headId ? versionId : undefined;
  const old = useQuery({ ...versionFilesQuery(oldId ?? ''), enabled: oldId !== undefined });
  const copy = useWorkingCopy(project.id, headId);
  const stranded = useStrandedDrafts(project.id, headId, copy);
  // Edits on a version that is no longer the current one are moved first: see StrandedBanner.
  const canSave = canEdit && copy.dirty && oldId === undefined && copy.baseId === headId;
  const saving = useSave(project.id, copy);
  const { download } = useDownload();
  const restore = useRestoreVersion();
  const selection = useModelChoice(project.org_id);
  const seesCost = useQuery(roleQuery(project.org_id, 'admin')).data ?? false;
  const [comparison, setComparison] = useState<Comparison & { at: number }>();
  const [place, setPlace] = useState<CodePlace>();
  const [chatOpen, setChatOpen] = useState(true);
  const [split, setSplit] = useState(false);

  const tree = oldId === undefined ? copy.tree : old.data;
  const shownId = oldId ?? copy.baseId;
  const shown = versions.find((version) => version.id === shownId);
  const head = versions.find((version) => version.id === headId);
  const findings = shown?.checks?.findings ?? [];
  const readOnly = !canEdit || oldId !== undefined;
  const active: View = wide ? (view === undefined || view === 'chat' ? 'preview' : view) : (view ?? 'chat');
  const isSplit = wide && split && active === 'code';
  const showsChat = wide && chatOpen;

  const openFile = (path: string, line?: number) => {
    setPlace({ path, line, at: Date.now() });
    if (active !== 'code') onNavigate({ view: 'code' });
  };
  const compare = (from: Version, to: Version, path?: string) => {
    setComparison({ fromId: from.id, toId: to.id, path, at: Date.now() });
    onNavigate({ view: 'versions' });
  };
  const showChat = () => {
    if (wide) setChatOpen(true);
    else onNavigate({ view: 'chat' });
  };
  const picking = usePicking(tree);
  const fix = useFix({ projectId: project.id, selection, unsaved: copy.dirty, onStarted: showChat });
  useEffect(warmPreview, []);
  useModShortcut('s', () => {
    if (canSave) saving.save();
  });

  const readError = oldId === undefined ? copy.error : old.error;
  const missing = (skeleton: React.ReactNode) =>
    readError ? (
      <LoadFailure what="The files" error={readError} onRetry={() => void (oldId ? old.refetch() : copy.retry())} />
    ) : headId === null && project.status !== 'generating' ? (
      <EmptyState icon={<AppWindow aria-hidden />} title="Nothing to show yet">
        The app appears here once it is built. The conversation says what happened.
      </EmptyState>
    ) : (
      skeleton
    );
  const conversation = (
    <Conversation
      projectId={project.id}
      hasVersion={headId !== null}
      canEdit={canEdit}
      seesCost={seesCost}
      selection={selection}
      unsaved={copy.dirty}
      target={picking.target}
      onTarget={picking.setTarget}
      onPick={() => {
        onNavigate({ view: 'preview', versionId: undefined });
        picking.setActive(true);
      }}
      onOpenFile={tree && openFile}
      changesOf={(job) => {
        const turn = turnVersions(versions, job.id);
        return turn && <TurnChanges turn={turn} onCompare={compare} />;
      }}
      undoOf={(job) => turnUndo(turnVersions(versions, job.id), ({ id }) => restore.mutateAsync(id))}
    />
  );

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <WorkspaceHeader
        project={project}
        canEdit={canEdit}
        version={shown}
        dirty={copy.dirty && oldId === undefined}
        onToggleChat={wide ? () => setChatOpen(!chatOpen) : undefined}
        chatOpen={chatOpen}
      />
      <div className="flex min-h-0 flex-1">
        {showsChat && (
          <aside aria-label="Conversation" className="w-92 shrink-0 border-r">
            {conversation}
          </aside>
        )}
        <main className="flex min-h-0 min-w-0 flex-1 flex-col">
          <TabRoot
            value={active}
            onChange={(next) => onNavigate({ view: next })}
            className="flex min-h-0 flex-1 flex-col"
          >
            <div className="flex shrink-0 items-center border-b px-2 py-1.5">
              <TabList
                label="Views of the project"
                items={wide ? TABS : [CHAT_TAB, ...TABS]}
                className="max-lg:flex-1 max-lg:justify-between"
              />
              {wide && active === 'code' && (
                <IconButton
                  label={split ? 'Hide the preview' : 'Show the preview beside the code'}
                  size="sm"
                  aria-pressed={split}
                  className="ml-auto"
                  onClick={() => {
                    setSplit(!split);
                    // Three columns need more room than most screens have.
                    if (!split) setChatOpen(false);
                  }}
                >
                  <Columns2 className={cn('size-4', split && 'text-ink')} aria-hidden />
                </IconButton>
              )}
            </div>
            {oldId !== undefined && shown && (
              <OldVersionBanner version={shown} onLeave={() => onNavigate({ versionId: undefined })} />
            )}
            {oldId === undefined && (
              <StrandedBanner stranded={stranded} versions={versions} head={head} dirty={copy.dirty} />
            )}
            <div className="flex min-h-0 flex-1">
              {!wide && (
                <TabPanel value="chat" className="min-h-0 min-w-0 flex-1">
                  {conversation}
                </TabPanel>
              )}
              <TabPanel value="code" keep className="flex min-h-0 min-w-0 flex-1 flex-col">
                <div className="min-h-0 flex-1">
                  {tree === undefined
                    ? active === 'code' && missing(<EditorSkeleton />)
                    : active === 'code' && (
                        <CodeView
                          tree={tree}
                          draft={oldId === undefined ? copy.draft : EMPTY_DRAFT}
                          findings={findings}
                          readOnly={readOnly}
                          place={place}
                          onOpen={openFile}
                          onClose={() => setPlace(undefined)}
                          onEdit={copy.edit}
                          wide={wide}
                        />
                      )}
                </div>
                {canSave && (
                  <SaveBar
                    changed={Object.keys(copy.draft).length}
                    kept={copy.kept}
                    busy={saving.busy}
                    message={saving.message}
                    onMessage={saving.setMessage}
                    onSave={saving.save}
                    onDiscard={copy.discard}
                  />
                )}
              </TabPanel>
              <TabPanel
                value="preview"
                keep
                className={cn('min-h-0 min-w-0 flex-1', isSplit && 'border-l data-[state=inactive]:block!')}
              >
                {tree === undefined ? (
                  missing(<PreviewSkeleton />)
                ) : (
                  <PreviewPane
                    files={tree}
                    projectId={project.id}
                    projectName={project.name}
                    versionId={shownId}
                    onOpenFile={openFile}
                    onFix={readOnly ? undefined : fix.ask}
                    picking={
                      readOnly
                        ? undefined
                        : {
                            ...picking,
                            end: async (element) => {
                              await picking.end(element);
                              if (element !== null) showChat();
                            },
                          }
                    }
                  />
                )}
              </TabPanel>
              <TabPanel value="versions" className="min-h-0 min-w-0 flex-1">
                <VersionsView
                  key={comparison?.at}
                  comparison={comparison}
                  projectId={project.id}
                  headId={headId}
                  userId={userId}
                  canEdit={canEdit}
                  onView={(version) =>
                    onNavigate({ view: 'preview', versionId: version.id === headId ? undefined : version.id })
                  }
                  onDownload={(version) => download(version.id)}
                  onRestored={() => onNavigate({ versionId: undefined })}
                />
              </TabPanel>
            </div>
          </TabRoot>
        </main>
      </div>
      {fix.explanation}
      <LeaveGuard dirty={copy.dirty} projectId={project.id} />
    </div>
  );
}
