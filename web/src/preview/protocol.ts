/** The messages between the workspace page, the build worker, the frame and the database worker. */
import type { FileContent } from '../../../shared/files/file-tree.ts';
import type { IconData } from './build/icons.ts';
import type { PreviewConsoleEntry, PreviewProblem } from './problem.ts';

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
  | { readonly kind: 'navigate'; readonly path: string };

export type FromFrame =
  | { readonly kind: 'rendered'; readonly id: number }
  /** A module does not parse: the update was not applied. */
  | { readonly kind: 'rejected'; readonly id: number; readonly problem: PreviewProblem }
  | { readonly kind: 'problem'; readonly problem: PreviewProblem }
  | { readonly kind: 'console'; readonly entry: PreviewConsoleEntry }
  | { readonly kind: 'navigated'; readonly path: string; readonly title: string }
  | { readonly kind: 'stored'; readonly area: StorageArea; readonly key: string; readonly value: string | null }
  | { readonly kind: 'request'; readonly id: number; readonly request: SerializedRequest }
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

export type ToDatabase =
  | { readonly kind: 'start'; readonly source: DatabaseSource; readonly snapshotUrl: string }
  | { readonly kind: 'request'; readonly id: number; readonly request: SerializedRequest };

export type FromDatabase =
  | { readonly kind: 'ready' }
  /** Without a database: a migration failed, or the engine did not start. */
  | { readonly kind: 'failed'; readonly problem: PreviewProblem }
  | { readonly kind: 'problem'; readonly problem: PreviewProblem }
  | { readonly kind: 'response'; readonly id: number; readonly response: SerializedResponse };
