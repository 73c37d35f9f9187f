/** Jobs of generation: starting, following and canceling them. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { cancelGeneration, startGeneration } from '../../../../shared/contracts/generate.ts';
import type { JobRow } from '../../lib/database.ts';
import { isRetryable, toFailure } from '../../lib/failure.ts';
import { invoke } from '../../lib/invoke.ts';
import { supabase } from '../../lib/supabase.ts';
import { type EventInput, isFinal, parseEvent } from './event-log.ts';
import { type FollowState, followJob, INITIAL_FOLLOW, type JobEventSource } from './follow-job.ts';
import { createSubmissionKeys } from './submission-key.ts';

const JOB_COLUMNS =
  'id, org_id, project_id, created_by, prompt, status, step, error_code, error_message, version_id, created_at, started_at, finished_at';
/** Rows that one request returns at most; more are asked for from where it ended. */
const PAGE = 1000;

export function projectJobsQuery(projectId: string) {
  return queryOptions({
    queryKey: ['jobs', 'project', projectId],
    queryFn: async ({ signal }): Promise<JobRow[]> => {
      const { data, error } = await supabase()
        .from('generation_jobs')
        .select(JOB_COLUMNS)
        .eq('project_id', projectId)
        .order('created_at', { ascending: true })
        .limit(100)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    },
  });
}

/** Starts a job; in a project when one is given, else in a new one. Safe to try again: see `submission-key.ts`. */
export function useStartGeneration() {
  const client = useQueryClient();
  const keys = useRef(createSubmissionKeys());
  return useMutation({
    mutationFn: ({ prompt, projectId }: { prompt: string; projectId?: string }) =>
      invoke(startGeneration, {
        body: { prompt, mode: 'new_app', ...(projectId === undefined ? {} : { projectId }) },
        idempotencyKey: keys.current.keyFor(`${projectId ?? ''}\n${prompt}`),
      }),
    retry: (count, error) => count < 2 && isRetryable(toFailure(error)),
    retryDelay: (attempt) => 400 * 2 ** attempt,
    onSuccess: async (_, { projectId }) => {
      keys.current.settle();
      void client.invalidateQueries({ queryKey: ['usage'] });
      void client.invalidateQueries({ queryKey: ['projects'] });
      // Awaited where the person stays on the page: the new job is there when the button is free again.
      const jobs = client.invalidateQueries({ queryKey: ['jobs'] });
      if (projectId !== undefined) await jobs;
    },
  });
}

export function useCancelGeneration() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (jobId: string) => invoke(cancelGeneration, { params: { jobId } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

function eventSource(jobId: string): JobEventSource {
  return {
    async fetchAfter(seq) {
      const events = [];
      let after = seq;
      for (;;) {
        const { data, error } = await supabase()
          .from('generation_events')
          .select('seq, kind, payload, created_at')
          .eq('job_id', jobId)
          .gt('seq', after)
          .order('seq')
          .limit(PAGE);
        if (error) throw error;
        events.push(...data.map(parseEvent));
        after = data.at(-1)?.seq ?? after;
        if (data.length < PAGE) return events;
      }
    },
    subscribe(onEvent, onLive) {
      const client = supabase();
      const channel = client.channel(`job:${jobId}`, { config: { private: true } });
      channel.on('broadcast', { event: 'event' }, ({ payload }) => onEvent(parseEvent(payload as EventInput)));
      void client.realtime.setAuth().then(() => {
        channel.subscribe((status) => onLive(status === 'SUBSCRIBED'));
      });
      return () => void client.removeChannel(channel);
    },
  };
}

/**
 * The log of a job, live until it ends. When it ends, everything it changed is read again.
 *
 * @param over - whether the job was over already when the page read it: then nothing it changed is news.
 */
export function useJobLog(jobId: string, over: boolean): FollowState {
  const client = useQueryClient();
  const [state, setState] = useState<{ jobId: string; follow: FollowState }>({ jobId, follow: INITIAL_FOLLOW });
  const wasOver = useRef(over);
  useEffect(() => {
    return followJob(eventSource(jobId), (follow) => {
      setState({ jobId, follow });
      if (!isFinal(follow.log) || wasOver.current) return;
      for (const key of ['jobs', 'projects', 'versions', 'usage']) void client.invalidateQueries({ queryKey: [key] });
    });
  }, [jobId, client]);
  return state.jobId === jobId ? state.follow : INITIAL_FOLLOW;
}
