/** Modules that are cut to what an app uses: each part is one exported function with what it rests on. */
import { file } from '../source-text.ts';

export interface ModulePart {
  readonly name: string;
  /** Names of parts of the same module it calls. */
  readonly uses?: readonly string[];
  readonly source: string;
  /** Body of a test file's `it(…)` calls for it. */
  readonly test?: string;
}

/** Parts wanted and those they rest on, in the module's order. */
function selectParts(parts: readonly ModulePart[], wanted: ReadonlySet<string>): ModulePart[] {
  const needed = new Set<string>();
  const visit = (name: string) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const use of parts.find((it) => it.name === name)?.uses ?? []) visit(use);
  };
  for (const name of wanted) visit(name);
  return parts.filter((it) => needed.has(it.name));
}

export interface CutModule {
  readonly source: string;
  readonly test: string | null;
}

/** The module and its test with only the parts wanted. */
export function cutModule(
  parts: readonly ModulePart[],
  wanted: ReadonlySet<string>,
  specifier: string,
  head = '',
): CutModule {
  const selected = selectParts(parts, wanted);
  const tested = selected.filter((it) => it.test);
  const imports = tested.map((it) => it.name).sort();
  return {
    source: file([head, ...selected.map((it) => it.source)].join('\n\n')),
    test:
      tested.length === 0
        ? null
        : file(
            [
              `import { expect, it } from 'vitest';`,
              imports.length > 6
                ? `import {\n${imports.map((it) => `  ${it},`).join('\n')}\n} from '${specifier}';`
                : `import { ${imports.join(', ')} } from '${specifier}';`,
              '',
              tested.map((it) => it.test).join('\n\n'),
            ].join('\n'),
          ),
  };
}
