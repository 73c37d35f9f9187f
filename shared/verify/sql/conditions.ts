/**
 * How far a policy's condition binds rows to the person who asks.
 *
 * | strength | holds for | example |
 * | --- | --- | --- |
 * | `true` | everyone | `true`, `1 = 1`, `user_id = user_id` |
 * | `signed-in` | whoever has an account | `auth.uid() is not null`, `auth.role() = 'authenticated'` |
 * | `row` | everyone, for some rows | `status = 'open'` |
 * | `bound` | some people, for some rows | `user_id = auth.uid()`, a look into another table, `private.is_admin()` |
 * | `never` | nobody | `false`, `auth.role() = 'service_role'` |
 *
 * `and` is as strong as its strongest part, `or` as its weakest, with one exception: beside a bound part, a condition on
 * the row alone (`is_public or user_id = auth.uid()`) is taken as meant.
 */
import type { SqlNode } from './parser.ts';
import { routinesNamed, type SchemaModel } from './schema-model.ts';
import { calledFunctions, readRelations, sameExpression, strings, visit } from './syntax-tree.ts';

export type Strength = 'true' | 'signed-in' | 'row' | 'bound' | 'never';

const ORDER: readonly Strength[] = ['true', 'signed-in', 'row', 'bound', 'never'];
const IDENTITY = /^(?:auth\.(?:uid|jwt|email|role)|current_setting|pg_catalog\.current_setting)$/;
/** Functions of the platform and of Postgres itself that say nothing about who asks. */
export const NEUTRAL_SCHEMA = /^(?:pg_catalog|extensions|storage|realtime|auth)\./;

/** @param anonymous whether someone who is not signed in is among those asked */
export function strengthOf(condition: SqlNode | null, model: SchemaModel, anonymous: boolean): Strength {
  if (condition === null) return 'never';
  return new Judge(model, anonymous).judge(condition);
}

class Judge {
  readonly #model: SchemaModel;
  readonly #anonymous: boolean;

  constructor(model: SchemaModel, anonymous: boolean) {
    this.#model = model;
    this.#anonymous = anonymous;
  }

  judge(node: SqlNode | undefined): Strength {
    if (node === undefined) return 'never';
    if ('A_Const' in node) return truth(node) === true ? 'true' : 'never';
    if ('TypeCast' in node)
      return truth(node) === null ? this.judge(node.TypeCast.arg) : truth(node) ? 'true' : 'never';
    if ('BoolExpr' in node) return this.#judgeBoolean(node.BoolExpr.boolop, node.BoolExpr.args ?? []);
    if ('BooleanTest' in node) {
      const { arg, booltesttype } = node.BooleanTest;
      const negated = booltesttype === 'IS_FALSE' || booltesttype === 'IS_NOT_TRUE';
      return negated ? negate(this.judge(arg)) : this.judge(arg);
    }
    if ('NullTest' in node) return this.#judgeNullTest(node.NullTest.arg, node.NullTest.nulltesttype === 'IS_NOT_NULL');
    if ('CoalesceExpr' in node) return weakest((node.CoalesceExpr.args ?? []).map((it) => this.judge(it)));
    if ('CaseExpr' in node) return this.#judgeCase(node);
    if ('SubLink' in node) return this.#judgeSubquery(node);
    if ('FuncCall' in node) return this.#judgeCall(node);
    if ('A_Expr' in node) return this.#judgeComparison(node);
    return this.#bindingOf(node);
  }

