import { getRouteApi } from '@tanstack/react-router';
import { PreviewPage } from '../../features/workspace/preview-page.tsx';

const route = getRouteApi('/member/projects/$projectId/preview');

export function PreviewRoute() {
  const { projectId } = route.useParams();
  const { version } = route.useSearch();
  return <PreviewPage projectId={projectId} versionId={version} />;
}
