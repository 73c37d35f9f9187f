import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/class-names.ts';

type Tone = 'danger' | 'warning' | 'success' | 'neutral';

const TONES: Record<Tone, { box: string; icon: typeof Info }> = {
  danger: { box: 'bg-danger-soft text-danger-text', icon: CircleAlert },
  warning: { box: 'bg-warning-soft text-warning-text', icon: TriangleAlert },
  success: { box: 'bg-accent-soft text-accent-text', icon: CircleCheck },
  neutral: { box: 'bg-sunken text-ink-muted', icon: Info },
};

/** A message in place, with what to do beside it. Failures are announced at once. */
export function Notice(props: {
  tone?: Tone;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  const tone = props.tone ?? 'neutral';
  const { box, icon: Icon } = TONES[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-3 py-2.5 text-sm', box, props.className)}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1 basis-40 break-words">
        {props.title && <p className="font-medium">{props.title}</p>}
        {props.children}
      </div>
      {props.actions && <div className="flex flex-wrap gap-2">{props.actions}</div>}
    </div>
  );
}
