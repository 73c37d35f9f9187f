/** Parses one script of the project: its syntax tree with types, and the plain JavaScript that will run. */
import { parse } from '@babel/parser';
import { type Program, parse as parseJavaScript } from 'acorn';
import { transform } from 'sucrase';
import type { SourceFile } from '../../modules/links.ts';
import type { Findings } from '../findings.ts';

export interface ParsedSource {
  file: SourceFile;
  /** Types and JSX compiled away, line by line as in the source. */
  program: Program;
}

/** The parsed script, or null after reporting its first error: what follows an error is rarely true. */
export function parseSource(path: string, source: string, findings: Findings): ParsedSource | null {
  const jsx = /\.[jt]sx$/.test(path);
  const typescript = /\.[cm]?tsx?$/.test(path);
  try {
    const file = parse(source, {
      sourceType: 'module',
      plugins: [...(typescript ? (['typescript'] as const) : []), ...(jsx ? (['jsx'] as const) : [])],
    });
    const { code } = transform(source, {
      transforms: [...(typescript ? (['typescript'] as const) : []), ...(jsx ? (['jsx'] as const) : [])],
      jsxRuntime: 'automatic',
      production: true,
      disableESTransforms: true,
    });
    const program = parseJavaScript(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      ranges: true,
      locations: true,
    });
    return { file, program };
  } catch (error) {
    reportSyntaxError(path, source, error, findings);
    return null;
  }
}

interface ParseError {
  message: string;
  reasonCode?: string;
  loc?: { line: number; column: number };
}

/** What acorn says of a name declared twice; Babel lets an import pass, which might be a type. */
const ACORN_DUPLICATE = /^(?:Identifier '.+' has already been declared|Duplicate export)/;

function reportSyntaxError(path: string, source: string, error: unknown, findings: Findings): void {
  if (!(error instanceof Error) || error instanceof RangeError) throw error;
  const { message, reasonCode = '', loc }: ParseError = error;
  const text = message
    .replace(/\s*\(\d+:\d+\)\s*$/, '')
    .replace(/^[^:]*\.tsx?: /, '')
    .replace(/\.$/, '');
  const at = { file: path, line: loc?.line ?? 1, column: loc === undefined ? undefined : loc.column + 1 };
  const fence = /^```[a-z]*\s*$/m.exec(source)?.index;
  if (fence !== undefined) {
    findings.add({
      rule: 'syntax-error',
      file: path,
      line: source.slice(0, fence).split('\n').length,
      message: 'This file holds a Markdown fence (```), which is no code.',
      fix: 'Remove the lines with the fence and whatever stands outside of them.',
    });
  } else if (/^(?:MissingClosingTag|UnwrappedAdjacentJSX)/.test(reasonCode)) {
    findings.add({
      rule: 'jsx-tag-mismatch',
      ...at,
      message: `The JSX does not close as it opens: ${text}.`,
      fix: 'Close each element with a tag of its own name, in the reverse order of opening, around one root element.',
    });
  } else if (
    /^(?:VarRedeclaration|DuplicateExport|DuplicateDefaultExport)$/.test(reasonCode) ||
    ACORN_DUPLICATE.test(text)
  ) {
    findings.add({
      rule: 'duplicate-declaration',
      ...at,
      message: `${text}.`,
      fix: 'Keep one of the two and rename or remove the other.',
    });
  } else if (reasonCode === 'ModuleExportUndefined') {
    findings.add({
      rule: 'undefined-name',
      ...at,
      message: `${text}.`,
      fix: 'Declare it in this file, or export the name that is declared.',
    });
  } else {
    findings.add({
      rule: 'syntax-error',
      ...at,
      message: `This does not parse: ${text}.`,
      fix: 'Correct the syntax at this place; the cause can be just before it, such as a bracket that is not closed.',
    });
  }
}
