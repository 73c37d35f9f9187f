import { useQuery } from '@tanstack/react-query';
import { MessageSquare } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { JobThread, TimelineSkeleton } from './job-thread.tsx';
import { projectJobsQuery } from './queries.ts';

interface Props {
  projectId: string;
  canEdit: boolean;
  onOpenFile?: ((path: string, line?: number) => void) | undefined;
}

/** Everything that was asked for in a project, oldest first. */
export function Conversation({ projectId, canEdit, onOpenFile }: Props) {
  const jobs = useQuery(projectJobsQuery(projectId));
  if (jobs.isPending) {
    return (
      <div className="grid gap-4 p-4">
        <Skeleton className="h-20 rounded-xl" />
        <TimelineSkeleton />
      </div>
    );
  }
  if (jobs.data === undefined) {
    return (
      <LoadFailure
        what="The conversation"
        error={jobs.error}
        onRetry={() => void jobs.refetch()}
        retrying={jobs.isFetching}
      />
    );
  }
  if (jobs.data.length === 0) {
    return (
      <EmptyState icon={<MessageSquare aria-hidden />} title="Nothing was generated here">
        This project&apos;s files did not come from a description.
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-8 p-4">
      {jobs.data.map((job, index) => (
        <JobThread
          key={job.id}
          job={job}
          latest={index === jobs.data.length - 1}
          canEdit={canEdit}
          onOpenFile={onOpenFile}
        />
      ))}
    </div>
  );
}
