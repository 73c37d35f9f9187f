/** The storage that the workspace keeps for the frame, and the session of the application's Supabase client in it. */
import type { FileTree } from '../../../shared/files/file-tree.ts';
import type { SignedIn } from './problem.ts';
import { type AppSession, type StorageArea, SUPABASE_ORIGIN } from './protocol.ts';

/** What supabase-js derives from the project's address. */
const DEFAULT_KEY = `sb-${new URL(SUPABASE_ORIGIN).hostname.split('.')[0]}-auth-token`;

/** Where the application's client keeps its session: as its `storageKey` says, else the client's default. */
export function sessionKey(files: FileTree): string {
  for (const [path, content] of Object.entries(files)) {
    if (typeof content !== 'string' || !/^src\/.*\.[jt]sx?$/.test(path) || !content.includes('createClient')) continue;
    const named = /\bstorageKey\s*:\s*(['"`])([^'"`$]+)\1/.exec(content)?.[2];
    if (named !== undefined) return named;
  }
  return DEFAULT_KEY;
}

/** Whether the application talks to a Supabase project. */
export function usesSupabase(files: FileTree): boolean {
  return Object.entries(files).some(
    ([path, content]) =>
      /^src\/.*\.[jt]sx?$/.test(path) &&
      !/\.test\.[jt]sx?$/.test(path) &&
      typeof content === 'string' &&
      /from\s*['"]@supabase\/supabase-js['"]/.test(content),
  );
}

/** What the application has stored. The frame gets a copy when it starts, and says what changes. */
export class AppStorage {
  areas: Record<StorageArea, Record<string, string>> = { localStorage: {}, sessionStorage: {} };
  /** Under which the client keeps its session. */
  key = DEFAULT_KEY;

  set(area: StorageArea, key: string, value: string | null): void {
    if (value === null) delete this.areas[area][key];
    else this.areas[area][key] = value;
  }

  clear(): void {
    this.areas = { localStorage: {}, sessionStorage: {} };
  }

  /** Null: nobody is signed in. */
  setSession(session: AppSession | null): void {
    for (const area of ['localStorage', 'sessionStorage'] as const) this.set(area, this.key, null);
    if (session !== null) this.set('localStorage', this.key, JSON.stringify(session));
  }

  get signedIn(): SignedIn | null {
    return readSession(this.areas.localStorage, this.key) ?? readSession(this.areas.sessionStorage, this.key);
  }
}

/** Who the stored session belongs to. What the application stored may be anything. */
export function readSession(storage: Readonly<Record<string, string>>, key: string): SignedIn | null {
  const text = storage[key];
  if (text === undefined) return null;
  try {
    const { access_token: token, user } = JSON.parse(text) as Partial<AppSession>;
    if (typeof token !== 'string' || typeof user?.id !== 'string') return null;
    return { id: user.id, email: typeof user.email === 'string' ? user.email : '' };
  } catch {
    return null;
  }
}
