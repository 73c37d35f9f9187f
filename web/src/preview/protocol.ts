/** The messages between the workspace page, the build worker, the frame and the database worker. */

import type { FileContent } from '../../../shared/files/file-tree.ts';
import type { ProofReport } from '../../../shared/prove/report.ts';
import type { IconData } from './build/icons.ts';
import type { PickedElement, PreviewConsoleEntry, PreviewProblem } from './problem.ts';

/** Where the application believes its Supabase project to be. */
export const SUPABASE_ORIGIN = 'http://supabase.preview';
export const PUBLISHABLE_KEY = 'sb_publishable_preview';

/** Posted by the frame to its parent as soon as it runs; answered with `FrameInit` and a port. */
export const FRAME_READY = 'trellis-preview:ready';
/** Prefix of the script names in stack traces: `app:///src/app.tsx`. */
export const SOURCE_PREFIX = 'app:///';

export interface ModuleRecord {
  readonly path: string;
  /** Body of a CommonJS function of `require, exports, module, importMeta`; line n is line n of the source. */
  readonly code: string;
  /** Specifier as written -> path in the tree, or the name of a package. */
  readonly requires: Readonly<Record<string, string>>;
}

/** A built application, or what changed in it since the last successful build. */
export interface AppUpdate {
  readonly modules: readonly ModuleRecord[];
  readonly removed: readonly string[];
  /** Null: unchanged. */
  readonly css: string | null;
  readonly icons: Readonly<Record<string, IconData>>;
  readonly entry: string;
  /** The project's `index.html`. */
  readonly html: string;
}

// Workspace page <-> build worker

export interface BuildRequest {
  readonly id: number;
  readonly put: Readonly<Record<string, FileContent>>;
  readonly removed: readonly string[];
}
export interface BuildInit {
  readonly iconsUrl: string;
}
export interface BuildResponse {
  readonly id: number;
  readonly problems: readonly PreviewProblem[];
  /** Null when there is a problem that keeps the application from being linked. */
  readonly update: AppUpdate | null;
}

// Workspace page <-> frame

export type StorageArea = 'localStorage' | 'sessionStorage';
export type StorageSnapshot = Readonly<Record<StorageArea, Readonly<Record<string, string>>>>;

export interface FrameInit {
  readonly kind: 'init';
  readonly vendor: string;
  readonly storage: StorageSnapshot;
  /** Path to start at. */
  readonly path: string;
}

export interface SerializedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ArrayBuffer | null;
}
export interface SerializedResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ArrayBuffer | null;
}

export type ToFrame =
  | { readonly kind: 'update'; readonly id: number; readonly update: AppUpdate }
  | { readonly kind: 'response'; readonly id: number; readonly response: SerializedResponse }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  | { readonly kind: 'navigate'; readonly path: string }
  /** Lets the person point at an element, or stops that. */
  | { readonly kind: 'pick'; readonly on: boolean }
  | { readonly kind: 'listElements'; readonly id: number }
  /** Outlines one of the elements that were listed last; null outlines none. */
  | { readonly kind: 'outline'; readonly index: number | null };

export type FromFrame =
  | { readonly kind: 'rendered'; readonly id: number }
  /** A module does not parse: the update was not applied. */
  | { readonly kind: 'rejected'; readonly id: number; readonly problem: PreviewProblem }
  | { readonly kind: 'problem'; readonly problem: PreviewProblem }
  | { readonly kind: 'console'; readonly entry: PreviewConsoleEntry }
  | { readonly kind: 'navigated'; readonly path: string; readonly title: string }
  | { readonly kind: 'stored'; readonly area: StorageArea; readonly key: string; readonly value: string | null }
  | { readonly kind: 'request'; readonly id: number; readonly request: SerializedRequest }
  /** Picking has ended, with an element or without one. */
  | { readonly kind: 'picked'; readonly element: PickedElement | null }
  | { readonly kind: 'elements'; readonly id: number; readonly elements: readonly PickedElement[] }
  /** The document is being replaced. */
  | { readonly kind: 'left' }
  /** The page was asked to load anew at this path. */
  | { readonly kind: 'reload'; readonly path: string };

// Workspace page <-> database worker

export interface SqlFile {
  readonly path: string;
  readonly sql: string;
}
export interface DatabaseSource {
  readonly migrations: readonly SqlFile[];
  readonly seed: SqlFile | null;
}

/** Whose eyes rows are read with: those of the database's owner, whom no policy binds, or of a role of the API. */
export type DatabaseReader =
  | { readonly kind: 'owner' }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly id: string };

/** Someone in `auth.users`. */
export interface DatabaseUser {
  readonly id: string;
  readonly email: string;
  /** The name they gave, else what comes before the @ of their address. */
  readonly name: string;
}

export interface TableColumn {
  readonly name: string;
  /** As Postgres writes it, e.g. `numeric(10,2)`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly primaryKey: boolean;
  /** The table that a foreign key refers to, e.g. `public.workouts`. */
  readonly references: string | null;
}

export interface TableSummary {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  /** Whether row level security is on; null for a view. */
  readonly rowSecurity: boolean | null;
  readonly columns: readonly TableColumn[];
  /** Rows there are. */
  readonly total: number;
  /** Rows that the reader sees; null when they may not read the table, or reading it fails. */
  readonly visible: number | null;
}

export interface RowPage {
  /** Names of the columns that the reader may select. */
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What the auth API answers to a sign-in; supabase-js keeps it in its storage as it is. */
export interface AppSession {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly user: { readonly id: string; readonly email?: string };
}

/** What the workspace can ask the database besides what the application asks: name -> arguments and answer. */
export interface DatabaseQueries {
  users: { args: null; answer: readonly DatabaseUser[] };
  /** Signs a person in without their password, through the auth API. */
  signIn: { args: { readonly userId: string }; answer: AppSession };
  tables: { args: { readonly reader: DatabaseReader }; answer: readonly TableSummary[] };
  rows: {
    args: {
      readonly schema: string;
      readonly table: string;
      readonly reader: DatabaseReader;
      readonly offset: number;
      readonly limit: number;
    };
    answer: RowPage;
  };
}
export type DatabaseQuery = {
  [Name in keyof DatabaseQueries]: { readonly name: Name; readonly args: DatabaseQueries[Name]['args'] };
}[keyof DatabaseQueries];

export type ToDatabase =
  | { readonly kind: 'start'; readonly source: DatabaseSource; readonly snapshotUrl: string }
  | { readonly kind: 'request'; readonly id: number; readonly request: SerializedRequest }
  | { readonly kind: 'query'; readonly id: number; readonly query: DatabaseQuery }
  /** Proves on a database of its own who reaches what; asked of a worker that does nothing else. */
  | { readonly kind: 'prove'; readonly migrations: readonly SqlFile[]; readonly snapshotUrl: string };

export type FromDatabase =
  /** What is being done, for the person who waits. */
  | { readonly kind: 'progress'; readonly step: string }
  | { readonly kind: 'ready' }
  /** Without a database: a migration failed, or the engine did not start. */
  | { readonly kind: 'failed'; readonly problem: PreviewProblem }
  | { readonly kind: 'problem'; readonly problem: PreviewProblem }
  | { readonly kind: 'response'; readonly id: number; readonly response: SerializedResponse }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'unanswered'; readonly id: number; readonly message: string };

/** What a worker that proves says. */
export type FromProof =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'proven'; readonly report: ProofReport }
  | { readonly kind: 'unproven'; readonly message: string };
