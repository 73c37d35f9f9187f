/**
 * Writes `shared/modules/package-exports.ts`: the names that the allowed packages export, read from the installed ones.
 * Run it after changing a version: `npx tsx scripts/module-manifest.ts`.
 *
 * Values are what the module really exports when it is loaded; types are what its declarations add.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { APPLICATION_MODULES, TEST_MODULES } from '../shared/modules/allowed-packages.ts';

export interface ModuleExports {
  values: string[];
  types: string[];
}

/** Export names per specifier, sorted. */
export async function readModuleExports(): Promise<Record<string, ModuleExports>> {
  const specifiers = [...APPLICATION_MODULES, ...TEST_MODULES];
  const declared = declaredExports(specifiers);
  const manifest: Record<string, ModuleExports> = {};
  for (const specifier of specifiers) {
    const names = declared.get(specifier);
    if (names === undefined) throw new Error(`${specifier} has no declarations`);
    const loaded: Record<string, unknown> = await import(specifier);
    const values = new Set(Object.keys(loaded).filter((name) => name !== 'module.exports' && name !== '__esModule'));
    manifest[specifier] = {
      values: [...values].sort(),
      types: [...names].filter((name) => !values.has(name)).sort(),
    };
  }
  return manifest;
}

/** Every name, value or type, that the declarations of each module export. */
function declaredExports(specifiers: readonly string[]): Map<string, Set<string>> {
  const probe = fileURLToPath(new URL('./module-manifest-probe.ts', import.meta.url));
  const source = specifiers.map((specifier) => `import ${JSON.stringify(specifier)};`).join('\n');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2024,
    jsx: ts.JsxEmit.ReactJSX,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === probe || fileExists(path);
  host.getSourceFile = (path, language, ...rest) =>
    path === probe ? ts.createSourceFile(path, source, language) : getSourceFile(path, language, ...rest);
  const program = ts.createProgram([probe], options, host);
  const checker = program.getTypeChecker();
  const exportsOf = new Map<string, Set<string>>();
  for (const statement of program.getSourceFile(probe)?.statements ?? []) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    if (symbol === undefined) continue;
    const names = checker.getExportsOfModule(symbol).map((it) => it.name);
    exportsOf.set(statement.moduleSpecifier.text, new Set(names.filter((name) => !name.startsWith('export='))));
  }
  return exportsOf;
}

/** The module's source as it should be for the installed packages. */
export async function manifestModule(): Promise<string> {
  const entries = Object.entries(await readModuleExports()).map(
    ([specifier, { values, types }]) =>
      `  ${/^\w+$/.test(specifier) ? specifier : `'${specifier}'`}: {\n${line('values', values)}${line('types', types)}  },\n`,
  );
  return [
    '/**\n * Export names of the allowed packages, separated by spaces. Written by `scripts/module-manifest.ts`; do not edit.\n */\n',
    `export const PACKAGE_EXPORTS: Readonly<Record<string, { values: string; types: string }>> = {\n${entries.join('')}};\n`,
  ].join('');
}

/** As the formatter breaks it: a string that does not fit goes to the next line. */
function line(key: string, names: readonly string[]): string {
  const text = `'${names.join(' ')}',`;
  const oneLine = `    ${key}: ${text}\n`;
  return oneLine.length <= 121 ? oneLine : `    ${key}:\n      ${text}\n`;
}

export const MANIFEST_PATH = fileURLToPath(new URL('../shared/modules/package-exports.ts', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(MANIFEST_PATH, await manifestModule());
