/** The application's database as the workspace sees it: a worker that is started when it is first needed. */
import { assetUrls } from 'virtual:preview-assets';
import type { PreviewProblem, PreviewStatus } from '../problem.ts';
import type {
  DatabaseQueries,
  DatabaseQuery,
  DatabaseSource,
  FromDatabase,
  SerializedRequest,
  SerializedResponse,
  ToDatabase,
} from '../protocol.ts';

export interface DatabaseEvents {
  /** @param detail what is being done while it starts, why it failed; null otherwise */
  onState(state: PreviewStatus['database'], detail: string | null): void;
  onProblem(problem: PreviewProblem): void;
}

/** How long an unused worker may take to start before it is given up, in milliseconds. */
const START_TIMEOUT = 60_000;

type Settled =
  | { readonly response: SerializedResponse }
  | { readonly answer: unknown }
  /** There is no answer, and why. */
  | { readonly message: string };

export class PreviewDatabase {
  readonly #events: DatabaseEvents;
  #source: DatabaseSource = { migrations: [], seed: null };
  #worker: Worker | null = null;
  /** Null while it is off; rejected when it failed. */
  #started: Promise<Worker> | null = null;
  readonly #pending = new Map<number, (settled: Settled) => void>();
  #lastId = 0;
  #discard: (reason: string) => void = () => {};

  constructor(events: DatabaseEvents) {
    this.#events = events;
  }

  /**
   * Sets the SQL that the database is made from. A database that was made from other SQL is thrown away.
   *
   * @returns the paths that differ when there was such a database, else null.
   */
  configure(source: DatabaseSource): readonly string[] | null {
    const changed = changedPaths(this.#source, source);
    if (changed.length === 0) return null;
    this.#source = source;
    if (this.#started === null) return null;
    this.#stop('The database is being created anew, because its SQL changed.');
    this.#events.onState('off', null);
    return changed;
  }

  /** Resolves when it is ready; does nothing when it runs already. One that failed is started again. */
  async start(): Promise<void> {
    if (this.#started !== null && this.#worker === null) this.#started = null;
    await this.#start();
  }

  /** Throws the database away and makes it anew: the sample data as at first. */
  async reset(): Promise<void> {
    this.#stop('The database is being created anew.');
    await this.#start();
  }

  /** Answers a request to the Supabase project. Waits while the database starts. Never rejects. */
  async fetch(request: SerializedRequest): Promise<SerializedResponse> {
    try {
      const worker = await this.#start();
      const transfer = request.body === null ? [] : [request.body];
      const settled = await this.#send(worker, (id) => ({ kind: 'request', id, request }), transfer);
      return 'response' in settled ? settled.response : unavailable('message' in settled ? settled.message : '');
    } catch (error) {
      return unavailable(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * Asks the database. Waits while it starts, and starts it.
   *
   * @throws Error with Postgres's message, or why there is no database.
   */
  async query<Name extends keyof DatabaseQueries>(
    name: Name,
    args: DatabaseQueries[Name]['args'],
  ): Promise<DatabaseQueries[Name]['answer']> {
    const worker = await this.#start();
    const query = { name, args } as DatabaseQuery;
    const settled = await this.#send(worker, (id) => ({ kind: 'query', id, query }));
    if ('answer' in settled) return settled.answer as DatabaseQueries[Name]['answer'];
    throw new Error('message' in settled ? settled.message : 'The database gave no answer.');
  }

  dispose(): void {
    this.#stop('The preview was closed.');
  }

  #load(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(assetUrls.databaseWorker, { type: 'module', name: 'preview-database' });
    // Until it is started nobody waits for it: the next start tries again and says why it failed.
    worker.onerror = () => {
      worker.terminate();
      if (this.#worker === worker) this.#worker = null;
    };
    this.#worker = worker;
    return worker;
  }

  #start(): Promise<Worker> {
    this.#started ??= this.#startWorker(this.#load());
    return this.#started;
  }

  #startWorker(worker: Worker): Promise<Worker> {
    this.#events.onState('starting', null);
    const started = new Promise<Worker>((resolve, reject) => {
      const fail = (problem: PreviewProblem) => {
        clearTimeout(timer);
        worker.terminate();
        if (this.#worker === worker) this.#worker = null;
        this.#events.onProblem(problem);
        this.#events.onState('failed', describe(problem));
        reject(new Error(`The preview's database is not available. ${describe(problem)}`));
        this.#settleAll(describe(problem));
      };
      const timer = setTimeout(
        () => fail({ kind: 'database', message: `The database did not start within ${START_TIMEOUT / 1000} s.` }),
        START_TIMEOUT,
      );
      this.#discard = (reason) => {
        clearTimeout(timer);
        reject(new Error(reason));
      };
      worker.onerror = (event) =>
        fail({ kind: 'database', message: `The database stopped: ${event.message || 'its worker did not load'}` });
      worker.onmessage = ({ data }: MessageEvent<FromDatabase>) => {
        switch (data.kind) {
          case 'response':
          case 'answer':
          case 'unanswered':
            return this.#settle(data.id, data);
          case 'problem':
            return this.#events.onProblem(data.problem);
          case 'progress':
            return this.#events.onState('starting', data.step);
          case 'failed':
            return fail(data.problem);
          case 'ready':
            clearTimeout(timer);
            this.#events.onState('ready', null);
            return resolve(worker);
        }
      };
      this.#post(worker, { kind: 'start', source: this.#source, snapshotUrl: snapshotUrl() });
    });
    // Whoever needs the database hears of it; starting it ahead of need has nobody to tell.
    started.catch(() => undefined);
    return started;
  }

  #send(worker: Worker, message: (id: number) => ToDatabase, transfer: Transferable[] = []): Promise<Settled> {
    if (this.#worker !== worker) return Promise.resolve({ message: 'The database was stopped.' });
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#post(worker, message(id), transfer);
    });
  }

  #post(worker: Worker, message: ToDatabase, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer);
  }

  #settle(id: number, settled: Settled): void {
    this.#pending.get(id)?.(settled);
    this.#pending.delete(id);
  }

  #settleAll(message: string): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id, { message });
  }

  #stop(reason: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#started = null;
    this.#discard(reason);
    this.#settleAll(reason);
  }
}

/** Paths whose SQL differs, came or went. */
function changedPaths(before: DatabaseSource, after: DatabaseSource): string[] {
  const list = ({ migrations, seed }: DatabaseSource) =>
    new Map([...migrations, ...(seed === null ? [] : [seed])].map(({ path, sql }) => [path, sql]));
  const [old, now] = [list(before), list(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
}

function snapshotUrl(): string {
  return new URL(assetUrls.databaseSnapshot, location.href).href;
}

function describe(problem: PreviewProblem): string {
  const place =
    problem.file === undefined ? '' : `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: `;
  return `${place}${problem.message}`;
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
