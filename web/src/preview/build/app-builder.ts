/**
 * Links a file tree to the modules, styles and icons that the frame runs. Incremental: an edit costs what it changed.
 *
 * Only what the entry reaches is compiled, so a broken test or an unused file does not stop the preview.
 */
import type { FileContent } from '../../../../shared/files/file-tree.ts';
import { isLocal, resolveLocal } from '../../../../shared/modules/resolve.ts';
import { StyleError } from '../../../../shared/tailwind/compile.ts';
import { type PreviewProblem, positionAt } from '../problem.ts';
import type { AppUpdate, ModuleRecord } from '../protocol.ts';
import { findIcon, findIconImports, ICON_PACKAGE_EXPORTS, type IconCatalog, type IconData } from './icons.ts';
import { StyleBuilder } from './style-builder.ts';
import { TransformError, type TransformedModule, transformAsset, transformModule } from './transform-module.ts';

/** The packages that the frame holds. */
export const PACKAGES: ReadonlySet<string> = new Set([
  'react',
  'react/jsx-runtime',
  'react/jsx-dev-runtime',
  'react-dom',
  'react-dom/client',
  'react-router',
  '@supabase/supabase-js',
  'lucide-react',
]);

const ICON_PACKAGE = 'lucide-react';
const DEFAULT_HTML = '<!doctype html><html lang="en"><head></head><body><div id="root"></div></body></html>';

export interface BuildResult {
  readonly problems: readonly PreviewProblem[];
  /** What changed since the last update that was returned; null when the application cannot be linked. */
  readonly update: AppUpdate | null;
}

interface Linked {
  readonly modules: Map<string, ModuleRecord>;
  readonly stylesheets: string[];
  readonly icons: Map<string, IconData>;
}

export class AppBuilder {
  readonly #files = new Map<string, FileContent>();
  readonly #transformed = new Map<string, { content: FileContent; module: TransformedModule }>();
  readonly #styles = new StyleBuilder();
  readonly #loadIcons: () => Promise<IconCatalog>;
  #sentModules = new Map<string, ModuleRecord>();
  #sentIcons = new Set<string>();
  #sentCss: string | null = null;

  /** @param loadIcons is called when a module first imports an icon. */
  constructor(loadIcons: () => Promise<IconCatalog>) {
    this.#loadIcons = loadIcons;
  }

