import { Save } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { inputClass } from '../../../components/field.tsx';
import { cn } from '../../../lib/class-names.ts';
import { plural } from '../../../lib/format.ts';
import { MOD } from '../../../lib/shortcut.ts';

interface Props {
  changed: number;
  /** False when the browser could not keep the edits. */
  kept: boolean;
  busy: boolean;
  message: string;
  onMessage: (message: string) => void;
  onSave: () => void;
  onDiscard: () => void;
}

export const MESSAGE_MAX = 200;

/** What is unsaved, what it is about, and the way to keep or drop it. */
export function SaveBar(props: Props) {
  const [confirming, setConfirming] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSave();
  };
  return (
    <form
      onSubmit={submit}
      aria-label="Unsaved changes"
      className="flex shrink-0 animate-rise flex-wrap items-center gap-2 border-t bg-surface px-3 py-2"
    >
      <span className={cn('text-sm', props.kept ? 'text-ink-muted' : 'text-warning-text')}>
        {plural(props.changed, 'unsaved file')}
        {!props.kept && '. This browser cannot keep them over a reload: save soon.'}
      </span>
      <input
        aria-label="What did you change?"
        placeholder="What did you change? (optional)"
        value={props.message}
        maxLength={MESSAGE_MAX}
        onChange={(event) => props.onMessage(event.target.value)}
        className={cn(inputClass, 'h-8 min-w-32 flex-1 basis-40 text-sm')}
      />
      <div className="ml-auto flex gap-2">
        {confirming ? (
          <>
            <Button size="sm" onClick={() => setConfirming(false)}>
              Keep editing
            </Button>
            <Button
              size="sm"
              variant="danger"
              onClick={() => {
                setConfirming(false);
                props.onDiscard();
              }}
            >
              Discard the edits
            </Button>
          </>
        ) : (
          <>
            <Button size="sm" variant="ghost" disabled={props.busy} onClick={() => setConfirming(true)}>
              Discard
            </Button>
            <Button
              type="submit"
              size="sm"
              variant="primary"
              busy={props.busy}
              title={`${MOD} S`}
              icon={<Save className="size-4" aria-hidden />}
            >
              Save
            </Button>
          </>
        )}
      </div>
    </form>
  );
}
