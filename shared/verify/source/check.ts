/** All checks of the project's scripts: syntax, names, imports, dangerous code. */
import type { FileTree } from '../../files/file-tree.ts';
import { type ModuleLinks, readLinks } from '../../modules/links.ts';
import type { Findings } from '../findings.ts';
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
    const parsed = parseSource(path, source, findings);
    if (parsed === null) continue;
    modules.set(path, readLinks(parsed.file));
    if (DECLARATIONS.test(path)) continue;
    checkNames(path, source, parsed, findings);
    checkUnsafeCode(path, parsed, findings);
  }
  checkImports(tree, modules, findings);
}
