/** Where in a SQL file something failed. */
import type { PreviewProblem } from '../problem.ts';
import { positionAt } from '../problem.ts';
import type { SqlFile } from '../protocol.ts';
import { splitStatements } from './sql-statements.ts';

/** A SQL file that failed, with the database's message and the place. `line` and `column` are 1-based. */
export class SqlFailure extends Error {
  readonly file: string;
  readonly line: number;
  readonly column: number;

  constructor(message: string, file: string, line: number, column: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SqlFailure';
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/** Runs SQL text of any number of statements. Fails with Postgres's error, whose `position` counts characters from 1. */
export type Execute = (sql: string) => Promise<unknown>;

/**
 * Runs a file in one go, as one transaction.
 *
 * @throws SqlFailure. To find a statement that failed without a position, the file is run again one statement at a time,
 * so after a failure the database holds what came before it.
 */
export async function runSqlFile(execute: Execute, { path, sql }: SqlFile): Promise<void> {
  try {
    await execute(sql);
  } catch (error) {
    throw (await locate(execute, path, sql, error)) ?? failureAt(path, sql, 0, error);
  }
}

async function locate(execute: Execute, path: string, sql: string, error: unknown): Promise<SqlFailure | null> {
  const position = positionOf(error);
  if (position !== null) return failureAt(path, sql, position, error);
  await execute('rollback').catch(() => undefined);
  for (const { start, text } of splitStatements(sql)) {
    try {
      await execute(text);
    } catch (statementError) {
      return failureAt(path, sql, start + (positionOf(statementError) ?? 0), statementError);
    }
  }
  return null;
}

function failureAt(path: string, sql: string, offset: number, error: unknown): SqlFailure {
  const { line, column } = positionAt(sql, offset);
  const detail = field(error, 'detail');
  const hint = field(error, 'hint');
  const message = error instanceof Error ? error.message : String(error);
  return new SqlFailure([message, detail, hint].filter(Boolean).join('. '), path, line, column, { cause: error });
}

/** 0-based offset in the text that was executed, or null. */
function positionOf(error: unknown): number | null {
  const position = Number(field(error, 'position'));
  return position > 0 ? position - 1 : null;
}

function field(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function toProblem(error: unknown): PreviewProblem {
  if (error instanceof SqlFailure) {
    return { kind: 'database', message: error.message, file: error.file, line: error.line, column: error.column };
  }
  return { kind: 'database', message: error instanceof Error ? error.message : String(error) };
}
