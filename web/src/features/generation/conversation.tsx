import { useQuery } from '@tanstack/react-query';
import { MessageSquare } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { plural } from '../../lib/format.ts';
import { ChangeBox } from './change-box.tsx';
import type { EditTarget } from './edit-target.tsx';
import { JobThread, TimelineSkeleton, type TurnContext } from './job-thread.tsx';
import { projectJobsQuery } from './queries.ts';

/** Requests that are read at first, and with each press: every one of them has a log of its own. */
const SHOWN = 12;
const MORE = 20;

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
  const [shown, setShown] = useState(SHOWN);
  const earlier = Math.max(0, (jobs.data?.length ?? 0) - shown);
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
            {earlier > 0 && (
              <Button size="sm" className="justify-self-center" onClick={() => setShown(shown + MORE)}>
                Show {plural(Math.min(earlier, MORE), 'earlier request')}
              </Button>
            )}
            {jobs.data.slice(earlier).map((job) => (
              <JobThread
                key={job.id}
                job={job}
                latest={job.id === jobs.data.at(-1)?.id}
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
