/** Names that are used and declared nowhere: a forgotten import, a typo, a component that was never written. */
import { analyze } from 'eslint-scope';
import { place, walk } from '../../modules/links.ts';
import type { Findings } from '../findings.ts';
import { globalsOf } from './globals.ts';
import type { ParsedSource } from './parse.ts';

/** Reports each undefined name once, at its first use. */
export function checkNames(path: string, source: string, parsed: ParsedSource, findings: Findings): void {
  const scopes = analyze(parsed.program as Parameters<typeof analyze>[0], {
    ecmaVersion: 2022,
    sourceType: 'module',
    ignoreEval: true,
  });
  const globals = globalsOf(path);
  const undefinedNames = new Map<string, number>();
  for (const { identifier } of scopes.globalScope?.through ?? []) {
    if (globals.has(identifier.name) || undefinedNames.has(identifier.name)) continue;
    if (isTypeofOperand(parsed, identifier)) continue;
    undefinedNames.set(identifier.name, identifier.loc?.start.line ?? 1);
  }
  if (undefinedNames.size === 0) return;
  const elements = elementNames(parsed);
  const lines = source.split('\n');
  for (const [name, line] of undefinedNames) {
    const element = elements.get(name);
    if (element !== undefined) {
      findings.add({
        rule: 'undefined-component',
        file: path,
        line: element.line,
        column: element.column,
        message: `The component <${name}> is used but neither imported nor declared.`,
        fix: `Import ${name} from the file that exports it, or remove the element.`,
      });
      continue;
    }
    // Columns of the compiled code are not those of the source; lines are.
    const column = (lines[line - 1] ?? '').search(new RegExp(`(?<![\\w$.])${name.replace(/\$/g, '\\$')}(?![\\w$])`));
    findings.add({
      rule: 'undefined-name',
      file: path,
      line,
      column: column < 0 ? undefined : column + 1,
      message: `"${name}" is used but neither imported nor declared.`,
      fix: `Import or declare "${name}", or correct its spelling.`,
    });
  }
}

/** `typeof process` is a safe question about a name that may not exist. */
function isTypeofOperand(parsed: ParsedSource, identifier: unknown): boolean {
  let found = false;
  walk(parsed.program, (node) => {
    if (node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument === identifier) found = true;
  });
  return found;
}

/** First place of each capitalised name that stands as a JSX element. */
function elementNames(parsed: ParsedSource): Map<string, { line: number; column: number }> {
  const names = new Map<string, { line: number; column: number }>();
  walk(parsed.file.program, (node) => {
    if (node.type !== 'JSXOpeningElement') return;
    let name = node.name as { type: string; name?: unknown; object?: unknown; loc?: unknown };
    while (name.type === 'JSXMemberExpression') name = name.object as typeof name;
    if (typeof name.name === 'string' && !names.has(name.name)) names.set(name.name, place(name));
  });
  return names;
}
