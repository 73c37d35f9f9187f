/** What can be done about a request that is over: take it back, ask again, let another model try, go on. */
import { ChevronDown, Pencil, Play, RotateCw, Undo2, Wrench } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { editTarget, generationMode, reportedError } from '../../../../shared/contracts/generate.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/dialog.tsx';
import { Menu, MenuItem, MenuLabel } from '../../components/menu.tsx';
import { showToast } from '../../components/toast.tsx';
import type { JobRow } from '../../lib/database.ts';
import { toFailure } from '../../lib/failure.ts';
import type { Progress } from './progress.ts';
import { PromptBox, StartFailure } from './prompt-box.tsx';
import { type GenerationRequest, type ModelChoice, useRequeueGeneration, useStartGeneration } from './queries.ts';
import type { ModelSelection } from './use-model-choice.ts';

/** How a turn that made a version is taken back. */
export interface TurnUndo {
  /** It is taken back: the app is as it was before the turn. */
  readonly done: boolean;
  /** What will happen, in a sentence or two. */
  readonly description: string;
  /** Resolves when the version before the turn is the current one again. */
  run(): Promise<void>;
}

interface Props {
  job: JobRow;
  progress: Progress;
  /** The last request of the project: it can be asked again. */
  latest: boolean;
  selection: ModelSelection;
  undo: TurnUndo | undefined;
}

/** The same request once more. Pictures are not kept, so they are not in it. */
export function sameRequest(job: JobRow, change: { prompt?: string; model?: string }): GenerationRequest {
  const kept = typeof job.request === 'object' && job.request !== null ? (job.request as Record<string, unknown>) : {};
  const target = editTarget.safeParse(kept.target).data;
  const error = reportedError.safeParse(kept.error).data;
  const model = change.model ?? (typeof kept.model === 'string' ? kept.model : undefined);
  return {
    prompt: change.prompt ?? job.prompt,
    mode: generationMode.parse(job.mode),
    projectId: job.project_id,
    ...(model === undefined ? {} : { model }),
    ...(target === undefined ? {} : { target }),
    ...(error === undefined ? {} : { error }),
  };
}

export function TurnActions({ job, progress, latest, selection, undo }: Props) {
  const start = useStartGeneration();
  const failure = start.error && <StartFailure message={toFailure(start.error).message} />;
  const made = progress.phase === 'completed';
  return (
    <div className="grid grid-cols-1 gap-3 empty:hidden">
      {made ? (
        <div className="flex flex-wrap gap-2 empty:hidden">
          {undo && (undo.done ? <TakenBack /> : <UndoButton undo={undo} />)}
          {latest && (undo !== undefined || job.mode === 'new_app') && (
            <OtherModel selection={selection} job={job} undo={undo} onStart={start.mutateAsync} />
          )}
          {latest && <FixFindings job={job} progress={progress} selection={selection} onStart={start.mutate} />}
        </div>
      ) : (
        latest && <AskAgain job={job} selection={selection} start={start} />
      )}
      {failure}
    </div>
  );
}

function TakenBack() {
  return (
    <p className="inline-flex h-8 items-center gap-1.5 text-ink-faint text-sm">
      <Undo2 className="size-3.5" aria-hidden />
      Taken back
    </p>
  );
}

function UndoButton({ undo }: { undo: TurnUndo }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const run = () => {
    setBusy(true);
    undo
      .run()
      .then(
        () => showToast('Taken back. The versions keep everything that was there.'),
        (error: unknown) => showToast(`Nothing was taken back. ${toFailure(error).message}`, 'danger'),
      )
      .finally(() => {
        setBusy(false);
        setAsking(false);
      });
  };
  return (
    <>
      <Button size="sm" icon={<Undo2 className="size-3.5" aria-hidden />} onClick={() => setAsking(true)}>
        Undo…
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Undo this?"
        description={undo.description}
        confirmLabel="Undo"
        busy={busy}
        onConfirm={run}
      />
    </>
  );
}

