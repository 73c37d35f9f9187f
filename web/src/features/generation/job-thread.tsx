import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { Notice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import type { JobRow } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import { JobTimeline, progressSentence } from './job-timeline.tsx';
import { PlanTurn } from './plan-turn.tsx';
import { isOver, toProgress } from './progress.ts';
import { useJobLog } from './queries.ts';
import { RequestSummary } from './request-summary.tsx';
import { Notices } from './step-details.tsx';
import { StopControls } from './stop-controls.tsx';
import { TurnActions, type TurnUndo } from './turn-actions.tsx';
import { TurnCost } from './turn-cost.tsx';
import { useFollowEnd } from './use-follow-end.ts';
import type { ModelSelection } from './use-model-choice.ts';

export interface TurnContext {
  selection: ModelSelection;
  canEdit: boolean;
  /** Whether the person may see what models cost. */
  seesCost: boolean;
  /** The project has a version already. */
  hasVersion: boolean;
  onOpenFile?: ((path: string, line?: number) => void) | undefined;
  /** What a job changed. */
  changesOf: (job: JobRow) => ReactNode;
  /** How a job is taken back; undefined when it made no version, or there is none before it. */
  undoOf: (job: JobRow) => TurnUndo | undefined;
}

interface Props extends TurnContext {
  job: JobRow;
  /** The last job of the project: it can be tried again. */
  latest: boolean;
  /** The page was opened with this one as the last of several: it is scrolled to. */
  opensHere: boolean;
}

const OVER: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

/** One exchange: what was asked for, what was done about it, and what can be done now. */
export function JobThread({ job, latest, opensHere, ...context }: Props) {
  const { canEdit, onOpenFile } = context;
  const follow = useJobLog(job, OVER.has(job.status));
  const progress = useMemo(() => toProgress(follow.log.events), [follow.log]);
  const over = isOver(progress);
  const end = useRef<HTMLDivElement>(null);
  const changes = over ? context.changesOf(job) : null;
  const hasChanges = Boolean(changes);
  useFollowEnd(end, follow.loaded && !over, `${follow.log.events.length} ${hasChanges}`);
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    // Whoever comes back goes on at the end.
    if (opensHere && follow.loaded) article.current?.scrollIntoView({ block: 'start' });
  }, [opensHere, follow.loaded]);
  const isPlan = job.mode === 'plan' && progress.phase === 'completed';
  return (
    <article ref={article} aria-label={`Request: ${job.prompt.slice(0, 80)}`} className="grid grid-cols-1 gap-4">
      <div className="rounded-xl rounded-tr-sm bg-sunken px-3.5 py-3">
        <p className="whitespace-pre-wrap break-words">{job.prompt}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-ink-faint text-xs">
          <RequestSummary job={job} progress={progress} selection={context.selection} />
          <RelativeTime iso={job.created_at} />
        </p>
      </div>
      {!follow.loaded && follow.error === undefined && <TimelineSkeleton />}
      {follow.loaded && <JobTimeline progress={progress} onOpenFile={onOpenFile} hidesPlan={isPlan} />}
      {!OVER.has(job.status) && (
        <p aria-live="polite" className="sr-only">
          {follow.loaded && progressSentence(progress)}
        </p>
      )}
      <Notices notices={progress.notices} />
      {isPlan && progress.plan && <PlanTurn job={job} plan={progress.plan} latest={latest} {...context} />}
      {follow.error !== undefined && (
        <Notice tone="warning">
          {toFailure(follow.error).message} What is shown may be behind; it goes on by itself.
        </Notice>
      )}
      {changes}
      {over && context.seesCost && progress.totals && <TurnCost totals={progress.totals} />}
      {follow.loaded && !over && canEdit && <StopControls job={job} progress={progress} />}
      {follow.loaded && over && canEdit && (
        <TurnActions
          job={job}
          progress={progress}
          latest={latest}
          selection={context.selection}
          undo={context.undoOf(job)}
        />
      )}
      <div ref={end} aria-hidden />
    </article>
  );
}

export function TimelineSkeleton() {
  return (
    <div className="grid gap-4">
      <LoadingLabel>Loading the progress</LoadingLabel>
      {['w-24', 'w-36', 'w-32'].map((width) => (
        <div key={width} className="flex items-center gap-3">
          <Skeleton className="size-4 rounded-full" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </div>
  );
}
