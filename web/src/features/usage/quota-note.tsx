import { formatReset, plural } from '../../lib/format.ts';
import type { Quota } from './queries.ts';

/** One quiet line: what is left of the tightest window, and when it is full again. */
export function QuotaNote({ quota }: { quota: Quota }) {
  if (quota.limit === null || quota.remaining === null) return null;
  const window = quota.windows[0]?.period === 'month' ? 'this month' : 'today';
  const reset = quota.resets_at === null ? '' : `resets ${formatReset(quota.resets_at)}`;
  if (quota.remaining === 0) {
    return (
      <span className="text-warning-text">
        No generations left {window}
        {reset && `; ${reset}`}
      </span>
    );
  }
  return (
    <span className="tabular">
      {plural(quota.remaining, 'generation')} left {window}
      {quota.used > 0 && reset && <span className="max-sm:hidden"> · {reset}</span>}
    </span>
  );
}
