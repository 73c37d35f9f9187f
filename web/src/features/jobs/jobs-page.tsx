import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListChecks } from 'lucide-react';
import { Button, buttonClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { cn } from '../../lib/class-names.ts';
import type { JobStatus } from '../../lib/database.ts';
import { JobTable, JobTableSkeleton } from './job-table.tsx';
import { JOB_STATUSES, jobsQuery } from './queries.ts';

const PAGE_SIZE = 25;

const LABELS: Record<JobStatus, string> = {
  queued: 'Queued',
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  canceled: 'Canceled',
};

interface Props {
  status: JobStatus | undefined;
  page: number;
  onFilter: (filter: { status: JobStatus | undefined; page: number }) => void;
}

export function JobsPage({ status, page, onFilter }: Props) {
  const jobs = useQuery(jobsQuery({ status, page, pageSize: PAGE_SIZE }));
  const pages = Math.ceil((jobs.data?.total ?? 0) / PAGE_SIZE);
  return (
    <div className="mx-auto w-full max-w-5xl px-4 py-8 sm:px-6">
      <h1 data-route-focus tabIndex={-1} className="font-semibold text-xl tracking-tight">
        Jobs
      </h1>
      <p className="mt-1 text-ink-muted">Everything you asked for, and what came of it.</p>
      <fieldset className="mt-6 mb-4 flex flex-wrap gap-1">
        <legend className="sr-only">Filter by status</legend>
        {[undefined, ...JOB_STATUSES].map((value) => (
          <button
            key={value ?? 'all'}
            type="button"
            aria-pressed={status === value}
            onClick={() => onFilter({ status: value, page: 0 })}
            className={cn(
              'h-8 rounded-md px-2.5 font-medium text-sm transition-colors pointer-coarse:h-10',
              status === value ? 'bg-hover text-ink' : 'text-ink-muted hover:text-ink',
            )}
          >
            {value === undefined ? 'All' : LABELS[value]}
          </button>
        ))}
      </fieldset>
      {jobs.isPending ? (
        <JobTableSkeleton rows={6} />
      ) : jobs.data === undefined ? (
        <LoadFailure
          what="Your jobs"
          error={jobs.error}
          onRetry={() => void jobs.refetch()}
          retrying={jobs.isFetching}
        />
      ) : jobs.data.rows.length === 0 ? (
        <div className="rounded-xl border border-dashed">
          <EmptyState
            icon={<ListChecks aria-hidden />}
            title={status === undefined ? 'No jobs yet' : `No ${LABELS[status].toLowerCase()} jobs`}
            action={
              status === undefined ? (
                <Link to="/" className={buttonClass('primary', 'sm')}>
                  Describe an app
                </Link>
              ) : (
                <Button size="sm" onClick={() => onFilter({ status: undefined, page: 0 })}>
                  Show all
                </Button>
              )
            }
          >
            {status === undefined
              ? 'What you ask Trellis to build appears here.'
              : 'None of your jobs has this status.'}
          </EmptyState>
        </div>
      ) : (
        <div aria-busy={jobs.isPlaceholderData} className={jobs.isPlaceholderData ? 'opacity-60' : ''}>
          <JobTable jobs={jobs.data.rows} />
        </div>
      )}
      {pages > 1 && (
        <nav aria-label="Pages" className="mt-4 flex items-center justify-between text-ink-muted text-sm">
          <Button size="sm" disabled={page === 0} onClick={() => onFilter({ status, page: page - 1 })}>
            Newer
          </Button>
          <span className="tabular">
            Page {page + 1} of {pages}
          </span>
          <Button size="sm" disabled={page + 1 >= pages} onClick={() => onFilter({ status, page: page + 1 })}>
            Older
          </Button>
        </nav>
      )}
    </div>
  );
}
