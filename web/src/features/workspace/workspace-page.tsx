import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { buttonClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { LogoMark } from '../../components/logo.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { useDocumentTitle } from '../../lib/document-title.ts';
import { toFailure } from '../../lib/failure.ts';
import { projectQuery, roleQuery } from '../projects/queries.ts';
import { PreviewSkeleton } from './preview-pane.tsx';
import { Workspace, type WorkspaceLocation } from './workspace.tsx';

interface Props extends WorkspaceLocation {
  projectId: string;
}

/** One project, read; what is shown when it cannot be. */
export function WorkspacePage({ projectId, ...location }: Props) {
  const project = useQuery(projectQuery(projectId));
  const orgId = project.data?.org_id;
  const canEdit = useQuery({ ...roleQuery(orgId ?? '', 'editor'), enabled: orgId !== undefined });
  useDocumentTitle(project.data?.name ?? 'Project');
  if (project.isPending) return <WorkspaceSkeleton />;
  if (project.data === undefined) {
    const { status, code } = toFailure(project.error);
    // A malformed id in the address (22P02) is as unknown as any other.
    const missing = status === 404 || code === '22P02';
    return (
      <main className="flex min-h-[80dvh] items-center justify-center">
        {missing ? (
          <EmptyState
            page
            icon={<SearchX aria-hidden />}
            title="There is no such project"
            action={
              <Link to="/" className={buttonClass('primary')}>
                Go to your projects
              </Link>
            }
          >
            It may be deleted, or not shared with you.
          </EmptyState>
        ) : (
          <LoadFailure
            what="The project"
            error={project.error}
            onRetry={() => void project.refetch()}
            retrying={project.isFetching}
          />
        )}
      </main>
    );
  }
  return <Workspace key={projectId} project={project.data} canEdit={canEdit.data ?? false} {...location} />;
}

function WorkspaceSkeleton() {
  return (
    <div className="flex h-dvh flex-col">
      <LoadingLabel>Loading the project</LoadingLabel>
      <div className="flex h-13 shrink-0 items-center gap-3 border-b px-3">
        <LogoMark />
        <Skeleton className="h-5 w-40" />
        <Skeleton className="ml-auto h-8 w-28" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="w-full p-4 lg:w-92 lg:border-r">
          <Skeleton className="h-20 rounded-xl" />
          <div className="mt-5 grid gap-4">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-4 w-44" />
            <Skeleton className="h-4 w-36" />
          </div>
        </div>
        <div className="hidden flex-1 lg:block">
          <PreviewSkeleton />
        </div>
      </div>
    </div>
  );
}
