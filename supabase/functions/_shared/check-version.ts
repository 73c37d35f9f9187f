/**
 * The check that a version carries: of its files, and of its database where there is one to try it on.
 *
 * The proof goes by the rules of the plan where an application was just made from one. Who edits an application by hand may
 * mean to change who reaches what, so an edit is held to its schema alone: rows belong to those whom the schema names as
 * owners, and what is for others has to be said outright, by a policy for `select` that does not ask who reads, or by the
 * comment of a function (`shared/prove/ownership.ts`, `shared/verify/sql/rights-names.ts`).
 */
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { AppSpec } from '../../../shared/generator/app-spec.ts';
import type { Finding, VerifyReport } from '../../../shared/verify/finding.ts';
import { createProver, type Prover } from './prover.ts';

/** What a Postgres without the platform's own extensions cannot apply says nothing about the migration. */
const LACKING =
  /^extension "[^"]*" is not available|^could not (?:open|access) (?:extension control )?file|(?:schema|relation) "(?:cron|net|vault|pgmq|graphql)\b[^"]*" does not exist/;

/** @param spec the plan that the tree was made from */
export type CheckVersion = (tree: FileTree, spec?: AppSpec) => Promise<VerifyReport>;

/** Loads the parsers with the first check: a request that is refused does not pay for them. */
export function createCheck(prover: Prover = createProver()): CheckVersion {
  return async (tree, spec) => {
    const [{ verify }, { migrationsOf }, { withProof }, { accessRules }] = await Promise.all([
      import('../../../shared/verify/verify.ts'),
      import('../../../shared/prove/migrations.ts'),
      import('../../../shared/prove/findings.ts'),
      import('../../../shared/prove/ownership.ts'),
    ]);
    const report = await verify(tree);
    const migrations = migrationsOf(tree);
    if (migrations.length === 0) return report;
    const unproven = (reason: string): VerifyReport => ({ ...report, access: { method: 'static', reason } });
    // SQL that does not parse does not run.
    if (report.findings.some(({ rule }) => rule === 'sql-syntax')) return unproven('The SQL does not parse.');
    const rules = spec === undefined ? [] : [...accessRules(spec)];
    const proof = await prover({ migrations: migrations.map(([path, sql]) => [path, sql]), rules });
    if ('reason' in proof) {
      const checked = unproven(proof.reason);
      return proof.excessive === true ? unready(checked, proof.reason, migrations.at(-1)?.[0] ?? '') : checked;
    }
    if (proof.failure !== null && LACKING.test(proof.failure.message)) {
      return unproven(`The database to try it on lacks what this needs: ${proof.failure.message}.`);
    }
    return withProof(report, proof, migrations);
  };
}

/** On an empty database migrations are done in no time: what is not cannot be relied on, and would hide what it opens. */
function unready(report: VerifyReport, reason: string, file: string): VerifyReport {
  const message = `Who reaches whose rows could not be tried: ${reason}`;
  const fix = 'Take out what keeps the migrations from ending soon on an empty database.';
  const finding: Finding = { rule: 'access-unproven', severity: 'error', file, message, fix };
  return { ...report, passed: false, findings: [...report.findings, finding] };
}
