import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../../components/relative-time.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { formatDuration } from '../../lib/format.ts';
import type { JobListRow } from './queries.ts';

function durationOf(job: JobListRow): string {
  if (job.started_at === null) return '–';
  const end = job.finished_at === null ? Date.now() : Date.parse(job.finished_at);
  return formatDuration(end - Date.parse(job.started_at));
}

function ProjectLink({ job }: { job: JobListRow }) {
  if (job.projectName === null) return <span className="text-ink-faint">Deleted project</span>;
  return (
    <Link
      to="/projects/$projectId"
      params={{ projectId: job.project_id }}
      className="font-medium underline-offset-4 hover:underline"
    >
      {job.projectName}
    </Link>
  );
}

/** Jobs as a table; as a list of rows on a phone, where a table has no room. */
export function JobTable({ jobs }: { jobs: readonly JobListRow[] }) {
  return (
    <div className="overflow-hidden rounded-xl border bg-surface">
      <table className="w-full table-fixed text-left text-sm max-md:block">
        <thead className="text-ink-faint text-xs max-md:sr-only">
          <tr className="border-b">
            <th scope="col" className="w-32 py-2.5 pl-4 font-medium">
              Status
            </th>
            <th scope="col" className="py-2.5 pr-4 font-medium">
              Description
            </th>
            <th scope="col" className="w-44 py-2.5 pr-4 font-medium">
              Project
            </th>
            <th scope="col" className="w-32 py-2.5 pr-4 font-medium">
              Created
            </th>
            <th scope="col" className="w-24 py-2.5 pr-4 text-right font-medium">
              Duration
            </th>
          </tr>
        </thead>
        <tbody className="divide-y max-md:block">
          {jobs.map((job) => (
            <tr
              key={job.id}
              className="align-top max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:p-4"
            >
              <td className="md:py-3 md:pl-4">
                <StatusBadge status={job.status} />
              </td>
              <td className="max-md:order-last max-md:col-span-2 md:py-3 md:pr-4">
                <p title={job.prompt} className="line-clamp-2 break-words text-ink-muted">
                  {job.prompt}
                </p>
                {job.error_message && <p className="mt-1 break-words text-danger-text">{job.error_message}</p>}
              </td>
              <td className="truncate max-md:order-1 max-md:col-span-2 md:py-3 md:pr-4">
                <ProjectLink job={job} />
              </td>
              <td className="text-ink-faint max-md:text-right max-md:text-xs md:py-3 md:pr-4">
                <RelativeTime iso={job.created_at} />
              </td>
              <td className="tabular text-right text-ink-faint max-md:hidden md:py-3 md:pr-4">{durationOf(job)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function JobTableSkeleton({ rows }: { rows: number }) {
  return (
    <div className="divide-y overflow-hidden rounded-xl border bg-surface">
      <LoadingLabel>Loading jobs</LoadingLabel>
      {Array.from({ length: rows }, (_, index) => `row-${index}`).map((key) => (
        <div key={key} className="flex items-center gap-4 px-4 py-3.5">
          <Skeleton className="h-4 w-20" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-28 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
