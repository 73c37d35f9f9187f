/** Folds the statements of all migrations, in order, into one schema model; says what cannot be applied. */
import type { Findings } from '../findings.ts';
import { applyOptions, bodyErrorPlace, readFunction } from './fold-functions.ts';
import {
  applyGrant,
  bornExecute,
  bornGrants,
  type DefaultPrivilege,
  readDefaults,
  roleNames,
  routineKey,
} from './fold-grants.ts';
import { addElement, alterTable, renameColumn, renameReferences, setTrigger } from './fold-tables.ts';
import type { SqlNode, SqlParser, SqlStatement } from './parser.ts';
import { type Command, emptyModel, type Policy, type SchemaModel, type Table, type View } from './schema-model.ts';
import type { SqlPlace, SqlText } from './sql-text.ts';
import { items, qualified, relationName, strings } from './syntax-tree.ts';

export interface Migration {
  text: SqlText;
  statements: SqlStatement[];
}

/** Schemas of the platform, whose tables exist before the first migration. */
const PLATFORM_SCHEMAS = /^(?:auth|storage|realtime|vault|cron|net|extensions|pgmq|graphql|supabase_functions)$/;

export function foldMigrations(migrations: readonly Migration[], parse: SqlParser, findings: Findings): SchemaModel {
  const model = emptyModel();
  const fold = new Fold(model, parse, findings);
  for (const { text, statements } of migrations) {
    for (const statement of statements) fold.apply(statement, text);
  }
  return model;
}

class Fold {
  readonly #model: SchemaModel;
  readonly #parse: SqlParser;
  readonly #findings: Findings;
  readonly #defaults: DefaultPrivilege[] = [];
  #order = 0;

  constructor(model: SchemaModel, parse: SqlParser, findings: Findings) {
    this.#model = model;
    this.#parse = parse;
    this.#findings = findings;
  }

  apply({ node, start }: SqlStatement, text: SqlText): void {
    const at = text.placeOfStatement(start);
    this.#order += 1;
    if ('CreateStmt' in node) this.#createTable(node.CreateStmt, at);
    else if ('CreateTableAsStmt' in node) this.#createTableAs(node.CreateTableAsStmt, at);
    else if ('AlterTableStmt' in node) this.#alterTable(node.AlterTableStmt, at);
    else if ('ViewStmt' in node) this.#createView(node.ViewStmt, at);
    else if ('CreatePolicyStmt' in node) this.#createPolicy(node.CreatePolicyStmt, at);
    else if ('AlterPolicyStmt' in node) this.#alterPolicy(node.AlterPolicyStmt, at);
    else if ('DropStmt' in node) this.#drop(node.DropStmt);
    else if ('RenameStmt' in node) this.#rename(node.RenameStmt);
    else if ('AlterObjectSchemaStmt' in node) this.#setSchema(node.AlterObjectSchemaStmt);
    else if ('GrantStmt' in node) this.#grant(node.GrantStmt, at);
    else if ('AlterDefaultPrivilegesStmt' in node)
      this.#defaults.push(...readDefaults(node.AlterDefaultPrivilegesStmt, at));
    else if ('CreateFunctionStmt' in node) this.#createFunction(node.CreateFunctionStmt, at, text, start);
    else if ('AlterFunctionStmt' in node) this.#alterFunction(node.AlterFunctionStmt);
    else if ('CreateTrigStmt' in node) setTrigger(this.#model, node.CreateTrigStmt);
    else if ('CommentStmt' in node) this.#comment(node.CommentStmt);
    else if ('DoStmt' in node) this.#noteDynamic(JSON.stringify(node.DoStmt));
  }

  #createTable(statement: Extract<SqlNode, { CreateStmt: unknown }>['CreateStmt'], at: SqlPlace): void {
    if (statement.relation?.relpersistence === 't') return;
    const name = relationName(statement.relation);
    if (this.#model.tables.has(name)) {
      if (statement.if_not_exists !== true) this.#duplicate(`The table ${shown(name)} is created twice.`, at);
      return;
    }
    const table = this.#addTable(name, at);
    for (const element of statement.tableElts ?? []) {
      if ('TableLikeClause' in element) this.#copyColumns(relationName(element.TableLikeClause.relation), table);
      else addElement(table, element);
    }
    for (const parent of statement.inhRelations ?? []) {
      if ('RangeVar' in parent) this.#copyColumns(relationName(parent.RangeVar), table);
    }
  }

