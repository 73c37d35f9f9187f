/** `create function` and `alter function`, read into the model. */

import { typeName } from './fold-grants.ts';
import { type SqlNode, type SqlParser, SqlSyntaxError } from './parser.ts';
import type { Routine } from './schema-model.ts';
import type { SqlPlace, SqlText } from './sql-text.ts';
import { items, qualified, strings } from './syntax-tree.ts';

type CreateFunction = Extract<SqlNode, { CreateFunctionStmt: unknown }>['CreateFunctionStmt'];

/** A function as created, except for who may execute it. @throws SqlSyntaxError with a place when a SQL body is wrong */
export function readFunction(
  statement: CreateFunction,
  at: SqlPlace,
  parse: SqlParser,
): Omit<Routine, 'execute'> & { bodyError: SqlSyntaxError | null } {
  const [schema = 'public', name = ''] = qualified(strings(statement.funcname)).split('.');
  const parameters = (statement.parameters ?? [])
    .flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []))
    .filter(({ mode }) => mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE');
  const routine: Omit<Routine, 'execute'> = {
    schema,
    name,
    signature: parameters.map(({ argType }) => typeName(argType)).join(','),
    parameters: parameters.flatMap((it) => it.name ?? []),
    at,
    language: 'sql',
    definer: false,
    searchPathSet: false,
    trigger: ['trigger', 'event_trigger'].includes(strings(statement.returnType?.names).at(-1) ?? ''),
    body: '',
    statements: statement.sql_body === undefined ? [] : bodyStatements(statement.sql_body),
    comment: '',
  };
  applyOptions(routine, statement.options);
  let bodyError: SqlSyntaxError | null = null;
  if (routine.language === 'sql' && routine.body.trim() !== '') {
    try {
      routine.statements = parse(routine.body).map(({ node }) => node);
    } catch (error) {
      if (!(error instanceof SqlSyntaxError)) throw error;
      bodyError = error;
    }
  }
  return { ...routine, bodyError };
}

/** Options of `create function` and actions of `alter function`: later ones win. */
export function applyOptions(routine: Omit<Routine, 'execute'>, options: readonly SqlNode[] | undefined): void {
  for (const option of options ?? []) {
    if (!('DefElem' in option)) continue;
    const { defname, arg } = option.DefElem;
    if (arg === undefined) continue;
    if (defname === 'language' && 'String' in arg) routine.language = (arg.String.sval ?? '').toLowerCase();
    else if (defname === 'security' && 'Boolean' in arg) routine.definer = arg.Boolean.boolval === true;
    else if (defname === 'as') routine.body = strings(items(arg))[0] ?? '';
    else if (defname === 'set' && 'VariableSetStmt' in arg && arg.VariableSetStmt.name === 'search_path') {
      routine.searchPathSet = arg.VariableSetStmt.kind !== 'VAR_RESET';
    }
  }
}

/** Where an error in a function's body stands in the file. */
export function bodyErrorPlace(text: SqlText, start: number, body: string, position: number): SqlPlace {
  const bodyAt = text.placeOfText(body, start);
  if (bodyAt === null) return text.placeOfStatement(start);
  const before = Array.from(body).slice(0, position).join('').split('\n');
  const column = (before.at(-1)?.length ?? 0) + (before.length === 1 ? bodyAt.column : 1);
  return { file: text.file, line: bodyAt.line + before.length - 1, column };
}

function bodyStatements(body: SqlNode): SqlNode[] {
  return items(body).flatMap((node) => items(node));
}
