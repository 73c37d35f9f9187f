import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LoadFailure } from '../../components/load-failure.tsx';
import { JobTable, JobTableSkeleton } from './job-table.tsx';
import { jobsQuery } from './queries.ts';

/** The latest few jobs, with the way to all of them. Nothing at all before the first. */
export function RecentJobs() {
  const jobs = useQuery(jobsQuery({ page: 0, pageSize: 5 }));
  if (jobs.data?.rows.length === 0) return null;
  return (
    <section aria-labelledby="recent-jobs">
      <div className="mb-3 flex items-baseline justify-between">
        <h2 id="recent-jobs" className="font-medium text-ink-muted text-sm">
          Recent jobs
        </h2>
        <Link
          to="/jobs"
          search={{}}
          className="text-ink-muted text-sm underline-offset-4 hover:text-ink hover:underline"
        >
          All jobs
        </Link>
      </div>
      {jobs.isPending ? (
        <JobTableSkeleton rows={3} />
      ) : jobs.data === undefined ? (
        <LoadFailure
          what="Your jobs"
          error={jobs.error}
          onRetry={() => void jobs.refetch()}
          retrying={jobs.isFetching}
        />
      ) : (
        <JobTable jobs={jobs.data.rows} />
      )}
    </section>
  );
}
