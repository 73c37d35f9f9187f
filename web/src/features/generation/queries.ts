/** Jobs of generation: starting, following and canceling them. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import {
  cancelGeneration,
  listModels,
  requeueGeneration,
  startGeneration,
} from '../../../../shared/contracts/generate.ts';
import type { JobRow } from '../../lib/database.ts';
import { isRetryable, toFailure } from '../../lib/failure.ts';
import { invoke } from '../../lib/invoke.ts';
import { supabase } from '../../lib/supabase.ts';
import { type EventInput, isFinal, parseEvent } from './event-log.ts';
import { type FollowState, followJob, INITIAL_FOLLOW, type JobEventSource } from './follow-job.ts';
import { createSubmissionKeys } from './submission-key.ts';

const JOB_COLUMNS =
  'id, org_id, project_id, created_by, mode, prompt, request, status, step, error_code, error_message, stop_requested, requeueable, requeues, version_id, created_at, started_at, finished_at';
/** Rows that one request returns at most; more are asked for from where it ended. */
const PAGE = 1000;

/** The requests of a project, oldest first; of very many the newest. */
export function projectJobsQuery(projectId: string) {
  return queryOptions({
    queryKey: ['jobs', 'project', projectId],
    queryFn: async ({ signal }): Promise<JobRow[]> => {
      const { data, error } = await supabase()
        .from('generation_jobs')
        .select(JOB_COLUMNS)
        .eq('project_id', projectId)
        .order('created_at', { ascending: false })
        .limit(200)
        .abortSignal(signal);
      if (error) throw error;
      return data.reverse();
    },
  });
}

export type GenerationRequest = z.input<NonNullable<typeof startGeneration.body>>;

/** Starts a job; in a project when one is given, else in a new one. Safe to try again: see `submission-key.ts`. */
export function useStartGeneration() {
  const client = useQueryClient();
  const keys = useRef(createSubmissionKeys());
  return useMutation({
    mutationFn: (request: GenerationRequest) =>
      invoke(startGeneration, { body: request, idempotencyKey: keys.current.keyFor(JSON.stringify(request)) }),
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

/** `keep`: the model stops, and the job ends with what stands. */
export function useCancelGeneration() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ jobId, keep }: { jobId: string; keep: boolean }) =>
      invoke(cancelGeneration, { params: { jobId }, body: { keep } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

/** Puts a failed job back into the queue: it goes on from its stored steps. */
export function useRequeueGeneration() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (jobId: string) => invoke(requeueGeneration, { params: { jobId } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['usage'] });
      return client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
}

export type ModelChoice = z.output<NonNullable<typeof listModels.response>>['models'][number];

/** What the organization can choose; the first is what is used when nothing is chosen. */
export function modelsQuery(orgId: string) {
  return queryOptions({
    queryKey: ['models', orgId],
    queryFn: async ({ signal }): Promise<readonly ModelChoice[]> => {
      const { models } = await invoke(listModels, { query: { orgId }, signal });
      return models;
    },
    staleTime: 5 * 60_000,
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
 * @param job - as the page read it: when it was over by then, nothing it changed is news. One that was put back into the
 * queue is followed anew.
 */
export function useJobLog({ id, requeues }: Pick<JobRow, 'id' | 'requeues'>, over: boolean): FollowState {
  const client = useQueryClient();
  const [state, setState] = useState<{ jobId: string; follow: FollowState }>({ jobId: id, follow: INITIAL_FOLLOW });
  const wasOver = useRef(over);
  const followed = useRef(requeues);
  useEffect(() => {
    if (followed.current !== requeues) wasOver.current = false;
    followed.current = requeues;
    return followJob(eventSource(id), (follow) => {
      setState({ jobId: id, follow });
      if (!isFinal(follow.log) || wasOver.current) return;
      for (const key of ['jobs', 'projects', 'versions', 'usage']) void client.invalidateQueries({ queryKey: [key] });
    });
  }, [id, requeues, client]);
  return state.jobId === id ? state.follow : INITIAL_FOLLOW;
}
