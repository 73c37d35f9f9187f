/** Reading the parser's tree: names, and what an expression mentions. */
import type { SqlNode } from './parser.ts';

/** `schema.name`; what is named without a schema is in `public`, the first of the search path. */
export function relationName(relation: { schemaname?: string; relname?: string } | undefined): string {
  return `${relation?.schemaname ?? 'public'}.${relation?.relname ?? ''}`;
}

/** The parts of a dotted name. */
export function strings(nodes: readonly SqlNode[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

/** `schema.name` of a dotted name, in `public` by default. */
export function qualified(parts: readonly string[]): string {
  return parts.length > 1 ? parts.slice(-2).join('.') : `public.${parts[0] ?? ''}`;
}

/** The content of a list node, or the node itself. */
export function items(node: SqlNode | undefined): SqlNode[] {
  if (node === undefined) return [];
  return 'List' in node ? (node.List.items ?? []) : [node];
}

type Visitor = (kind: string, value: Record<string, unknown>) => boolean | undefined;

/** Visits every node below; the visitor gets its kind (`FuncCall`) and fields. Returning false skips what is inside. */
export function visit(node: unknown, visitor: Visitor): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, visitor);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null) continue;
    const isKind = /^[A-Z]/.test(key) && !Array.isArray(value);
    if (isKind && visitor(key, value as Record<string, unknown>) === false) continue;
    visit(value, visitor);
  }
}

/** The functions an expression calls, as written: `auth.uid`, `now`. */
export function calledFunctions(node: unknown): string[] {
  const names: string[] = [];
  visit(node, (kind, value) => {
    if (kind === 'FuncCall') names.push(strings(value.funcname as SqlNode[] | undefined).join('.'));
    return undefined;
  });
  return names;
}

/** The relations an expression or statement reads, as `schema.name`, without those its `with` clauses define. */
export function readRelations(node: unknown): Set<string> {
  const relations = new Set<string>();
  const defined = new Set<string>();
  visit(node, (kind, value) => {
    if (kind === 'CommonTableExpr') defined.add(`public.${String(value.ctename)}`);
    if (kind === 'RangeVar') relations.add(relationName(value));
    return undefined;
  });
  for (const name of defined) relations.delete(name);
  return relations;
}

/** Whether two expressions are the same but for where they stand. */
export function sameExpression(a: unknown, b: unknown): boolean {
  const text = (node: unknown) =>
    JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value));
  return text(a) === text(b);
}
