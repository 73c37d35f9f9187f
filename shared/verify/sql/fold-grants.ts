/** `grant`, `revoke` and `alter default privileges`, applied to the model. */
import type { SqlNode } from './parser.ts';
import type { Grants, SchemaModel } from './schema-model.ts';
import type { SqlPlace } from './sql-text.ts';
import { qualified, relationName, strings } from './syntax-tree.ts';

const TABLE_PRIVILEGES = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'];

export type GrantStatement = Extract<SqlNode, { GrantStmt: unknown }>['GrantStmt'];
type Defaults = Extract<SqlNode, { AlterDefaultPrivilegesStmt: unknown }>['AlterDefaultPrivilegesStmt'];

/** A rule of `alter default privileges`: what later objects of a schema (all when null) are born with. */
export interface DefaultPrivilege {
  schema: string | null;
  grant: GrantStatement;
  at: SqlPlace;
}

export function roleNames(nodes: readonly SqlNode[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    return [node.RoleSpec.roletype === 'ROLESPEC_PUBLIC' ? 'public' : (node.RoleSpec.rolename ?? 'current_user')];
  });
}

export function applyGrant(model: SchemaModel, grant: GrantStatement, at: SqlPlace): void {
  const objects = grant.objects ?? [];
  const schemas = grant.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? strings(objects) : null;
  if (grant.objtype === 'OBJECT_TABLE') {
    const names = objects.flatMap((node) => ('RangeVar' in node ? [relationName(node.RangeVar)] : []));
    for (const relations of [model.tables, model.views]) {
      for (const [name, relation] of relations) {
        if (schemas?.includes(relation.schema) || names.includes(name)) changeGrants(relation.grants, grant, at);
      }
    }
  } else if (isRoutine(grant.objtype)) {
    const named = objects.flatMap((node) => ('ObjectWithArgs' in node ? [routineKey(node.ObjectWithArgs)] : []));
    for (const routine of model.routines.values()) {
      const full = `${routine.schema}.${routine.name}`;
      const matches = named.some(
        (it) => it.name === full && (it.signature === null || it.signature === routine.signature),
      );
      if (schemas?.includes(routine.schema) || matches) changeExecute(routine.execute, grant);
    }
  }
}

export function readDefaults(statement: Defaults, at: SqlPlace): DefaultPrivilege[] {
  const { action } = statement;
  if (action === undefined) return [];
  const schemas = (statement.options ?? []).flatMap((option) => {
    if (!('DefElem' in option) || option.DefElem.defname !== 'schemas') return [];
    const list = option.DefElem.arg;
    return list !== undefined && 'List' in list ? strings(list.List.items) : [];
  });
  return (schemas.length === 0 ? [null] : schemas).map((schema) => ({ schema, grant: action, at }));
}

export function bornGrants(defaults: readonly DefaultPrivilege[], schema: string): Grants {
  const grants: Grants = new Map();
  for (const it of defaults) {
    if (it.grant.objtype === 'OBJECT_TABLE' && (it.schema === null || it.schema === schema)) {
      changeGrants(grants, it.grant, it.at);
    }
  }
  return grants;
}

/** Postgres lets everyone execute a new function until it is told otherwise. */
export function bornExecute(defaults: readonly DefaultPrivilege[], schema: string): Set<string> {
  const execute = new Set(['public']);
  for (const it of defaults) {
    if (isRoutine(it.grant.objtype) && (it.schema === null || it.schema === schema)) changeExecute(execute, it.grant);
  }
  return execute;
}

/** @returns the argument types as in `Routine.signature`, null when the statement does not name them */
export function routineKey(object: { objname?: SqlNode[]; objargs?: SqlNode[]; args_unspecified?: boolean }): {
  name: string;
  signature: string | null;
} {
  return {
    name: qualified(strings(object.objname)),
    signature: object.args_unspecified === true ? null : typeNames(object.objargs),
  };
}

/** `uuid,text[]`: types by their last name, so that `int` and `pg_catalog.int4` are the same. */
export function typeNames(nodes: readonly SqlNode[] | undefined): string {
  return (nodes ?? []).map((node) => ('TypeName' in node ? typeName(node.TypeName) : '')).join(',');
}

export function typeName(type: { names?: SqlNode[]; arrayBounds?: SqlNode[] } | undefined): string {
  return `${strings(type?.names).at(-1) ?? ''}${(type?.arrayBounds ?? []).length > 0 ? '[]' : ''}`;
}

function isRoutine(type: string | undefined): boolean {
  return type === 'OBJECT_FUNCTION' || type === 'OBJECT_ROUTINE' || type === 'OBJECT_PROCEDURE';
}

function changeExecute(execute: Set<string>, grant: GrantStatement): void {
  for (const role of roleNames(grant.grantees)) {
    if (grant.is_grant === true) execute.add(role);
    else execute.delete(role);
  }
}

function changeGrants(grants: Grants, grant: GrantStatement, at: SqlPlace): void {
  const listed = (grant.privileges ?? []).flatMap((node) => ('AccessPriv' in node ? [node.AccessPriv] : []));
  const changes =
    listed.length === 0
      ? TABLE_PRIVILEGES.map((name) => ({ name, columns: null }))
      : listed.flatMap(({ priv_name, cols }) => {
          const columns = cols === undefined ? null : strings(cols);
          return (priv_name === undefined ? TABLE_PRIVILEGES : [priv_name]).map((name) => ({ name, columns }));
        });
  for (const role of roleNames(grant.grantees)) {
    const held = grants.get(role) ?? new Map();
    grants.set(role, held);
    for (const { name, columns } of changes) {
      const before = held.get(name);
      if (grant.is_grant !== true) {
        if (columns === null || before?.columns == null) held.delete(name);
        else for (const column of columns) before.columns.delete(column);
      } else if (columns === null) held.set(name, { columns: null, at });
      else if (before === undefined) held.set(name, { columns: new Set(columns), at });
      else for (const column of columns) before.columns?.add(column);
    }
  }
}
