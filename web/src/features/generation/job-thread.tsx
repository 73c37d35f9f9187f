import { Pencil, RotateCw, Square } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { LoadingLabel, Skeleton } from '../../components/skeleton.tsx';
import { showToast } from '../../components/toast.tsx';
import type { JobRow } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import { JobTimeline } from './job-timeline.tsx';
import { isOver, toProgress } from './progress.ts';
import { PromptBox, StartFailure } from './prompt-box.tsx';
import { useCancelGeneration, useJobLog, useStartGeneration } from './queries.ts';
import { useFollowEnd } from './use-follow-end.ts';

interface Props {
  job: JobRow;
  /** The last job of the project: it can be tried again. */
  latest: boolean;
  canEdit: boolean;
  onOpenFile?: ((path: string, line?: number) => void) | undefined;
}

const OVER: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

/** One exchange: what was asked for, and what was done about it. */
export function JobThread({ job, latest, canEdit, onOpenFile }: Props) {
  const follow = useJobLog(job.id, OVER.has(job.status));
  const progress = useMemo(() => toProgress(follow.log.events), [follow.log]);
  const over = isOver(progress);
  const end = useRef<HTMLDivElement>(null);
  useFollowEnd(end, follow.loaded && !over, follow.log);
  return (
    <article aria-label={`Request: ${job.prompt.slice(0, 80)}`} className="grid grid-cols-1 gap-4">
      <div className="rounded-xl rounded-tr-sm bg-sunken px-3.5 py-3">
        <p className="whitespace-pre-wrap break-words">{job.prompt}</p>
        <p className="mt-1 text-ink-faint text-xs">
          <RelativeTime iso={job.created_at} />
        </p>
      </div>
      {!follow.loaded && follow.error === undefined && <TimelineSkeleton />}
      {follow.loaded && <JobTimeline progress={progress} onOpenFile={onOpenFile} />}
      {follow.error !== undefined && (
        <Notice tone="warning">
          {toFailure(follow.error).message} What is shown may be behind; it goes on by itself.
        </Notice>
      )}
      {follow.loaded && !over && canEdit && <CancelButton jobId={job.id} />}
      {latest && over && progress.phase !== 'completed' && canEdit && <TryAgain job={job} />}
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

function CancelButton({ jobId }: { jobId: string }) {
  const cancel = useCancelGeneration();
  return (
    // In sight however long the plan is.
    <div className="sticky bottom-0 -mx-4 border-t bg-canvas px-4 py-3">
      <Button
        size="sm"
        busy={cancel.isPending}
        icon={<Square className="size-3 fill-current" aria-hidden />}
        onClick={() => cancel.mutate(jobId, { onError: (error) => showToast(toFailure(error).message, 'danger') })}
      >
        Cancel
      </Button>
    </div>
  );
}

/** After a failure: the same words again, or better ones. */
function TryAgain({ job }: { job: JobRow }) {
  const start = useStartGeneration();
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState(job.prompt);
  const submit = (prompt: string) => start.mutate({ prompt, projectId: job.project_id });
  const failure = start.error && <StartFailure message={toFailure(start.error).message} />;
  if (editing) {
    return (
      <PromptBox
        label="Describe the app"
        value={text}
        onChange={setText}
        onSubmit={submit}
        busy={start.isPending}
        failure={failure}
        autoFocus
      />
    );
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="primary"
          busy={start.isPending}
          icon={<RotateCw className="size-3.5" aria-hidden />}
          onClick={() => submit(job.prompt)}
        >
          Retry
        </Button>
        <Button size="sm" icon={<Pencil className="size-3.5" aria-hidden />} onClick={() => setEditing(true)}>
          Edit the description
        </Button>
      </div>
      {failure}
    </div>
  );
}
