/** What the app in the preview said and asked, kept for the console and network tabs. */
import { useState, useSyncExternalStore } from 'react';
import type { PreviewConsoleEntry, PreviewRequest } from '../../preview/problem.ts';

/** The oldest go first. */
const MAX_ENTRIES = 500;
/** An app that logs in a loop is drawn this often, in milliseconds. */
const DRAW_INTERVAL = 80;

export interface LoggedMessage extends PreviewConsoleEntry {
  readonly id: number;
  /** How often it was said in a row. */
  readonly times: number;
}

export interface PreviewLogState {
  readonly messages: readonly LoggedMessage[];
  readonly requests: readonly PreviewRequest[];
}

export class PreviewLog {
  #state: PreviewLogState = { messages: [], requests: [] };
  #shown = this.#state;
  #lastId = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly addMessage = (entry: PreviewConsoleEntry): void => {
    const { messages } = this.#state;
    const last = messages.at(-1);
    const next =
      last?.text === entry.text && last.level === entry.level
        ? [...messages.slice(0, -1), { ...last, times: last.times + 1 }]
        : [...messages, { ...entry, id: ++this.#lastId, times: 1 }];
    this.#set({ messages: next.slice(-MAX_ENTRIES) });
  };

  /** Takes the place of an earlier report of the same request. */
  readonly addRequest = (request: PreviewRequest): void => {
    const { requests } = this.#state;
    const index = requests.findLastIndex(({ id }) => id === request.id);
    // One that was cleared while it was under way stays away.
    if (index === -1 && request.status !== null && request.status !== 0) return;
    this.#set({ requests: index === -1 ? [...requests, request].slice(-MAX_ENTRIES) : requests.with(index, request) });
  };

  readonly clearMessages = (): void => this.#set({ messages: [] });
  readonly clearRequests = (): void => this.#set({ requests: [] });

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly read = (): PreviewLogState => this.#shown;

  #set(change: Partial<PreviewLogState>): void {
    this.#state = { ...this.#state, ...change };
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#shown = this.#state;
      for (const listener of this.#listeners) listener();
    }, DRAW_INTERVAL);
  }
}

/** A log of one preview, for as long as the component is there. */
export function usePreviewLog(): { log: PreviewLog } & PreviewLogState {
  const [log] = useState(() => new PreviewLog());
  return { log, ...useSyncExternalStore(log.subscribe, log.read) };
}
