/** Import lines of an emitted file, gathered while its body is written. */

interface Names {
  readonly values: Set<string>;
  readonly types: Set<string>;
}

export class Imports {
  readonly #modules = new Map<string, Names>();

  #of(from: string): Names {
    const found = this.#modules.get(from) ?? { values: new Set(), types: new Set() };
    this.#modules.set(from, found);
    return found;
  }

  /** Imports values and gives back the first name, so that a body can use it in place. */
  value(from: string, name: string, ...more: string[]): string {
    for (const it of [name, ...more]) this.#of(from).values.add(it);
    return name;
  }

  type(from: string, name: string): string {
    this.#of(from).types.add(name);
    return name;
  }

  /** Packages first, then `@/`, then relative; names sorted. */
  lines(): string[] {
    const rank = (from: string) => (from.startsWith('.') ? 2 : from.startsWith('@/') ? 1 : 0);
    return [...this.#modules]
      .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map(([from, { values, types }]) => {
        const onlyTypes = [...types].filter((it) => !values.has(it));
        if (values.size === 0) return line('import type', onlyTypes.sort(), from);
        const bare = (it: string) => it.replace(/^type /, '').toLowerCase();
        const names = [...values, ...onlyTypes.map((it) => `type ${it}`)].sort((a, b) => (bare(a) < bare(b) ? -1 : 1));
        return line('import', names, from);
      });
  }
}

function line(keyword: string, names: readonly string[], from: string): string {
  const short = `${keyword} { ${names.join(', ')} } from '${from}';`;
  if (short.length <= 100) return short;
  return `${keyword} {\n${names.map((it) => `  ${it},`).join('\n')}\n} from '${from}';`;
}
