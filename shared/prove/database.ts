/** The little that probing asks of a Postgres: PGlite has it as it is; a server's client is wrapped. */

export type Row = Readonly<Record<string, unknown>>;

export interface ProbedDatabase {
  /** Runs any number of statements. Fails with Postgres's error, which carries its SQLSTATE as `code`. */
  exec(sql: string): Promise<unknown>;
  /** Runs one statement and gives its rows. Fails as `exec` does. */
  query(sql: string, params?: unknown[]): Promise<{ rows: Row[] }>;
}

/** Runs `work` in a transaction of which nothing remains, however it ends. */
export async function rolledBack<T>(database: ProbedDatabase, work: () => Promise<T>): Promise<T> {
  await database.exec('begin');
  try {
    return await work();
  } finally {
    await database.exec('rollback');
  }
}

export interface SqlError {
  code: string;
  message: string;
}

/** Postgres's error behind whatever a client throws; rethrows what is none. */
export function sqlError(error: unknown): SqlError {
  if (typeof error === 'object' && error !== null && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))) {
    return { code: String(error.code), message: error instanceof Error ? error.message : String(error) };
  }
  throw error;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  const escaped = text.replaceAll("'", "''");
  return escaped.includes('\\') ? ` e'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`;
}
