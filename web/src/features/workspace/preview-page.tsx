import { useQuery } from '@tanstack/react-query';
import { AppWindow } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { useDocumentTitle } from '../../lib/document-title.ts';
import { projectQuery } from '../projects/queries.ts';
import { versionFilesQuery } from '../versions/queries.ts';
import { PreviewSkeleton } from './preview-pane.tsx';

const Preview = lazy(() => import('../../preview/preview.tsx').then((module) => ({ default: module.Preview })));

/** The app of one version and nothing else. Without a version, that of the current one. */
export function PreviewPage({ projectId, versionId }: { projectId: string; versionId: string | undefined }) {
  const project = useQuery(projectQuery(projectId));
  const shownId = versionId ?? project.data?.head_version_id ?? undefined;
  const files = useQuery({ ...versionFilesQuery(shownId ?? ''), enabled: shownId !== undefined });
  const [title, setTitle] = useState('');
  const name = project.data?.name ?? 'Project';
  useDocumentTitle(title || name);

  const failed = [project, files].find(({ isError }) => isError);
  if (failed !== undefined) {
    return (
      <main className="flex min-h-dvh items-center justify-center">
        <LoadFailure
          what="The app"
          error={failed.error}
          onRetry={() => void failed.refetch()}
          retrying={failed.isFetching}
        />
      </main>
    );
  }
  if (project.isSuccess && shownId === undefined) {
    return (
      <main>
        <EmptyState page icon={<AppWindow aria-hidden />} title="Nothing to show yet">
          The app appears here once it is built.
        </EmptyState>
      </main>
    );
  }
  return (
    <main className="h-dvh">
      <h1 className="sr-only">Preview of {name}</h1>
      {files.data === undefined ? (
        <PreviewSkeleton />
      ) : (
        <Suspense fallback={<PreviewSkeleton />}>
          <Preview files={files.data} title={`Preview of ${name}`} onStatus={(status) => setTitle(status.title)} />
        </Suspense>
      )}
    </main>
  );
}
