/** What the preview tells the workspace: what went wrong, what was picked, and in what state the application is. */

export interface PreviewProblem {
  /**
   * `build`: the source does not compile or link, and the last good render is still shown. `runtime`: the application
   * threw. `database`: a migration or seed failed, or a query did. `network`: the application asked for something that
   * the preview does not allow.
   */
  readonly kind: 'build' | 'runtime' | 'database' | 'network';
  readonly message: string;
  /** Path in the file tree. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly stack?: string;
}

export interface SignedIn {
  readonly id: string;
  readonly email: string;
}

export interface PreviewStatus {
  /** `failed`: nothing usable is on the screen. A build error after a good render leaves `running`. */
  readonly app: 'loading' | 'building' | 'running' | 'failed';
  readonly database: 'off' | 'starting' | 'ready' | 'failed';
  /** While `starting`, what is being done; when `failed`, why. */
  readonly databaseDetail: string | null;
  /** Whether the project has SQL to make a database from. */
  readonly hasDatabase: boolean;
  /** Changes whenever rows or people may have changed. */
  readonly databaseRevision: number;
  /** Who is signed in to the application; null when nobody is. */
  readonly signedIn: SignedIn | null;
  /** Where the application is, e.g. `/items?sort=name`. */
  readonly path: string;
  /** The application's own document title. */
  readonly title: string;
  /** A sentence for the person, e.g. why they are signed out; null when there is nothing to say. */
  readonly notice: string | null;
}

export interface PreviewConsoleEntry {
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** A request of the application, reported when it is sent and again when it is answered. */
export interface PreviewRequest {
  readonly id: number;
  readonly method: string;
  /** Path and query in the Supabase project; the whole address for anything else, which is refused. */
  readonly path: string;
  /** Null while it is under way; 0 when the preview refused it. */
  readonly status: number | null;
  /** Milliseconds. */
  readonly duration: number | null;
  /** Bytes of the answer. */
  readonly size: number | null;
  /** The answer's text, or why there is none, when it is an error. */
  readonly error: string | null;
}

export interface SourcePlace {
  /** Path in the file tree. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** Something on the application's page, and where the project's source writes it. */
export interface PickedElement {
  /** As a person sees it: `button “Save”`. */
  readonly label: string;
  /** The component that draws it, by its name. */
  readonly component: string | null;
  /** Nearest first: the element's own line, then those of the components around it. Never empty. */
  readonly places: readonly SourcePlace[];
  /** How many components of the application it lies in. */
  readonly depth: number;
}

/** Two reports of the same thing: an effect that throws on each render is one problem, not a thousand. */
export function isSameProblem(a: PreviewProblem, b: PreviewProblem): boolean {
  return a.kind === b.kind && a.message === b.message && a.file === b.file && a.line === b.line;
}

/** 1-based line and column of an offset in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
