/**
 * What an opaque origin may not have, in memory: storage, cookies and locks. The workspace keeps a copy of the storage,
 * so that a person stays signed in when the frame is loaded anew.
 */
import type { StorageArea, StorageSnapshot } from '../protocol.ts';

export type OnStored = (area: StorageArea, key: string, value: string | null) => void;

export function provideStorage(snapshot: StorageSnapshot, onStored: OnStored): void {
  for (const area of ['localStorage', 'sessionStorage'] as const) {
    const storage = createStorage(new Map(Object.entries(snapshot[area])), (key, value) => onStored(area, key, value));
    Object.defineProperty(window, area, { value: storage, configurable: true });
  }
  const cookies = new Map<string, string>();
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    get: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    set: (cookie: string) => {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
      if (/;\s*max-age=(?:0|-)/i.test(cookie)) cookies.delete(name.trim());
      else cookies.set(name.trim(), value);
    },
  });
  Object.defineProperty(navigator, 'locks', { value: createLocks(), configurable: true });
}

/** A `Storage`: also indexable by key, as applications do now and then. */
export function createStorage(
  items: Map<string, string>,
  onChange: (key: string, value: string | null) => void,
): Storage {
  const methods = {
    getItem: (key: string) => items.get(String(key)) ?? null,
    setItem: (key: string, value: string) => {
      items.set(String(key), String(value));
      onChange(String(key), String(value));
    },
    removeItem: (key: string) => {
      if (items.delete(String(key))) onChange(String(key), null);
    },
    clear: () => {
      for (const key of [...items.keys()]) methods.removeItem(key);
    },
    key: (index: number) => [...items.keys()][index] ?? null,
  };
  return new Proxy(methods as unknown as Storage, {
    get: (target, name) => {
      if (name === 'length') return items.size;
      if (typeof name === 'string' && !(name in methods) && items.has(name)) return items.get(name);
      return Reflect.get(target, name);
    },
    set: (_target, name, value) => {
      methods.setItem(String(name), value);
      return true;
    },
    deleteProperty: (_target, name) => {
      methods.removeItem(String(name));
      return true;
    },
    has: (target, name) => items.has(String(name)) || Reflect.has(target, name),
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_target, name) => {
      const value = items.get(String(name));
      return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: true };
    },
  });
}

type LockCallback = (lock: { name: string; mode: string } | null) => unknown;

/** `navigator.locks` for one page: requests of a name run one after another. */
function createLocks() {
  const tails = new Map<string, Promise<unknown>>();
  const held = new Set<string>();
  return {
    request: (name: string, ...rest: [LockCallback] | [{ ifAvailable?: boolean }, LockCallback]) => {
      const callback = rest.at(-1) as LockCallback;
      const options = (rest.length === 2 ? rest[0] : {}) as { ifAvailable?: boolean };
      if (options.ifAvailable && held.has(name)) return Promise.resolve(callback(null));
      const run = (tails.get(name) ?? Promise.resolve()).then(async () => {
        held.add(name);
        try {
          return await callback({ name, mode: 'exclusive' });
        } finally {
          held.delete(name);
        }
      });
      tails.set(
        name,
        run.catch(() => undefined),
      );
      return run;
    },
    query: () => Promise.resolve({ held: [...held].map((name) => ({ name, mode: 'exclusive' })), pending: [] }),
  };
}
