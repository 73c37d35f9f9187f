import { CircleAlert, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { cn } from '../lib/class-names.ts';

export const inputClass =
  'h-10 w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink transition-colors max-sm:text-lg ' +
  'hover:border-ink-faint focus-visible:border-accent focus-visible:outline-offset-0 ' +
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-muted aria-invalid:border-danger';

/** A field in a dense form. */
export const smallInputClass =
  'h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-ink text-sm transition-colors max-sm:text-base ' +
  'hover:border-ink-faint focus-visible:border-accent focus-visible:outline-offset-0 pointer-coarse:h-10';

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  /** Rules or help, shown before anything goes wrong. */
  hint?: ReactNode;
  error?: string | undefined;
  /** Shown at the end of the label's row, e.g. a link. */
  aside?: ReactNode;
}

function describedBy(id: string, hint: unknown, error: unknown): string | undefined {
  return [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined;
}

function FieldFrame(props: {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={props.id} className="font-medium text-ink text-sm">
          {props.label}
        </label>
        {props.aside}
      </div>
      {props.children}
      {props.error && (
        <p id={`${props.id}-error`} className="flex items-start gap-1.5 text-danger-text text-sm">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          {props.error}
        </p>
      )}
      {props.hint && (
        <p id={`${props.id}-hint`} className="text-ink-faint text-sm">
          {props.hint}
        </p>
      )}
    </div>
  );
}

export function Field({ label, hint, error, aside, className, ...input }: FieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...input}
        className={cn(inputClass, className)}
      />
    </FieldFrame>
  );
}

/** A password with a button that shows it. */
export function PasswordField({ label, hint, error, aside, className, ...input }: Omit<FieldProps, 'type'>) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative">
        <input
          id={id}
          type={shown ? 'text' : 'password'}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          autoCapitalize="none"
          spellCheck={false}
          {...input}
          className={cn(inputClass, 'pr-11', className)}
        />
        <button
          type="button"
          aria-label={shown ? 'Hide password' : 'Show password'}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-1 right-1 inline-flex w-8 items-center justify-center rounded text-ink-faint hover:bg-hover hover:text-ink"
        >
          <Icon className="size-4" aria-hidden />
        </button>
      </div>
    </FieldFrame>
  );
}
