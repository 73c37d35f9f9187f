import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from './button.tsx';

interface Toast {
  id: number;
  tone: 'success' | 'danger';
  message: string;
}

const SHOWN_MS = { success: 4000, danger: 9000 } as const;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

/** Says that something happened, or that an optimistic change was taken back and why. */
export function showToast(message: string, tone: Toast['tone'] = 'success'): void {
  const id = nextId++;
  // Three at most: older ones have been read or do not matter any more.
  set([...toasts.slice(-2), { id, tone, message }]);
  setTimeout(() => dismiss(id), SHOWN_MS[tone]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where toasts appear. The live region is always in the page, so that screen readers know it before it fills. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 top-15 z-60 flex flex-col items-center gap-2 sm:left-auto sm:items-end"
    >
      {shown.map((toast) => (
        <div
          key={toast.id}
          role={toast.tone === 'danger' ? 'alert' : undefined}
          className="pointer-events-auto flex w-full max-w-sm animate-rise items-start gap-2.5 rounded-lg border bg-raised py-2 pr-2 pl-3 text-sm shadow-pop"
        >
          {toast.tone === 'danger' ? (
            <CircleAlert className="mt-1 size-4 shrink-0 text-danger-text" aria-hidden />
          ) : (
            <CircleCheck className="mt-1 size-4 shrink-0 text-accent-text" aria-hidden />
          )}
          <p className="min-w-0 flex-1 break-words py-0.5">{toast.message}</p>
          <IconButton label="Dismiss" size="sm" onClick={() => dismiss(toast.id)}>
            <X className="size-3.5" aria-hidden />
          </IconButton>
        </div>
      ))}
    </section>
  );
}