  #copyColumns(from: string, { columns }: Table): void {
    for (const column of this.#model.tables.get(from)?.columns ?? []) columns.add(column);
  }

  #addTable(name: string, at: SqlPlace): Table {
    const [schema = '', table = ''] = name.split('.');
    const platform = PLATFORM_SCHEMAS.test(schema);
    const added: Table = {
      schema,
      name: table,
      at,
      created: !platform,
      rowSecurity: platform,
      columns: new Set(),
      references: [],
      keys: [],
      userDefaults: new Set(),
      triggers: new Map(),
      policies: new Map(),
      grants: platform ? new Map() : bornGrants(this.#defaults, schema),
    };
    this.#model.tables.set(name, added);
    return added;
  }

  #createTableAs(statement: Extract<SqlNode, { CreateTableAsStmt: unknown }>['CreateTableAsStmt'], at: SqlPlace): void {
    const relation = statement.into?.rel;
    if (relation?.relpersistence === 't') return;
    const name = relationName(relation);
    if (statement.objtype !== 'OBJECT_MATVIEW') this.#addTable(name, at);
    else this.#addView(name, statement.query, { materialized: true, invoker: false }, at);
  }

  #createView(statement: Extract<SqlNode, { ViewStmt: unknown }>['ViewStmt'], at: SqlPlace): void {
    const name = relationName(statement.view);
    this.#addView(name, statement.query, { materialized: false, invoker: isInvoker(statement.options) ?? false }, at);
  }

  #addView(
    name: string,
    query: SqlNode | undefined,
    kind: { materialized: boolean; invoker: boolean },
    at: SqlPlace,
  ): void {
    const [schema = '', view = ''] = name.split('.');
    const grants = this.#model.views.get(name)?.grants ?? bornGrants(this.#defaults, schema);
    const added: View = { schema, name: view, at, ...kind, query, grants };
    this.#model.views.set(name, added);
  }

  #alterTable(statement: Extract<SqlNode, { AlterTableStmt: unknown }>['AlterTableStmt'], at: SqlPlace): void {
    const name = relationName(statement.relation);
    const commands = (statement.cmds ?? []).flatMap((it) => ('AlterTableCmd' in it ? [it.AlterTableCmd] : []));
    const view = this.#model.views.get(name);
    if (view !== undefined) {
      for (const { subtype, def } of commands) {
        if (subtype === 'AT_SetRelOptions') view.invoker = isInvoker(items(def)) ?? view.invoker;
        if (subtype === 'AT_ResetRelOptions' && isInvoker(items(def)) !== null) view.invoker = false;
      }
      return;
    }
    const table = this.#table(name, at, statement.missing_ok === true);
    if (table === null) return;
    for (const command of commands) alterTable(table, command);
  }

  /** A table by name; a table of the platform comes into being when it is first named. Reports one that is not there. */
  #table(name: string, at: SqlPlace, optional = false): Table | null {
    const known = this.#model.tables.get(name);
    if (known !== undefined) return known;
    const [schema = ''] = name.split('.');
    if (PLATFORM_SCHEMAS.test(schema)) return this.#addTable(name, at);
    if (!optional && schema === 'public' && !this.#model.dynamic.tables) {
      this.#findings.add({
        rule: 'sql-unknown-table',
        ...at,
        message: `There is no table ${shown(name)} at this point of the migrations.`,
        fix: 'Correct the name, or create the table in an earlier statement.',
      });
    }
    return null;
  }

  #createPolicy(statement: Extract<SqlNode, { CreatePolicyStmt: unknown }>['CreatePolicyStmt'], at: SqlPlace): void {
    const table = this.#table(relationName(statement.table), at);
    if (table === null) return;
    const name = statement.policy_name ?? '';
    if (table.policies.has(name)) {
      this.#duplicate(`The table ${shown(`${table.schema}.${table.name}`)} has a policy "${name}" already.`, at);
      return;
    }
    const roles = roleNames(statement.roles);
    const policy: Policy = {
      name,
      at,
      command: (statement.cmd_name ?? 'all') as Command | 'all',
      permissive: statement.permissive === true,
      roles,
      rolesGiven: !(roles.length === 1 && roles[0] === 'public' && !isWritten(statement.roles)),
      using: statement.qual ?? null,
      check: statement.with_check ?? null,
      order: this.#order,
    };
    table.policies.set(name, policy);
  }

  #alterPolicy(statement: Extract<SqlNode, { AlterPolicyStmt: unknown }>['AlterPolicyStmt'], at: SqlPlace): void {
    const policy = this.#model.tables.get(relationName(statement.table))?.policies.get(statement.policy_name ?? '');
    if (policy === undefined) return;
    if (statement.roles !== undefined && statement.roles.length > 0) {
      policy.roles = roleNames(statement.roles);
      policy.rolesGiven = true;
    }
    if (statement.qual !== undefined) policy.using = statement.qual;
    if (statement.with_check !== undefined) policy.check = statement.with_check;
    policy.at = at;
    policy.order = this.#order;
  }

  #drop(statement: Extract<SqlNode, { DropStmt: unknown }>['DropStmt']): void {
    for (const object of statement.objects ?? []) {
      const parts = 'ObjectWithArgs' in object ? [] : strings(items(object));
      switch (statement.removeType) {
        case 'OBJECT_TABLE':
          this.#model.tables.delete(qualified(parts));
          break;
        case 'OBJECT_TRIGGER':
          this.#model.tables.get(qualified(parts.slice(0, -1)))?.triggers.delete(parts.at(-1) ?? '');
          break;
        case 'OBJECT_VIEW':
        case 'OBJECT_MATVIEW':
          this.#model.views.delete(qualified(parts));
          break;
        case 'OBJECT_POLICY':
          this.#model.tables.get(qualified(parts.slice(0, -1)))?.policies.delete(parts.at(-1) ?? '');
          break;
        case 'OBJECT_SCHEMA':
          this.#dropSchema(parts[0] ?? '');
          break;
        case 'OBJECT_FUNCTION':
        case 'OBJECT_ROUTINE':
        case 'OBJECT_PROCEDURE':
          if ('ObjectWithArgs' in object) {
            for (const [key] of this.#routines(object.ObjectWithArgs)) this.#model.routines.delete(key);
          }
          break;
      }
    }
  }

  #dropSchema(schema: string): void {
    for (const objects of [this.#model.tables, this.#model.views, this.#model.routines]) {
      for (const [key, object] of objects) if (object.schema === schema) objects.delete(key);
    }
  }

  #rename(statement: Extract<SqlNode, { RenameStmt: unknown }>['RenameStmt']): void {
    const name = relationName(statement.relation);
    const to = statement.newname ?? '';
    const table = this.#model.tables.get(name);
    if (table === undefined) return;
    if (statement.renameType === 'OBJECT_TABLE') this.#move(name, table.schema, to);
    else if (statement.renameType === 'OBJECT_COLUMN') renameColumn(table, statement.subname ?? '', to);
    else if (statement.renameType === 'OBJECT_POLICY') {
      const policy = table.policies.get(statement.subname ?? '');
      if (policy === undefined) return;
      table.policies.delete(policy.name);
      policy.name = to;
      table.policies.set(to, policy);
    }
  }

  #setSchema(statement: Extract<SqlNode, { AlterObjectSchemaStmt: unknown }>['AlterObjectSchemaStmt']): void {
    if (statement.objectType !== 'OBJECT_TABLE') return;
    const name = relationName(statement.relation);
    this.#move(name, statement.newschema ?? 'public', name.split('.')[1] ?? '');
  }

  #move(name: string, schema: string, to: string): void {
    const table = this.#model.tables.get(name);
    if (table === undefined) return;
    this.#model.tables.delete(name);
    table.schema = schema;
    table.name = to;
    this.#model.tables.set(`${schema}.${to}`, table);
    renameReferences(this.#model, name, `${schema}.${to}`);
  }

  #grant(statement: Extract<SqlNode, { GrantStmt: unknown }>['GrantStmt'], at: SqlPlace): void {
    if (statement.objtype === 'OBJECT_TABLE' && statement.targtype === 'ACL_TARGET_OBJECT') {
      for (const object of statement.objects ?? []) {
        if ('RangeVar' in object && !this.#model.views.has(relationName(object.RangeVar))) {
          this.#table(relationName(object.RangeVar), at);
        }
      }
    }
    applyGrant(this.#model, statement, at);
  }

  #createFunction(
    statement: Extract<SqlNode, { CreateFunctionStmt: unknown }>['CreateFunctionStmt'],
    at: SqlPlace,
    text: SqlText,
    start: number,
  ): void {
    const { bodyError, ...routine } = readFunction(statement, at, this.#parse);
    if (bodyError !== null) {
      this.#findings.add({
        rule: 'sql-syntax',
        ...bodyErrorPlace(text, start, routine.body, bodyError.position),
        message: `The body of ${shown(`${routine.schema}.${routine.name}`)} does not parse: ${bodyError.message}.`,
        fix: 'Correct the SQL at this place.',
      });
    }
    const key = `${routine.schema}.${routine.name}(${routine.signature})`;
    const execute = this.#model.routines.get(key)?.execute ?? bornExecute(this.#defaults, routine.schema);
    this.#model.routines.set(key, { ...routine, execute });
    if (routine.language === 'plpgsql') this.#noteDynamic(routine.body);
  }

  #alterFunction(statement: Extract<SqlNode, { AlterFunctionStmt: unknown }>['AlterFunctionStmt']): void {
    if (statement.func === undefined) return;
    for (const [, routine] of this.#routines(statement.func)) applyOptions(routine, statement.actions);
  }

  #comment({ objtype, object, comment = '' }: Extract<SqlNode, { CommentStmt: unknown }>['CommentStmt']): void {
    if (objtype !== 'OBJECT_FUNCTION' || object === undefined || !('ObjectWithArgs' in object)) return;
    for (const [, routine] of this.#routines(object.ObjectWithArgs)) routine.comment = comment;
  }

  #routines(object: Parameters<typeof routineKey>[0]) {
    const { name, signature } = routineKey(object);
    return [...this.#model.routines].filter(
      ([, it]) => `${it.schema}.${it.name}` === name && (signature === null || it.signature === signature),
    );
  }

  /** Statements put together at run time are not followed, only noticed. */
  #noteDynamic(code: string): void {
    const { dynamic } = this.#model;
    if (/\benable\s+row\s+level\s+security\b/i.test(code)) dynamic.rowSecurity = true;
    if (/\bcreate\s+policy\b/i.test(code)) dynamic.policies = true;
    if (/\bcreate\s+table\b/i.test(code)) dynamic.tables = true;
  }

  #duplicate(message: string, at: SqlPlace): void {
    this.#findings.add({
      rule: 'sql-duplicate-object',
      ...at,
      message,
      fix: 'Keep one of the two, or give the second another name.',
    });
  }
}

/** The value of `security_invoker` among a view's options, null when it is not there. */
function isInvoker(options: readonly SqlNode[] | undefined): boolean | null {
  for (const option of options ?? []) {
    if (!('DefElem' in option) || option.DefElem.defname !== 'security_invoker') continue;
    const { arg } = option.DefElem;
    if (arg === undefined) return true;
    if ('String' in arg) return /^(?:true|on|yes|1)$/i.test(arg.String.sval ?? '');
    return 'Integer' in arg ? arg.Integer.ival === 1 : 'Boolean' in arg && arg.Boolean.boolval === true;
  }
  return null;
}

/** Roles that the parser fills in have no place in the text. */
function isWritten(roles: readonly SqlNode[] | undefined): boolean {
  return (roles ?? []).some((node) => 'RoleSpec' in node && (node.RoleSpec.location ?? -1) > 0);
}

/** A name as people write it: without `public.`. */
export function shown(name: string): string {
  return `"${name.replace(/^public\./, '')}"`;
}
