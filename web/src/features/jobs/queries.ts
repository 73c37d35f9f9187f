/** Past and present jobs of every project the person can see. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { JobRow, JobStatus } from '../../lib/database.ts';
import { supabase } from '../../lib/supabase.ts';

export const JOB_STATUSES = ['queued', 'running', 'completed', 'failed', 'canceled'] as const satisfies JobStatus[];

export type JobListRow = Pick<
  JobRow,
  'id' | 'project_id' | 'prompt' | 'status' | 'error_message' | 'created_at' | 'started_at' | 'finished_at'
> & { projectName: string | null };

export interface JobPage {
  readonly rows: readonly JobListRow[];
  /** How many there are in all with this filter. */
  readonly total: number;
}

const RUNNING_POLL_MS = 4000;

export function jobsQuery(filter: { status?: JobStatus | undefined; page: number; pageSize: number }) {
  return queryOptions({
    queryKey: ['jobs', 'list', filter],
    queryFn: async ({ signal }): Promise<JobPage> => {
      const from = filter.page * filter.pageSize;
      let request = supabase()
        .from('generation_jobs')
        .select('id, project_id, prompt, status, error_message, created_at, started_at, finished_at', {
          count: 'exact',
        })
        .order('created_at', { ascending: false })
        .range(from, from + filter.pageSize - 1);
      if (filter.status !== undefined) request = request.eq('status', filter.status);
      const { data, error, count } = await request.abortSignal(signal);
      if (error) throw error;
      const names = await projectNames([...new Set(data.map((job) => job.project_id))], signal);
      return {
        rows: data.map((job) => ({ ...job, projectName: names.get(job.project_id) ?? null })),
        total: count ?? data.length,
      };
    },
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.rows.some((job) => job.status === 'queued' || job.status === 'running')
        ? RUNNING_POLL_MS
        : false,
  });
}

/** Names by project; a project that was deleted has none. */
async function projectNames(ids: readonly string[], signal: AbortSignal): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { data, error } = await supabase().from('projects').select('id, name').in('id', ids).abortSignal(signal);
  if (error) throw error;
  return new Map(data.map((project) => [project.id, project.name]));
}
