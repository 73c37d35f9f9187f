import { formatReset } from '../../lib/format.ts';
import type { QuotaWindow, Usage } from './queries.ts';

const PERIODS: Record<QuotaWindow['period'], string> = { day: 'Today', month: 'This month' };

function Meter({ window }: { window: QuotaWindow }) {
  const share = window.limit === null || window.limit === 0 ? 0 : Math.min(1, window.used / window.limit);
  const tone = share >= 1 ? 'bg-danger' : 'bg-accent';
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium text-sm">{PERIODS[window.period]}</span>
        <span className="tabular text-ink-muted text-sm">
          {window.used} of {window.limit ?? 'unlimited'} · resets {formatReset(window.resets_at)}
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers paint <meter> in colours of their own */}
      <div
        role="meter"
        aria-label={`Generations used ${PERIODS[window.period].toLowerCase()}`}
        aria-valuemin={0}
        aria-valuemax={window.limit ?? window.used}
        aria-valuenow={window.used}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div className={`h-full rounded-full ${tone}`} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

/** The plan and each of its windows. */
export function UsagePanel({ usage }: { usage: Usage }) {
  const windows = usage.generation.windows.toSorted((a, b) => a.period.localeCompare(b.period));
  return (
    <div className="grid gap-4">
      <p className="text-ink-muted">
        You are on the <strong className="font-medium text-ink capitalize">{usage.planId}</strong> plan. A generation
        that fails is not counted.
      </p>
      {windows.map((window) => (
        <Meter key={window.period} window={window} />
      ))}
    </div>
  );
}
