import { formatMicrousd } from '../../lib/format.ts';
import type { ModelTotals } from './progress.ts';

/** What a turn took, for those who pay for it. */
export function TurnCost({ totals }: { totals: ModelTotals }) {
  const tokens = totals.inputTokens + totals.outputTokens;
  return (
    <p
      className="tabular text-ink-faint text-xs"
      title={`${totals.inputTokens.toLocaleString('en')} read, ${totals.outputTokens.toLocaleString('en')} written`}
    >
      {tokens.toLocaleString('en')} tokens
      {totals.costMicrousd > 0 && ` · ${formatMicrousd(totals.costMicrousd)}`}
    </p>
  );
}
