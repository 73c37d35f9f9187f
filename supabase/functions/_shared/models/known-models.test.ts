import { describe, expect, it } from 'vitest';
import { costOf, KNOWN_MODELS, knownModel } from './known-models.ts';

const price = { input: 2_000_000, output: 10_000_000, cached: 100_000 };

describe('the cost of a call', () => {
  it('is in micro-dollars: what was read fresh, read from the cache, and written', () => {
    expect(costOf({ inputTokens: 1_000_000, outputTokens: 0 }, price)).toBe(2_000_000);
    expect(costOf({ inputTokens: 1_000, outputTokens: 100, cachedTokens: 600 }, price)).toBe(800 + 60 + 1_000);
  });

  it('is rounded up, and never counts more from the cache than was read', () => {
    expect(costOf({ inputTokens: 1, outputTokens: 0, cachedTokens: 1 }, price)).toBe(1);
    expect(costOf({ inputTokens: 10, outputTokens: 0, cachedTokens: 20 }, price)).toBe(1);
    expect(costOf({ inputTokens: 0, outputTokens: 0 }, price)).toBe(0);
  });

  it('has another rate for long input', () => {
    const long = { ...price, long: { above: 1_000, input: 4_000_000, output: 15_000_000, cached: 200_000 } };
    expect(costOf({ inputTokens: 1_000, outputTokens: 10 }, long)).toBe(2_000 + 100);
    expect(costOf({ inputTokens: 1_001, outputTokens: 10 }, long)).toBe(4_004 + 150);
  });
});

describe('the table', () => {
  it('names each model once, with prices and sizes that can be', () => {
    expect(new Set(KNOWN_MODELS.map(({ id }) => id)).size).toBe(KNOWN_MODELS.length);
    for (const model of KNOWN_MODELS) {
      expect(model.price.cached).toBeLessThanOrEqual(model.price.input);
      expect(model.outputTokens).toBeLessThan(model.contextTokens);
    }
    expect(knownModel('openai/nothing')).toBeUndefined();
  });
});
