import { Ban, Circle, CircleAlert, CircleCheck, CircleDashed, LoaderCircle, Rocket } from 'lucide-react';
import { cn } from '../lib/class-names.ts';
import type { JobStatus, ProjectStatus } from '../lib/database.ts';

type Status = JobStatus | ProjectStatus;

const STATUSES: Record<Status, { label: string; icon: typeof Circle; tone: string; spin?: boolean }> = {
  queued: { label: 'Queued', icon: CircleDashed, tone: 'text-ink-muted' },
  running: { label: 'Running', icon: LoaderCircle, tone: 'text-accent-text', spin: true },
  completed: { label: 'Completed', icon: CircleCheck, tone: 'text-accent-text' },
  failed: { label: 'Failed', icon: CircleAlert, tone: 'text-danger-text' },
  canceled: { label: 'Canceled', icon: Ban, tone: 'text-ink-muted' },
  draft: { label: 'Draft', icon: Circle, tone: 'text-ink-muted' },
  generating: { label: 'Building', icon: LoaderCircle, tone: 'text-accent-text', spin: true },
  ready: { label: 'Ready', icon: CircleCheck, tone: 'text-accent-text' },
  deployed: { label: 'Deployed', icon: Rocket, tone: 'text-accent-text' },
};

/** A status in words and with an icon: never by colour alone. */
export function StatusBadge({ status, className }: { status: Status; className?: string }) {
  const { label, icon: Icon, tone, spin } = STATUSES[status];
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-xs', tone, className)}>
      <Icon className={cn('size-3.5 shrink-0', spin && 'animate-spin')} aria-hidden />
      {label}
    </span>
  );
}
