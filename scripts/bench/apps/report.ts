/** Results in print: a block for each application, then totals for each kind of check. */
import { CHECK_KINDS, type Check, type CheckKind } from './check-log.ts';
import type { Inspection } from './inspect-app.ts';

/** Share of all checks that should pass. */
export const AIM = 0.95;
/** Kinds that must pass for an application to count as opening clean. */
const CLEAN: readonly CheckKind[] = ['verified', 'types', 'builds', 'starts', 'console', 'finished'];

const failed = (checks: readonly Check[]) => checks.filter(({ failure }) => failure !== null);
const share = (part: number, whole: number) => `${part}/${whole}`.padStart(9);

export function printInspection({ id, name, checks, files, lines, seconds }: Inspection): void {
  const failures = failed(checks);
  const score = share(checks.length - failures.length, checks.length);
  console.log(`${id.padEnd(14)} ${score}  ${name}  (${files} files, ${lines} lines, ${seconds.toFixed(0)} s)`);
  for (const { kind, subject, failure } of failures) console.log(`    ${kind.padEnd(9)} ${subject}: ${failure}`);
}

export interface Totals {
  readonly checks: number;
  readonly passed: number;
  readonly apps: number;
  /** Applications that build and open without any error. */
  readonly clean: number;
  readonly kinds: Readonly<Record<string, { checks: number; passed: number }>>;
  /** What is generated: files, lines, bundle, time; the middle one and the range. */
  readonly size: string;
  readonly aimsMet: boolean;
}

export function totalsOf(inspections: readonly Inspection[]): Totals {
  const kinds: Record<string, { checks: number; passed: number }> = {};
  const all = inspections.flatMap(({ checks }) => checks);
  for (const { kind, failure } of all) {
    const entry = kinds[kind] ?? { checks: 0, passed: 0 };
    kinds[kind] = entry;
    entry.checks += 1;
    if (failure === null) entry.passed += 1;
  }
  const passed = all.length - failed(all).length;
  const clean = inspections.filter(({ checks }) => !failed(checks).some(({ kind }) => CLEAN.includes(kind))).length;
  const aimsMet = clean === inspections.length && passed >= AIM * all.length;
  const size = [
    spread('files', inspections, ({ files }) => files),
    spread('lines', inspections, ({ lines }) => lines),
    spread('KB of bundle (gzip)', inspections, ({ bundleBytes }) => (bundleBytes ?? 0) / 1000),
    spread('ms to generate and verify', inspections, ({ generateMs }) => generateMs),
  ].join('; ');
  return { checks: all.length, passed, apps: inspections.length, clean, kinds, size, aimsMet };
}

/** `190 files (97 to 250)`: the middle value of all, the smallest and the largest. */
function spread(unit: string, inspections: readonly Inspection[], of: (it: Inspection) => number): string {
  const values = inspections.map(of).sort((a, b) => a - b);
  const at = (index: number) => Math.round(values[index] ?? 0);
  return `${at(Math.floor(values.length / 2))} ${unit} (${at(0)} to ${at(values.length - 1)})`;
}

export function printTotals({ kinds, checks, passed, apps, clean, size }: Totals): void {
  console.log('\nBy kind');
  for (const [kind, meaning] of Object.entries(CHECK_KINDS)) {
    const entry = kinds[kind];
    if (entry) console.log(`  ${kind.padEnd(9)} ${share(entry.passed, entry.checks)}  ${meaning}`);
  }
  console.log(`\n${size}`);
  console.log(`${clean} of ${apps} build and open clean (aim: all)`);
  console.log(`${passed} of ${checks} checks passed, ${((100 * passed) / checks).toFixed(1)} % (aim: ${AIM * 100} %)`);
}
