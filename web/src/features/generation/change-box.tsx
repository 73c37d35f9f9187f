import { MousePointerClick } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { toFailure } from '../../lib/failure.ts';
import { readStored, writeStored } from '../../lib/storage.ts';
import { type EditTarget, requestTarget, TargetChip } from './edit-target.tsx';
import { lacksModel, ModelRequired } from './model-required.tsx';
import { CHANGE_MODES, type ChangeMode } from './modes.ts';
import { PromptBox, StartFailure } from './prompt-box.tsx';
import { useStartGeneration } from './queries.ts';
import { AttachButton, AttachedImages, ModeChoice, ModelPicker } from './request-tools.tsx';
import { useAttachments } from './use-attachments.ts';
import type { ModelSelection } from './use-model-choice.ts';

interface Props {
  projectId: string;
  selection: ModelSelection;
  /** Something is being generated for the project already. */
  running: boolean;
  /** There are edits that are not saved: a change does not build on them. */
  unsaved: boolean;
  target: EditTarget | undefined;
  onTarget: (target: EditTarget | undefined) => void;
  /** Lets the person pick an element in the preview. */
  onPick: () => void;
}

/** Where a change to a project is asked for. What was typed survives a reload. */
export function ChangeBox({ projectId, selection, running, unsaved, target, onTarget, onPick }: Props) {
  const storageKey = `trellis.request.${projectId}`;
  const [text, setText] = useState(() => readStored(storageKey) ?? '');
  const [mode, setMode] = useState<ChangeMode>('modify');
  const [waits, setWaits] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const attachments = useAttachments();
  const start = useStartGeneration();
  const sees = selection.chosen?.sees ?? false;
  const failure = start.error ? toFailure(start.error) : undefined;
  const lacking = lacksModel(selection, mode) || failure?.code === 'model_required';

  useEffect(() => {
    if (target !== undefined) area.current?.focus();
  }, [target]);
  const change = (value: string) => {
    setText(value);
    writeStored(storageKey, value === '' ? null : value);
    if (start.isError) start.reset();
  };
  const submit = (prompt: string) => {
    setWaits(running);
    if (running || lacking || attachments.busy) return;
    const picked = target === undefined || mode === 'plan' ? undefined : requestTarget(target);
    start.mutate(
      {
        prompt,
        mode,
        projectId,
        ...(selection.chosen === undefined ? {} : { model: selection.chosen.id }),
        ...(picked === undefined ? {} : { target: picked }),
        ...(sees && attachments.images.length > 0 ? { images: attachments.images.map(({ image }) => image) } : {}),
      },
      {
        onSuccess: () => {
          change('');
          attachments.clear();
          onTarget(undefined);
        },
      },
    );
  };

  const example = CHANGE_MODES.find((entry) => entry.mode === mode)?.example ?? '';
  return (
    <div className="grid grid-cols-1 gap-2 border-t bg-canvas p-3">
      {lacking && <ModelRequired selection={selection} what="Changing the app" />}
      <PromptBox
        compact
        area={area}
        label="What should change?"
        placeholder={`${example}…`}
        submitLabel={mode === 'plan' ? 'Plan' : 'Send'}
        value={text}
        onChange={change}
        onSubmit={submit}
        busy={start.isPending}
        onFiles={sees ? attachments.add : undefined}
        attached={
          <>
            {target && <TargetChip target={target} onChange={onTarget} />}
            <AttachedImages attachments={attachments} sees={sees} />
          </>
        }
        tools={
          <>
            <ModeChoice mode={mode} onChange={setMode} />
            <ModelPicker selection={selection} />
          </>
        }
        buttons={
          <>
            <AttachButton attachments={attachments} sees={sees} />
            <IconButton label="Select an element in the preview" size="sm" onClick={onPick}>
              <MousePointerClick className="size-4" aria-hidden />
            </IconButton>
          </>
        }
        note={
          running && waits ? (
            <span role="status">One at a time: send it when this is done, or stop this.</span>
          ) : (
            unsaved && (
              <span className="text-warning-text">Your unsaved edits are not part of it: save them first.</span>
            )
          )
        }
        failure={failure && failure.code !== 'model_required' && <StartFailure message={failure.message} />}
      />
    </div>
  );
}
