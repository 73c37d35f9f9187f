/** Errors, refused connections and console output of the application, as messages to the workspace. */
import type { PreviewConsoleEntry, PreviewProblem, SourcePlace } from '../problem.ts';
import { SOURCE_PREFIX } from '../protocol.ts';

export interface Reporter {
  problem(problem: PreviewProblem): void;
  console(entry: PreviewConsoleEntry): void;
}

const MAX_TEXT = 4_000;
const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;

/** Starts listening. Everything that is thrown and not handled is reported, with its place in the file tree. */
export function reportFailures(report: Reporter): void {
  window.addEventListener('error', (event) => {
    // A picture or a script that did not load has no message, and a refused one is reported as such.
    if (!(event instanceof ErrorEvent)) return;
    report.problem(runtimeProblem(event.error ?? event.message, { event }));
  });
  window.addEventListener('unhandledrejection', (event) => report.problem(runtimeProblem(event.reason)));
  document.addEventListener('securitypolicyviolation', (event) => report.problem(violationProblem(event)));
  for (const level of LEVELS) {
    const original = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      original(...args);
      report.console({ level, text: args.map(describe).join(' ').slice(0, MAX_TEXT) });
    };
  }
}

export interface FailureContext {
  readonly event?: { readonly filename: string; readonly lineno: number };
  /** The component that was rendered, for errors whose stack holds React alone. */
  readonly component?: SourcePlace | undefined;
}

export function runtimeProblem(error: unknown, { event, component }: FailureContext = {}): PreviewProblem {
  const stack = error instanceof Error ? error.stack : undefined;
  const place = placeInStack(stack) ?? (event && placeInStack(`${event.filename}:${event.lineno}:1`)) ?? component;
  return {
    kind: 'runtime',
    message: describe(error).slice(0, MAX_TEXT),
    ...place,
    ...(stack === undefined ? {} : { stack: stack.replaceAll(SOURCE_PREFIX, '').slice(0, MAX_TEXT) }),
  };
}

/** The topmost place of the application's own code in a stack. Columns are those of the compiled code: left out. */
export function placeInStack(stack: string | null | undefined): SourcePlace | undefined {
  const found = /app:\/\/\/([^\s()]+?):(\d+)(?::\d+)?(?=[\s)]|$)/.exec(stack ?? '');
  return found === null ? undefined : { file: found[1] as string, line: Number(found[2]) };
}

function violationProblem(event: SecurityPolicyViolationEvent): PreviewProblem {
  const place = placeInStack(`${event.sourceFile}:${event.lineNumber}:1`) ?? undefined;
  if (event.effectiveDirective === 'form-action') {
    return {
      kind: 'runtime',
      message: 'A form was submitted to a page. Handle its submit event and call preventDefault().',
      ...place,
    };
  }
  const target = event.blockedURI;
  const message = /^wss?:\/\/supabase\.preview/.test(target)
    ? 'Realtime is not available in the preview.'
    : `The preview refused ${target}: an application reaches its own Supabase project and nothing else (${event.effectiveDirective}).`;
  return { kind: 'network', message, ...place };
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.name === 'Error' ? value.message : `${value.name}: ${value.message}`;
  if (typeof value === 'object' && value !== null) {
    if ('message' in value && typeof value.message === 'string') return value.message;
    try {
      return JSON.stringify(value);
    } catch {
      return Object.prototype.toString.call(value);
    }
  }
  return String(value);
}
