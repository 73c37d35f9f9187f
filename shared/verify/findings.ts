/** Collects findings: each once, in the order of files and lines, and no more than a person can read. */
import type { Finding } from './finding.ts';

/** More findings than this are counted, not listed. */
export const MAX_FINDINGS = 200;

/** `Finding` without its absent optional parts spelled out: what a rule writes. */
export interface Report {
  rule: string;
  severity?: Finding['severity'];
  file: string;
  line?: number | undefined;
  column?: number | undefined;
  message: string;
  fix: string;
}

export class Findings {
  readonly #found = new Map<string, Finding>();

  /** Severity is `error` when not given. One rule says one thing about one place only once. */
  add({ rule, severity = 'error', file, line, column, message, fix }: Report): void {
    const found: Finding = { rule, severity, file, message, fix };
    if (line !== undefined && line > 0) found.line = line;
    if (found.line !== undefined && column !== undefined && column > 0) found.column = column;
    const key = JSON.stringify([rule, file, line, message]);
    if (!this.#found.has(key)) this.#found.set(key, found);
  }

  /** Sorted; errors come before warnings when there are more than can be listed. */
  list(): Finding[] {
    const all = [...this.#found.values()].sort(byPlace);
    if (all.length <= MAX_FINDINGS) return all;
    const errorsFirst = [...all].sort((a, b) => rank(a) - rank(b));
    const kept = errorsFirst.slice(0, MAX_FINDINGS - 1).sort(byPlace);
    const rest = errorsFirst.slice(MAX_FINDINGS - 1);
    const [first] = rest;
    if (first === undefined) return kept;
    kept.push({
      rule: 'more-findings',
      severity: first.severity,
      file: first.file,
      message: `${rest.length} more findings are not listed.`,
      fix: 'Correct those above and check again.',
    });
    return kept;
  }
}

const rank = (finding: Finding) => (finding.severity === 'error' ? 0 : 1);

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.file, b.file) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Runs a check of a file; code that is nested deeper than the stack reaches is a finding, not a crash. */
export function guardDepth<Result>(file: string, findings: Findings, check: () => Result): Result | null {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    findings.add({
      rule: 'nested-too-deeply',
      file,
      message: 'This file is nested too deeply to be checked.',
      fix: 'Break long chains and deep nesting into parts with names.',
    });
    return null;
  }
}
