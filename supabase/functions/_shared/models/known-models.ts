/**
 * What is known of the models that people use most: prices, sizes, abilities. The one table that costs are computed from.
 *
 * As published on 20 November 2026 at developers.openai.com/api/docs/pricing, platform.claude.com/docs (models) and
 * docs.x.ai/developers. A model that is not here works too: its settings say what it can do and costs (`settings.ts`);
 * where they do not, its cost is recorded as 0 and the record says that it was not priced.
 */
import type { ModelUsage } from './model-provider.ts';

/** Micro-dollars for a million tokens, so a price of $2 is 2,000,000. */
export interface ModelPrice {
  input: number;
  output: number;
  /** Input that comes from the provider's cache; the same as `input` where there is no discount. */
  cached: number;
  /** What a call costs whose input is larger than `above` tokens: all of its tokens. */
  long?: { above: number; input: number; output: number; cached: number };
}

export interface KnownModel {
  /** As in the settings: provider/model. */
  id: string;
  label: string;
  sees: boolean;
  /** Writes tokens of thought before its answer, which count against the limit of its output. */
  thinks: boolean;
  /** Input and output together. */
  contextTokens: number;
  /** The most it writes in one answer, thoughts included. */
  outputTokens: number;
  price: ModelPrice;
}

const dollars = (input: number, output: number, cached: number) => ({
  input: Math.round(input * 1e6),
  output: Math.round(output * 1e6),
  cached: Math.round(cached * 1e6),
});

/** The first of a provider is what an organization gets that brings a key and names no model. */
const known = (
  id: string,
  label: string,
  [contextTokens, outputTokens]: [number, number],
  price: ModelPrice,
): KnownModel => ({ id, label, sees: true, thinks: true, contextTokens, outputTokens, price });

export const KNOWN_MODELS: readonly KnownModel[] = [
  known('openai/gpt-6.2-sol', 'GPT-6.2 Sol', [1_050_000, 128_000], {
    ...dollars(2, 10, 0.1),
    long: { above: 272_000, ...dollars(4, 15, 0.2) },
  }),
  known('openai/gpt-6.1-sol', 'GPT-6.1 Sol', [1_050_000, 128_000], {
    ...dollars(2, 10, 0.1),
    long: { above: 272_000, ...dollars(4, 15, 0.2) },
  }),
  known('openai/gpt-6-astra', 'GPT-6 Astra', [1_050_000, 128_000], {
    ...dollars(10, 50, 1),
    long: { above: 272_000, ...dollars(20, 75, 2) },
  }),
  known('openai/gpt-6-luna', 'GPT-6 Luna', [1_050_000, 128_000], {
    ...dollars(0.1, 0.5, 0.01),
    long: { above: 272_000, ...dollars(0.2, 0.75, 0.02) },
  }),
  known('anthropic/claude-sonnet-5-5', 'Claude Sonnet 5.5', [1_000_000, 128_000], dollars(2, 10, 0.2)),
  known('anthropic/claude-opus-5-5', 'Claude Opus 5.5', [1_000_000, 128_000], dollars(4, 20, 0.2)),
  known('anthropic/claude-fable-5-1', 'Claude Fable 5.1', [1_000_000, 128_000], dollars(10, 50, 0.25)),
  known('xai/grok-4.7', 'Grok 4.7', [500_000, 128_000], {
    ...dollars(2, 6, 0.5),
    long: { above: 199_999, ...dollars(4, 12, 1) },
  }),
];

export function knownModel(id: string): KnownModel | undefined {
  return KNOWN_MODELS.find((it) => it.id === id);
}

/** @returns micro-dollars, rounded up: a call that cost something never counts as nothing. */
export function costOf(usage: ModelUsage, price: ModelPrice): number {
  const rate = price.long && usage.inputTokens > price.long.above ? price.long : price;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const fresh = usage.inputTokens - cached;
  return Math.ceil((fresh * rate.input + cached * rate.cached + usage.outputTokens * rate.output) / 1e6);
}
