/** The application's database as the workspace sees it: a worker that is started by the first request. */
import { assetUrls } from 'virtual:preview-assets';
import type { PreviewProblem, PreviewStatus } from '../problem.ts';
import type { DatabaseSource, FromDatabase, SerializedRequest, SerializedResponse, ToDatabase } from '../protocol.ts';

export interface DatabaseEvents {
  onState(state: PreviewStatus['database']): void;
  onProblem(problem: PreviewProblem): void;
}

/** How long an unused worker may take to start before it is given up, in milliseconds. */
const START_TIMEOUT = 60_000;

export class PreviewDatabase {
  readonly #events: DatabaseEvents;
  #source: DatabaseSource = { migrations: [], seed: null };
  #worker: Worker | null = null;
  #started: Promise<void> = Promise.resolve();
  readonly #pending = new Map<number, (response: SerializedResponse) => void>();
  #lastId = 0;
  #discard: (reason: string) => void = () => {};

  constructor(events: DatabaseEvents) {
    this.#events = events;
  }

  /**
   * Sets the SQL that the database is made from.
   *
   * @returns whether a database was running and has been thrown away: the next request makes a new one.
   */
  configure(source: DatabaseSource): boolean {
    if (JSON.stringify(source) === JSON.stringify(this.#source)) return false;
    this.#source = source;
    if (this.#worker === null) return false;
    this.#stop('The database is being created anew, because its SQL changed.');
    this.#events.onState('off');
    return true;
  }

  /** Answers a request to the Supabase project. Waits while the database starts. Never rejects. */
  async fetch(request: SerializedRequest): Promise<SerializedResponse> {
    try {
      if (this.#worker === null) this.#started = this.#start();
      await this.#started;
      return await this.#send(request);
    } catch (error) {
      return unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  dispose(): void {
    this.#stop('The preview was closed.');
  }

  #start(): Promise<void> {
    const worker = new Worker(assetUrls.databaseWorker, { type: 'module', name: 'preview-database' });
    this.#worker = worker;
    this.#events.onState('starting');
    return new Promise((resolve, reject) => {
      const fail = (problem: PreviewProblem) => {
        this.#events.onProblem(problem);
        this.#events.onState('failed');
        reject(new Error(describe(problem)));
      };
      const timer = setTimeout(
        () => fail({ kind: 'database', message: `The database did not start within ${START_TIMEOUT / 1000} s.` }),
        START_TIMEOUT,
      );
      this.#discard = (reason) => {
        clearTimeout(timer);
        reject(new Error(reason));
      };
      worker.onerror = (event) => {
        clearTimeout(timer);
        fail({ kind: 'database', message: `The database stopped: ${event.message || 'its worker did not load'}` });
      };
      worker.onmessage = ({ data }: MessageEvent<FromDatabase>) => {
        if (data.kind === 'response') return this.#settle(data.id, data.response);
        if (data.kind === 'problem') return this.#events.onProblem(data.problem);
        clearTimeout(timer);
        if (data.kind === 'failed') return fail(data.problem);
        this.#events.onState('ready');
        resolve();
      };
      const snapshotUrl = new URL(assetUrls.databaseSnapshot, location.href).href;
      this.#post(worker, { kind: 'start', source: this.#source, snapshotUrl });
    });
  }

  #send(request: SerializedRequest): Promise<SerializedResponse> {
    const worker = this.#worker;
    if (worker === null) return Promise.resolve(unavailable('The database was stopped.'));
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#post(worker, { kind: 'request', id, request }, request.body === null ? [] : [request.body]);
    });
  }

  #post(worker: Worker, message: ToDatabase, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  #settle(id: number, response: SerializedResponse): void {
    this.#pending.get(id)?.(response);
    this.#pending.delete(id);
  }

  #stop(reason: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#discard(reason);
    for (const id of [...this.#pending.keys()]) this.#settle(id, unavailable(reason));
  }
}

function describe(problem: PreviewProblem): string {
  const place =
    problem.file === undefined ? '' : `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: `;
  return `The preview's database is not available. ${place}${problem.message}`;
}

/** An answer that supabase-js reads as an error of the database or of auth alike. Not 503, which it tries again. */
function unavailable(message: string): SerializedResponse {
  const body = new TextEncoder().encode(
    JSON.stringify({
      code: 'preview_database',
      error_code: 'preview_database',
      message,
      msg: message,
      details: null,
      hint: null,
    }),
  );
  return { status: 500, headers: [['content-type', 'application/json']], body: body.buffer };
}
