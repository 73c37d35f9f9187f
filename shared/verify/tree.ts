/** The tree itself: paths and limits, text that is text, JSON that parses, and the files without which nothing starts. */
import { ApiError } from '../errors.ts';
import { checkTree, type FileContent, type FileTree, normalizePath } from '../files/file-tree.ts';
import { DEVELOPMENT_PACKAGES, RUNTIME_PACKAGES } from '../modules/allowed-packages.ts';
import { resolveLocal } from '../modules/resolve.ts';
import type { Findings } from './findings.ts';

const TEXT = /\.(?:[cm]?[jt]sx?|css|html?|json|jsonc|sql|md|txt|svg|ya?ml|toml|env|example)$|(?:^|\/)\.[\w.]+$/;

/**
 * Checks paths, limits and encoding. Returns the files that the other checks can read, with text as strings; null when
 * there is too much to look at.
 */
export function checkFiles(tree: FileTree, findings: Findings): FileTree | null {
  const readable: Record<string, FileContent> = {};
  let refused = false;
  for (const [path, content] of Object.entries(tree)) {
    try {
      if (normalizePath(path) === path) {
        readable[path] = readText(path, content, findings) ?? content;
        continue;
      }
      reportPath(path, `The path ${JSON.stringify(path)} is not in its normal form.`, findings);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      reportPath(path, error.message, findings);
    }
    refused = true;
  }
  try {
    checkTree(refused ? readable : tree);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { path, paths } = (error.details ?? {}) as { path?: string; paths?: string[] };
    findings.add({
      rule: `tree-${error.code.replaceAll('_', '-').replace(/^tree-/, '')}`,
      file: path ?? paths?.at(-1) ?? Object.keys(readable)[0] ?? '',
      message: error.message,
      fix: error.status === 413 ? 'Make files smaller or fewer.' : 'Rename one of the files.',
    });
    if (error.status === 413) return null;
  }
  return readable;
}

function reportPath(path: string, message: string, findings: Findings): void {
  findings.add({
    rule: 'tree-invalid-path',
    file: path,
    message,
    fix: 'Give the file a path inside the project, such as "src/app.tsx".',
  });
}

/** The text of a file that should hold text; null for others, and after reporting what is not UTF-8. */
function readText(path: string, content: FileContent, findings: Findings): string | null {
  if (!TEXT.test(path)) return null;
  let text: string | null = null;
  try {
    text =
      typeof content === 'string'
        ? content
        : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    // Not UTF-8: reported below.
  }
  if (text !== null && !text.includes('\0') && text.isWellFormed()) return text;
  findings.add({
    rule: 'file-not-text',
    file: path,
    message: 'This file should hold text and does not: its bytes are not UTF-8.',
    fix: 'Save it as UTF-8 text, or give a binary file the extension of its kind.',
  });
  return null;
}

/** `index.html` and the script it starts; `package.json` and `tsconfig.json` parse; no dependency nobody knows. */
export function checkProject(tree: FileTree, findings: Findings): void {
  checkEntry(tree, findings);
  checkJson(tree, findings);
}

