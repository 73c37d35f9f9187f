/** All checks of the project's scripts: syntax, names, imports, dangerous code. */
import type { FileTree } from '../../files/file-tree.ts';
import { type ModuleLinks, readLinks } from '../../modules/links.ts';
import { type Findings, guardDepth } from '../findings.ts';
import { checkImports } from './imports.ts';
import { checkNames } from './names.ts';
import { parseSource } from './parse.ts';
import { checkUnsafeCode } from './unsafe-code.ts';

const SCRIPT = /\.[cm]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

export function checkSource(tree: FileTree, findings: Findings): void {
  const modules = new Map<string, ModuleLinks>();
  for (const [path, source] of Object.entries(tree)) {
    // Server functions run in Deno with modules of their own.
    if (typeof source !== 'string' || !SCRIPT.test(path) || path.startsWith('supabase/functions/')) continue;
    const links = guardDepth(path, findings, () => checkScript(path, source, findings));
    if (links !== null) modules.set(path, links);
  }
  checkImports(tree, modules, findings);
}

function checkScript(path: string, source: string, findings: Findings): ModuleLinks | null {
  const parsed = parseSource(path, source, findings);
  if (parsed === null) return null;
  const links = readLinks(parsed.file);
  if (DECLARATIONS.test(path)) return links;
  checkNames(path, source, parsed, findings);
  checkUnsafeCode(path, parsed, findings);
  return links;
}
