import { getRouteApi } from '@tanstack/react-router';
import { WorkspacePage } from '../../features/workspace/workspace-page.tsx';
import { useUserId } from '../../lib/session.ts';
import { useLiveChanges } from '../use-live-changes.ts';

const route = getRouteApi('/member/projects/$projectId');

export function WorkspaceRoute() {
  const { projectId } = route.useParams();
  const { view, version } = route.useSearch();
  const navigate = route.useNavigate();
  useLiveChanges(useUserId());
  return (
    <WorkspacePage
      projectId={projectId}
      view={view}
      versionId={version}
      onNavigate={(to) =>
        void navigate({
          search: {
            view: to.view ?? view,
            version: 'versionId' in to ? to.versionId : version,
          },
        })
      }
    />
  );
}