  /** Applies changed and removed files, and builds. */
  async build(put: Readonly<Record<string, FileContent>>, removed: readonly string[]): Promise<BuildResult> {
    for (const path of removed) {
      this.#files.delete(path);
      this.#transformed.delete(path);
    }
    for (const [path, content] of Object.entries(put)) this.#files.set(path, content);

    const html = this.#text('index.html') ?? DEFAULT_HTML;
    const entry = this.#findEntry(html);
    if (entry === null) {
      return {
        problems: [
          {
            kind: 'build',
            file: 'index.html',
            message:
              'index.html loads no script of this project: expected a <script type="module" src="/src/main.tsx">.',
          },
        ],
        update: null,
      };
    }
    const problems: PreviewProblem[] = [];
    const linked = await this.#link(entry, problems);
    if (problems.length > 0) return { problems, update: null };

    const css = await this.#buildStyles(linked.stylesheets, problems);
    const modules = [...linked.modules.values()].filter((module) => !isSameModule(module, this.#sentModules));
    const gone = [...this.#sentModules.keys()].filter((path) => !linked.modules.has(path));
    const icons = [...linked.icons].filter(([name]) => !this.#sentIcons.has(name));
    const update: AppUpdate = {
      modules,
      removed: gone,
      css: css === this.#sentCss ? null : css,
      icons: Object.fromEntries(icons),
      entry,
      html,
    };
    this.#sentModules = linked.modules;
    for (const [name] of icons) this.#sentIcons.add(name);
    this.#sentCss = css;
    return { problems, update };
  }

  #text(path: string): string | null {
    const content = this.#files.get(path);
    return typeof content === 'string' ? content : null;
  }

  #findEntry(html: string): string | null {
    const paths = new Set(this.#files.keys());
    for (const [tag] of html.matchAll(/<script\b[^>]*>/gi)) {
      const source = /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1];
      if (source === undefined || !/\btype\s*=\s*["']?module\b/i.test(tag)) continue;
      const path = resolveLocal(paths, 'index.html', isLocal(source) ? source : `./${source}`);
      if (path !== null) return path;
    }
    return html === DEFAULT_HTML && paths.has('src/main.tsx') ? 'src/main.tsx' : null;
  }

  /** Walks the imports from the entry. Stylesheets come in the order in which they are imported. */
  async #link(entry: string, problems: PreviewProblem[]): Promise<Linked> {
    const linked: Linked = { modules: new Map(), stylesheets: [], icons: new Map() };
    const paths = new Set(this.#files.keys());
    const visited = new Set<string>();
    const visit = async (id: string): Promise<void> => {
      if (visited.has(id)) return;
      visited.add(id);
      const path = withoutQuery(id);
      if (path.endsWith('.css') && id === path) linked.stylesheets.push(path);
      const module = this.#transform(id, problems);
      if (module === null) return;
      const requires: Record<string, string> = {};
      for (const { specifier, line } of module.imports) {
        const target = this.#resolve(paths, path, specifier);
        if (typeof target !== 'string') {
          problems.push({ kind: 'build', file: path, line, message: target.message });
          continue;
        }
        requires[specifier] = target;
        if (target === ICON_PACKAGE) await this.#linkIcons(path, linked.icons, problems);
        else if (!PACKAGES.has(target)) await visit(target);
      }
      linked.modules.set(id, { path: id, code: module.code, requires });
    };
    await visit(entry);
    return linked;
  }

  #resolve(paths: ReadonlySet<string>, importer: string, specifier: string): string | { message: string } {
    if (isLocal(specifier)) {
      const path = resolveLocal(paths, importer, specifier);
      if (path === null) return { message: `Cannot find "${specifier}".` };
      return path + (/\?(?:raw|url)$/.exec(specifier)?.[0] ?? '');
    }
    if (PACKAGES.has(specifier)) return specifier;
    return { message: `The package "${specifier}" is not available. Available: ${[...PACKAGES].join(', ')}.` };
  }

  #transform(id: string, problems: PreviewProblem[]): TransformedModule | null {
    const path = withoutQuery(id);
    const content = this.#files.get(path);
    if (content === undefined) return null;
    const known = this.#transformed.get(id);
    if (known !== undefined && known.content === content) return known.module;
    try {
      const query = id.slice(path.length + 1);
      const module =
        query === 'raw' || query === 'url' ? transformAsset(path, content, query) : transformModule(path, content);
      this.#transformed.set(id, { content, module });
      return module;
    } catch (error) {
      if (!(error instanceof TransformError)) throw error;
      problems.push({ kind: 'build', file: path, message: error.message, ...place(error) });
      return null;
    }
  }

  async #linkIcons(path: string, icons: Map<string, IconData>, problems: PreviewProblem[]): Promise<void> {
    const source = this.#text(path);
    if (source === null) return;
    const imports = findIconImports(source);
    const catalog = await this.#loadIcons();
    for (const [name, offset] of imports.names) {
      const icon = findIcon(catalog, name);
      if (icon !== null) icons.set(name, icon);
      else if (!ICON_PACKAGE_EXPORTS.has(name)) {
        problems.push({
          kind: 'build',
          file: path,
          ...positionAt(source, offset),
          message: `lucide-react has no icon "${name}".`,
        });
      }
    }
    if (imports.all) {
      for (const [name, file] of Object.entries(catalog.names)) {
        const icon = catalog.icons[file];
        if (icon !== undefined) icons.set(name, icon);
      }
    }
  }

  /** A stylesheet that does not compile leaves the last good one: the application still runs. */
  async #buildStyles(stylesheets: readonly string[], problems: PreviewProblem[]): Promise<string> {
    try {
      return await this.#styles.build(this.#files, stylesheets);
    } catch (error) {
      if (!(error instanceof StyleError)) throw error;
      problems.push({ kind: 'build', file: error.file, message: error.message, ...place(error) });
      return this.#sentCss ?? '';
    }
  }
}

function withoutQuery(id: string): string {
  return id.replace(/\?.*$/, '');
}

function place({ line, column }: { line: number | undefined; column: number | undefined }) {
  return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

function isSameModule(module: ModuleRecord, sent: ReadonlyMap<string, ModuleRecord>): boolean {
  const other = sent.get(module.path);
  if (other === undefined || other.code !== module.code) return false;
  const targets = Object.entries(module.requires);
  return (
    targets.length === Object.keys(other.requires).length &&
    targets.every(([specifier, target]) => other.requires[specifier] === target)
  );
}
