/**
 * Checks a project's files without running anything: pure, no network, no file system, light enough for an Edge
 * Function. What it cannot see, such as types, is checked by the project's own build.
 *
 * ```ts
 * const report = await verify(tree);
 * report.passed; // no finding is an error
 * ```
 *
 * In a browser bundle, call `loadSqlParser({ wasmUrl })` of `sql/parser.ts` first.
 */
import type { FileTree } from '../files/file-tree.ts';
import type { VerifyReport } from './finding.ts';
import { Findings } from './findings.ts';
import { checkSecrets } from './secrets.ts';
import { checkSource } from './source/check.ts';
import { checkSql } from './sql/check.ts';
import { policyCount } from './sql/schema-model.ts';
import { checkStyles } from './styles.ts';
import { checkFiles, checkProject } from './tree.ts';

/** The report on a tree: findings sorted by file and line, each once, at most `MAX_FINDINGS`. */
export async function verify(tree: FileTree): Promise<VerifyReport> {
  const findings = new Findings();
  const looked = { files: Object.keys(tree).length, tables: 0, policies: 0 };
  const readable = checkFiles(tree, findings);
  if (readable !== null) {
    checkProject(readable, findings);
    checkSecrets(readable, findings);
    checkSource(readable, findings);
    await checkStyles(readable, findings);
    const schema = await checkSql(readable, findings);
    looked.tables = [...schema.tables.values()].filter((table) => table.created).length;
    looked.policies = policyCount(schema);
  }
  const found = findings.list();
  return { kind: 'static', passed: !found.some((it) => it.severity === 'error'), findings: found, looked };
}
