/** All checks of the project's SQL: it parses, and what the migrations leave behind is safe. */
import type { FileTree } from '../../files/file-tree.ts';
import { type Findings, guardDepth } from '../findings.ts';
import { foldMigrations, type Migration } from './fold.ts';
import { readOwnership } from './ownership.ts';
import { loadSqlParser, type SqlParser, type SqlStatement, SqlSyntaxError } from './parser.ts';
import { checkPolicies } from './rules-policies.ts';
import { checkRecursion } from './rules-recursion.ts';
import { checkReferences } from './rules-references.ts';
import { checkRights } from './rules-rights.ts';
import { checkRoutines } from './rules-routines.ts';
import { checkGrants, checkTables, checkViews } from './rules-tables.ts';
import { checkSelfComparison } from './rules-tautology.ts';
import { emptyModel, type SchemaModel } from './schema-model.ts';
import { SqlText } from './sql-text.ts';

const MIGRATION = /^supabase\/migrations\/[^/]+\.sql$/;

/** Checks every `.sql` file; the model is that of `supabase/migrations/*.sql` in the order of their names. */
export async function checkSql(tree: FileTree, findings: Findings): Promise<SchemaModel> {
  const files = Object.entries(tree)
    .filter((entry): entry is [string, string] => entry[0].endsWith('.sql') && typeof entry[1] === 'string')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (files.length === 0) return emptyModel();
  const migrations: Migration[] = [];
  let complete = true;
  for (const [path, sql] of files) {
    const text = new SqlText(path, sql);
    const statements = parseFile(text, await loadSqlParser(), findings);
    if (!MIGRATION.test(path)) continue;
    if (statements === null) complete = false;
    else migrations.push({ text, statements });
  }
  // A schema that is known only in part would be accused of what the rest of it may settle.
  if (!complete) return emptyModel();
  const model = foldMigrations(migrations, await loadSqlParser(), findings);
  guardDepth(migrations.at(-1)?.text.file ?? 'supabase/migrations', findings, () => {
    const ownership = readOwnership(model);
    checkTables(model, findings);
    checkViews(model, findings);
    checkGrants(model, findings);
    checkPolicies(model, ownership, findings);
    checkRecursion(model, findings);
    checkSelfComparison(model, findings);
    checkRoutines(model, ownership, findings);
    checkReferences(model, ownership, findings);
    checkRights(model, ownership, findings);
  });
  return model;
}

function parseFile(text: SqlText, parse: SqlParser, findings: Findings): SqlStatement[] | null {
  // psql's own commands (`\set`) are none of the server's.
  const sql = text.sql.replace(/^\\.*$/gm, (line) => ' '.repeat(line.length));
  try {
    return parse(sql);
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    findings.add({
      rule: 'sql-syntax',
      ...text.placeOfCharacter(error.position),
      message: `This SQL does not parse: ${error.message}.`,
      fix: 'Correct the SQL at this place; the cause can be just before it, such as a missing comma or quote.',
    });
    return null;
  }
}