  #judgeBoolean(operator: string | undefined, parts: readonly SqlNode[]): Strength {
    const strengths = parts.map((it) => this.judge(it));
    if (operator === 'NOT_EXPR') return negate(strengths[0] ?? 'never');
    if (operator === 'AND_EXPR') return strongest(strengths);
    return weakest(strengths);
  }

  #judgeNullTest(subject: SqlNode | undefined, isNotNull: boolean): Strength {
    if (subject !== undefined && isIdentity(subject)) {
      if (isNotNull) return 'signed-in';
      return this.#anonymous ? 'true' : 'never';
    }
    return subject === undefined ? 'row' : this.#bindingOf(subject);
  }

  #judgeCase(node: Extract<SqlNode, { CaseExpr: unknown }>): Strength {
    const arms = (node.CaseExpr.args ?? []).flatMap((arm) => ('CaseWhen' in arm ? [arm.CaseWhen] : []));
    return weakest([
      ...arms.map((arm) => strongest([this.judge(arm.expr), this.judge(arm.result)])),
      this.judge(node.CaseExpr.defresult),
    ]);
  }

  /** `(select auth.uid() = user_id)` is what it selects; a look into a table binds by that table's own policies. */
  #judgeSubquery(node: Extract<SqlNode, { SubLink: unknown }>): Strength {
    const { subselect, testexpr } = node.SubLink;
    if (readRelations(subselect).size > 0) return 'bound';
    if (subselect === undefined || !('SelectStmt' in subselect)) return 'row';
    const target = selected(subselect);
    if (testexpr === undefined) return target === null ? this.#bindingOf(subselect) : this.judge(target);
    return this.#bindingOf(node);
  }

  #judgeCall(node: Extract<SqlNode, { FuncCall: unknown }>): Strength {
    const name = strings(node.FuncCall.funcname).join('.');
    if (NEUTRAL_SCHEMA.test(name) || (!name.includes('.') && routinesNamed(this.#model, name).length === 0)) {
      return this.#bindingOf(node);
    }
    return this.#judgeRoutine(name, node);
  }

  /** What a function of the project's own decides, as far as its body can be seen. */
  #judgeRoutine(name: string, node: SqlNode): Strength {
    const routines = routinesNamed(this.#model, name);
    if (routines.length === 0) return 'bound';
    const { statements, body } = routines[0] ?? { statements: [], body: '' };
    const [only] = statements;
    if (statements.length === 1 && only !== undefined && readRelations(only).size === 0) {
      const value = 'ReturnStmt' in only ? (only.ReturnStmt.returnval ?? null) : selected(only);
      if (value !== null && truth(value) !== null) return truth(value) ? 'true' : 'never';
      if (value !== null && 'NullTest' in value) return this.judge(value);
    }
    const looks =
      /\bauth\s*\.|\bcurrent_setting\b|\bfrom\b|\w+\.\w+\s*\(/i.test(body) || statements.some(mentionsIdentity);
    return looks || statements.some((it) => readRelations(it).size > 0) ? 'bound' : this.#argumentsOf(node);
  }

  #judgeComparison(node: Extract<SqlNode, { A_Expr: unknown }>): Strength {
    const { kind, lexpr, rexpr, name } = node.A_Expr;
    const operator = strings(name)[0] ?? '';
    if (lexpr === undefined || rexpr === undefined) return this.#bindingOf(node);
    const equality = kind === 'AEXPR_OP' || kind === 'AEXPR_NOT_DISTINCT';
    if (equality && /^(?:=|>=|<=)$/.test(operator) && sameExpression(lexpr, rexpr)) return 'true';
    if (isConstant(lexpr) && isConstant(rexpr) && equality && operator === '=') return 'never';
    for (const [subject, other] of [
      [lexpr, rexpr],
      [rexpr, lexpr],
    ] as const) {
      if (isRoleClaim(subject) && constants(other) !== null) return this.#judgeRoleClaim(constants(other) ?? []);
      const unlike = operator === '<>' || kind === 'AEXPR_DISTINCT';
      if (unlike && isIdentity(subject) && isConstant(other)) return 'signed-in';
      if (isAnonymousClaim(subject)) return 'signed-in';
      // `(select private.f()) = true`
      const value = truth(other);
      if (equality && operator === '=' && value !== null && !isConstant(subject)) {
        return value ? this.judge(subject) : negate(this.judge(subject));
      }
    }
    return this.#bindingOf(node);
  }

  #judgeRoleClaim(roles: readonly string[]): Strength {
    if (roles.includes('anon')) return this.#anonymous ? 'true' : 'never';
    return roles.includes('authenticated') ? 'signed-in' : 'never';
  }

  /** Of an expression that is no condition of its own: whether anything in it depends on who asks. */
  #bindingOf(node: unknown): Strength {
    if (mentionsIdentity(node) || readRelations(node).size > 0) return 'bound';
    for (const name of calledFunctions(node)) {
      const own = routinesNamed(this.#model, name);
      const foreign = name.includes('.') && !NEUTRAL_SCHEMA.test(name);
      if ((own.length > 0 || foreign) && this.#judgeRoutine(name, { FuncCall: {} }) === 'bound') return 'bound';
    }
    return 'row';
  }

  #argumentsOf(node: SqlNode): Strength {
    return 'FuncCall' in node ? this.#bindingOf(node.FuncCall.args ?? []) : 'row';
  }
}

const strongest = (parts: readonly Strength[]) =>
  parts.reduce<Strength>((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), 'true');

