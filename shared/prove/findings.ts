/** What the probes saw, as findings of a version's report. */
import type { AccessReport, Finding, VerifyReport } from '../verify/finding.ts';
import type { Migration } from './migrations.ts';
import { placesOf } from './places.ts';
import type { ProbeResult, ProofReport } from './report.ts';

/** The report of a version with the proof in it: a leak, or less than promised, keeps the version from being ready. */
export function withProof(report: VerifyReport, proof: ProofReport, migrations: readonly Migration[]): VerifyReport {
  const { leak, broken, not_probed } = proof.counts;
  const access: AccessReport = {
    method: 'probed',
    probes: proof.results.length,
    leaks: leak,
    broken,
    notProbed: not_probed,
  };
  const findings = [...report.findings, ...proofFindings(proof, migrations)];
  return { ...report, passed: report.passed && proof.passed, findings, access };
}

/** One finding for each thing that can be done to an object, with all who can do it. */
export function proofFindings({ failure, results }: ProofReport, migrations: readonly Migration[]): Finding[] {
  const findings: Finding[] = [];
  if (failure !== null) {
    findings.push({
      rule: 'sql-migration-fails',
      severity: 'error',
      file: failure.file,
      message: `This migration does not apply to an empty database: ${sentence(failure.message)}`,
      fix: 'Correct the statement, or what the migrations before it leave behind.',
    });
  }
  const placeOf = placesOf(migrations);
  const faults = new Map<string, ProbeResult[]>();
  for (const it of results) {
    if (it.verdict !== 'leak' && it.verdict !== 'broken') continue;
    const key = JSON.stringify([it.verdict, it.object, it.verb, it.attempt]);
    faults.set(key, [...(faults.get(key) ?? []), it]);
  }
  for (const group of faults.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const place = placeOf(first) ?? { file: migrations.at(-1)?.[0] ?? 'supabase/migrations' };
    findings.push({
      rule: first.verdict === 'leak' ? 'access-leak' : 'access-broken',
      severity: 'error',
      ...place,
      message: describeFault(first, group.map((it) => it.who).join(' and ')),
      fix: adviceFor(first),
    });
  }
  return findings;
}

function describeFault({ verdict, object, attempt, reason }: ProbeResult, who: string): string {
  const person = who.slice(0, 1).toUpperCase() + who.slice(1);
  return `${person} ${verdict === 'leak' ? 'can' : 'cannot'} ${attempt} (${object}). ${reason}`;
}

/** What to do about a leak or something broken, in one sentence. */
export function adviceFor({ verdict, object, kind, verb, attempt }: ProbeResult): string {
  if (verdict === 'broken') {
    return `Look at the policies, grants and functions for ${verb} on ${object}: they refuse what is promised, or fail.`;
  }
  if (kind === 'view')
    return `Create ${object} "with (security_invoker = true)", so that it reads with the rights of who asks.`;
  if (kind === 'function') {
    return `Compare auth.uid() with the owner of what ${object} reads or changes. If its answer is for all to know, say so: comment on function … is 'Open to everyone: …'.`;
  }
  if (attempt.startsWith('empty')) return `Revoke truncate on ${object} from anon and authenticated.`;
  if (attempt.startsWith('give themselves') || attempt.startsWith('add themselves') || attempt.startsWith('list')) {
    return `Grant ${verb} on ${object} without what gives rights, or ask in the policy that an admin does it.`;
  }
  if (attempt.startsWith('refer')) {
    return `Ask in the "with check" of ${object} that the row referred to is one they may see.`;
  }
  const clause = verb === 'insert' || attempt.startsWith('hand') ? 'with check' : 'using';
  return `Bind the row to the person in the policy for ${verb} on ${object}: "${clause} ((select auth.uid()) = …)".`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