function checkEntry(tree: FileTree, findings: Findings): void {
  const paths = new Set(Object.keys(tree));
  const missing = (file: string, message: string, line?: number) =>
    findings.add({ rule: 'missing-entry', file, line, message, fix: 'Add the file, or correct the path to it.' });
  const html = tree['index.html'];
  if (typeof html !== 'string') {
    missing('index.html', 'There is no index.html: the application has no page to start from.');
    if (!paths.has('src/main.tsx')) missing('src/main.tsx', 'There is no src/main.tsx: the application has no start.');
    return;
  }
  let scripts = 0;
  for (const match of html.matchAll(/<script\b[^<>]*\bsrc\s*=\s*["']([^"'<>]+)["'][^<>]*>/g)) {
    const [, source = ''] = match;
    if (/^(?:https?:)?\/\//.test(source)) continue;
    scripts += 1;
    const specifier = source.startsWith('/') || source.startsWith('.') ? source : `./${source}`;
    if (resolveLocal(paths, 'index.html', specifier) !== null) continue;
    const line = html.slice(0, match.index).split('\n').length;
    missing('index.html', `index.html starts "${source}", and there is no such file.`, line);
  }
  if (scripts === 0) missing('index.html', 'index.html starts no script of the project.');
}

const KNOWN: ReadonlySet<string> = new Set([...Object.keys(RUNTIME_PACKAGES), ...Object.keys(DEVELOPMENT_PACKAGES)]);

function checkJson(tree: FileTree, findings: Findings): void {
  if (tree['package.json'] === undefined) {
    findings.add({
      rule: 'missing-entry',
      file: 'package.json',
      message: 'There is no package.json: the project cannot be installed or built.',
      fix: 'Add package.json with the scripts and pinned packages of the project.',
    });
  }
  for (const [path, content] of Object.entries(tree)) {
    if (typeof content !== 'string' || !path.endsWith('.json')) continue;
    // TypeScript reads its configuration with comments and trailing commas.
    const text = /^tsconfig[\w.]*\.json$/.test(path) ? stripJsonComments(content) : content;
    try {
      const value: unknown = JSON.parse(text);
      if (path === 'package.json') checkDependencies(content, value, findings);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      findings.add({
        rule: 'json-syntax',
        file: path,
        ...jsonErrorPlace(error.message, text),
        message: 'This is not valid JSON.',
        fix: 'Correct the syntax: names and texts in double quotes, a comma between entries and none after the last.',
      });
    }
  }
}

function checkDependencies(text: string, manifest: unknown, findings: Findings): void {
  if (typeof manifest !== 'object' || manifest === null) return;
  const lists = manifest as Record<string, unknown>;
  for (const kind of ['dependencies', 'devDependencies']) {
    const list = lists[kind];
    if (typeof list !== 'object' || list === null) continue;
    for (const name of Object.keys(list)) {
      if (KNOWN.has(name)) continue;
      const at = text.search(new RegExp(`"${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"\\s*:`));
      findings.add({
        rule: 'unknown-dependency',
        severity: 'warning',
        file: 'package.json',
        line: at < 0 ? undefined : text.slice(0, at).split('\n').length,
        message: `"${name}" is not among the packages this project is checked with.`,
        fix: 'Make sure that it is the package you mean before installing it, or remove it.',
      });
    }
  }
}

/** The same text with comments and trailing commas blanked out, so that places stay what they are. One pass. */
function stripJsonComments(text: string): string {
  const kept = text.split('');
  const blank = (from: number, to: number) => {
    for (let at = from; at < to; at++) if (kept[at] !== '\n') kept[at] = ' ';
  };
  let comma = -1;
  for (let at = 0; at < text.length; ) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '/' && (next === '/' || next === '*')) {
      const close = next === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2;
      const end = close < at + 2 ? text.length : close;
      blank(at, end);
      at = end;
      continue;
    }
    if ((char === '}' || char === ']') && comma >= 0) blank(comma, comma + 1);
    if (!/\s/.test(char)) comma = char === ',' ? at : -1;
    at = char === '"' ? endOfString(text, at) : at + 1;
  }
  return kept.join('');
}

/** Offset after the closing quote of a JSON string, or of its line when it does not close. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
    else if (text[at] === '\n') return at;
  }
  return text.length;
}

/** Engines say the offset (V8) or the line (SpiderMonkey) of a JSON error in its message. */
function jsonErrorPlace(message: string, text: string): { line?: number; column?: number } {
  const line = /line (\d+) column (\d+)/.exec(message);
  if (line !== null) return { line: Number(line[1]), column: Number(line[2]) };
  const position = /position (\d+)/.exec(message);
  const at = position !== null ? Number(position[1]) : /end of JSON/i.test(message) ? text.length : null;
  if (at === null) return { line: 1 };
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
