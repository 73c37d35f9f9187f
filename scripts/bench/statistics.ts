/** Percentiles and a table: benches print medians and ratios, because a machine's speed drifts. */

/** The value below which `share` (0 to 1) of the samples lie; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export interface Measure {
  name: string;
  value: string;
  /** What we aim at, in the same unit. */
  aim?: string;
  note?: string;
}

export function printMeasures(title: string, measures: readonly Measure[]): void {
  console.log(`\n${title}`);
  const width = Math.max(...measures.map((it) => it.name.length));
  for (const { name, value, aim, note } of measures) {
    console.log(
      `  ${name.padEnd(width)}  ${value.padStart(18)}${aim ? `   aim ${aim}` : ''}${note ? `   ${note}` : ''}`,
    );
  }
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const seconds = (value: number): string => `${(value / 1000).toFixed(2)} s`;
