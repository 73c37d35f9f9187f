/** Where in a project's SQL a thing is made that probes found open: the policy that decides, else the thing itself. */
import type { Migration } from './migrations.ts';
import type { ProbeResult } from './report.ts';

export interface SqlPlace {
  file: string;
  /** 1-based. */
  line: number;
}

interface Statement extends SqlPlace {
  kind: 'table' | 'view' | 'function' | 'policy';
  /** Without schema and quotes; for policies of the table they are on. */
  name: string;
  /** Of policies: what they are asked for. */
  command?: string;
}

const NAME = '(?:"?\\w+"?\\s*\\.\\s*)?"?(\\w+)"?';
const MADE = new RegExp(
  `\\bcreate\\s+(?:or\\s+replace\\s+)?(?:(table|view|materialized\\s+view|function)\\s+(?:if\\s+not\\s+exists\\s+)?${NAME}` +
    `|policy\\s+(?:"(?:[^"]|"")*"|\\w+)\\s+on\\s+${NAME}(?:\\s+as\\s+\\w+)?(?:\\s+for\\s+(\\w+))?)`,
  'gi',
);

/** Looks the places up in the text of the migrations; the last word counts, as for Postgres. */
export function placesOf(migrations: readonly Migration[]): (result: ProbeResult) => SqlPlace | null {
  const made = migrations.flatMap(([file, sql]) => [...statementsOf(file, sql)]).reverse();
  return ({ object, kind, verb }) => {
    const name = (/^(?:\w+\.)?(\w+)/.exec(object)?.[1] ?? object).toLowerCase();
    const own = made.filter((it) => it.name === name);
    const policies = own.filter((it) => it.kind === 'policy');
    const deciding = policies.find((it) => it.command === verb) ?? policies.find((it) => it.command === 'all');
    const found =
      kind === 'table' ? (deciding ?? own.find((it) => it.kind === 'table')) : own.find((it) => it.kind === kind);
    return found === undefined ? null : { file: found.file, line: found.line };
  };
}

function* statementsOf(file: string, sql: string): Generator<Statement> {
  // Comments are blanked, so that places stay as they are.
  const code = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (text) => text.replace(/[^\n]/g, ' '));
  for (const match of code.matchAll(MADE)) {
    const [, what, object, table, command] = match;
    const line = code.slice(0, match.index).split('\n').length;
    if (table !== undefined) {
      yield { kind: 'policy', name: table.toLowerCase(), command: (command ?? 'all').toLowerCase(), file, line };
    } else if (what !== undefined && object !== undefined) {
      const kind = /view$/i.test(what) ? 'view' : (what.toLowerCase() as 'table' | 'function');
      yield { kind, name: object.toLowerCase(), file, line };
    }
  }
}
