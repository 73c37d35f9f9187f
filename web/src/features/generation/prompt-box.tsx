import { ArrowUp, LoaderCircle } from 'lucide-react';
import {
  type ClipboardEvent,
  type DragEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { PROMPT_MAX, prompt as promptRule } from '../../../../shared/contracts/generate.ts';
import { buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { cn } from '../../lib/class-names.ts';
import { MOD } from '../../lib/shortcut.ts';
import { EXAMPLES } from './examples.ts';

/** The count is shown from here on. */
const COUNT_FROM = PROMPT_MAX - 1000;

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit: (prompt: string) => void;
  busy: boolean;
  /** The server's answer, with what to do about it. */
  failure?: ReactNode;
  /** Quietly beside the button: what is left of the quota. */
  note?: ReactNode;
  examples?: boolean;
  submitLabel?: string;
  placeholder?: string;
  autoFocus?: boolean;
  /** Above the text: what goes with it. */
  attached?: ReactNode;
  /** Below the text: how it is asked. */
  tools?: ReactNode;
  /** Small buttons at the start of the last line. */
  buttons?: ReactNode;
  /** Files that were pasted or dropped. Absent: they are left to the browser. */
  onFiles?: ((files: readonly File[]) => void) | undefined;
  /** In a narrow column. */
  compact?: boolean;
  area?: RefObject<HTMLTextAreaElement | null>;
}

/** Why a description cannot be sent, or undefined. Said only once something was typed. */
export function promptProblem(value: string): string | undefined {
  const over = value.length - PROMPT_MAX;
  if (over > 0) return `${over.toLocaleString('en')} characters too long.`;
  const parsed = promptRule.safeParse(value);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
}

/** Where a person describes an application. Grows with what is typed; Ctrl/Cmd + Enter sends it. */
export function PromptBox(props: Props) {
  const id = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  const area = props.area ?? own;
  const problem = promptProblem(props.value);
  const typed = props.value.trim() !== '';
  const shownProblem = typed ? problem : undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [props.value]);

  const submit = () => {
    if (props.busy) return;
    if (problem !== undefined) {
      area.current?.focus();
      return;
    }
    props.onSubmit(props.value);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };

  const takeFiles = (event: ClipboardEvent | DragEvent, files: FileList | undefined) => {
    if (props.onFiles === undefined || files === undefined || files.length === 0) return;
    event.preventDefault();
    props.onFiles([...files]);
  };

  const fill = (prompt: string) => {
    props.onChange(prompt);
    area.current?.focus();
  };

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the other way to what a button and pasting do */}
      <div
        onPaste={(event) => takeFiles(event, event.clipboardData?.files)}
        onDragOver={(event) => props.onFiles && event.preventDefault()}
        onDrop={(event) => takeFiles(event, event.dataTransfer?.files)}
        className={cn(
          'rounded-xl border border-line-strong bg-surface shadow-lift transition-colors',
          'focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/15',
        )}
      >
        {props.attached}
        <label htmlFor={id} className="sr-only">
          {props.label}
        </label>
        <textarea
          ref={area}
          id={id}
          rows={props.compact ? 2 : 3}
          value={props.value}
          // biome-ignore lint/a11y/noAutofocus: the box is what the page is for
          autoFocus={props.autoFocus}
          readOnly={props.busy}
          onChange={(event) => props.onChange(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={props.placeholder ?? 'A booking page for my yoga classes, where students sign up for a slot…'}
          aria-invalid={shownProblem ? true : undefined}
          aria-describedby={`${id}-status`}
          className={cn(
            'block w-full resize-none bg-transparent px-4 pb-2 outline-none',
            props.compact
              ? 'max-h-[30dvh] min-h-16 pt-3 text-base leading-5 max-sm:text-lg'
              : 'max-h-[50dvh] min-h-24 pt-3.5 text-lg leading-6',
          )}
        />
        {props.tools && <div className="flex flex-wrap items-center gap-1 px-2.5">{props.tools}</div>}
        <div className={cn('flex min-h-12 items-center gap-3 py-2 pr-2', props.buttons ? 'pl-2.5' : 'pl-4')}>
          {props.buttons && <div className="flex items-center">{props.buttons}</div>}
          <div id={`${id}-status`} className="min-w-0 flex-1 text-ink-faint text-sm">
            {shownProblem ? (
              <span className="text-danger-text">{shownProblem}</span>
            ) : props.value.length >= COUNT_FROM ? (
              <span className="tabular">
                {props.value.length.toLocaleString('en')} of {PROMPT_MAX.toLocaleString('en')} characters
              </span>
            ) : (
              props.note
            )}
          </div>
          {!props.compact && (
            <kbd className="hidden font-sans text-ink-faint text-xs sm:block" aria-hidden>
              {MOD} Enter
            </kbd>
          )}
          <button
            type="submit"
            aria-disabled={!typed || problem !== undefined || props.busy || undefined}
            aria-busy={props.busy || undefined}
            className={cn(buttonClass('primary', 'sm'), 'aria-disabled:opacity-50')}
          >
            {props.busy ? (
              <LoaderCircle className="size-4 animate-spin" aria-hidden />
            ) : (
              <ArrowUp className="size-4" aria-hidden />
            )}
            {props.submitLabel ?? 'Build it'}
          </button>
        </div>
      </div>
      {props.failure && <div className="mt-3">{props.failure}</div>}
      {props.examples && (
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <span className="mr-1 text-ink-faint text-sm">Try</span>
          {EXAMPLES.map((example) => (
            <button
              key={example.title}
              type="button"
              title={example.prompt}
              onClick={() => fill(example.prompt)}
              className="rounded-full border border-line-strong bg-surface px-3 py-1 text-ink-muted text-sm transition-colors hover:bg-sunken hover:text-ink pointer-coarse:py-2"
            >
              {example.title}
            </button>
          ))}
        </div>
      )}
    </form>
  );
}

/** A refused start in words, with the way on. */
export function StartFailure({ message, onRetry }: { message: string; onRetry?: (() => void) | undefined }) {
  return (
    <Notice
      tone="danger"
      actions={
        onRetry && (
          <button type="button" onClick={onRetry} className="font-medium underline underline-offset-4">
            Try again
          </button>
        )
      }
    >
      {message}
    </Notice>
  );
}
