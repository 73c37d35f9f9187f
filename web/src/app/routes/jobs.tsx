import { getRouteApi } from '@tanstack/react-router';
import { JobsPage } from '../../features/jobs/jobs-page.tsx';
import { useDocumentTitle } from '../../lib/document-title.ts';

const route = getRouteApi('/member/shell/jobs');

export function JobsRoute() {
  const { status, page } = route.useSearch();
  const navigate = route.useNavigate();
  useDocumentTitle('Jobs');
  return (
    <JobsPage
      status={status}
      page={page ?? 0}
      onFilter={(filter) =>
        void navigate({ search: { status: filter.status, page: filter.page === 0 ? undefined : filter.page } })
      }
    />
  );
}
