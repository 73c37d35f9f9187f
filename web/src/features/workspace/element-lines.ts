/** How far an element or a component reaches in its file: the request then carries its lines, not the first alone. */
import { type ParserPlugin, parse } from '@babel/parser';

interface SyntaxNode {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } } | null;
}

/** What can be picked: an element, or what makes a component. */
const PICKED = new Set([
  'JSXElement',
  'JSXFragment',
  'FunctionDeclaration',
  'ClassDeclaration',
  'VariableDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
]);

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/**
 * The last line of what begins at a line: of several the outermost. Undefined when nothing does, or when the file does not
 * parse.
 *
 * @param line 1-based
 */
export function endLineOf(path: string, source: string, line: number): number | undefined {
  const plugins: ParserPlugin[] = /\.[cm]?tsx?$/.test(path) ? ['typescript'] : [];
  if (/x$/.test(path)) plugins.push('jsx');
  let root: SyntaxNode;
  try {
    root = parse(source, { sourceType: 'module', plugins }).program as SyntaxNode;
  } catch {
    return undefined;
  }
  // Breadth first: the outermost is met before what lies in it.
  let level: SyntaxNode[] = [root];
  while (level.length > 0) {
    const found = level.find((node) => PICKED.has(node.type) && node.loc?.start.line === line);
    if (found !== undefined) return found.loc?.end.line;
    level = level.flatMap((node) => Object.values(node).flat().filter(isNode)).filter((node) => reaches(node, line));
  }
  return undefined;
}

function reaches({ loc }: SyntaxNode, line: number): boolean {
  return loc === undefined || loc === null || (loc.start.line <= line && line <= loc.end.line);
}
