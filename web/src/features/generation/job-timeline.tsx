import { Ban, Check, CircleAlert, Clock, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Step } from '../../../../shared/contracts/generation-events.ts';
import { FindingList } from '../../components/finding-list.tsx';
import { cn } from '../../lib/class-names.ts';
import { formatDuration, plural } from '../../lib/format.ts';
import { PlanCard } from './plan-card.tsx';
import { isInVain, isOver, type Progress, type StepProgress } from './progress.ts';
import { PatchedFiles, SaidText } from './step-details.tsx';
import { WrittenFiles } from './written-files.tsx';

type RowState = 'waiting' | 'running' | 'done' | 'warning' | 'failed' | 'canceled';

const ICONS: Record<RowState, { icon: typeof Check; className: string; label: string }> = {
  waiting: { icon: Clock, className: 'text-ink-faint', label: 'Waiting' },
  running: { icon: LoaderCircle, className: 'animate-spin text-accent-text', label: 'Under way' },
  done: { icon: Check, className: 'text-accent-text', label: 'Done' },
  warning: { icon: TriangleAlert, className: 'text-warning-text', label: 'Needs attention' },
  failed: { icon: CircleAlert, className: 'text-danger-text', label: 'Failed' },
  canceled: { icon: Ban, className: 'text-ink-faint', label: 'Canceled' },
};

function Row(props: { state: RowState; title: ReactNode; aside?: ReactNode; children?: ReactNode }) {
  const { icon: Icon, className, label } = ICONS[props.state];
  return (
    <li className="group relative flex animate-rise gap-3 pb-4 last:pb-0">
      <span aria-hidden className="absolute top-5 bottom-0 left-2 w-px -translate-x-1/2 bg-line group-last:hidden" />
      <Icon aria-label={label} className={cn('relative mt-0.5 size-4 shrink-0', className)} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <p className="min-w-0 flex-1 break-words font-medium text-ink text-sm">{props.title}</p>
          {props.aside && <span className="tabular shrink-0 text-ink-faint text-xs">{props.aside}</span>}
        </div>
        {props.children && <div className="mt-2 grid grid-cols-1 gap-2 empty:hidden">{props.children}</div>}
      </div>
    </li>
  );
}

const TITLES: Record<Step, { running: string; done: string }> = {
  plan: { running: 'Planning', done: 'Planned' },
  scaffold: { running: 'Writing files', done: 'Wrote the files' },
  edit: { running: 'Editing', done: 'Edited' },
  verify: { running: 'Checking', done: 'Checked' },
  repair: { running: 'Repairing', done: 'Repaired' },
  save: { running: 'Saving', done: 'Saved' },
};

/** Of a model's try that changed nothing. */
function triedTitle({ patches }: StepProgress, progress: Progress): string {
  if (patches !== undefined) return `Tried to change ${plural(patches.length, 'file')}`;
  return progress.phase === 'completed' ? 'Found nothing to change' : 'Tried to change it';
}

function titleOf(entry: StepProgress, progress: Progress): string {
  if (isInVain(progress, entry)) return triedTitle(entry, progress);
  const done = entry.finishedAt !== undefined;
  if (entry.step === 'scaffold' && progress.files.length > 0) {
    return `${done ? 'Wrote' : 'Writing'} ${plural(progress.files.length, 'file')}`;
  }
  if ((entry.step === 'edit' || entry.step === 'repair') && done && entry.patches !== undefined) {
    return `${TITLES[entry.step].done} ${plural(entry.patches.length, 'file')}`;
  }
  if (entry.step === 'verify' && done && entry.check !== undefined) {
    const count = entry.check.findings.length;
    return `Checked ${plural(entry.check.files, 'file')}: ${count === 0 ? 'no problems' : plural(count, 'problem')}`;
  }
  if (entry.step === 'save' && done && progress.version !== undefined)
    return `Saved version ${progress.version.number}`;
  return done ? TITLES[entry.step].done : TITLES[entry.step].running;
}

