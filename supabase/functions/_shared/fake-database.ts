/** For tests: a database whose functions and rows are given, with the checks of results that the real one makes. */
import { z } from 'zod';
import type { Database, FunctionName, TableName } from './database.ts';

export interface FakeDatabase extends Database {
  /** Every call of a function, in order. */
  readonly calls: { name: FunctionName; args: Record<string, unknown> }[];
}

export function fakeDatabase(contents: {
  functions?: Partial<Record<FunctionName, (args: Record<string, unknown>) => unknown>>;
  /** Rows by table; read at each select, so a test may add some meanwhile. */
  rows?: Partial<Record<TableName, Record<string, unknown>[]>>;
}): FakeDatabase {
  const calls: FakeDatabase['calls'] = [];
  return {
    calls,
    async call(name, args, result) {
      calls.push({ name, args });
      const implementation = contents.functions?.[name];
      if (!implementation) throw new Error(`The test gives no function ${name}.`);
      return result.parse(implementation(args));
    },
    async select({ from, where, after, limit }, row, { signal } = {}) {
      signal?.throwIfAborted();
      const matching = (contents.rows?.[from] ?? [])
        .filter((candidate) => Object.entries(where).every(([column, value]) => candidate[column] === value))
        .filter((candidate) => !after || Number(candidate[after.column]) > after.value);
      return z.array(row).parse(matching.slice(0, limit));
    },
  };
}
