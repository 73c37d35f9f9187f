import { editTarget } from '../../../../shared/contracts/generate.ts';
import type { JobRow } from '../../lib/database.ts';
import { placeText } from './edit-target.tsx';
import { modeLabel } from './modes.ts';
import type { Progress } from './progress.ts';
import type { ModelSelection } from './use-model-choice.ts';

/** How something was asked for: what kind of change, of which model, about which element. */
export function RequestSummary(props: { job: JobRow; progress: Progress; selection: ModelSelection }) {
  const { job, progress } = props;
  const request =
    typeof job.request === 'object' && job.request !== null ? (job.request as Record<string, unknown>) : {};
  const target = editTarget.safeParse(request.target).data;
  const names = progress.totals?.models ?? (typeof request.model === 'string' ? [request.model] : []);
  const labels = names.map((name) => props.selection.models.find(({ id }) => id === name)?.label ?? name);
  return (
    <>
      {job.mode !== 'new_app' && <span>{modeLabel(job.mode)}</span>}
      {labels.length > 0 && <span className="break-all">{labels.join(', ')}</span>}
      {target && (
        <span className="break-all">
          {target.element} <span className="font-mono">{placeText(target as Parameters<typeof placeText>[0])}</span>
        </span>
      )}
    </>
  );
}
