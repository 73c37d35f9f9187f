/**
 * PostgreSQL's own parser (17), as WebAssembly. In Node and Deno it finds its binary itself; in a browser bundle the
 * caller says where it is, once and before the first parse:
 *
 * ```ts
 * import wasmUrl from 'libpg-query/wasm/libpg-query.wasm?url';
 * await loadSqlParser({ wasmUrl });
 * ```
 */
import type { Node } from 'libpg-query';
import loadPgQuery from 'libpg-query/wasm/libpg-query.js';

export type SqlNode = Node;

export interface SqlStatement {
  node: SqlNode;
  /** Byte offset (UTF-8) of the statement in the text, white space and comments before it included. */
  start: number;
}

export class SqlSyntaxError extends Error {
  /** 0-based offset in characters (code points). */
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.name = 'SqlSyntaxError';
    this.position = position;
  }
}

/** @throws SqlSyntaxError */
export type SqlParser = (sql: string) => SqlStatement[];

let loaded: Promise<SqlParser> | undefined;
let wasmUrl: string | undefined;

/** The parser, loaded once. Ask for it again before each file: an instance can be used up by what it was given. */
export function loadSqlParser(options: { wasmUrl?: string } = {}): Promise<SqlParser> {
  if (options.wasmUrl !== undefined) wasmUrl = options.wasmUrl;
  loaded ??= load();
  return loaded;
}

async function load(): Promise<SqlParser> {
  const url = wasmUrl;
  const module = await loadPgQuery(url === undefined ? {} : { locateFile: () => url });
  return (sql) => {
    // The parser has no tree for a text without anything in it.
    if (sql.trim() === '') return [];
    const size = module.lengthBytesUTF8(sql) + 1;
    const query = module._malloc(size);
    let result = 0;
    try {
      module.stringToUTF8(sql, query, size);
      result = module._wasm_parse_query_raw(query);
      // struct { char *parse_tree; char *stderr_buffer; struct { char *message, *funcname, *filename; int lineno, cursorpos; … } *error; }
      const error = module.getValue(result + 8, 'i32');
      if (error !== 0) {
        const message = module.UTF8ToString(module.getValue(error, 'i32'));
        throw new SqlSyntaxError(shorten(message), Math.max(0, module.getValue(error + 16, 'i32') - 1));
      }
      const tree: { stmts?: { stmt: SqlNode; stmt_location?: number }[] } = JSON.parse(
        module.UTF8ToString(module.getValue(result, 'i32')),
      );
      return (tree.stmts ?? []).map(({ stmt, stmt_location }) => ({ node: stmt, start: stmt_location ?? 0 }));
    } catch (error) {
      // A stack that overflowed inside leaves the instance unusable; the next caller gets a new one.
      if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) {
        loaded = undefined;
        throw new SqlSyntaxError('it is nested too deeply', 0);
      }
      throw error;
    } finally {
      if (loaded !== undefined) {
        module._free(query);
        if (result !== 0) module._wasm_free_parse_result(result);
      }
    }
  };
}

/** An unterminated quote is reported with all the text after it. */
function shorten(message: string): string {
  return message.replace(/ at or near "([\s\S]*)"$/, (_match, text: string) => {
    const [line = ''] = text.split('\n');
    return ` at or near "${line.length > 40 || line !== text ? `${line.slice(0, 40)}…` : line}"`;
  });
}
