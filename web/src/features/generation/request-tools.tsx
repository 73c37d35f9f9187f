/** What stands beside a prompt: what kind of change it is, which model is asked, and the pictures that go with it. */
import { ImagePlus, LoaderCircle, X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { IMAGES_MAX } from '../../../../shared/contracts/generate.ts';
import { IconButton } from '../../components/button.tsx';
import { CHANGE_MODES, type ChangeMode } from './modes.ts';
import type { Attachments } from './use-attachments.ts';
import type { ModelSelection } from './use-model-choice.ts';

const selectClass =
  'h-7 min-w-0 max-w-full rounded-md bg-transparent px-1 text-ink-muted text-sm hover:bg-hover hover:text-ink pointer-coarse:h-10';

function Choice<Value extends string>(props: {
  label: string;
  value: Value | undefined;
  onChange: (value: Value) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <span className="inline-flex min-w-0 items-center">
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      <select
        id={id}
        title={props.label}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.target.value as Value)}
        className={selectClass}
      >
        {props.children}
      </select>
    </span>
  );
}

export function ModeChoice({ mode, onChange }: { mode: ChangeMode; onChange: (mode: ChangeMode) => void }) {
  return (
    <Choice label="What to change" value={mode} onChange={onChange}>
      {CHANGE_MODES.map((entry) => (
        <option key={entry.mode} value={entry.mode}>
          {entry.label}
        </option>
      ))}
    </Choice>
  );
}

/** Nothing to choose, nothing shown. */
export function ModelPicker({ selection }: { selection: ModelSelection }) {
  if (selection.models.length < 2) return null;
  return (
    <Choice label="Model" value={selection.chosen?.id} onChange={selection.choose}>
      {selection.models.map((model) => (
        <option key={model.id} value={model.id}>
          {model.label}
        </option>
      ))}
    </Choice>
  );
}

/** Absent where the chosen model does not see. */
export function AttachButton({ attachments, sees }: { attachments: Attachments; sees: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  if (!sees) return null;
  const full = attachments.images.length >= IMAGES_MAX;
  return (
    <>
      <IconButton
        label={full ? `At most ${IMAGES_MAX} pictures` : 'Attach pictures'}
        size="sm"
        disabled={full}
        onClick={() => input.current?.click()}
      >
        {attachments.busy ? (
          <LoaderCircle className="size-4 animate-spin" aria-hidden />
        ) : (
          <ImagePlus className="size-4" aria-hidden />
        )}
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label="Pictures to attach"
        onChange={(event) => {
          attachments.add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** The pictures that are attached, each with a way to take it back, and what happens to them. */
export function AttachedImages({ attachments, sees }: { attachments: Attachments; sees: boolean }) {
  const { images, problem } = attachments;
  const blind = images.length > 0 && !sees ? 'The chosen model does not see pictures: they are not sent.' : undefined;
  return (
    <div aria-live="polite" className="empty:hidden">
      {images.length > 0 && (
        <ul aria-label="Attached pictures" className="flex flex-wrap gap-2 px-3 pt-3">
          {images.map((image) => (
            <li key={image.url} className="relative">
              <img src={image.url} alt={image.name} className="size-14 rounded-md border object-cover" />
              <button
                type="button"
                aria-label={`Remove ${image.name}`}
                onClick={() => attachments.remove(image)}
                className="absolute -top-1.5 -right-1.5 inline-flex size-5 items-center justify-center rounded-full border bg-raised text-ink-muted shadow-lift hover:text-ink"
              >
                <X className="size-3" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {(problem ?? blind) && <p className="px-4 pt-2 text-sm text-warning-text">{problem ?? blind}</p>}
    </div>
  );
}

export function PlanFirst({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className="inline-flex h-7 cursor-pointer items-center gap-1.5 rounded-md px-1.5 text-ink-muted text-sm hover:bg-hover hover:text-ink pointer-coarse:h-10">
      <input
        type="checkbox"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
        className="size-3.5 accent-accent"
      />
      Plan first
    </label>
  );
}
