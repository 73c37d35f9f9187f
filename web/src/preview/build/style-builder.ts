/** The application's stylesheet, kept up to date: candidates are extracted from changed files only. */
import type { FileContent, FileTree } from '../../../../shared/files/file-tree.ts';
import {
  createStyleCompiler,
  extractCandidates,
  isStyledSource,
  type StyleCompiler,
} from '../../../../shared/tailwind/compile.ts';

export class StyleBuilder {
  readonly #candidates = new Map<string, { content: string; found: ReadonlySet<string> }>();
  #compilers: { readonly sources: string; readonly list: readonly StyleCompiler[] } = { sources: '', list: [] };

  /**
   * @param stylesheets paths of the imported stylesheets, in their order
   * @throws StyleError
   */
  async build(files: ReadonlyMap<string, FileContent>, stylesheets: readonly string[]): Promise<string> {
    const candidates = this.#collect(files);
    // A stylesheet may import any other, so all of them are part of what the compilers were made from.
    const sheets = [...files].filter((file): file is [string, string] => isText(file[1]) && file[0].endsWith('.css'));
    const sources = JSON.stringify([stylesheets, sheets]);
    if (this.#compilers.sources !== sources) {
      const tree: FileTree = Object.fromEntries(sheets);
      const list: StyleCompiler[] = [];
      for (const path of stylesheets) {
        const css = tree[path];
        if (typeof css === 'string') list.push(await createStyleCompiler(css, { path, tree }));
      }
      this.#compilers = { sources, list };
    }
    return this.#compilers.list.map((compiler) => compiler.build(candidates)).join('\n');
  }

  #collect(files: ReadonlyMap<string, FileContent>): Set<string> {
    const all = new Set<string>();
    for (const path of this.#candidates.keys()) if (!files.has(path)) this.#candidates.delete(path);
    for (const [path, content] of files) {
      if (!isText(content) || !isStyledSource(path)) continue;
      let known = this.#candidates.get(path);
      if (known?.content !== content) {
        known = { content, found: extractCandidates(content) };
        this.#candidates.set(path, known);
      }
      for (const candidate of known.found) all.add(candidate);
    }
    return all;
  }
}

function isText(content: FileContent): content is string {
  return typeof content === 'string';
}
