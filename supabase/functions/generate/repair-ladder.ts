/**
 * The loop breaker: what is tried next when a change has problems. The same problem again changes the strategy, first to
 * a wider view of the project, then to writing whole files; after that it is given up.
 */
import type { PatchFailure } from '../../../shared/edits/patch.ts';
import type { Finding, VerifyReport } from '../../../shared/verify/finding.ts';
import type { Strategy } from './prompts.ts';

export type Problem =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failures'; readonly failures: readonly PatchFailure[] };

/** Repairs of one change, also when each finds something else wrong. */
export const REPAIRS = 5;

const STRATEGIES: readonly Strategy[] = ['usual', 'wider', 'whole'];

/**
 * @param problems - of this change so far, the latest last
 * @returns null when it is to be given up
 */
export function nextStrategy(problems: readonly Problem[]): Strategy | null {
  const latest = problems.at(-1);
  if (!latest || problems.length > REPAIRS) return null;
  const name = fingerprint(latest);
  const times = problems.filter((problem) => fingerprint(problem) === name).length;
  return STRATEGIES[times - 1] ?? null;
}

/** What is wrong, whichever line it is on: corrections move lines. */
function fingerprint(problem: Problem): string {
  const parts =
    problem.kind === 'findings'
      ? problem.findings.map(({ rule, file, message }) => `${rule} ${file} ${message}`)
      : problem.failures.map(({ code, path }) => `${code} ${path}`);
  return `${problem.kind}\n${[...new Set(parts)].sort().join('\n')}`;
}

/** The errors of a report that were not there before. */
export function newErrors(report: VerifyReport, before: VerifyReport | null): Finding[] {
  const known = new Set(before?.findings.map(({ rule, file, message }) => `${rule} ${file} ${message}`));
  return report.findings.filter(
    ({ severity, rule, file, message }) => severity === 'error' && !known.has(`${rule} ${file} ${message}`),
  );
}