function weakest(parts: readonly Strength[]): Strength {
  const least = parts.reduce<Strength>((a, b) => (ORDER.indexOf(b) < ORDER.indexOf(a) ? b : a), 'never');
  return least === 'row' && parts.includes('bound') ? 'bound' : least;
}

function negate(strength: Strength): Strength {
  if (strength === 'true' || strength === 'signed-in') return 'never';
  return strength === 'never' ? 'true' : strength;
}

/** The single value of a `select` without `from`; null for any other. */
function selected(node: SqlNode): SqlNode | null {
  if (!('SelectStmt' in node)) return null;
  const { targetList = [], fromClause, whereClause } = node.SelectStmt;
  const [target] = targetList;
  if (targetList.length !== 1 || fromClause !== undefined || whereClause !== undefined || target === undefined)
    return null;
  return 'ResTarget' in target ? (target.ResTarget.val ?? null) : null;
}

/** The truth value of a constant, `true`, `'t'::boolean`, `(select true)`; null of anything else. */
function truth(node: SqlNode): boolean | null {
  if ('A_Const' in node) {
    if (node.A_Const.boolval !== undefined) return node.A_Const.boolval.boolval === true;
    return null;
  }
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    if (arg === undefined || strings(typeName?.names).at(-1) !== 'bool') return null;
    if ('A_Const' in arg && arg.A_Const.sval !== undefined)
      return /^(?:t|true|on|yes|y|1)$/i.test(arg.A_Const.sval.sval ?? '');
    return truth(arg);
  }
  if ('SubLink' in node && node.SubLink.subselect !== undefined && node.SubLink.testexpr === undefined) {
    const target = selected(node.SubLink.subselect);
    return target === null ? null : truth(target);
  }
  return null;
}

/** `auth.uid()`, `(select auth.uid())`, with or without a cast. */
export function isIdentity(node: SqlNode): boolean {
  const bare = unwrap(node);
  return 'FuncCall' in bare && /^auth\.(?:uid|jwt|email|role)$/.test(strings(bare.FuncCall.funcname).join('.'));
}

/** `auth.role()`, `auth.jwt() ->> 'role'`. */
function isRoleClaim(node: SqlNode): boolean {
  const bare = unwrap(node);
  if ('FuncCall' in bare) return strings(bare.FuncCall.funcname).join('.') === 'auth.role';
  return isClaim(bare, /^(?:role|aud)$/);
}

/** `auth.jwt() ->> 'is_anonymous'`: a signed-in guest or not, which everyone signed in can be. */
function isAnonymousClaim(node: SqlNode): boolean {
  return isClaim(unwrap(node), /^is_anonymous$/);
}

function isClaim(node: SqlNode, claim: RegExp): boolean {
  if (!('A_Expr' in node) || !/^->>?$/.test(strings(node.A_Expr.name)[0] ?? '')) return false;
  const { lexpr, rexpr } = node.A_Expr;
  if (lexpr === undefined || rexpr === undefined || !isIdentity(lexpr)) return false;
  return (constants(rexpr) ?? []).some((it) => claim.test(it));
}

/** Without casts and scalar subqueries around it. */
function unwrap(node: SqlNode): SqlNode {
  if ('TypeCast' in node && node.TypeCast.arg !== undefined) return unwrap(node.TypeCast.arg);
  if ('SubLink' in node && node.SubLink.subselect !== undefined && node.SubLink.testexpr === undefined) {
    const target = selected(node.SubLink.subselect);
    if (target !== null) return unwrap(target);
  }
  return node;
}

function isConstant(node: SqlNode): boolean {
  return 'A_Const' in unwrap(node);
}

/** The texts of a constant, a list or an array of constants; null of anything else. */
function constants(node: SqlNode): string[] | null {
  const bare = unwrap(node);
  if ('A_Const' in bare) return bare.A_Const.sval === undefined ? null : [bare.A_Const.sval.sval ?? ''];
  const list = 'List' in bare ? bare.List.items : 'A_ArrayExpr' in bare ? bare.A_ArrayExpr.elements : undefined;
  if (list === undefined) return null;
  const texts = list.map((it) => constants(it));
  return texts.every((it) => it !== null) ? texts.flat() : null;
}

/** Whether anything below asks who the person is. */
export function mentionsIdentity(node: unknown): boolean {
  let found = calledFunctions(node).some((name) => IDENTITY.test(name));
  visit(node, (kind) => {
    if (kind === 'SQLValueFunction') found = found || JSON.stringify(node).includes('_USER');
    return undefined;
  });
  return found;
}
