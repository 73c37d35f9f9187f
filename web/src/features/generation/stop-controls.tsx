import { Square } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { showToast } from '../../components/toast.tsx';
import type { JobRow } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import { needsModel } from './modes.ts';
import type { Progress } from './progress.ts';
import { useCancelGeneration } from './queries.ts';

/** Whether there may be something by now that is worth keeping: only a model makes it bit by bit. */
function mayKeep(job: JobRow, progress: Progress): boolean {
  if (progress.phase === 'queued' || job.mode === 'plan') return false;
  return needsModel(job.mode) || progress.totals !== undefined || progress.steps.some(({ step }) => step === 'edit');
}

/** Ends a job that is under way; where something stands already, the person says what becomes of it. */
export function StopControls({ job, progress }: { job: JobRow; progress: Progress }) {
  const cancel = useCancelGeneration();
  const [asking, setAsking] = useState(false);
  const [stopping, setStopping] = useState(job.stop_requested);
  const question = useId();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) first.current?.focus();
  }, [asking]);
  const end = (keep: boolean) =>
    cancel.mutate(
      { jobId: job.id, keep },
      {
        onSuccess: () => {
          setAsking(false);
          setStopping(keep);
        },
        onError: (error) => showToast(toFailure(error).message, 'danger'),
      },
    );
  const keeps = mayKeep(job, progress);
  const icon = <Square className="size-3 fill-current" aria-hidden />;
  return (
    // In sight however long the plan is.
    <div className="sticky bottom-0 -mx-4 border-t bg-canvas px-4 py-3">
      {stopping ? (
        <div className="flex flex-wrap items-center gap-3">
          <p role="status" className="text-ink-muted text-sm">
            Stopping. What is there is checked and saved.
          </p>
          <Button size="sm" busy={cancel.isPending} onClick={() => end(false)}>
            Drop it instead
          </Button>
        </div>
      ) : asking && keeps ? (
        <fieldset aria-labelledby={question} className="grid gap-2">
          <p id={question} className="text-sm">
            Stop here. What becomes of what is there?
          </p>
          <div className="flex flex-wrap gap-2">
            <Button ref={first} size="sm" variant="primary" busy={cancel.isPending} onClick={() => end(true)}>
              Keep it
            </Button>
            <Button size="sm" busy={cancel.isPending} onClick={() => end(false)}>
              Drop it
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setAsking(false)}>
              Go on
            </Button>
          </div>
        </fieldset>
      ) : (
        <Button size="sm" busy={cancel.isPending} icon={icon} onClick={() => (keeps ? setAsking(true) : end(false))}>
          {keeps ? 'Stop…' : 'Cancel'}
        </Button>
      )}
    </div>
  );
}
