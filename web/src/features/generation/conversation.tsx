import { useQuery } from '@tanstack/react-query';
import { MessageSquare } from 'lucide-react';
import { useRef } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ChangeBox } from './change-box.tsx';
import type { EditTarget } from './edit-target.tsx';
import { JobThread, TimelineSkeleton, type TurnContext } from './job-thread.tsx';
import { projectJobsQuery } from './queries.ts';

interface Props extends TurnContext {
  projectId: string;
  unsaved: boolean;
  target: EditTarget | undefined;
  onTarget: (target: EditTarget | undefined) => void;
  onPick: () => void;
}

/** Everything that was asked for in a project, oldest first, and the box to ask for more. */
export function Conversation({ projectId, unsaved, target, onTarget, onPick, ...context }: Props) {
  const jobs = useQuery(projectJobsQuery(projectId));
  const running = jobs.data?.some(({ status }) => status === 'queued' || status === 'running') ?? false;
  const opened = useRef<string>(undefined);
  if (opened.current === undefined && jobs.data !== undefined) {
    opened.current = jobs.data.length > 1 ? (jobs.data.at(-1)?.id ?? '') : '';
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        {jobs.isPending ? (
          <div className="grid gap-4 p-4">
            <Skeleton className="h-20 rounded-xl" />
            <TimelineSkeleton />
          </div>
        ) : jobs.data === undefined ? (
          <LoadFailure
            what="The conversation"
            error={jobs.error}
            onRetry={() => void jobs.refetch()}
            retrying={jobs.isFetching}
          />
        ) : jobs.data.length === 0 ? (
          <EmptyState icon={<MessageSquare aria-hidden />} title="Nothing was generated here">
            This project&apos;s files did not come from a description.
          </EmptyState>
        ) : (
          <div className="grid grid-cols-1 gap-8 p-4">
            {jobs.data.map((job, index) => (
              <JobThread
                key={job.id}
                job={job}
                latest={index === jobs.data.length - 1}
                opensHere={job.id === opened.current}
                {...context}
              />
            ))}
          </div>
        )}
      </div>
      {context.canEdit && context.hasVersion && (
        <ChangeBox
          projectId={projectId}
          selection={context.selection}
          running={running}
          unsaved={unsaved}
          target={target}
          onTarget={onTarget}
          onPick={onPick}
        />
      )}
    </div>
  );
}
