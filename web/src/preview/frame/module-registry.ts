/**
 * The application's modules in the frame: CommonJS functions by path. A changed module and whatever imports it are
 * evaluated anew; the others keep their state, so the Supabase client and its session survive an edit.
 */
import { type ModuleRecord, SOURCE_PREFIX } from '../protocol.ts';

type Require = (specifier: string) => unknown;
export type ModuleFunction = (
  require: Require,
  exports: Record<string, unknown>,
  module: { exports: Record<string, unknown> },
  importMeta: object,
) => void;

/** Makes a function of source text. @throws SyntaxError */
export type Compile = (source: string) => unknown;

export class ModuleSyntaxError extends Error {
  readonly path: string;
  /** What was compiled, for finding the line. */
  readonly source: string;

  constructor(path: string, source: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ModuleSyntaxError';
    this.path = path;
    this.source = source;
  }
}

export interface RegistryOptions {
  readonly packages: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, unknown>>;
  readonly compile: Compile;
}

export class ModuleRegistry {
  readonly #options: RegistryOptions;
  readonly #records = new Map<string, ModuleRecord>();
  readonly #functions = new Map<string, ModuleFunction>();
  readonly #instances = new Map<string, { exports: Record<string, unknown> }>();
  /** Not compiled since they changed; kept over a failed update, which is tried again with the next. */
  readonly #changed = new Set<string>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /**
   * Takes changed and removed modules. All changed modules are compiled before anything is replaced.
   *
   * @returns whether anything has to be evaluated again.
   * @throws ModuleSyntaxError with the registry as it was.
   */
  update(modules: readonly ModuleRecord[], removed: readonly string[]): boolean {
    for (const module of modules) {
      this.#records.set(module.path, module);
      this.#changed.add(module.path);
    }
    for (const path of removed) {
      this.#records.delete(path);
      this.#changed.add(path);
    }
    const compiled = new Map<string, ModuleFunction>();
    for (const path of this.#changed) {
      const record = this.#records.get(path);
      if (record !== undefined) compiled.set(path, this.#compile(record));
    }
    for (const path of this.#changed) {
      const made = compiled.get(path);
      if (made === undefined) this.#functions.delete(path);
      else this.#functions.set(path, made);
    }
    const stale = this.#changed.size > 0;
    this.#invalidate(this.#changed);
    this.#changed.clear();
    return stale;
  }

  /** Evaluates a module, or returns what it was evaluated to. */
  require(path: string): unknown {
    const known = this.#instances.get(path);
    if (known !== undefined) return known.exports;
    const record = this.#records.get(path);
    const run = this.#functions.get(path);
    if (record === undefined || run === undefined) throw new Error(`There is no module "${path}".`);
    const module = { exports: {} as Record<string, unknown> };
    this.#instances.set(path, module);
    const importMeta = { env: this.#options.env, url: SOURCE_PREFIX + path };
    try {
      run((specifier) => this.#requireFrom(record, specifier), module.exports, module, importMeta);
    } catch (error) {
      // A module that threw is evaluated again when it is next asked for.
      this.#instances.delete(path);
      throw error;
    }
    return module.exports;
  }

  /** Where a function, class or variable of this name is declared at the start of a line. */
  findDefinition(name: string): { file: string; line: number } | undefined {
    const declaration = new RegExp(`^[ \\t]*(?:async function|function|class|const|let|var) ${name}\\b`, 'm');
    for (const { path, code } of this.#records.values()) {
      const index = code.search(declaration);
      if (index >= 0) return { file: path, line: code.slice(0, index).split('\n').length };
    }
    return undefined;
  }

  #requireFrom(record: ModuleRecord, specifier: string): unknown {
    const target = record.requires[specifier];
    if (target === undefined) throw new Error(`"${specifier}" is not imported by ${record.path}.`);
    return this.#options.packages[target] ?? this.require(target);
  }

  #compile(record: ModuleRecord): ModuleFunction {
    // On one line with the first of the source, so that line numbers are the file's own.
    const source = `(function (require, exports, module, importMeta) {${record.code}\n})\n//# sourceURL=${SOURCE_PREFIX}${record.path}`;
    try {
      return this.#options.compile(source) as ModuleFunction;
    } catch (error) {
      throw new ModuleSyntaxError(record.path, source, error);
    }
  }

  #invalidate(paths: Iterable<string>): void {
    const importers = new Map<string, string[]>();
    for (const record of this.#records.values()) {
      for (const target of Object.values(record.requires)) {
        const list = importers.get(target);
        if (list === undefined) importers.set(target, [record.path]);
        else list.push(record.path);
      }
    }
    const queue = [...paths];
    const visited = new Set<string>();
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (visited.has(path)) continue;
      visited.add(path);
      this.#instances.delete(path);
      queue.push(...(importers.get(path) ?? []));
    }
  }
}
