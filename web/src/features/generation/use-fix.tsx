import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { showToast } from '../../components/toast.tsx';
import { toFailure } from '../../lib/failure.ts';
import { lacksModel, ModelRequired } from './model-required.tsx';
import { type GenerationRequest, useStartGeneration } from './queries.ts';
import type { ModelSelection } from './use-model-choice.ts';

type ReportedError = NonNullable<GenerationRequest['error']>;

export interface Fix {
  readonly busy: boolean;
  /** Asks for a fix of what went wrong. Without a model it explains what that takes. */
  ask(error: ReportedError): void;
  /** Where that is explained. */
  readonly explanation: React.ReactNode;
}

/** Asking for a fix of an error of the build or of the running app. It is free of charge. */
export function useFix(options: {
  projectId: string;
  selection: ModelSelection;
  /** There are edits that are not saved, which the error may come from. */
  unsaved: boolean;
  onStarted: () => void;
}): Fix {
  const { projectId, selection, unsaved } = options;
  const start = useStartGeneration();
  const [explains, setExplains] = useState<'model' | 'unsaved'>();
  return {
    busy: start.isPending,
    ask(error) {
      if (start.isPending) return;
      if (lacksModel(selection, 'fix')) return setExplains('model');
      if (unsaved) return setExplains('unsaved');
      start.mutate(
        {
          prompt: `Fix this problem: ${error.message.slice(0, 500)}`,
          mode: 'fix',
          projectId,
          error: {
            message: error.message.slice(0, 4000),
            ...(error.stack === undefined ? {} : { stack: error.stack.slice(0, 16_000) }),
            ...(error.file === undefined ? {} : { file: error.file }),
            ...(error.line === undefined ? {} : { line: error.line }),
          },
          ...(selection.chosen === undefined ? {} : { model: selection.chosen.id }),
        },
        {
          onSuccess: options.onStarted,
          onError: (cause) => {
            const failure = toFailure(cause);
            if (failure.code === 'model_required') setExplains('model');
            else showToast(failure.message, 'danger');
          },
        },
      );
    },
    explanation: (
      <Dialog
        open={explains !== undefined}
        onOpenChange={() => setExplains(undefined)}
        title={explains === 'unsaved' ? 'Save your edits first' : 'Fixing this'}
        footer={<Button onClick={() => setExplains(undefined)}>Close</Button>}
      >
        {explains === 'unsaved' ? (
          <p className="text-ink-muted">
            The error may come from edits that are not saved, and a fix starts from what is saved. Save them, then ask
            again.
          </p>
        ) : (
          <ModelRequired selection={selection} what="Fixing an error" />
        )}
      </Dialog>
    ),
  };
}
