/** Every stylesheet compiles, and the one entry exists when the application imports it. */
import type { FileTree } from '../files/file-tree.ts';
import { createStyleCompiler, StyleError } from '../tailwind/compile.ts';
import type { Findings } from './findings.ts';

export async function checkStyles(tree: FileTree, findings: Findings): Promise<void> {
  const sheets = Object.entries(tree).filter(([path]) => path.startsWith('src/') && path.endsWith('.css'));
  const imported = new Set(sheets.flatMap(([path, css]) => localImports(path, css)));
  for (const [path, css] of sheets) {
    // What another stylesheet imports is compiled with it: alone it would lack the theme.
    if (typeof css !== 'string' || imported.has(path)) continue;
    try {
      await createStyleCompiler(css, { path, tree });
    } catch (error) {
      if (!(error instanceof StyleError)) throw error;
      findings.add({
        rule: 'style-error',
        file: error.file,
        line: error.line,
        column: error.column,
        message: `The stylesheet does not compile: ${error.message}.`,
        fix: error.message.startsWith('Cannot apply')
          ? 'Use a utility class that exists, or declare the value it needs in @theme.'
          : 'Correct the CSS at this place; Tailwind plugins and remote stylesheets are not available.',
      });
    }
  }
}

function localImports(path: string, css: unknown): string[] {
  if (typeof css !== 'string') return [];
  return [...css.matchAll(/@import\s+(?:url\(\s*)?["']([^"']+)["']/g)].map(([, id = '']) =>
    new URL(id, `file:///${path}`).pathname.slice(1),
  );
}
