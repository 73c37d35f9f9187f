import type { JobRow } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import type { TurnContext } from './job-thread.tsx';
import { PlanCard } from './plan-card.tsx';
import { PlanForm } from './plan-form.tsx';
import type { Progress } from './progress.ts';
import { StartFailure } from './prompt-box.tsx';
import { useStartGeneration } from './queries.ts';

interface Props extends Pick<TurnContext, 'selection' | 'canEdit' | 'hasVersion'> {
  job: JobRow;
  plan: NonNullable<Progress['plan']>;
  latest: boolean;
}

/** A plan that was asked for by itself: to edit and build while nothing newer was asked for, to read afterwards. */
export function PlanTurn({ job, plan, latest, canEdit, hasVersion, selection }: Props) {
  const start = useStartGeneration();
  if (!latest || !canEdit || plan.spec === undefined) return <PlanCard plan={plan} />;
  return (
    <>
      <PlanForm
        jobId={job.id}
        spec={plan.spec}
        busy={start.isPending}
        note={
          hasVersion
            ? 'Building it replaces the files of the app with a new version. The present one is kept.'
            : undefined
        }
        onBuild={(spec) =>
          start.mutate({
            prompt: job.prompt,
            mode: 'new_app',
            projectId: job.project_id,
            spec,
            ...(selection.chosen === undefined ? {} : { model: selection.chosen.id }),
          })
        }
      />
      {start.error && <StartFailure message={toFailure(start.error).message} />}
    </>
  );
}
