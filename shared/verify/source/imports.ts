/** Every import leads to a file or an allowed package, and to a name that is exported there. */
import type { FileTree } from '../../files/file-tree.ts';
import { APPLICATION_MODULES, isTestFile, packageOf, TEST_MODULES } from '../../modules/allowed-packages.ts';
import type { ModuleImport, ModuleLinks } from '../../modules/links.ts';
import { PACKAGE_EXPORTS } from '../../modules/package-exports.ts';
import { isLocal, resolveLocal } from '../../modules/resolve.ts';
import type { Findings } from '../findings.ts';

const SCRIPT = /\.[cm]?[jt]sx?$/;

/** @param modules the links of each script that parses; a script that does not is taken to export what is asked of it */
export function checkImports(tree: FileTree, modules: ReadonlyMap<string, ModuleLinks>, findings: Findings): void {
  const paths = new Set(Object.keys(tree));
  const listed = listedPackages(tree);
  for (const [path, { imports }] of modules) {
    for (const it of imports) {
      if (isLocal(it.specifier)) checkLocalImport(path, it, { paths, modules }, findings);
      else if (path.startsWith('src/')) checkApplicationPackage(path, it, listed, findings);
      else checkToolPackage(path, it, listed, findings);
    }
  }
}

interface Project {
  paths: ReadonlySet<string>;
  modules: ReadonlyMap<string, ModuleLinks>;
}

function checkLocalImport(path: string, it: ModuleImport, project: Project, findings: Findings): void {
  const target = resolveLocal(project.paths, path, it.specifier);
  if (target === null) {
    findings.add({
      rule: 'unresolved-import',
      file: path,
      ...it.at,
      message: `There is no file for the import "${it.specifier}".`,
      fix: 'Correct the path (case counts), or add the file.',
    });
    return;
  }
  if (!SCRIPT.test(target)) return;
  const exported = exportsOf(target, project);
  if (exported === null) return;
  for (const { name, at } of it.names) {
    if (exported.has(name)) continue;
    if (name === 'default') {
      findings.add({
        rule: 'missing-default-export',
        file: path,
        ...at,
        message: `"${target}" has no default export.`,
        fix: `Import by name in braces, or add a default export to "${target}".`,
      });
    } else {
      const near = nearest(name, exported);
      findings.add({
        rule: 'missing-named-export',
        file: path,
        ...at,
        message: `"${target}" does not export "${name}"${near === null ? '' : `; it exports "${near}"`}.`,
        fix: `Import a name that is exported, or export "${name}" from "${target}".`,
      });
    }
  }
}

/** What a module exports with its `export *` followed; null when some of it cannot be known. */
function exportsOf(path: string, project: Project, seen = new Set<string>()): Set<string> | null {
  const links = project.modules.get(path);
  if (links === undefined) return null;
  const names = new Set(links.exports);
  if (seen.has(path)) return names;
  seen.add(path);
  for (const specifier of links.stars) {
    const target = isLocal(specifier) ? resolveLocal(project.paths, path, specifier) : null;
    const inherited = isLocal(specifier)
      ? target === null
        ? null
        : exportsOf(target, project, seen)
      : packageExports(specifier);
    if (inherited === null) return null;
    for (const name of inherited) if (name !== 'default') names.add(name);
  }
  return names;
}

function checkApplicationPackage(
  path: string,
  it: ModuleImport,
  listed: ReadonlySet<string> | null,
  findings: Findings,
): void {
  const allowed: readonly string[] = isTestFile(path) ? [...APPLICATION_MODULES, ...TEST_MODULES] : APPLICATION_MODULES;
  if (!allowed.includes(it.specifier)) {
    findings.add({
      rule: 'unknown-package',
      file: path,
      ...it.at,
      message: `The module "${it.specifier}" is not one that this project can use.`,
      fix: `Use what the project has (${APPLICATION_MODULES.join(', ')}), or write the few lines it was wanted for.`,
    });
    return;
  }
  checkListed(path, it, listed, findings);
  const exported = packageExports(it.specifier);
  if (exported === null) return;
  for (const { name, at } of it.names) {
    if (exported.has(name)) continue;
    const near = nearest(name, exported);
    findings.add({
      rule: 'missing-package-export',
      file: path,
      ...at,
      message: `"${it.specifier}" does not export "${name}"${near === null ? '' : `; it exports "${near}"`}.`,
      fix: 'Import a name that the package exports.',
    });
  }
}

/** Scripts outside `src/` configure the tools: they may import what `package.json` lists. */
function checkToolPackage(
  path: string,
  it: ModuleImport,
  listed: ReadonlySet<string> | null,
  findings: Findings,
): void {
  if (/^(?:node|npm|jsr|https?):/.test(it.specifier) || path.startsWith('supabase/functions/')) return;
  checkListed(path, it, listed, findings);
}

function checkListed(path: string, it: ModuleImport, listed: ReadonlySet<string> | null, findings: Findings): void {
  const name = packageOf(it.specifier);
  if (listed === null || listed.has(name)) return;
  findings.add({
    rule: 'unlisted-package',
    file: path,
    ...it.at,
    message: `"${name}" is imported but not listed in package.json.`,
    fix: `Add "${name}" to the dependencies in package.json.`,
  });
}

/** Names of all dependencies; null when package.json is missing or does not parse, which is reported on its own. */
function listedPackages(tree: FileTree): ReadonlySet<string> | null {
  const text = tree['package.json'];
  if (typeof text !== 'string') return null;
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null) return null;
    const lists = manifest as Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>;
    return new Set([...Object.keys(lists.dependencies ?? {}), ...Object.keys(lists.devDependencies ?? {})]);
  } catch {
    return null;
  }
}

const packageNames = new Map<string, ReadonlySet<string>>();

function packageExports(specifier: string): ReadonlySet<string> | null {
  const known = packageNames.get(specifier);
  if (known !== undefined) return known;
  const entry = PACKAGE_EXPORTS[specifier];
  if (entry === undefined) return null;
  const names = new Set(`${entry.values} ${entry.types}`.split(' '));
  packageNames.set(specifier, names);
  return names;
}

/** The exported name that was probably meant, or null: the same but for case, or at most two letters apart. */
function nearest(name: string, exported: ReadonlySet<string>): string | null {
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let least = 3;
  for (const candidate of exported) {
    if (candidate === 'default' || Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance, or `limit` when it is at least that. */
function editDistance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