function stateOf(entry: StepProgress, progress: Progress): RowState {
  if (entry.finishedAt === undefined) {
    if (progress.phase === 'failed') return 'failed';
    if (progress.phase === 'canceled') return 'canceled';
    return progress.phase === 'retrying' ? 'waiting' : 'running';
  }
  if (entry.step === 'verify' && entry.check?.passed === false) return 'warning';
  return isInVain(progress, entry) && progress.phase !== 'completed' ? 'warning' : 'done';
}

/** In one sentence where the job is, for those who do not look: said when it changes, not for each file. */
export function progressSentence(progress: Progress): string {
  if (progress.phase === 'queued') return 'Waiting for a worker.';
  if (progress.phase === 'retrying') return 'Trying again in a moment.';
  if (progress.phase === 'failed') return `This did not work out. ${progress.failure?.message ?? ''}`;
  if (progress.phase === 'canceled') return 'Canceled.';
  if (progress.phase === 'completed') {
    return progress.version === undefined ? 'Done.' : `Done: version ${progress.version.number} is saved.`;
  }
  const last = progress.steps.at(-1);
  if (last === undefined) return 'Starting.';
  return `${last.finishedAt === undefined ? TITLES[last.step].running : titleOf(last, progress)}.`;
}

interface Props {
  progress: Progress;
  /** Absent while there is no version to open a file of. */
  onOpenFile?: ((path: string, line?: number) => void) | undefined;
  /** The plan is shown elsewhere. */
  hidesPlan?: boolean;
}

/** The steps of a job in the order they happened, with what each of them brought. */
export function JobTimeline({ progress, onOpenFile, hidesPlan }: Props) {
  const last = progress.steps.at(-1);
  const idle = !isOver(progress) && progress.phase !== 'retrying' && last?.finishedAt !== undefined;
  return (
    <ol aria-label="Progress" className="grid grid-cols-1">
      {progress.phase === 'queued' && <Row state="waiting" title="Waiting for a worker" />}
      {progress.phase === 'running' && last === undefined && <Row state="running" title="Starting" />}
      {progress.steps.map((entry, index) => {
        const lastOfKind = progress.steps.findLastIndex((other) => other.step === entry.step) === index;
        return (
          <Row
            key={`${entry.step}-${entry.startedAt}-${progress.steps.slice(0, index).filter((other) => other.step === entry.step).length}`}
            state={stateOf(entry, progress)}
            title={titleOf(entry, progress)}
            aside={entry.finishedAt && formatDuration(Date.parse(entry.finishedAt) - Date.parse(entry.startedAt))}
          >
            {entry.said !== undefined && <SaidText text={entry.said} />}
            {entry.patches !== undefined && isInVain(progress, entry) && (
              <p className="text-ink-muted text-sm">None of these changes was made: they are all made, or none.</p>
            )}
            {entry.patches !== undefined && <PatchedFiles patches={entry.patches} onOpen={onOpenFile} />}
            {entry.step === 'plan' && progress.plan && !hidesPlan && <PlanCard plan={progress.plan} />}
            {entry.step === 'scaffold' && lastOfKind && progress.files.length > 0 && (
              <WrittenFiles files={progress.files} onOpen={onOpenFile} />
            )}
            {entry.step === 'verify' && lastOfKind && entry.check && entry.check.findings.length > 0 && (
              <FindingList findings={entry.check.findings} {...(onOpenFile ? { onOpen: onOpenFile } : {})} />
            )}
          </Row>
        );
      })}
      {progress.phase === 'completed' && progress.version && !progress.steps.some(({ step }) => step === 'save') && (
        <Row state="done" title={`Saved version ${progress.version.number}`} />
      )}
      {idle && <Row state="running" title="Going on" />}
      {progress.phase === 'retrying' && progress.retry && (
        <Row state="waiting" title={`Trying again in ${Math.ceil(progress.retry.delaySeconds)} s`}>
          <p className="text-ink-muted text-sm">{progress.retry.reason}</p>
        </Row>
      )}
      {progress.phase === 'failed' && (
        <Row state="failed" title="This did not work out">
          <p className="text-ink-muted text-sm">{progress.failure?.message}</p>
        </Row>
      )}
      {progress.phase === 'canceled' && <Row state="canceled" title="Canceled. Nothing was charged." />}
    </ol>
  );
}
