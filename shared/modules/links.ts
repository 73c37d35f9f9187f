/** What a module imports and exports, read from its syntax tree with types still in it. */
import type { parse } from '@babel/parser';

export type SourceFile = ReturnType<typeof parse>;
type Statement = SourceFile['program']['body'][number];
type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>;
type Exported = Of<'ExportNamedDeclaration'>['declaration'];

/** 1-based. */
export interface Place {
  line: number;
  column: number;
}

export interface ImportedName {
  /** Name in the imported module; `default` for its default export. */
  name: string;
  /** Only its type is wanted: the import is gone when the program runs. */
  typeOnly: boolean;
  at: Place;
}

export interface ModuleImport {
  specifier: string;
  names: ImportedName[];
  at: Place;
  /** Every name of the import is a type: the module itself need not exist at run time. */
  typeOnly: boolean;
}

export interface ModuleLinks {
  imports: ModuleImport[];
  /** Names, values and types alike, without those of `export *`. */
  exports: Set<string>;
  /** Specifiers of `export * from`. */
  stars: string[];
}

/** The imports, re-exports, literal dynamic imports and exports of a parsed module. */
export function readLinks(file: SourceFile): ModuleLinks {
  const links: ModuleLinks = { imports: [], exports: new Set(), stars: [] };
  for (const statement of file.program.body) readStatement(statement, links);
  walk(file.program, (node) => readDynamicImport(node, links));
  return links;
}

function readStatement(statement: Statement, links: ModuleLinks): void {
  switch (statement.type) {
    case 'ImportDeclaration':
      links.imports.push(readImport(statement));
      break;
    case 'ExportNamedDeclaration':
      readNamedExport(statement, links);
      break;
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      links.exports.add('default');
      break;
    case 'ExportAllDeclaration':
      links.stars.push(statement.source.value);
      links.imports.push({
        specifier: statement.source.value,
        names: [],
        at: place(statement.source),
        typeOnly: statement.exportKind === 'type',
      });
      break;
  }
}

function readImport(statement: Of<'ImportDeclaration'>): ModuleImport {
  const wholeType = statement.importKind === 'type' || statement.importKind === 'typeof';
  const names: ImportedName[] = [];
  for (const specifier of statement.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') continue;
    if (specifier.type === 'ImportDefaultSpecifier') {
      names.push({ name: 'default', typeOnly: wholeType, at: place(specifier) });
      continue;
    }
    const typeOnly = wholeType || specifier.importKind === 'type' || specifier.importKind === 'typeof';
    names.push({ name: nameOf(specifier.imported), typeOnly, at: place(specifier) });
  }
  return {
    specifier: statement.source.value,
    names,
    at: place(statement.source),
    typeOnly: wholeType || (names.length > 0 && names.every((it) => it.typeOnly)),
  };
}

function readNamedExport(statement: Of<'ExportNamedDeclaration'>, links: ModuleLinks): void {
  const names: ImportedName[] = [];
  const wholeType = statement.exportKind === 'type';
  for (const specifier of statement.specifiers) {
    links.exports.add(nameOf(specifier.exported));
    if (specifier.type !== 'ExportSpecifier') continue;
    const typeOnly = wholeType || specifier.exportKind === 'type';
    names.push({ name: nameOf(specifier.local), typeOnly, at: place(specifier) });
  }
  if (statement.source) {
    const at = place(statement.source);
    links.imports.push({ specifier: statement.source.value, names, at, typeOnly: wholeType });
  }
  for (const name of declaredNames(statement.declaration)) links.exports.add(name);
}

function declaredNames(declaration: Exported): string[] {
  if (!declaration) return [];
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap((it) => boundNames(it.id));
  if ('id' in declaration && declaration.id) return 'name' in declaration.id ? [declaration.id.name] : [];
  return [];
}

/** The names that a pattern binds: `{ a, b: [c = 1, ...d] }` -> a, c, d. */
function boundNames(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern.name)];
    case 'ObjectPattern':
      return list(pattern.properties).flatMap((it) => boundNames(isNode(it) && 'value' in it ? it.value : it));
    case 'ArrayPattern':
      return list(pattern.elements).flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

/** `import('./page')`, and the default export that `lazy(() => import('./page'))` needs. */
function readDynamicImport(node: SyntaxNode, links: ModuleLinks): void {
  if (node.type !== 'CallExpression') return;
  const [argument] = list(node.arguments);
  const imported = importedSpecifier(node);
  if (imported !== null) {
    links.imports.push({ specifier: imported.value, names: [], at: imported.at, typeOnly: false });
    return;
  }
  if (!isLazy(node.callee) || !isNode(argument) || argument.type !== 'ArrowFunctionExpression') return;
  const page = isNode(argument.body) ? importedSpecifier(argument.body) : null;
  if (page === null) return;
  const names = [{ name: 'default', typeOnly: false, at: page.at }];
  links.imports.push({ specifier: page.value, names, at: page.at, typeOnly: false });
}

function importedSpecifier(node: SyntaxNode): { value: string; at: Place } | null {
  if (node.type !== 'CallExpression' || !isNode(node.callee) || node.callee.type !== 'Import') return null;
  const [argument] = list(node.arguments);
  if (!isNode(argument) || argument.type !== 'StringLiteral') return null;
  return { value: String(argument.value), at: place(argument) };
}

function isLazy(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === 'Identifier') return callee.name === 'lazy';
  return callee.type === 'MemberExpression' && isNode(callee.property) && callee.property.name === 'lazy';
}

function nameOf(node: { type: string; name?: string; value?: string }): string {
  return node.name ?? node.value ?? '';
}

/** A node of the syntax tree, whatever its kind. */
export interface SyntaxNode {
  type: string;
  loc?: unknown;
  [key: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Visits a node and everything below it, parents first. */
export function walk(node: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (!isNode(node)) return;
  visit(node);
  for (const key in node) {
    if (key === 'loc' || key === 'extra' || key.endsWith('Comments')) continue;
    const child = node[key];
    if (typeof child === 'object' && child !== null) walk(child, visit);
  }
}

/** Where a node starts. */
export function place(node: { loc?: unknown }): Place {
  const start = (node.loc as { start?: { line: number; column: number } } | null | undefined)?.start;
  return { line: start?.line ?? 1, column: (start?.column ?? 0) + 1 };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