function ModelMenu(props: { selection: ModelSelection; onChoose: (model: ModelChoice) => void }) {
  if (props.selection.others.length === 0) return null;
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm">
          With another model
          <ChevronDown className="size-3.5" aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Ask the same of</MenuLabel>
      {props.selection.others.map((model) => (
        <MenuItem key={model.id} onSelect={() => props.onChoose(model)}>
          {model.label}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** For a turn that was made: it is taken back first, so that the other model starts where this one did. */
function OtherModel(props: {
  job: JobRow;
  selection: ModelSelection;
  undo: TurnUndo | undefined;
  onStart: (request: GenerationRequest) => Promise<unknown>;
}) {
  const undo = props.undo?.done ? undefined : props.undo;
  const [model, setModel] = useState<ModelChoice>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    if (model === undefined) return;
    setBusy(true);
    try {
      await undo?.run();
      await props.onStart(sameRequest(props.job, { model: model.id })).catch(() => {
        // Why is said below the buttons.
        if (undo) showToast('It is taken back, but was not asked again. The version that was there is under Versions.');
      });
    } catch (error) {
      showToast(`Nothing was taken back. ${toFailure(error).message}`, 'danger');
    }
    setBusy(false);
    setModel(undefined);
  };
  return (
    <>
      <ModelMenu selection={props.selection} onChoose={setModel} />
      <ConfirmDialog
        open={model !== undefined}
        onOpenChange={(open) => !open && setModel(undefined)}
        title={`Ask ${model?.label ?? ''} instead?`}
        description={
          undo
            ? `${undo.description} Then the same is asked again.`
            : 'The same is asked again. What comes of it is a new version; the present one is kept.'
        }
        confirmLabel="Ask again"
        busy={busy}
        onConfirm={() => void run()}
      />
    </>
  );
}

/** Problems that the check found and that were not repaired. */
function FixFindings(props: {
  job: JobRow;
  progress: Progress;
  selection: ModelSelection;
  onStart: (request: GenerationRequest) => void;
}) {
  const check = props.progress.steps.findLast((step) => step.check !== undefined)?.check;
  const errors = check?.findings.filter(({ severity }) => severity === 'error') ?? [];
  const [first] = errors;
  if (first === undefined || props.selection.others.length === 0) return null;
  const message = errors.map((it) => `${it.file}:${it.line ?? 1}: ${it.message} ${it.fix}`).join('\n');
  return (
    <Button
      size="sm"
      icon={<Wrench className="size-3.5" aria-hidden />}
      onClick={() =>
        props.onStart({
          prompt: errors.length === 1 ? `Fix this problem: ${first.message}` : `Fix these ${errors.length} problems`,
          mode: 'fix',
          projectId: props.job.project_id,
          error: { message: message.slice(0, 4000), file: first.file, ...(first.line ? { line: first.line } : {}) },
        })
      }
    >
      Fix this · free
    </Button>
  );
}

/** After a failure: go on where it stopped, the same words again, better ones, or another model. */
function AskAgain(props: { job: JobRow; selection: ModelSelection; start: ReturnType<typeof useStartGeneration> }) {
  const { job, start } = props;
  const requeue = useRequeueGeneration();
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState(job.prompt);
  const submit = (change: Parameters<typeof sameRequest>[1]) => start.mutate(sameRequest(job, change));
  if (editing) {
    return (
      <PromptBox
        compact
        label={job.mode === 'new_app' || job.mode === 'plan' ? 'Describe the app' : 'What should change?'}
        submitLabel="Ask again"
        value={text}
        onChange={setText}
        onSubmit={(prompt) => submit({ prompt })}
        busy={start.isPending}
        autoFocus
      />
    );
  }
  const goOn: ReactNode = job.requeueable && (
    <Button
      size="sm"
      variant="primary"
      busy={requeue.isPending}
      icon={<Play className="size-3.5" aria-hidden />}
      onClick={() => requeue.mutate(job.id, { onError: (error) => showToast(toFailure(error).message, 'danger') })}
    >
      Try again from where it stopped
    </Button>
  );
  return (
    <div className="flex flex-wrap gap-2">
      {goOn}
      <Button
        size="sm"
        variant={job.requeueable ? 'secondary' : 'primary'}
        busy={start.isPending}
        icon={<RotateCw className="size-3.5" aria-hidden />}
        onClick={() => submit({})}
      >
        {job.requeueable ? 'Start again' : 'Retry'}
      </Button>
      <ModelMenu selection={props.selection} onChoose={(model) => submit({ model: model.id })} />
      <Button size="sm" icon={<Pencil className="size-3.5" aria-hidden />} onClick={() => setEditing(true)}>
        Edit the description
      </Button>
    </div>
  );
}
